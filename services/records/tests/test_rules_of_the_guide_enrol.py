"""Enrolling by paying, as the university's guide has it: each rule with its source."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged
from records.app.applicant_decisions import (
    enrol_by_office,
    extend_deadline,
    lapse_applicants,
    withdraw_applicant,
)
from records.app.applicants import applicant_with_id, search_applicants
from records.domain.applicants import Applicant, ApplicantState
from records.domain.catalogue import Programme
from records.domain.profile import Profile
from records.store.persons import load_person
from records.store.refunds import load_refunds_of
from records.store.semester_plan import load_decisions_of
from records.store.student_cards import cards_of

from services.records.tests.enrol_factories import CONTRIBUTION, NEXT, University

Told = Callable[[], list[Message]]
TODAY = date(2027, 1, 20)
DEADLINE = date(2027, 2, 10)


@pytest.fixture
def profile(profile: Profile) -> Profile:
    """History can be studied part-time."""

    def part_time(each: Programme) -> Programme:
        return replace(each, part_time_possible=each.code == "HIST-BA")

    return replace(profile, programmes=tuple(part_time(each) for each in profile.programmes))


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock).on(TODAY)


def again(here: University, applicant: Applicant) -> Applicant:
    return within(here.database, applicant_with_id, applicant.applicant_id).applicant


def test_the_applicant_is_told_how_to_pay(here: University) -> None:
    """002, "Transferring the semester contributions": "If you are enrolling, you must provide your
    applicant number (9 digits)": "for an enrolment: 123456789, Smith, John"."""
    shown = here.applicant(number="123456789", deadline=DEADLINE)
    assert shown.payment.cents == CONTRIBUTION
    assert shown.payment.reference == "123456789, Smith, John"
    [mail] = here.mails("applicant_accepted")
    assert "123456789, Smith, John" in mail
    assert "10 February 2027" in mail
    assert "DE26 2505 0000 0199 9169 17" in mail


def test_a_number_of_nine_digits_is_allotted_where_none_is_given(here: University) -> None:
    """002, "Transferring the semester contributions": "applicant number (9 digits)"."""
    first = here.applicant().applicant
    second = here.applicant(given_names="Jane").applicant
    assert len(first.applicant_number) == len(second.applicant_number) == 9
    assert int(second.applicant_number) == int(first.applicant_number) + 1
    with pytest.raises(Failure) as refused:
        here.applicant(number=first.applicant_number)
    assert refused.value.reason == "APPLICANT_NUMBER_TAKEN"


def test_the_contribution_by_the_deadline_enrols(here: University, told: Told) -> None:
    """002, "Transferring the semester contributions": "If the semester contribution arrives on
    Leuphana University Lüneburg’s account by the deadline, you are enrolled". "Enrolment ... forms
    the basis for student status"."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    told()
    # Booked after the deadline with a value date in time.
    here.on(DEADLINE + timedelta(days=3)).pays(applicant.person_id, CONTRIBUTION, DEADLINE)
    enrolled = again(here, applicant)
    assert enrolled.state is ApplicantState.ENROLLED
    person = within(here.database, load_person, applicant.person_id)
    assert person is not None
    assert person.matriculation_number == "3100001"
    [enrolment] = here.enrolments(applicant.person_id)
    assert enrolment.enrolment_id == enrolled.enrolment_id
    assert enrolment.first_enrolment_date == NEXT.first_date
    [card] = within(here.database, cards_of, applicant.person_id)
    assert card.valid_until_semester == NEXT
    # The account follows from the event.
    assert [type(each) for each in told()] == [PersonChanged, Enrolled]
    assert "3100001" in here.mails("applicant_enrolled")[0]
    assert here.account(applicant.person_id).balance == 0


def test_a_part_of_the_contribution_enrols_nobody(here: University) -> None:
    """002, "Transferring the semester contributions": "Please ensure that the correct amount is
    transferred"."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    here.pays(applicant.person_id, CONTRIBUTION - 100, TODAY)
    shown = within(here.database, applicant_with_id, applicant.applicant_id)
    assert shown.applicant.state is ApplicantState.ACCEPTED
    assert shown.payment.cents == 100


def test_after_the_deadline_the_office_decides(here: University) -> None:
    """002, "Transferring the semester contributions": "by the deadline"."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    late = DEADLINE + timedelta(days=1)
    here.on(late).pays(applicant.person_id, CONTRIBUTION, late)
    assert again(here, applicant).state is ApplicantState.ACCEPTED
    here.do(enrol_by_office, applicant.applicant_id, 0, validate_only=True)
    assert again(here, applicant).state is ApplicantState.ACCEPTED
    here.do(enrol_by_office, applicant.applicant_id, 0)
    assert again(here, applicant).state is ApplicantState.ENROLLED
    with pytest.raises(Failure) as refused:
        here.do(enrol_by_office, applicant.applicant_id, 0)
    assert refused.value.reason == "APPLICANT_DECIDED"


def test_the_office_enrols_nobody_who_has_not_paid(here: University) -> None:
    """002, "Transferring the semester contributions": paying declares that one begins."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    with pytest.raises(Failure) as refused:
        here.do(enrol_by_office, applicant.applicant_id, 0)
    assert refused.value.reason == "CONTRIBUTION_INCOMPLETE"
    assert "€243.15" in refused.value.message.en


def test_who_does_not_pay_lapses_after_the_deadline(here: University) -> None:
    """002, "Transferring the semester contributions": only who pays by the deadline is enrolled."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    here.on(DEADLINE)
    assert here.do(lapse_applicants) == ()
    here.on(DEADLINE + timedelta(days=1))
    assert len(here.do(lapse_applicants)) == 1  # type: ignore[arg-type]  # a tuple
    assert here.do(lapse_applicants) == ()
    assert here.account(applicant.person_id).open == 0
    assert len(here.mails("applicant_lapsed")) == 1


def test_money_that_was_there_in_time_enrols_who_has_lapsed(here: University) -> None:
    """002, "Transferring the semester contributions": the value date counts."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    here.on(DEADLINE + timedelta(days=1)).do(lapse_applicants)
    here.pays(applicant.person_id, CONTRIBUTION, DEADLINE)
    assert again(here, applicant).state is ApplicantState.ENROLLED
    assert here.account(applicant.person_id).balance == 0


def test_money_that_came_late_leaves_a_lapsed_applicant_to_the_office(here: University) -> None:
    """002, "Transferring the semester contributions": "by the deadline"."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    late = DEADLINE + timedelta(days=1)
    here.on(late).do(lapse_applicants)
    here.pays(applicant.person_id, CONTRIBUTION, late)
    assert again(here, applicant).state is ApplicantState.LAPSED
    here.do(enrol_by_office, applicant.applicant_id, 0)
    assert again(here, applicant).state is ApplicantState.ENROLLED
    assert here.account(applicant.person_id).balance == 0


def test_a_later_deadline_enrols_who_has_paid_by_it(here: University) -> None:
    """A deadline that Student Services extend."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    late = DEADLINE + timedelta(days=2)
    here.on(late).pays(applicant.person_id, CONTRIBUTION, late)
    with pytest.raises(Failure) as refused:
        here.do(extend_deadline, applicant.applicant_id, DEADLINE, 0, "clerk")
    assert refused.value.reason == "DEADLINE_PASSED"
    here.do(extend_deadline, applicant.applicant_id, late, 0, "clerk")
    assert again(here, applicant).state is ApplicantState.ENROLLED


def test_a_lapsed_applicant_is_charged_anew_with_a_later_deadline(here: University) -> None:
    """A deadline that Student Services extend after it was over."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    late = DEADLINE + timedelta(days=2)
    here.on(late).do(lapse_applicants)
    here.do(extend_deadline, applicant.applicant_id, late + timedelta(days=7), 0, "clerk")
    assert again(here, applicant).state is ApplicantState.ACCEPTED
    assert here.account(applicant.person_id).open == CONTRIBUTION
    assert len(here.mails("applicant_deadline_extended")) == 1


def test_who_does_not_come_owes_nothing_and_gets_the_money_back(here: University) -> None:
    """An applicant who withdraws before being enrolled."""
    applicant = here.applicant(deadline=DEADLINE).applicant
    here.pays(applicant.person_id, 10_000, TODAY)
    with pytest.raises(Failure) as refused:
        here.do(withdraw_applicant, applicant.applicant_id, 99, "clerk")
    assert refused.value.reason == "APPLICANT_CHANGED"
    here.do(withdraw_applicant, applicant.applicant_id, 1, "clerk")
    assert again(here, applicant).state is ApplicantState.WITHDRAWN
    assert here.account(applicant.person_id).balance == 0
    [refund] = within(here.database, load_refunds_of, applicant.person_id)
    assert refund.cents == 10_000


def test_a_student_who_is_accepted_for_a_further_programme_pays_one_contribution(
    here: University,
) -> None:
    """002, "Procedure for applying to study for two degrees": one person, one contribution."""
    person = here.student().person
    shown = here.applicant(programme="DATA-MSC", person=person.matriculation_number)
    assert shown.applicant.person_id == person.person_id
    with pytest.raises(Failure) as refused:
        here.applicant(programme="DATA-MSC", person=person.matriculation_number)
    assert refused.value.reason == "ALREADY_ACCEPTED"
    with pytest.raises(Failure) as refused:
        here.applicant(programme="HIST-BA", person=person.matriculation_number)
    assert refused.value.reason == "ALREADY_ENROLLED"
    assert here.account(person.person_id).open == CONTRIBUTION
    here.pays(person.person_id, CONTRIBUTION, TODAY)
    assert {each.programme.code for each in here.enrolments(person.person_id)} == {
        "HIST-BA",
        "DATA-MSC",
    }


def test_part_time_study_can_begin_with_the_first_semester(here: University) -> None:
    """002, "Application and deadlines": "Students who wish to start studying part-time in their
    first semester must submit their application before enrolling"."""
    with pytest.raises(Failure) as refused:
        here.applicant(programme="DATA-MSC", part_time=True)
    assert refused.value.reason == "PART_TIME_NOT_OFFERED"
    applicant = here.applicant(part_time=True).applicant
    here.pays(applicant.person_id, CONTRIBUTION, TODAY)
    [enrolment] = here.enrolments(applicant.person_id)
    recorded = enrolment.recorded_in(NEXT)
    assert recorded is not None
    assert recorded.part_time
    decisions = within(here.database, load_decisions_of, [enrolment.enrolment_id])
    assert [each.kind.value for each in decisions[enrolment.enrolment_id]] == ["part_time"]


def test_applicants_are_found_by_number_name_and_state(here: University) -> None:
    """Student Services find applicants."""
    one = here.applicant().applicant
    two = here.applicant(given_names="Jane").applicant
    here.do(withdraw_applicant, two.applicant_id, 0, "clerk")

    def found(number: str = "", name: str = "", state: ApplicantState | None = None) -> set[str]:
        page = within(here.database, search_applicants, number, name, state, None, 10)
        return {each.applicant.applicant_number for each in page.applicants}

    assert found(number=one.applicant_number) == {one.applicant_number}
    assert found(name="smi") == {one.applicant_number, two.applicant_number}
    assert found(state=ApplicantState.WITHDRAWN) == {two.applicant_number}
    first = within(here.database, search_applicants, "", "", None, None, 1)
    last = first.applicants[0].applicant.applicant_id
    rest = within(here.database, search_applicants, "", "", None, last, 1)
    assert first.has_next
    assert not rest.has_next
    assert rest.applicants[0].applicant.applicant_id != last
