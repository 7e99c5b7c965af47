"""What makes a certificate "no longer current": a change of what it prints, and nothing else."""

import json
from dataclasses import replace
from datetime import date

import pytest
from certificates.domain.basis import (
    NEVER_OUTDATED,
    OUTDATABLE,
    basis_of,
    enrolment_part,
    gone_result,
    is_outdated_by,
    person_part,
    recognised_result,
    result_key,
    result_parts,
)
from certificates.domain.certificate import CertificateType
from certificates.domain.facts import (
    EnrolmentFacts,
    PersonFacts,
    ResultFacts,
    SemesterFacts,
    SemesterStatus,
)
from chassis.values import LocalizedText, PersonName, Semester

from .samples import ENROLMENT, PERSON, SEMESTERS, facts_of

ENROLMENT_CERTIFICATE = CertificateType.ENROLMENT
TRANSCRIPT = CertificateType.TRANSCRIPT
NEWER_PERSON = replace(PERSON, version=PERSON.version + 1)
NEWER = replace(ENROLMENT, version=ENROLMENT.version + 1)


def after_person(kind: CertificateType, person: PersonFacts) -> bool:
    return is_outdated_by(basis_of(kind, facts_of(kind)), {"person": person_part(person)})


def after_enrolment(kind: CertificateType, enrolment: EnrolmentFacts) -> bool:
    change = {"enrolments": {str(enrolment.enrolment_id): enrolment_part(enrolment)}}
    return is_outdated_by(basis_of(kind, facts_of(kind)), change)


def after_result(result: ResultFacts, kind: CertificateType = TRANSCRIPT) -> bool:
    return is_outdated_by(basis_of(kind, facts_of(kind)), {"results": result_parts((result,))})


def in_semester(code: str, changed: SemesterFacts) -> EnrolmentFacts:
    """The enrolment with one semester spent otherwise."""
    semesters = (changed if one.semester.code == code else one for one in SEMESTERS)
    return replace(NEWER, semesters=tuple(semesters))


@pytest.mark.parametrize("kind", CertificateType)
def test_a_basis_is_plain_json_and_the_same_facts_outdate_nothing(kind: CertificateType) -> None:
    facts = facts_of(kind)
    basis = json.loads(json.dumps(basis_of(kind, facts)))
    for enrolment in (facts.records.enrolment, *facts.enrolments):
        newer = replace(enrolment, version=enrolment.version + 1)
        change = {
            "person": person_part(NEWER_PERSON),
            "enrolments": {str(newer.enrolment_id): enrolment_part(newer)},
            "results": result_parts(facts.exams.results if facts.exams else ()),
        }
        if kind is not CertificateType.STUDY_HISTORY:
            assert not is_outdated_by(basis, change)


@pytest.mark.parametrize("kind", CertificateType)
def test_a_new_name_outdates_all_but_what_tells_of_one_moment(kind: CertificateType) -> None:
    renamed = replace(NEWER_PERSON, name=PersonName("Ayşe", "Schmidt"))
    assert after_person(kind, renamed) is (kind in OUTDATABLE)
    assert (kind in OUTDATABLE) is not (kind in NEVER_OUTDATED)


def test_a_corrected_birth_outdates_what_prints_it() -> None:
    for corrected in (
        replace(NEWER_PERSON, birth_date=date(2003, 2, 11)),
        replace(NEWER_PERSON, birth_place="Iğdır"),
    ):
        assert after_person(ENROLMENT_CERTIFICATE, corrected)


def test_what_only_the_master_data_sheet_prints_outdates_only_that() -> None:
    naturalised = replace(NEWER_PERSON, citizenship="DE")
    assert after_person(CertificateType.MASTER_DATA, naturalised)
    assert not after_person(ENROLMENT_CERTIFICATE, naturalised)


def test_another_mailbox_outdates_nothing() -> None:
    assert not after_person(ENROLMENT_CERTIFICATE, replace(NEWER_PERSON, mailbox="new@x.example"))


def test_what_was_heard_late_changes_nothing() -> None:
    """The certificate rests on a newer version than the one that is heard of."""
    old = replace(PERSON, name=PersonName("Ayşe", "Yılmaz"), version=PERSON.version - 1)
    assert not after_person(ENROLMENT_CERTIFICATE, old)
    assert not after_person(ENROLMENT_CERTIFICATE, replace(old, version=PERSON.version))


@pytest.mark.parametrize(
    "changed",
    [
        replace(SEMESTERS[3], status=SemesterStatus.ON_LEAVE),
        replace(SEMESTERS[3], part_time=True),
        replace(SEMESTERS[3], programme_semester=2),
        replace(SEMESTERS[3], university_semester=5),
    ],
)
def test_the_certified_semester_spent_otherwise_outdates_the_certificate(
    changed: SemesterFacts,
) -> None:
    for kind in (ENROLMENT_CERTIFICATE, CertificateType.BAFOEG):
        assert after_enrolment(kind, in_semester("2026W", changed))
    assert not after_enrolment(TRANSCRIPT, in_semester("2026W", changed))


def test_leave_granted_later_for_an_earlier_semester_is_counted_on_the_certificate() -> None:
    on_leave = replace(SEMESTERS[0], status=SemesterStatus.ON_LEAVE)
    assert after_enrolment(ENROLMENT_CERTIFICATE, in_semester("2025S", on_leave))
    abroad = replace(SEMESTERS[0], status=SemesterStatus.ABROAD)
    assert not after_enrolment(ENROLMENT_CERTIFICATE, in_semester("2025S", abroad))


def test_reregistering_for_the_next_semester_outdates_nothing() -> None:
    following = SemesterFacts(Semester.parse("2027S"), SemesterStatus.REREGISTERED, 4, 5, False)
    later = replace(NEWER, semesters=(*SEMESTERS, following))
    for kind in OUTDATABLE - {CertificateType.EXMATRICULATION, CertificateType.STUDY_HISTORY}:
        assert not after_enrolment(kind, later)


@pytest.mark.parametrize(
    ("end_date", "outdated"),
    [(date(2027, 3, 30), True), (date(2027, 3, 31), False), (date(2027, 9, 30), False)],
)
def test_an_end_outdates_the_certificate_only_where_it_cuts_its_validity_short(
    end_date: date, outdated: bool
) -> None:
    assert after_enrolment(ENROLMENT_CERTIFICATE, replace(NEWER, end_date=end_date)) is outdated


def test_another_programme_or_major_outdates_what_prints_it() -> None:
    for changed in (
        replace(NEWER, programme_code="WPSY-BSC"),
        replace(NEWER, major=LocalizedText("Volkswirtschaftslehre", "Economics")),
    ):
        assert after_enrolment(ENROLMENT_CERTIFICATE, changed)
        assert after_enrolment(TRANSCRIPT, changed)


def test_an_end_that_is_moved_or_taken_back_outdates_the_certificate_of_it() -> None:
    kind = CertificateType.EXMATRICULATION
    ended = facts_of(kind).records.enrolment
    newer = replace(ended, version=ended.version + 1)
    assert not after_enrolment(kind, newer)
    assert after_enrolment(kind, replace(newer, end_date=date(2027, 9, 30)))
    assert after_enrolment(kind, replace(newer, end_date=None, end_reason=None))


def results() -> tuple[ResultFacts, ...]:
    exams = facts_of(TRANSCRIPT).exams
    assert exams is not None
    return exams.results


def test_a_corrected_result_outdates_a_transcript_that_prints_it() -> None:
    printed = results()[0]
    newer = replace(printed, version=printed.version + 1)
    assert not after_result(newer)
    assert after_result(replace(newer, grade="4.0" if printed.grade != "4.0" else "3.7"))
    assert not after_result(replace(newer, grade="9.9"), ENROLMENT_CERTIFICATE)


def test_a_new_result_leaves_a_transcript_as_it_is_of_its_day() -> None:
    assert not after_result(replace(results()[0], registration_id="another"))


def test_a_result_that_is_taken_away_outdates_the_transcript() -> None:
    basis = basis_of(TRANSCRIPT, facts_of(TRANSCRIPT))
    own = next(one for one in results() if one.registration_id)
    key = result_key(registration_id=own.registration_id)
    assert is_outdated_by(basis, {"results": gone_result(key)})


def test_a_recognition_outdates_the_transcript_only_where_it_changed() -> None:
    one = replace(results()[0], registration_id="", recognition_id="r-1", grade="2.0")
    key = result_key(recognition_id="r-1")
    basis = {"results": result_parts((one,))}
    same = recognised_result(key, "2.0", one.credits_tenths)
    assert not is_outdated_by(basis, {"results": same})
    better = recognised_result(key, "1.7", one.credits_tenths)
    assert is_outdated_by(basis, {"results": better})
    assert is_outdated_by(basis, {"results": gone_result(key)})


def test_a_study_history_is_outdated_by_corrections_of_printed_semesters_alone() -> None:
    kind = CertificateType.STUDY_HISTORY
    facts = facts_of(kind)
    assert facts.history is not None
    lines = [one for one in facts.history.lines if one.enrolment_id == ENROLMENT.enrolment_id]
    printed = tuple(
        SemesterFacts(
            one.semester,
            one.status,
            one.programme_semester,
            one.university_semester,
            one.part_time,
        )
        for one in lines
    )
    period = next(
        one for one in facts.history.periods if one.enrolment_id == ENROLMENT.enrolment_id
    )
    as_printed = replace(
        NEWER,
        programme_code=period.programme_code,
        first_enrolment_date=period.first_enrolment_date,
        end_date=period.end_date,
        semesters=printed,
    )
    assert not after_enrolment(kind, as_printed)
    following = SemesterFacts(Semester.parse("2027S"), SemesterStatus.REREGISTERED, 4, 8, False)
    assert not after_enrolment(kind, replace(as_printed, semesters=(*printed, following)))
    corrected = (*printed[:-1], replace(printed[-1], status=SemesterStatus.ON_LEAVE))
    assert after_enrolment(kind, replace(as_printed, semesters=corrected))
