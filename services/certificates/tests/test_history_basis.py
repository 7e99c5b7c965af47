"""A study history rests on the versions of the enrolments that it was read with."""

from dataclasses import replace
from datetime import date

from certificates.domain.basis import basis_of, enrolment_part, is_outdated_by
from certificates.domain.certificate import CertificateType
from certificates.domain.facts import EnrolmentFacts

from .sample_records import HISTORY
from .samples import ENROLMENT, facts_of

KIND = CertificateType.STUDY_HISTORY


def change(enrolment: EnrolmentFacts) -> dict[str, object]:
    return {"enrolments": {str(enrolment.enrolment_id): enrolment_part(enrolment)}}


def test_what_was_known_before_the_issue_and_is_heard_late_changes_nothing() -> None:
    former, current = HISTORY.periods
    left = replace(current, end_date=date(2026, 11, 22))
    facts = replace(facts_of(KIND), history=replace(HISTORY, periods=(former, left)))
    basis = basis_of(KIND, facts)
    before = replace(ENROLMENT, version=ENROLMENT.version - 1)
    assert not is_outdated_by(basis, change(before))
    after = replace(ENROLMENT, version=ENROLMENT.version + 1, end_date=date(2027, 1, 31))
    assert is_outdated_by(basis, change(after))
