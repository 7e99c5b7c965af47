"""De-registration as the university's guide has it: each rule with its source."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.app.card_desk import deliver_card, return_card
from records.app.completions import note_completion
from records.app.deregistering import deregister, deregister_person, take_back_deregistration
from records.domain.deregistration_effect import DeregistrationEffect
from records.domain.enrolment import EndReason
from records.domain.semester_jobs import JobKind, Outcome
from records.domain.student_cards import CardDelivery
from records.store.refunds import load_refunds_of
from records.store.student_cards import cards_of
from records.store.tables import applications
from sqlalchemy import insert, update

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

LATER = REMINDED_UNTIL + timedelta(days=1)


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def own(here: University, person_id: UUID) -> UUID:
    return here.enrolments(person_id)[0].enrolment_id


def hands_card_in(here: University, person_id: UUID, day: date) -> None:
    [card] = within(here.database, cards_of, person_id)
    here.do(return_card, card.student_card_id, day)


def refunded(here: University, person_id: UUID) -> int:
    return sum(each.cents for each in within(here.database, load_refunds_of, person_id))


def paid(here: University) -> UUID:
    """A student who has re-registered and holds the card."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(person_id, CONTRIBUTION, OPENS)
    assert here.state(person_id) == "done"
    [card] = within(here.database, cards_of, person_id)
    here.do(deliver_card, card.student_card_id, CardDelivery.IN_PERSON)
    return person_id


def applies_to_leave(here: University, person_id: UUID, state: str = "submitted") -> UUID:
    enrolment_id = own(here, person_id)

    def store(tx: Transaction) -> UUID:
        application_id = tx.new_id()
        tx.execute(
            insert(applications).values(
                application_id=application_id,
                person_id=person_id,
                enrolment_id=enrolment_id,
                kind="deregistration",
                semester_code="",
                content={},
                state=state,
                current_step=1,
                create_time=tx.now,
                filed_by="",
                version=1,
            )
        )
        return application_id

    application_id = here.do(store)
    assert isinstance(application_id, UUID)
    return application_id


def test_nobody_is_de_registered_retroactively(here: University) -> None:
    """002, "De-registration": "Students cannot apply for a retroactive de-registration!"."""
    person_id = here.student().person.person_id
    today = date(2026, 12, 10)
    with pytest.raises(Failure) as refused:
        here.on(today).do(
            deregister, own(here, person_id), today - timedelta(days=1), EndReason.APPLICATION
        )
    assert refused.value.reason == "END_DATE_RETROACTIVE"
    here.do(deregister, own(here, person_id), today, EndReason.APPLICATION)
    assert here.enrolments(person_id)[0].end_date == today


def test_the_day_on_which_an_application_arrived_counts(here: University) -> None:
    """002, "De-registration": "If you would like to be de-registered ... at any other time during
    the current semester, please submit an application"."""
    person_id = here.student().person.person_id
    asked, decided = date(2026, 12, 10), date(2026, 12, 20)
    here.on(decided).do(
        deregister, own(here, person_id), asked, EndReason.APPLICATION, received=asked
    )
    assert here.enrolments(person_id)[0].end_date == asked


def test_a_pending_de_registration_stops_reminder_and_charge(here: University) -> None:
    """002, "De-registration": "Should the re-registration period and your completion of your degree
    programme overlap, please also submit an application for de-registration; you thus avoid
    reminder letters and additional fees"."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    application_id = applies_to_leave(here, person_id)
    job = here.on(REMINDED).runs(JobKind.REMIND)
    assert job.outcomes == {Outcome.DEREGISTRATION_PENDING: 1}
    assert here.mails("reregistration_reminded") == []
    assert here.account(person_id).open == CONTRIBUTION

    def reject(tx: Transaction) -> None:
        decided = applications.c.application_id == application_id
        tx.execute(update(applications).where(decided).values(state="rejected"))

    here.do(reject)
    assert here.runs(JobKind.REMIND).outcomes == {Outcome.REMINDED: 1}


def test_who_applied_to_leave_before_the_period_is_not_called(here: University) -> None:
    """002, "De-registration": "you thus avoid reminder letters and additional fees"."""
    person_id = here.student().person.person_id
    applies_to_leave(here, person_id)
    job = here.on(OPENS).runs(JobKind.OPEN)
    assert job.outcomes == {Outcome.DEREGISTRATION_PENDING: 1}
    assert (here.state(person_id), here.account(person_id).open) == ("exempt", 0)


def test_completed_studies_stop_re_registration_reminder_and_charge(here: University) -> None:
    """002, "De-registration": "you will be automatically de-registered by Student Services at the
    end of the semester in which you have completed your LAST examination"."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.on(REMINDED).runs(JobKind.REMIND)
    assert here.account(person_id).open == CONTRIBUTION + REMINDER
    here.on(date(2027, 2, 20)).do(note_completion, own(here, person_id), date(2027, 2, 3))
    [enrolment] = here.enrolments(person_id)
    assert (enrolment.end_date, enrolment.end_reason) == (NOW.last_date, EndReason.COMPLETION)
    assert (here.state(person_id), here.account(person_id).open) == ("exempt", 0)
    assert len(here.mails("deregistered")) == 1
    # A correction takes it back: the student is called again.
    here.do(note_completion, own(here, person_id), None)
    assert (here.state(person_id), here.account(person_id).open) == ("called", CONTRIBUTION)


def test_the_last_examination_of_several_programmes_leaves_the_others(here: University) -> None:
    """002, "De-registration": an enrolment ends, not the student."""
    person = here.student().person
    here.student(programme="DATA-MSC", person=person.matriculation_number)
    here.on(OPENS).runs(JobKind.OPEN)
    here.do(note_completion, own(here, person.person_id), date(2027, 1, 16))
    assert here.state(person.person_id) == "called"
    assert here.account(person.person_id).open == CONTRIBUTION


def test_the_complete_contribution_comes_back_before_the_semester_with_the_card(
    here: University,
) -> None:
    """002, "De-registration": "Repayment of the complete semester contributions is possible if the
    de-registration takes place before the start of the semester or one month after the start of
    lectures at the latest and you hand in your student card with the semester ticket"."""
    person_id = paid(here)
    effect = here.on(date(2027, 3, 1)).do(
        deregister, own(here, person_id), NOW.last_date, EndReason.APPLICATION
    )
    assert isinstance(effect, DeregistrationEffect)
    # Lectures begin on 5 April.
    assert (effect.refund_cents, effect.card_return_date) == (CONTRIBUTION, date(2027, 5, 5))
    assert here.state(person_id) == "exempt"
    assert here.enrolments(person_id)[0].recorded_in(NEXT) is None
    assert refunded(here, person_id) == 0
    here.on(date(2027, 5, 5))
    hands_card_in(here, person_id, date(2027, 5, 5))
    assert refunded(here, person_id) == CONTRIBUTION
    assert here.account(person_id).balance == 0


@pytest.mark.parametrize(
    ("end", "card", "comes_back"),
    [
        (date(2027, 5, 5), date(2027, 5, 5), True),
        (date(2027, 5, 6), date(2027, 5, 5), False),
        (date(2027, 5, 5), date(2027, 5, 6), False),
    ],
)
def test_within_a_semester_it_comes_back_until_one_month_after_the_start_of_lectures(
    here: University, end: date, card: date, comes_back: bool
) -> None:
    """002, "De-registration": "one month after the start of lectures at the latest ... For a
    semester in progress, reimbursement is not otherwise possible"."""
    person_id = paid(here)
    here.on(date(2027, 5, 1)).do(deregister, own(here, person_id), end, EndReason.APPLICATION)
    here.on(card)
    hands_card_in(here, person_id, card)
    assert refunded(here, person_id) == (CONTRIBUTION if comes_back else 0)


def test_the_office_sees_beforehand_what_follows(here: University) -> None:
    """De-registration by the office, with a reason."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    asked = (deregister_person, person_id, [], NOW.last_date, EndReason.OFFICE, "Betrug")
    effect = here.do(*asked, validate_only=True)
    assert isinstance(effect, DeregistrationEffect)
    assert effect.leaves_university
    assert effect.cancelled_cents == CONTRIBUTION
    assert here.enrolments(person_id)[0].end_date is None
    here.do(*asked)
    assert here.enrolments(person_id)[0].end_reason is EndReason.OFFICE
    assert here.account(person_id).open == 0
    assert "Betrug" in here.mails("deregistered")[0]
    with pytest.raises(Failure) as refused:
        here.do(*asked)
    assert refused.value.reason == "NOT_ENROLLED"


def test_a_mistaken_de_registration_is_taken_back_before_its_day(here: University) -> None:
    """A de-registration that was a mistake."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    with pytest.raises(Failure) as refused:
        here.do(take_back_deregistration, own(here, person_id))
    assert refused.value.reason == "NOT_DEREGISTERED"
    here.do(deregister, own(here, person_id), NOW.last_date, EndReason.OFFICE)
    here.on(date(2027, 3, 20)).do(take_back_deregistration, own(here, person_id))
    assert here.enrolments(person_id)[0].end_date is None
    assert (here.state(person_id), here.account(person_id).open) == ("called", CONTRIBUTION)
    row = here.row(person_id)
    assert row is not None
    assert row.deadline_date == date(2027, 4, 3)
    here.do(deregister, own(here, person_id), date(2027, 3, 25), EndReason.OFFICE)
    with pytest.raises(Failure) as refused:
        here.on(date(2027, 3, 26)).do(take_back_deregistration, own(here, person_id))
    assert refused.value.reason == "ENROLMENT_ENDED"


def test_who_was_closed_by_mistake_pays_and_stays(here: University) -> None:
    """A de-registration for lack of re-registration that Student Services take back."""
    person_id = here.student().person.person_id
    here.on(OPENS).runs(JobKind.OPEN)
    here.on(REMINDED).runs(JobKind.REMIND)
    here.on(LATER).runs(JobKind.CLOSE)
    here.do(take_back_deregistration, own(here, person_id))
    assert here.state(person_id) == "reminded"
    assert here.account(person_id).open == CONTRIBUTION + REMINDER
    here.pays(person_id, CONTRIBUTION + REMINDER, LATER)
    assert here.state(person_id) == "done"
