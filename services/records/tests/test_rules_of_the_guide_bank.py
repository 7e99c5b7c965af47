"""The guide's rules on transferring the contribution, from the bank's file to the enrolment."""

from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock
from records.domain.applicants import ApplicantState
from records.domain.bank_imports import Outcome
from records.domain.matching import ClearingReason
from records.store.applicants import load_applicant
from records.store.persons import load_person

from services.records.tests.bank_factories import file_of, imported, one
from services.records.tests.enrol_factories import NOW, University
from services.records.tests.ledger_factories import contribution_of_2027


@pytest.fixture
def university(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock).on(date(2026, 11, 20))


def test_an_applicants_contribution_enrols_with_its_value_date(university: University) -> None:
    """Guide 002, "Transferring the semester contributions": "If you are enrolling, you must provide
    your applicant number (9 digits)." and "If the semester contribution arrives on Leuphana
    University Lüneburg's account by the deadline, you are enrolled".
    """
    accepted = university.applicant(first=NOW, number="123456789").applicant
    typed = f"{accepted.applicant_number}, Smith, John"
    [effect] = imported(university.database, file_of(one(typed))).effects
    assert (effect.outcome, effect.reason) == (Outcome.BOOKED, None)
    found = university.do(load_applicant, accepted.applicant_id)
    assert found.state is ApplicantState.ENROLLED  # type: ignore[attr-defined]
    person = university.do(load_person, accepted.person_id)
    assert person.matriculation_number == "3100001"  # type: ignore[attr-defined]


def test_an_applicant_number_after_enrolment_waits_for_a_clerk(university: University) -> None:
    """Guide 002, on re-registration: "Please ensure that the number you provide is the
    matriculation number (7 digits) and not an applicant number or an lg number. This makes it
    easier for us to identify you."
    """
    accepted = university.applicant(first=NOW, number="123456789").applicant
    imported(university.database, file_of(one("123456789, Smith, John")))
    contribution_of_2027(university.database, [UUID(str(accepted.person_id))])
    [effect] = imported(
        university.database, file_of(one("123456789, Smith, John", value="2026-11-21"))
    ).effects
    assert (effect.outcome, effect.reason) == (Outcome.TO_CLEAR, ClearingReason.APPLICANT_NUMBER)
    assert [each.matriculation_number for each in effect.payers] == ["3100001"]
