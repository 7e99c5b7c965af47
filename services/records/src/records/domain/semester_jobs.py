"""The jobs of a semester: calling to re-register, reminding, de-registering.

Source: guide 002, "Re-registration": all enrolled students get a call; who does not re-register by
the deadline gets a reminder with a charge; who does not do so within its period is de-registered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import Semester

from records.domain.calendar import SemesterDates
from records.domain.reregistration import (
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
)


class JobKind(StrEnum):
    """What a job does."""

    OPEN = "open"
    REMIND = "remind"
    CLOSE = "close"


class JobState(StrEnum):
    """Whether a job still runs."""

    RUNNING = "running"
    DONE = "done"


class Outcome(StrEnum):
    """What a job does with a person."""

    CALLED = "called"
    REREGISTERED = "reregistered"
    COMPLETED = "completed"
    ENDS = "ends"
    DEREGISTRATION_PENDING = "deregistration_pending"
    REMINDED = "reminded"
    DEREGISTERED = "deregistered"
    DEADLINE_NOT_OVER = "deadline_not_over"
    NOT_REMINDED = "not_reminded"
    UNCHANGED = "unchanged"


EXEMPT_OUTCOMES: Mapping[ReregistrationReason, Outcome] = {
    ReregistrationReason.COMPLETED: Outcome.COMPLETED,
    ReregistrationReason.ENDS: Outcome.ENDS,
    ReregistrationReason.PENDING: Outcome.DEREGISTRATION_PENDING,
}


@dataclass(frozen=True, slots=True)
class SemesterJob:
    """A run of a job, and how far it is."""

    semester_job_id: UUID
    kind: JobKind
    semester: Semester
    state: JobState
    ordered_by: str
    order_time: datetime
    end_time: datetime | None
    # It goes through the persons in the order of their ids and stands behind this one.
    behind_person_id: UUID | None
    total: int
    seen: int
    outcomes: Mapping[Outcome, int]


class JobRefusal(StrEnum):
    """Why a job cannot be started today."""

    SEMESTER_OVER = "SEMESTER_OVER"
    WINDOW_NOT_OPEN = "WINDOW_NOT_OPEN"
    WINDOW_NOT_OVER = "WINDOW_NOT_OVER"
    REMIND_FIRST = "REMIND_FIRST"
    REMINDER_DEADLINE_NOT_OVER = "REMINDER_DEADLINE_NOT_OVER"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal and the day that it speaks of."""

    refusal: JobRefusal
    day: date


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """Who waits for a payment in a semester."""

    called: int
    reminded: int
    # Of those who were reminded: None where there is nobody.
    earliest_deadline: date | None


def job_refusal(
    kind: JobKind, dates: SemesterDates, waiting: WaitingFor, today: date
) -> Refused | None:
    """What stands against starting a job today; None where nothing does.

    A deadline ends at 24:00 of its day. Nobody is de-registered before the reminder's deadline is
    over, and nobody without a reminder. For a semester that is over nobody is called or reminded:
    a mistyped one would charge everybody.
    """
    window, semester_end = dates.reregistration, dates.semester.last_date
    if kind is not JobKind.CLOSE and today > semester_end:
        return Refused(JobRefusal.SEMESTER_OVER, semester_end)
    if kind is JobKind.OPEN:
        return Refused(JobRefusal.WINDOW_NOT_OPEN, window.first) if today < window.first else None
    if kind is JobKind.REMIND:
        return Refused(JobRefusal.WINDOW_NOT_OVER, window.last) if today <= window.last else None
    if waiting.called and not waiting.reminded:
        return Refused(JobRefusal.REMIND_FIRST, window.last)
    deadline = waiting.earliest_deadline
    if deadline is not None and today <= deadline:
        return Refused(JobRefusal.REMINDER_DEADLINE_NOT_OVER, deadline)
    if today <= window.last:
        return Refused(JobRefusal.WINDOW_NOT_OVER, window.last)
    return None


def decide_open(
    row: Reregistration | None, against: ReregistrationReason, *, in_it: bool
) -> Outcome:
    """What opening does with a person; one who is exempt no longer is called after all.

    `in_it`: the semester is recorded for all enrolments already, such as for somebody who was
    enrolled in the course of it.
    """
    if row is None and in_it:
        return Outcome.UNCHANGED
    if row is None:
        return EXEMPT_OUTCOMES.get(against, Outcome.CALLED)
    if row.state is ReregistrationState.EXEMPT and against is ReregistrationReason.NONE:
        return Outcome.CALLED
    return Outcome.UNCHANGED


def decide_remind(
    row: Reregistration, against: ReregistrationReason, settled: bool, today: date
) -> Outcome:
    """What reminding does with a person."""
    if row.state is ReregistrationState.EXEMPT and against is ReregistrationReason.NONE:
        return Outcome.CALLED
    if row.state is not ReregistrationState.CALLED:
        return Outcome.UNCHANGED
    if against is not ReregistrationReason.NONE:
        return EXEMPT_OUTCOMES[against]
    if settled:
        return Outcome.REREGISTERED
    return Outcome.DEADLINE_NOT_OVER if today <= row.deadline_date else Outcome.REMINDED


def decide_close(
    row: Reregistration, against: ReregistrationReason, settled: bool, today: date
) -> Outcome:
    """What closing does with a person."""
    if row.state not in (ReregistrationState.CALLED, ReregistrationState.REMINDED):
        return Outcome.UNCHANGED
    if against is not ReregistrationReason.NONE:
        return EXEMPT_OUTCOMES[against]
    if settled:
        return Outcome.REREGISTERED
    if row.state is ReregistrationState.CALLED:
        return Outcome.NOT_REMINDED
    return Outcome.DEADLINE_NOT_OVER if today <= row.deadline_date else Outcome.DEREGISTERED
