"""Re-registration as the university's guide has it: each rule with its source."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.domain.enrolment import EndReason, SemesterStatus
from records.domain.semester_jobs import JobKind, Outcome
from records.store.student_cards import cards_of

from services.records.tests.enrol_factories import (
    CLOSES,
    CONTRIBUTION,
    NEXT,
    NOW,
    OPENS,
    REMINDED,
    REMINDED_UNTIL,
    REMINDER,
    University,
)


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def called(here: University) -> UUID:
    """A student who was called to re-register."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    return person_id


def reminded(here: University) -> UUID:
    """A student who was reminded."""
    person_id = called(here)
    here.on(REMINDED).runs(JobKind.REMIND)
    return person_id


def test_re_registration_is_possible_only_within_the_period(here: University) -> None:
    """002, "Re-registration": "Re-registration is possible only within the stipulated
    Re-registration Period. It is in January/February for the summer semester"."""
    here.student()
    here.on(OPENS - timedelta(days=1))
    with pytest.raises(Failure) as refused:
        here.runs(JobKind.OPEN)
    assert refused.value.reason == "WINDOW_NOT_OPEN"
    assert "15 January 2027" in refused.value.message.en


def test_all_enrolled_students_receive_a_call_at_the_university_mailbox(here: University) -> None:
    """002, "Re-registration": "all enrolled students receive a call to re-register by e-mail (here,
    only your Leuphana e-mail is used)"."""
    people = [here.student(number) for number in range(3)]
    job = here.on(OPENS).runs(JobKind.OPEN)
    assert job.outcomes == {Outcome.CALLED: 3}
    mails = here.mails("reregistration_called")
    assert len(mails) == 3
    number = people[0].person.matriculation_number
    [own] = [mail for mail in mails if number in mail]
    assert "243,15 €" in own.replace("\N{NO-BREAK SPACE}", " ")
    assert "€243.15" in own
    assert "DE26 2505 0000 0199 9169 17" in own
    assert "15.02.2027" in own
    assert "15 February 2027" in own


def test_the_call_names_the_reference_as_it_is_to_be_given(here: University) -> None:
    """002, "Transferring the semester contributions": "for a re-registration: 1234567, Smith,
    John"."""
    person = here.student().person
    here.on(OPENS).runs(JobKind.OPEN)
    assert f"{person.matriculation_number}, Oeztuerka, Ayse" in here.mails()[0]


def test_the_complete_contribution_re_registers(here: University) -> None:
    """002, "Transferring the semester contributions": "If the semester contribution arrives on
    Leuphana University Lüneburg’s account by the deadline, you are enrolled and later
    re-registered"."""
    person_id = called(here)
    here.on(date(2027, 2, 1)).pays(person_id, CONTRIBUTION, date(2027, 1, 29))
    row = here.row(person_id)
    assert row is not None
    assert (row.state.value, row.value_date) == ("done", date(2027, 1, 29))
    [enrolment] = here.enrolments(person_id)
    recorded = enrolment.recorded_in(NEXT)
    assert recorded is not None
    assert recorded.status is SemesterStatus.REREGISTERED
    assert len(here.mails("reregistered")) == 1


def test_a_part_of_the_contribution_does_not_re_register(here: University) -> None:
    """002, "Transferring the semester contributions": "Please ensure that the correct amount is
    transferred"."""
    person_id = called(here)
    here.pays(person_id, CONTRIBUTION - 1, OPENS)
    assert here.state(person_id) == "called"
    here.pays(person_id, 1, OPENS)
    assert here.state(person_id) == "done"


def test_only_with_the_complete_contribution_there_is_a_student_card(here: University) -> None:
    """002, "Re-registration": "Only once the complete contribution has been received will you
    receive your student card"."""
    person_id = called(here)
    here.pays(person_id, CONTRIBUTION - 1, OPENS)
    assert within(here.database, cards_of, person_id) == ()
    here.pays(person_id, 1, OPENS)
    [card] = within(here.database, cards_of, person_id)
    assert card.valid_until_semester == NEXT


def test_the_value_date_counts_and_not_the_day_of_booking(here: University) -> None:
    """002, "Transferring the semester contributions": "The day on which payment is received on the
    university account counts, the so-called value date"."""
    person_id = reminded(here)
    assert here.account(person_id).open == CONTRIBUTION + REMINDER
    here.on(REMINDED + timedelta(days=3)).pays(person_id, CONTRIBUTION, CLOSES)
    assert here.state(person_id) == "done"
    assert (here.account(person_id).open, here.account(person_id).credit) == (0, 0)


def test_who_does_not_pay_by_the_deadline_is_reminded_with_a_charge(here: University) -> None:
    """002, "Re-registration": "If you do not re-register by the deadline by transferring the
    semester contribution, you receive a payment reminder involving a charge (current fee € 15.00)".
    """
    person_id = called(here)
    here.on(CLOSES)
    with pytest.raises(Failure) as refused:
        here.runs(JobKind.REMIND)
    assert refused.value.reason == "WINDOW_NOT_OVER"
    assert here.on(REMINDED).runs(JobKind.REMIND).outcomes == {Outcome.REMINDED: 1}
    row = here.row(person_id)
    assert row is not None
    assert row.deadline_date == REMINDED_UNTIL
    [mail] = here.mails("reregistration_reminded")
    assert "€15.00" in mail
    assert "€258.15" in mail
    assert "2 March 2027" in mail


def test_after_the_reminder_its_charge_has_to_be_paid_too(here: University) -> None:
    """002, "Re-registration": "you receive a payment reminder involving a charge"."""
    person_id = reminded(here)
    late = REMINDED + timedelta(days=1)
    here.on(late).pays(person_id, CONTRIBUTION, late)
    assert here.state(person_id) == "reminded"
    here.pays(person_id, REMINDER, late)
    assert here.state(person_id) == "done"


def test_money_after_the_deadline_and_before_closing_still_re_registers(here: University) -> None:
    """002, "Re-registration": only "if you do not then re-register within the stated period, you
    will be de-registered"."""
    person_id = reminded(here)
    late = REMINDED_UNTIL + timedelta(days=2)
    here.on(late).pays(person_id, CONTRIBUTION + REMINDER, late)
    assert here.state(person_id) == "done"


def test_who_was_reminded_in_vain_is_de_registered_at_the_end_of_the_semester(
    here: University,
) -> None:
    """002, "Re-registration": "If you do not then re-register within the stated period, you will be
    de-registered"."""
    person_id = reminded(here)
    here.on(REMINDED_UNTIL)
    with pytest.raises(Failure) as refused:
        here.runs(JobKind.CLOSE)
    assert refused.value.reason == "REMINDER_DEADLINE_NOT_OVER"
    job = here.on(REMINDED_UNTIL + timedelta(days=1)).runs(JobKind.CLOSE)
    assert job.outcomes == {Outcome.DEREGISTERED: 1}
    [enrolment] = here.enrolments(person_id)
    assert (enrolment.end_date, enrolment.end_reason) == (
        NOW.last_date,
        EndReason.NOT_REREGISTERED,
    )
    assert here.account(person_id).open == REMINDER
    assert len(here.mails("deregistered")) == 1


def test_nobody_is_de_registered_without_a_reminder(here: University) -> None:
    """002, "Re-registration": the reminder comes before the de-registration."""
    person_id = called(here)
    here.on(REMINDED_UNTIL + timedelta(days=1))
    with pytest.raises(Failure) as refused:
        here.runs(JobKind.CLOSE)
    assert refused.value.reason == "REMIND_FIRST"
    assert here.state(person_id) == "called"


def test_money_that_was_there_before_closing_takes_the_de_registration_back(
    here: University,
) -> None:
    """002, "Transferring the semester contributions": the value date counts, however late the
    bank's file is imported."""
    person_id = reminded(here)
    day = REMINDED_UNTIL + timedelta(days=1)
    here.on(day).runs(JobKind.CLOSE)
    here.on(day + timedelta(days=5)).pays(person_id, CONTRIBUTION, CLOSES)
    assert here.state(person_id) == "done"
    [enrolment] = here.enrolments(person_id)
    assert enrolment.end_date is None
    assert enrolment.recorded_in(NEXT) is not None
    assert (here.account(person_id).open, here.account(person_id).credit) == (0, 0)


def test_money_that_came_after_closing_takes_nothing_back(here: University) -> None:
    """002, "Re-registration": "within the stated period"."""
    person_id = reminded(here)
    day = REMINDED_UNTIL + timedelta(days=1)
    here.on(day).runs(JobKind.CLOSE)
    here.on(day + timedelta(days=5)).pays(person_id, CONTRIBUTION + REMINDER, day + timedelta(1))
    assert here.state(person_id) == "closed"
    assert here.account(person_id).credit == CONTRIBUTION


def test_who_paid_before_the_period_is_re_registered_when_it_begins(here: University) -> None:
    """002, "Transferring the semester contributions": "by the deadline"."""
    person_id = here.student().person.person_id
    here.on(date(2026, 12, 1)).pays(person_id, CONTRIBUTION, date(2026, 12, 1))
    assert here.state(person_id) == ""
    job = here.on(OPENS).runs(JobKind.OPEN)
    assert job.outcomes == {Outcome.REREGISTERED: 1}
    assert here.state(person_id) == "done"
    assert here.mails("reregistration_called") == []


def test_everything_that_somebody_studies_is_re_registered_together(here: University) -> None:
    """002, "Re-registration": "you need to re-register" — as a student, once."""
    person = here.student().person
    here.student(programme="DATA-MSC", person=person.matriculation_number)
    here.on(OPENS).runs(JobKind.OPEN)
    assert here.account(person.person_id).open == CONTRIBUTION
    here.pays(person.person_id, CONTRIBUTION, OPENS)
    assert all(each.recorded_in(NEXT) for each in here.enrolments(person.person_id))


def test_doctoral_students_pay_what_the_university_decided_for_them(here: University) -> None:
    """The university's rules for doctoral students: the parts of the contribution."""
    person_id = here.student(programme="PROM").person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    assert here.account(person_id).open == 11_200
    here.pays(person_id, 11_200, OPENS)
    assert here.state(person_id) == "done"


def test_a_payment_that_went_back_takes_the_re_registration_back(here: University) -> None:
    """002, "Transferring the semester contributions": only what arrived re-registers."""
    from records.app.payments import return_payment
    from records.app.reregistering import note_account_changed

    person_id = called(here)
    booking_id = here.pays(person_id, CONTRIBUTION, OPENS)
    assert here.state(person_id) == "done"

    def goes_back(tx: Transaction) -> None:
        return_payment(tx, booking_id, date(2027, 1, 20))
        note_account_changed(tx, [person_id], money_went_back=True)

    here.on(date(2027, 1, 20)).do(goes_back)
    assert here.state(person_id) == "called"
    [enrolment] = here.enrolments(person_id)
    assert enrolment.recorded_in(NEXT) is None
    assert len(here.mails("reregistration_undone")) == 1


def test_running_a_job_again_does_nothing_twice(here: University) -> None:
    """Each job is safe to run twice: one charge, one mail."""
    person_id = reminded(here)
    assert here.runs(JobKind.OPEN).outcomes == {Outcome.UNCHANGED: 1}
    assert here.runs(JobKind.REMIND).outcomes == {Outcome.UNCHANGED: 1}
    assert here.account(person_id).open == CONTRIBUTION + REMINDER
    assert len(here.mails("reregistration_called")) == 1
    assert len(here.mails("reregistration_reminded")) == 1
