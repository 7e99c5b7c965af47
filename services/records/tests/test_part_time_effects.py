"""What an approved change between full-time and part-time study does."""

from collections.abc import Callable
from datetime import date
from typing import cast
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from chassis.values import Semester
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import Enrolled, PreselectionRightChanged
from records.app.applications import drafts, review
from records.app.applications.reading import listed_application
from records.app.semester_states import decisions_of
from records.domain.applicants import Applicant
from records.domain.applications.contents import PartTime
from records.domain.applications.kinds import Office
from records.domain.applications.workflow import Application
from records.domain.preselection import PreselectionGround
from records.domain.rules import PartTimeReason
from records.domain.semester_jobs import JobKind
from records.domain.semester_plan import DecisionKind, TimeModel, time_model_in
from records.store.applicants import load_applicant
from records.store.preselection_rights import find_rights

from services.records.tests.application_factories import (
    adviser,
    approved,
    clerk,
    with_document,
)
from services.records.tests.enrol_factories import CONTRIBUTION, University
from services.records.tests.semester_factories import S, Student, publish_until, someone

TO_PART_TIME = PartTime(
    to_part_time=True,
    from_semester=S("2027W"),
    reason=PartTimeReason.JOB,
    consultation_confirmed_by="Paul Rat",
    bafoeg_loss_acknowledged=True,
)
WINTER = S("2027W")
PROOFS = ("employment_confirmation", "consultation_confirmation")


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    at = University(loaded, clock)
    publish_until(at, "2029S")
    return at


def holds(one: Student, semester: Semester) -> bool:
    def read(tx: Transaction) -> bool:
        found = find_rights(tx, [one.person_id], semester, PreselectionGround.PART_TIME)
        return any(each.holds for each in found.values())

    return within(one.at.database, read)


def reregisters(one: Student, semester: Semester, opens: date) -> None:
    one.at.on(opens).runs(JobKind.OPEN, semester)
    one.at.pays(one.person_id, CONTRIBUTION, opens)


def test_part_time_begins_with_the_winter_semester_and_goes_on(here: University) -> None:
    """002, "Change from full-time to part-time": each following semester until changed."""
    one = someone(here)
    one.is_granted(TO_PART_TIME, *PROOFS)
    assert [(each.kind, each.ground) for each in one.decisions()] == [
        (DecisionKind.PART_TIME, "job")
    ]
    for code, opens in (
        ("2027S", date(2027, 1, 15)),
        ("2027W", date(2027, 6, 15)),
        ("2028S", date(2028, 1, 15)),
    ):
        reregisters(one, S(code), opens)
    shown = {
        each.recorded.semester.code: each.recorded.part_time for each in one.enrolment.semesters
    }
    assert shown == {
        "2025W": False,
        "2026S": False,
        "2026W": False,
        "2027S": False,
        "2027W": True,
        "2028S": True,
    }


def test_the_contributions_remain_unaffected(here: University) -> None:
    """002, "Semester contribution and fees": "The contributions […] remain unaffected"."""
    one = someone(here)
    reregisters(one, S("2027S"), date(2027, 1, 15))
    reregisters(one, S("2027W"), date(2027, 6, 15))
    one.is_granted(TO_PART_TIME, *PROOFS)
    assert one.contribution("2027W") == (CONTRIBUTION, 0)


def test_a_semester_that_is_recorded_already_is_changed_and_told(
    here: University, told: Callable[[], list[Message]]
) -> None:
    """002, "Change from full-time to part-time": re-registered in June, applied by 15 July."""
    one = someone(here)
    reregisters(one, S("2027S"), date(2027, 1, 15))
    reregisters(one, S("2027W"), date(2027, 6, 15))
    here.on(date(2027, 7, 15))
    told()
    one.is_granted(TO_PART_TIME, *PROOFS)
    events = told()
    [enrolled] = [each for each in events if isinstance(each, Enrolled)]
    assert [each.part_time for each in enrolled.enrolment.semesters] == [False] * 4 + [True]
    [right] = [each for each in events if isinstance(each, PreselectionRightChanged)]
    assert (right.person_id, right.semester.code, right.holds) == (
        str(one.person_id),
        "2027W",
        True,
    )


def test_part_time_students_hold_the_right_of_pre_selection(here: University) -> None:
    """002, "Right of pre-selection": "offers part-time students as well as students with children
    the chance to be approved for certain classes before the random selection procedure begins"."""
    one = someone(here)
    one.is_granted(TO_PART_TIME, *PROOFS)
    assert holds(one, S("2027W"))
    assert not holds(one, S("2027S"))
    for code, opens in (
        ("2027S", date(2027, 1, 15)),
        ("2027W", date(2027, 6, 15)),
        ("2028S", date(2028, 1, 15)),
    ):
        reregisters(one, S(code), opens)
    assert holds(one, S("2028S"))


def test_back_to_full_time_from_a_later_winter_semester(here: University) -> None:
    """002, "Change from full-time to part-time": "you can even change back and forth several times
    between full-time and part-time studies"."""
    one = someone(here)
    one.is_granted(TO_PART_TIME, *PROOFS)
    here.on(date(2028, 3, 1))
    back = PartTime(to_part_time=False, from_semester=S("2028W"), reason=None)
    one.is_granted(back)
    plan = one.decisions()
    models = {
        code: time_model_in(plan, S(code)) is TimeModel.PART_TIME
        for code in ("2027S", "2027W", "2028S", "2028W", "2029S")
    }
    assert models == {
        "2027S": False,
        "2027W": True,
        "2028S": True,
        "2028W": False,
        "2029S": False,
    }
    assert not holds(one, S("2028W"))
    assert len(here.mails("part_time_ends")) == 1


def test_given_up_before_it_begins_nothing_is_left_of_it(here: University) -> None:
    one = someone(here)
    one.is_granted(TO_PART_TIME, *PROOFS)
    back = PartTime(to_part_time=False, from_semester=S("2027W"), reason=None)
    one.is_granted(back)
    assert [each.kind for each in one.decisions()] == [DecisionKind.FULL_TIME]
    assert not holds(one, S("2027W"))


def test_without_the_document_an_adviser_confirms_the_consultation(here: University) -> None:
    """002, "Further requirements": "a personal consultation with the major advisor or the director
    of studies"."""
    one = someone(here)
    application_id = one.submits(TO_PART_TIME, "employment_confirmation")
    listed = within(here.database, listed_application, application_id)
    assert [each.step.office for each in listed.application.steps] == [
        Office.ADVISER,
        Office.STUDENT_SERVICES,
    ]
    approved(here.database, adviser("HIST-BA"), application_id)
    assert one.decisions() == ()
    approved(here.database, clerk(), application_id, step=2)
    assert [each.kind for each in one.decisions()] == [DecisionKind.PART_TIME]


def files_for_an_applicant(here: University) -> tuple[Applicant, UUID]:
    """Student Services file a part-time application of an applicant, and send it."""
    here.on(date(2027, 8, 2))
    applicant = here.applicant(first=WINTER, deadline=date(2027, 9, 15)).applicant
    office = clerk()

    def files(tx: Transaction) -> UUID:
        content = PartTime(
            to_part_time=True,
            from_semester=WINTER,
            reason=PartTimeReason.FAMILY,
            bafoeg_loss_acknowledged=True,
        )
        filed = drafts.file_application(
            tx, office, applicant.applicant_id, None, content, date(2027, 8, 2)
        )
        return filed.application_id

    application_id = cast(UUID, here.do(files))
    with_document(here.database, office, application_id, "family_proof")
    outcome = within(here.database, review.submit_application, office, application_id)
    assert isinstance(outcome, Application), outcome
    assert [each.step.office for each in outcome.steps] == [Office.STUDENT_SERVICES]
    return applicant, application_id


@pytest.mark.parametrize("paid_first", [False, True])
def test_an_applicant_is_enrolled_part_time(here: University, *, paid_first: bool) -> None:
    """002, "Application and deadlines": "Students who wish to start studying part-time in their
    first semester must submit their application before enrolling"; it may be decided on after."""
    applicant, application_id = files_for_an_applicant(here)
    if paid_first:
        here.pays(applicant.person_id, CONTRIBUTION, date(2027, 8, 10))
    approved(here.database, clerk(), application_id)
    changed = within(here.database, load_applicant, applicant.applicant_id)
    assert isinstance(changed, Applicant)
    assert changed.part_time
    if not paid_first:
        here.pays(applicant.person_id, CONTRIBUTION, date(2027, 8, 10))
    [enrolment] = here.enrolments(applicant.person_id)
    recorded = enrolment.recorded_in(WINTER)
    assert recorded is not None
    assert recorded.part_time
    plan = within(here.database, decisions_of, enrolment.enrolment_id)
    assert time_model_in(plan, S("2028S")) is TimeModel.PART_TIME
    rights = within(
        here.database, find_rights, [applicant.person_id], WINTER, PreselectionGround.PART_TIME
    )
    assert [each.holds for each in rights.values()] == [True]


def test_part_time_in_the_other_programme_keeps_the_right(here: University) -> None:
    """002, "Right of pre-selection": the right is the student's."""
    one = someone(here)
    second = Student(
        here,
        here.student(
            programme="DATA-MSC",
            first=S("2026S"),
            person=one.enrolled.person.matriculation_number,
        ),
    )
    for each in (one, second):
        each.is_granted(TO_PART_TIME, *PROOFS)
    back = PartTime(to_part_time=False, from_semester=S("2027W"), reason=None)
    one.is_granted(back)
    assert holds(one, S("2027W"))
    second.is_granted(back)
    assert not holds(one, S("2027W"))
