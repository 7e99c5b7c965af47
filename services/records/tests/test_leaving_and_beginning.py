"""Who leaves one programme for another, leaves with money paid, or comes between the jobs."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from records.app.applicants import applicant_with_id
from records.app.charging import charge_fee
from records.app.completions import note_completion
from records.app.deregistering import deregister, deregister_person, take_back_deregistration
from records.app.payments import return_payment
from records.app.reregistering import note_account_changed
from records.app.semester_states import decide_semester, withdraw_decision
from records.domain.applicants import ApplicantState
from records.domain.deregistration_effect import DeregistrationEffect
from records.domain.enrolment import EndReason
from records.domain.ledger import CONTRIBUTION as CONTRIBUTION_CODE
from records.domain.refunds import RefundReason
from records.domain.semester_jobs import JobKind, Outcome
from records.domain.semester_plan import DecisionKind
from records.store.refunds import load_refunds_of
from records.store.student_cards import cards_of

from services.records.tests.enrol_factories import (
    CONTRIBUTION,
    NEXT,
    NOW,
    OPENS,
    REMINDED,
    REMINDED_UNTIL,
    REMINDER,
    University,
)

LAST_EXAM = date(2027, 2, 1)
ON_LEAVE = 11_200


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def accepted_for_a_master(here: University) -> tuple[UUID, UUID, UUID]:
    """A called student of History who is accepted for Data: person, enrolment, applicant."""
    student = here.student()
    here.on(OPENS).runs(JobKind.OPEN)
    shown = here.applicant(
        programme="DATA-MSC",
        person=student.person.matriculation_number,
        deadline=date(2027, 3, 20),
    )
    return (
        student.person.person_id,
        student.enrolment.enrolment_id,
        shown.applicant.applicant_id,
    )


def state_of(here: University, applicant_id: UUID) -> ApplicantState:
    return within(here.database, applicant_with_id, applicant_id).applicant.state


def refunds(here: University, person_id: UUID) -> list[tuple[int, str]]:
    found = within(here.database, load_refunds_of, person_id)
    return [(each.cents, each.state.value) for each in found]


def due(here: University, person_id: UUID) -> int:
    charges = here.account(person_id).charges_of(CONTRIBUTION_CODE, NEXT)
    return sum(each.due for each in charges)


def test_who_completes_the_first_programme_pays_the_contribution_for_the_second_one(
    here: University,
) -> None:
    """002, "Transferring the semester contributions": "If the semester contribution arrives on
    Leuphana University Lüneburg's account by the deadline, you are enrolled"."""
    person_id, enrolment_id, applicant_id = accepted_for_a_master(here)
    here.do(note_completion, enrolment_id, LAST_EXAM)
    assert here.state(person_id) == "exempt"
    assert due(here, person_id) == CONTRIBUTION
    here.pays(person_id, 100, date(2027, 2, 2))
    assert state_of(here, applicant_id) is ApplicantState.ACCEPTED
    here.pays(person_id, CONTRIBUTION - 100, date(2027, 2, 3))
    assert state_of(here, applicant_id) is ApplicantState.ENROLLED
    assert here.account(person_id).balance == 0


def test_who_is_closed_in_one_programme_still_owes_the_contribution_for_another_one(
    here: University,
) -> None:
    """The applicant's own deadline counts for the second programme."""
    person_id, _, applicant_id = accepted_for_a_master(here)
    here.on(REMINDED).runs(JobKind.REMIND)
    here.on(REMINDED_UNTIL + timedelta(days=1)).runs(JobKind.CLOSE)
    assert here.state(person_id) == "closed"
    assert due(here, person_id) == CONTRIBUTION
    assert state_of(here, applicant_id) is ApplicantState.ACCEPTED


def test_a_contribution_does_not_come_back_that_another_programme_needs(here: University) -> None:
    """Who leaves one programme to begin another one stays a member."""
    student = here.student()
    person_id = student.person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.applicant(programme="DATA-MSC", person=student.person.matriculation_number)
    here.do(note_completion, student.enrolment.enrolment_id, LAST_EXAM)
    effect = here.do(
        deregister, student.enrolment.enrolment_id, date(2027, 3, 1), EndReason.APPLICATION
    )
    assert isinstance(effect, DeregistrationEffect)
    assert (effect.cancelled_cents, effect.refund_cents) == (0, 0)
    assert refunds(here, person_id) == []
    assert due(here, person_id) == CONTRIBUTION


def test_what_was_paid_in_part_goes_back_to_who_leaves_before_the_semester(
    here: University,
) -> None:
    """002, "De-registration": "Repayment […] is possible if the de-registration takes place before
    the start of the semester"; the card was never extended for a part of the contribution."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, 10_000, OPENS)
    asked = (deregister_person, person_id, [], NOW.last_date, EndReason.OFFICE, "x")
    effect = here.do(*asked, validate_only=True)
    assert isinstance(effect, DeregistrationEffect)
    assert (effect.cancelled_cents, effect.refund_cents) == (CONTRIBUTION, 10_000)
    here.do(*asked)
    assert refunds(here, person_id) == [(10_000, "waits_for_account")]
    assert here.account(person_id).balance == 0


def test_a_long_term_fee_that_was_paid_goes_back_to_who_leaves_before_the_semester(
    here: University,
) -> None:
    """002, "3. Due dates and equity (section 14 NHG)": it is due for each semester studied."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.do(charge_fee, person_id, "long-term", occasion="", semester=NEXT)
    here.pays(person_id, CONTRIBUTION + 50_000, OPENS)
    here.do(deregister_person, person_id, [], NOW.last_date, EndReason.OFFICE, "x")
    found = within(here.database, load_refunds_of, person_id)
    assert sorted(each.cents for each in found) == [CONTRIBUTION, 50_000]
    assert {each.reason for each in found} == {RefundReason.DEREGISTRATION}
    assert here.account(person_id).balance == 0


def test_a_refund_stays_and_pays_again_where_the_de_registration_is_taken_back(
    here: University,
) -> None:
    """A de-registration that was a mistake costs nobody a second contribution."""
    student = here.student()
    person_id = student.person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    here.do(deregister_person, person_id, [], NOW.last_date, EndReason.OFFICE, "x")
    assert refunds(here, person_id) == [(CONTRIBUTION, "waits_for_account")]
    here.do(take_back_deregistration, student.enrolment.enrolment_id)
    assert refunds(here, person_id) == [(CONTRIBUTION, "cancelled")]
    assert here.state(person_id) == "done"
    assert here.account(person_id).balance == 0


def test_money_for_a_semester_on_leave_that_was_there_before_closing_is_enough(
    here: University,
) -> None:
    """002, "Transferring the semester contributions": "The day on which payment is received on the
    university account counts", and "Fees during leave of absence": only the Studentenwerk
    contribution is charged."""
    student = here.student()
    person_id = student.person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.do(decide_semester, student.enrolment.enrolment_id, NEXT, DecisionKind.LEAVE, "health")
    assert due(here, person_id) == ON_LEAVE
    here.on(REMINDED).runs(JobKind.REMIND)
    here.on(REMINDED_UNTIL + timedelta(days=1)).runs(JobKind.CLOSE)
    assert here.state(person_id) == "closed"
    here.pays(person_id, ON_LEAVE + REMINDER, REMINDED_UNTIL)
    assert here.state(person_id) == "done"
    assert here.enrolments(person_id)[0].end_date is None
    assert here.account(person_id).balance == 0


def test_who_enrols_after_the_opening_is_called_by_the_next_job(here: University) -> None:
    """002, "Re-registration": "all enrolled students receive a call to re-register"."""
    here.student(0)
    here.on(OPENS).runs(JobKind.OPEN)
    paid, unpaid = here.student(1).person.person_id, here.student(2).person.person_id
    here.pays(paid, CONTRIBUTION, OPENS)
    here.on(REMINDED)
    assert here.previews(JobKind.REMIND)[Outcome.CALLED] == 2
    here.runs(JobKind.REMIND)
    assert (here.state(paid), here.state(unpaid)) == ("done", "called")
    assert here.account(unpaid).open == CONTRIBUTION
    row = here.row(unpaid)
    assert row is not None
    assert row.deadline_date == REMINDED_UNTIL


def test_who_begins_in_the_semester_itself_is_not_called_for_it(here: University) -> None:
    """The applicant's contribution is charged with the acceptance."""
    here.student(0)
    here.on(OPENS).runs(JobKind.OPEN)
    begins = here.applicant().applicant.person_id
    here.pays(begins, CONTRIBUTION, OPENS)
    here.on(REMINDED).runs(JobKind.REMIND)
    assert here.state(begins) == ""


def test_a_last_examination_that_is_released_late_ends_the_semester_after_it_too(
    here: University,
) -> None:
    """002, "De-registration": "automatically de-registered by Student Services at the end of the
    semester in which you have completed your LAST examination", whenever the result comes."""
    student = here.student()
    person_id = student.person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    here.on(date(2027, 4, 20))
    here.do(note_completion, student.enrolment.enrolment_id, LAST_EXAM)
    [enrolment] = here.enrolments(person_id)
    assert enrolment.end_date == NOW.last_date
    assert [each.recorded.semester for each in enrolment.semesters] == [NOW]
    assert here.state(person_id) == "exempt"
    assert refunds(here, person_id) == [(CONTRIBUTION, "waits_for_account")]


def test_a_last_examination_that_turns_out_to_be_later_calls_again(here: University) -> None:
    """A correction by the examinations office moves the end into the next semester."""
    student = here.student()
    person_id, enrolment_id = student.person.person_id, student.enrolment.enrolment_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    here.do(note_completion, enrolment_id, LAST_EXAM)
    assert here.state(person_id) == "exempt"
    here.on(date(2027, 4, 20)).do(note_completion, enrolment_id, date(2027, 4, 10))
    [enrolment] = here.enrolments(person_id)
    assert enrolment.end_date == NEXT.last_date
    assert [each.recorded.semester for each in enrolment.semesters] == [NOW, NEXT]
    assert here.state(person_id) == "done"
    assert refunds(here, person_id) == [(CONTRIBUTION, "cancelled")]


def test_who_leaves_one_of_two_programmes_pays_what_the_other_one_asks_for(
    here: University,
) -> None:
    """002, "Fees during leave of absence": "charges only the Studentenwerk contribution"."""
    student = here.student()
    person_id = student.person.person_id
    other = here.student(programme="DATA-MSC", person=student.person.matriculation_number)
    here.do(decide_semester, student.enrolment.enrolment_id, NEXT, DecisionKind.LEAVE, "health")
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    assert here.state(person_id) == "done"
    here.do(note_completion, other.enrolment.enrolment_id, LAST_EXAM)
    assert due(here, person_id) == ON_LEAVE
    assert refunds(here, person_id) == [(CONTRIBUTION - ON_LEAVE, "waits_for_account")]
    recorded = {
        each.programme.code: [one.recorded.semester for one in each.semesters]
        for each in here.enrolments(person_id)
    }
    assert recorded == {"HIST-BA": [NOW, NEXT], "DATA-MSC": [NOW]}

    here.do(note_completion, other.enrolment.enrolment_id, None)
    assert due(here, person_id) == CONTRIBUTION
    assert refunds(here, person_id) == [(CONTRIBUTION - ON_LEAVE, "cancelled")]
    assert here.state(person_id) == "done"
    assert all(each.recorded_in(NEXT) for each in here.enrolments(person_id))


def test_leave_that_is_given_up_is_paid_from_what_was_to_go_back(here: University) -> None:
    """002, "Withdrawal of leave of absence": nobody pays again what has not gone back yet."""
    student = here.student()
    person_id, enrolment_id = student.person.person_id, student.enrolment.enrolment_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    here.do(decide_semester, enrolment_id, NEXT, DecisionKind.LEAVE, "health")
    assert refunds(here, person_id) == [(CONTRIBUTION - ON_LEAVE, "waits_for_account")]
    here.do(withdraw_decision, enrolment_id, NEXT, DecisionKind.LEAVE)
    assert refunds(here, person_id) == [(CONTRIBUTION - ON_LEAVE, "cancelled")]
    assert here.state(person_id) == "done"
    assert here.account(person_id).balance == 0


def test_who_leaves_before_the_first_semester_has_not_studied_it(here: University) -> None:
    """002, "De-registration": "Repayment […] is possible if the de-registration takes place before
    the start of the semester"; a semester that never began is none of the study history."""
    person_id = here.applicant().applicant.person_id
    here.on(date(2027, 1, 20)).pays(person_id, CONTRIBUTION, date(2026, 11, 2))
    [enrolment] = here.enrolments(person_id)
    here.do(deregister_person, person_id, [], date(2027, 1, 25), EndReason.OFFICE, "x")
    assert here.enrolments(person_id)[0].semesters == ()
    assert refunds(here, person_id) == [(CONTRIBUTION, "waits_for_account")]

    here.do(take_back_deregistration, enrolment.enrolment_id)
    [back] = here.enrolments(person_id)
    assert [each.recorded.semester for each in back.semesters] == [NEXT]
    assert refunds(here, person_id) == [(CONTRIBUTION, "cancelled")]
    assert (due(here, person_id), here.account(person_id).balance) == (CONTRIBUTION, 0)


def test_a_payment_that_went_back_takes_the_semester_off_the_card(here: University) -> None:
    """002, "Re-registration": "Only once the complete contribution has been received will you
    receive your student card"."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    booking_id = here.pays(person_id, CONTRIBUTION, OPENS)
    [card] = within(here.database, cards_of, person_id)
    assert card.valid_until_semester == NEXT

    def goes_back(tx: Transaction) -> None:
        return_payment(tx, booking_id, OPENS)
        note_account_changed(tx, [person_id], money_went_back=True)

    here.do(goes_back)
    [card] = within(here.database, cards_of, person_id)
    assert card.valid_until_semester == NOW
    here.pays(person_id, CONTRIBUTION, OPENS)
    [card] = within(here.database, cards_of, person_id)
    assert card.valid_until_semester == NEXT
