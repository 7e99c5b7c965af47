"""Closing re-registration: an end that is set already never moves to a later day."""

from datetime import date, timedelta

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock
from records.app.closing import close
from records.app.deregistering import deregister
from records.domain.enrolment import EndReason
from records.domain.reregistration import Reregistration, ReregistrationState
from records.domain.semester_jobs import JobKind, Outcome

from services.records.tests.enrol_factories import (
    NEXT,
    NOW,
    OPENS,
    REMINDED,
    REMINDED_UNTIL,
    University,
)

CLOSED = REMINDED_UNTIL + timedelta(days=1)
LEAVES = date(2027, 3, 12)


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock).on(OPENS)


def test_who_leaves_within_the_semester_is_not_de_registered_to_its_end(here: University) -> None:
    studies = here.student()
    here.runs(JobKind.OPEN)
    here.on(REMINDED).runs(JobKind.REMIND)
    here.do(deregister, studies.enrolment.enrolment_id, LEAVES, EndReason.APPLICATION)
    assert Outcome.DEREGISTERED not in here.on(CLOSED).runs(JobKind.CLOSE).outcomes
    [enrolment] = here.enrolments(studies.person.person_id)
    assert (enrolment.end_date, enrolment.end_reason) == (LEAVES, EndReason.APPLICATION)
    assert len(here.mails("deregistered")) == 1


def test_closing_somebody_who_still_waits_leaves_an_earlier_end_as_it_is(here: University) -> None:
    """As where the end was set while the job that closes was under way."""
    studies = here.student()
    person = studies.person
    here.student(programme="DATA-MSC", person=person.matriculation_number)
    here.runs(JobKind.OPEN)
    here.on(REMINDED).runs(JobKind.REMIND)
    waits = here.row(person.person_id)
    assert isinstance(waits, Reregistration)
    assert waits.state is ReregistrationState.REMINDED
    here.do(deregister, studies.enrolment.enrolment_id, LEAVES, EndReason.APPLICATION)
    here.on(CLOSED).do(close, [waits])
    ends = {
        each.programme.code: (each.end_date, each.end_reason)
        for each in here.enrolments(person.person_id)
    }
    assert ends == {
        "HIST-BA": (LEAVES, EndReason.APPLICATION),
        "DATA-MSC": (NOW.last_date, EndReason.NOT_REREGISTERED),
    }


def test_who_leaves_in_the_semester_that_was_not_paid_leaves_before_it(here: University) -> None:
    """The end moves to an earlier day only: the semester that was not paid is not studied."""
    studies = here.student()
    here.runs(JobKind.OPEN)
    here.on(REMINDED).runs(JobKind.REMIND)
    here.do(deregister, studies.enrolment.enrolment_id, date(2027, 4, 20), EndReason.APPLICATION)
    assert here.state(studies.person.person_id, NEXT) == "reminded"
    here.on(date(2027, 5, 4)).runs(JobKind.CLOSE)
    [enrolment] = here.enrolments(studies.person.person_id)
    assert (enrolment.end_date, enrolment.end_reason) == (
        NOW.last_date,
        EndReason.NOT_REREGISTERED,
    )
