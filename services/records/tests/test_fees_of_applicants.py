"""The long-term fee at enrolment, for those who studied elsewhere for long."""

from datetime import date

from chassis.database import Database
from chassis.testing import DrivenClock, within
from chassis.values import PersonName, Semester
from records.app.applicants import Acceptance, ApplicantShown, accept_applicant
from records.app.enrolling import EnrolmentOrder
from records.app.prior_studies import prior_studies_of
from records.app.study_credit import credit_of
from records.domain.person import PersonFacts

from .enrol_factories import CONTRIBUTION, FIRST_NUMBER, University

NEXT = Semester.parse("2027S")
DEADLINE = date(2027, 3, 20)


def accepted(at: University, semesters_elsewhere: int) -> ApplicantShown:
    facts = PersonFacts(PersonName("John", "Smith"), date(1998, 5, 17), "Leeds", "GB")
    acceptance = Acceptance(
        applicant_number="",
        order=EnrolmentOrder(facts, "HIST-BA", "", NEXT),
        email="john@example.com",
        part_time=False,
        prior_semesters=semesters_elsewhere,
        payment_deadline_date=DEADLINE,
    )
    shown = at.do(accept_applicant, acceptance, "clerk", FIRST_NUMBER)
    assert isinstance(shown, ApplicantShown)
    return shown


def test_the_fee_falls_due_at_enrolment_for_the_first_time(
    loaded: Database, clock: DrivenClock
) -> None:
    """002_4a6954b3acd4b47b.txt, "3. Due dates and equity (section 14 NHG)": "become due for the
    first time upon enrolment"."""
    at = University(loaded, clock)
    person_id = accepted(at, 12).applicant.person_id
    (fee,) = at.account(person_id).charges_of("long-term", NEXT)
    assert (fee.due, fee.charge.due_date) == (50_000, DEADLINE)


def test_what_an_applicant_told_counts_after_enrolment_too(
    loaded: Database, clock: DrivenClock
) -> None:
    at = University(loaded, clock)
    person_id = accepted(at, 2).applicant.person_id
    assert at.account(person_id).charges_of("long-term", NEXT) == ()
    at.pays(person_id, CONTRIBUTION, date(2026, 11, 2))
    (study,) = within(loaded, prior_studies_of, person_id)
    assert study.semesters == 2
    assert within(loaded, credit_of, person_id).credit.left == 10
