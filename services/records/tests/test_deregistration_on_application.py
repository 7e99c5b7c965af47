"""What an approved application for de-registration does."""

from collections.abc import Callable
from datetime import date

import pytest
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from google.protobuf.message import Message
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1.events_pb2 import Enrolled
from records.app.applications.checks import check
from records.app.applications.holding import application_with_id
from records.app.card_desk import deliver_card, return_card
from records.domain.applications.contents import Deregistration, DeregistrationWhen
from records.domain.enrolment import EndReason
from records.domain.refunds import Refund, RefundState
from records.domain.semester_jobs import JobKind
from records.domain.student_cards import CardDelivery, CardState
from records.store.refunds import load_refunds_of
from records.store.student_cards import cards_of

from services.records.tests.application_factories import approved, begun, clerk
from services.records.tests.enrol_factories import CONTRIBUTION, OPENS, REMINDED, University
from services.records.tests.semester_factories import Student, someone

END_OF_SEMESTER = Deregistration(DeregistrationWhen.END_OF_SEMESTER)
IBAN = "DE02 1203 0000 0000 2020 51"


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def paid_student(here: University) -> Student:
    """Re-registered for 2027S, the card in hand."""
    one = someone(here)
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(one.person_id, CONTRIBUTION, date(2027, 1, 20))

    def hand_over(tx: Transaction) -> None:
        for card in cards_of(tx, one.person_id):
            deliver_card(tx, card.student_card_id, CardDelivery.IN_PERSON)

    here.do(hand_over)
    return one


def hand_in_card(one: Student, day: date) -> None:
    def hand_in(tx: Transaction) -> None:
        return_card(tx, cards_of(tx, one.person_id)[0].student_card_id, day)

    one.at.on(day).do(hand_in)


def refunds(one: Student) -> tuple[Refund, ...]:
    return within(one.at.database, load_refunds_of, one.person_id)


def test_the_enrolment_ends_with_the_semester_and_everybody_hears_it(
    here: University, told: Callable[[], list[Message]]
) -> None:
    """002, "De-registration": "please submit an application for de-registration"."""
    one = someone(here)
    told()
    one.is_granted(END_OF_SEMESTER)
    assert one.enrolment.end_date == date(2027, 3, 31)
    assert one.enrolment.end_reason is EndReason.APPLICATION
    [event] = [each for each in told() if isinstance(each, Enrolled)]
    assert event.enrolment.end_reason == enrolment_pb2.END_REASON_APPLICATION
    assert len(here.mails("deregistered")) == 1


def test_on_a_day_of_the_semester_however_late_it_is_decided(here: University) -> None:
    """002, "De-registration": "at any other time during the current semester"; the application
    counts from the day on which it arrives."""
    one = someone(here)
    application_id = one.submits(
        Deregistration(DeregistrationWhen.ON_DATE, date(2026, 11, 5)),
    )
    here.on(date(2026, 11, 9))
    approved(here.database, clerk(), application_id)
    assert one.enrolment.end_date == date(2026, 11, 5)


def test_a_pending_application_avoids_reminders_and_fees(here: University) -> None:
    """002, "De-registration": "please also submit an application for de-registration; you thus
    avoid reminder letters and additional fees"."""
    one = someone(here)
    here.on(OPENS).runs(JobKind.OPEN)
    done_but_results = Deregistration(
        DeregistrationWhen.END_OF_SEMESTER, everything_done_but_results=True
    )
    one.submits(done_but_results)
    here.on(REMINDED).runs(JobKind.REMIND)
    assert here.mails("reregistration_reminder") == []
    assert here.account(one.person_id).charges_of("reminder", None) == ()
    assert {each.charge.fee_code for each in here.account(one.person_id).charges} == {
        "contribution"
    }


def test_before_the_semester_the_whole_contribution_comes_back_with_the_card(
    here: University,
) -> None:
    """002, "De-registration": "Repayment of the complete semester contributions is possible if the
    de-registration takes place before the start of the semester or one month after the start of
    lectures at the latest and you hand in your student card with the semester ticket"."""
    one = paid_student(here)
    hand_in_card(one, date(2027, 3, 1))
    one.is_granted(END_OF_SEMESTER)
    assert [each.cents for each in refunds(one)] == [CONTRIBUTION]


def test_a_card_that_comes_with_the_application_is_returned_with_the_approval(
    here: University,
) -> None:
    """002, "De-registration": "and you hand in your student card with the semester ticket"."""
    one = paid_student(here)
    here.on(date(2027, 5, 5))
    content = Deregistration(DeregistrationWhen.ON_DATE, date(2027, 5, 5), card_returned=True)
    application_id = one.submits(content)
    here.on(date(2027, 5, 10))
    approved(here.database, clerk(), application_id)
    assert [each.cents for each in refunds(one)] == [CONTRIBUTION]
    [card] = within(here.database, cards_of, one.person_id)
    assert card.state is CardState.RETURNED


def test_the_refund_waits_for_the_card_and_goes_to_the_account_of_the_application(
    here: University,
) -> None:
    """002, "De-registration": "and you hand in your student card with the semester ticket"."""
    one = paid_student(here)
    here.on(date(2027, 4, 20))
    content = Deregistration(
        DeregistrationWhen.ON_DATE,
        date(2027, 4, 30),
        iban=IBAN,
        account_holder="Ayşe Öztürk",
    )
    one.is_granted(content)
    assert refunds(one) == ()
    hand_in_card(one, date(2027, 5, 5))
    [refund] = refunds(one)
    assert refund.cents == CONTRIBUTION
    assert refund.state is RefundState.READY
    assert refund.account is not None
    assert refund.account.iban == "DE02120300000000202051"


def test_for_a_semester_in_progress_nothing_comes_back(here: University) -> None:
    """002, "De-registration": "For a semester in progress, reimbursement is not otherwise
    possible"."""
    one = paid_student(here)
    hand_in_card(one, date(2027, 5, 5))
    here.on(date(2027, 5, 6))
    one.is_granted(Deregistration(DeregistrationWhen.ON_DATE, date(2027, 5, 6)))
    assert refunds(one) == ()


def test_what_comes_back_and_until_when_is_said_before_it_is_sent(here: University) -> None:
    """002, "De-registration": "Repayment of the complete semester contributions is possible if"."""
    one = someone(here)
    draft = begun(here.database, one.caller, END_OF_SEMESTER, one.enrolment_id)

    def notices(tx: Transaction) -> str:
        return " ".join(each.en for each in check(tx, application_with_id(tx, draft)).notices)

    told = within(here.database, notices)
    assert "Your enrolment ends with 31 March 2027" in told
    assert "not given back: that would have been possible only until 12 November 2026" in told
    assert "is handed in by 5 May 2027" in told
    assert "not reminded of re-registration" in told


def test_an_account_that_cannot_be_right_is_an_obstacle(here: University) -> None:
    one = someone(here)
    content = Deregistration(
        DeregistrationWhen.END_OF_SEMESTER, iban="DE02 1203 0000 0000 2020 52", account_holder="."
    )
    draft = begun(here.database, one.caller, content, one.enrolment_id)

    def against(tx: Transaction) -> list[tuple[str, str]]:
        found = check(tx, application_with_id(tx, draft)).obstacles
        return [(each.reason, each.field) for each in found]

    assert within(here.database, against) == [
        ("IBAN_WRONG", "iban"),
        ("ACCOUNT_HOLDER_WRONG", "account_holder"),
    ]
