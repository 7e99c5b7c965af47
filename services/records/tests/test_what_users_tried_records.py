"""What users tried with records that once went wrong."""

import asyncio
from collections.abc import Callable
from datetime import date

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import PersonName, Semester
from records.app.applicants import Acceptance, ApplicantShown, accept_applicant
from records.app.applications import review
from records.app.enrolling import EnrolmentOrder, PersonEnrolled
from records.app.refunds import refund_credit
from records.banking.iban import read_iban
from records.domain.applications.contents import SemesterAbroad
from records.domain.epc import LARGEST_CENTS
from records.domain.names import LetterRule, TextFault, text_problem, tidied
from records.domain.person import PersonFacts, fact_problems
from records.domain.refunds import RefundState
from records.domain.semester_jobs import JobKind, Outcome
from records.store.refunds import load_refunds_of
from records.texts import refusals

from services.records.tests.application_factories import begun, student, with_document
from services.records.tests.bank_factories import Entry, file_of, imported, one
from services.records.tests.enrol_factories import FIRST_NUMBER, NOW, REMINDED, University

Enrol = Callable[..., PersonEnrolled]

FORMER = Semester.parse("2026S")


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


@pytest.mark.parametrize("kind", [JobKind.OPEN, JobKind.REMIND])
def test_nobody_is_called_or_reminded_for_a_semester_that_is_over(
    here: University, kind: JobKind
) -> None:
    studies = here.student(first=Semester.parse("2025W"))
    with pytest.raises(Failure) as refused:
        here.on(date(2027, 1, 15)).runs(kind, FORMER)
    assert refused.value.reason == "SEMESTER_OVER"
    assert "30 September 2026" in refused.value.message.en
    assert not here.account(studies.person.person_id).charges


def test_who_is_in_a_semester_already_is_not_called_for_it(here: University) -> None:
    studies = here.student(first=Semester.parse("2025W"))
    here.on(date(2026, 11, 3))
    assert here.previews(JobKind.OPEN, NOW) == {Outcome.UNCHANGED: 1}
    assert here.runs(JobKind.OPEN, NOW).outcomes == {Outcome.UNCHANGED: 1}
    assert not here.account(studies.person.person_id).charges
    assert not here.mails("reregistration_called")
    assert here.state(studies.person.person_id, NOW) == ""


def test_who_is_not_in_it_yet_is_called_when_reminding_all_the_same(here: University) -> None:
    here.student(first=Semester.parse("2025W"))
    assert here.on(REMINDED).runs(JobKind.REMIND).outcomes == {Outcome.CALLED: 1}


async def test_two_clerks_at_once_give_an_applicant_number_once(loaded: Database) -> None:
    facts = PersonFacts(PersonName("John", "Smith"), date(2003, 5, 17), "Leeds", "GB")
    acceptance = Acceptance(
        applicant_number="123123123",
        order=EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2027S")),
        email="john@example.com",
        part_time=False,
        prior_semesters=0,
        payment_deadline_date=None,
    )
    outcomes = await asyncio.gather(
        *(loaded.write(accept_applicant, acceptance, "clerk", FIRST_NUMBER) for _ in range(6)),
        return_exceptions=True,
    )
    accepted = [each for each in outcomes if isinstance(each, ApplicantShown)]
    refused = [each for each in outcomes if isinstance(each, Failure)]
    assert (len(accepted), len(refused)) == (1, 5), outcomes
    assert {each.reason for each in refused} == {"APPLICANT_NUMBER_TAKEN"}


@pytest.mark.parametrize("text", ["A" + "\u0301" * 30, "Z" + "\u0327\u0306\u0301"])
def test_a_letter_bears_two_marks_at_most(text: str) -> None:
    name = tidied(f"Anna {text}")
    problem = text_problem(name, LetterRule.NAME)
    assert problem is not None
    assert problem.fault is TextFault.TOO_MANY_MARKS
    faults = fact_problems(
        PersonFacts(PersonName("Anna", name), date(2003, 5, 17), "Leeds", "GB"), date(2026, 11, 2)
    )
    failure = refusals.facts_refused(faults)
    assert "more than two marks" in failure.fields[0].message.en
    assert "Ausweis" in failure.fields[0].message.de


def test_a_letter_with_two_marks_is_one_of_the_standard() -> None:
    assert text_problem(tidied("C\u0328\u0306"), LetterRule.NAME) is None


def test_a_host_university_is_in_a_country_that_there_is(loaded: Database, enrol: Enrol) -> None:
    enrolled = enrol(first_semester=Semester.parse("2025W"))
    content = SemesterAbroad(Semester.parse("2027S"), "Universitetet i Oslo", "XX", True)
    caller = student(enrolled.person.person_id)
    application_id = begun(loaded, caller, content, enrolled.enrolment.enrolment_id)
    with_document(loaded, caller, application_id, "study_abroad_confirmation")
    refused = within(loaded, review.submit_application, caller, application_id)
    [obstacle] = refused.obstacles
    assert (obstacle.reason, obstacle.field) == ("COUNTRY_UNKNOWN", "country")
    assert "“XX”" in obstacle.explanation.en


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\t"])
def test_an_iban_may_be_copied_with_whatever_blanks(blank: str) -> None:
    assert read_iban(f"de89{blank}3704{blank}0044 0532 0130 00") == "DE89370400440532013000"


def test_no_refund_is_too_large_for_a_transfer(here: University) -> None:
    person_id = here.student().person.person_id
    here.pays(person_id, 2 * LARGEST_CENTS, date(2026, 11, 2))
    with pytest.raises(Failure) as refused:
        here.do(refund_credit, person_id, LARGEST_CENTS + 1, by="clerk")
    assert refused.value.reason == "REFUND_TOO_LARGE"
    assert "999,999,999.99" in refused.value.message.en
    here.do(refund_credit, person_id, LARGEST_CENTS, by="clerk")


def taken_back(number: str) -> Entry:
    """The bank's entry that takes the payment "A" of 500 euros back."""
    return one(
        number,
        "500.00",
        reference="A-back",
        direction="DBIT",
        reversal=True,
        return_reason="AC04",
    )


def test_what_was_to_go_back_stays_where_its_payment_went_back(here: University) -> None:
    studies = here.student(first=Semester.parse("2025W"))
    person_id, number = studies.person.person_id, studies.person.matriculation_number
    imported(here.database, file_of(one(f"{number}, Öztürk", "500.00", reference="A")))
    here.do(refund_credit, person_id, 30_000, by="clerk")
    imported(here.database, file_of(taken_back(number)))
    refunds = within(here.database, load_refunds_of, person_id)
    assert [each.state for each in refunds] == [RefundState.CANCELLED]
    account = here.account(person_id)
    assert (account.balance, account.credit) == (0, 0)


def test_what_is_covered_by_other_money_goes_back_all_the_same(here: University) -> None:
    studies = here.student(first=Semester.parse("2025W"))
    person_id, number = studies.person.person_id, studies.person.matriculation_number
    for reference, amount in (("A", "500.00"), ("B", "300.00")):
        imported(here.database, file_of(one(f"{number}, Öztürk", amount, reference=reference)))
    here.do(refund_credit, person_id, 30_000, by="clerk")
    imported(here.database, file_of(taken_back(number)))
    refunds = within(here.database, load_refunds_of, person_id)
    assert [each.state for each in refunds] == [RefundState.WAITS_FOR_ACCOUNT]
    assert here.account(person_id).balance == 0
