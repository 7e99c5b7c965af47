"""What an approved leave of absence does: semesters, contribution, card, exams."""

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
from records.app.student_cards import extend_cards
from records.domain.applications.contents import Leave, LeaveWithdrawal
from records.domain.rules import LeaveGround
from records.domain.semester_jobs import JobKind
from records.domain.student_cards import CardDelivery
from records.store.refunds import load_refunds_of
from records.store.student_cards import cards_of

from services.records.tests.application_factories import approved, begun, clerk, decide, reasons
from services.records.tests.enrol_factories import CONTRIBUTION, OPENS, University
from services.records.tests.semester_factories import S, Student, publish_until, someone

STUDENTENWERK = 11_200
SUMMER = Leave((S("2027S"),), LeaveGround.HEALTH)
LATE_DAY = date(2027, 4, 20)
# One month after the first day of lectures, 5 April 2027.
LAST_DAY = date(2027, 5, 5)


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


def paid_student(here: University) -> Student:
    """Re-registered for 2027S with the full contribution, the card in hand."""
    one = someone(here)
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(one.person_id, CONTRIBUTION, date(2027, 1, 20))
    assert one.spends("2027S") == "reregistered"
    hand_over_card(one)
    return one


def hand_over_card(one: Student) -> None:
    def hand_over(tx: Transaction) -> None:
        extend_cards(tx, [one.person_id], S("2027S"))
        for card in cards_of(tx, one.person_id):
            deliver_card(tx, card.student_card_id, CardDelivery.IN_PERSON)

    one.at.do(hand_over)


def hand_in_card(one: Student, day: date) -> None:
    def hand_in(tx: Transaction) -> None:
        return_card(tx, cards_of(tx, one.person_id)[0].student_card_id, day)

    one.at.on(day).do(hand_in)


def late(one: Student) -> Leave:
    one.at.on(LATE_DAY)
    return Leave((S("2027S"),), LeaveGround.HEALTH, "Im März erkrankt.")


def refunds(one: Student) -> list[int]:
    found = within(one.at.database, load_refunds_of, one.person_id)
    return [each.cents for each in found]


def test_in_time_only_the_studentenwerk_contribution_is_charged(here: University) -> None:
    """002, "Fees during leave of absence": "Leuphana University Lüneburg charges only the
    Studentenwerk contribution"."""
    one = someone(here)
    one.is_granted(SUMMER)
    assert one.contribution("2027S") is None
    here.on(OPENS).runs(JobKind.OPEN)
    assert one.contribution("2027S") == (STUDENTENWERK, STUDENTENWERK)
    here.pays(one.person_id, STUDENTENWERK, date(2027, 1, 20))
    assert one.spends("2027S") == "on_leave"


def test_what_was_paid_beyond_it_comes_back(here: University) -> None:
    """002, "Fees during leave of absence": "charges only the Studentenwerk contribution"."""
    one = paid_student(here)
    here.on(date(2027, 2, 15))
    one.is_granted(SUMMER)
    assert one.spends("2027S") == "on_leave"
    assert one.contribution("2027S") == (STUDENTENWERK, 0)
    assert refunds(one) == [CONTRIBUTION - STUDENTENWERK]


def test_semesters_on_leave_are_not_semesters_of_the_programme(
    here: University, told: Callable[[], list[Message]]
) -> None:
    """002, "Leave of absence": "you are not authorised to perform work and assessments in this
    time. Semesters spent on leave are not recognised as semesters of the programme"."""
    one = paid_student(here)
    told()
    one.is_granted(SUMMER)
    counted = [each.programme_semester for each in one.enrolment.semesters]
    assert counted == [1, 2, 3, 3]
    assert one.enrolment.semesters[-1].university_semester == 4
    [event] = [each for each in told() if isinstance(each, Enrolled)]
    last = event.enrolment.semesters[-1]
    # What exams go by: nobody registers for an examination while on leave.
    assert last.status == enrolment_pb2.SEMESTER_STATUS_ON_LEAVE
    assert last.programme_semester == 3


def test_several_semesters_of_one_application_are_all_decided(here: University) -> None:
    """002, "Leave of absence": "full semesters"."""
    one = someone(here)
    publish_until(here, "2028S")
    one.is_granted(Leave((S("2027W"), S("2027S")), LeaveGround.FAMILY))
    assert [each.semester.code for each in one.decisions()] == ["2027S", "2027W"]
    assert {each.ground for each in one.decisions()} == {"family"}
    assert [each.application_id is not None for each in one.decisions()] == [True, True]


def test_late_leave_with_the_card_handed_in_gives_the_rest_back(here: University) -> None:
    """002, "Fees during leave of absence": "the student card, if already issued, including the
    semester ticket and all confirmation documents must have been received within the period"."""
    one = paid_student(here)
    hand_in_card(one, LATE_DAY)
    one.is_granted(late(one), "exception_proof")
    assert one.contribution("2027S") == (STUDENTENWERK, 0)
    assert refunds(one) == [CONTRIBUTION - STUDENTENWERK]


def test_late_leave_without_the_card_leaves_the_contribution_and_says_so(here: University) -> None:
    """002, "Fees during leave of absence": "reimbursed only if"."""
    one = paid_student(here)
    one.is_granted(late(one), "exception_proof")
    assert one.spends("2027S") == "on_leave"
    assert one.contribution("2027S") == (CONTRIBUTION, 0)
    assert refunds(one) == []
    [text] = here.mails("leave_registered")
    assert "Hand in the student card with the semester ticket by 5 May 2027" in " ".join(
        text.split()
    )


def test_the_card_may_follow_within_the_period(here: University) -> None:
    """002, "Fees during leave of absence": "must have been received within the period indicated
    above"."""
    one = paid_student(here)
    one.is_granted(late(one), "exception_proof")
    hand_in_card(one, LAST_DAY)
    assert one.contribution("2027S") == (STUDENTENWERK, 0)
    assert refunds(one) == [CONTRIBUTION - STUDENTENWERK]
    assert not one.decisions()[0].contribution_stays


def test_a_card_that_comes_after_the_period_brings_nothing(here: University) -> None:
    """002, "Fees during leave of absence": "within one month after the start of lectures"."""
    one = paid_student(here)
    application_id = one.submits(late(one), "exception_proof")
    hand_in_card(one, date(2027, 5, 6))
    approved(here.database, clerk(), application_id)
    assert one.contribution("2027S") == (CONTRIBUTION, 0)
    assert refunds(one) == []
    [text] = here.mails("leave_registered")
    assert "had not all been received within the period" in " ".join(text.split())


def test_withdrawn_leave_raises_the_contribution_again_and_says_so_before(
    here: University,
) -> None:
    """002, "Withdrawal of leave of absence": "Leave of absence can be withdrawn up to one month
    after the start of lectures"."""
    one = someone(here)
    one.is_granted(SUMMER)
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(one.person_id, STUDENTENWERK, date(2027, 1, 20))
    here.on(LATE_DAY)
    withdrawal = LeaveWithdrawal(S("2027S"))
    draft = begun(here.database, one.caller, withdrawal, one.enrolment_id)

    def checked(tx: Transaction) -> str:
        found = check(tx, application_with_id(tx, draft))
        assert found.obstacles == ()
        return found.notices[0].en

    notice = within(here.database, checked)
    assert "€243.15 is due" in notice
    assert "€131.15 more than on leave" in notice
    one.is_granted(withdrawal)
    assert one.spends("2027S") == "reregistered"
    assert one.contribution("2027S") == (CONTRIBUTION, CONTRIBUTION - STUDENTENWERK)
    assert one.decisions() == ()
    [text] = here.mails("leave_withdrawn")
    assert "€131.15" in text


def test_before_the_semester_re_registration_waits_for_the_rest_again(here: University) -> None:
    """002, "Re-registration": "Only once the complete contribution has been received will you
    receive your student card"."""
    one = someone(here)
    one.is_granted(SUMMER)
    here.on(OPENS).runs(JobKind.OPEN)
    here.pays(one.person_id, STUDENTENWERK, date(2027, 1, 20))
    assert here.state(one.person_id) == "done"
    here.on(date(2027, 2, 1))
    one.is_granted(LeaveWithdrawal(S("2027S")))
    assert here.state(one.person_id) == "called"
    assert one.spends("2027S") == ""
    here.pays(one.person_id, CONTRIBUTION - STUDENTENWERK, date(2027, 2, 3))
    assert one.spends("2027S") == "reregistered"


def test_the_obstacles_are_looked_at_again_before_the_approval(here: University) -> None:
    """Two applications for three semesters in a row: the second one is refused by then."""
    one = someone(here)
    publish_until(here, "2028S")
    first = one.submits(Leave((S("2027S"), S("2027W")), LeaveGround.HEALTH))
    second = one.submits(Leave((S("2028S"),), LeaveGround.HEALTH))
    approved(here.database, clerk(), first)
    refused = decide(here.database, clerk(), second)
    assert reasons(refused) == ["LEAVE_TOO_MANY_IN_A_ROW"]
    assert [each.semester.code for each in one.decisions()] == ["2027S", "2027W"]
