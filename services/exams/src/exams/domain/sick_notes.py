"""Withdrawing with a reason: may this doctor's form be filed, and what does a decision do?

An application never depends on a limit of withdrawing. It is in time until 24:00 of the day that
lies the regulations' number of days after the examination, the day itself not counted; before the
examination it can be filed at any time. An undated sitting (a paper) is over with the last day of
its examination period, which stands for the day of the examination then; an illness counts where it
falls into the time from registering to that day.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from chassis.values import PersonName, end_of_day, local_date, start_of_day

from exams.domain.examinations import ExamForm, Registration, Sitting
from exams.domain.rules import SickNoteRule
from exams.domain.statuses import ENDED, Status
from exams.domain.windows import is_working_day


class SickNoteState(StrEnum):
    """How an application stands."""

    FILED = "filed"
    APPROVED = "approved"
    REFUSED = "refused"


# What a doctor confirms is no longer than this, and reaches no further ahead.
LONGEST_ILLNESS = timedelta(days=366)
# An illness that began before this is none of an examination that can still be withdrawn from.
OLDEST_ILLNESS = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Illness:
    """The days that the doctor confirms; both are included."""

    from_date: date
    until_date: date

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.from_date <= day <= self.until_date

    def is_plausible(self, today: date) -> bool:
        """Whether a doctor's form of today may say so: at most a year, not long ahead or ago."""
        return (
            self.until_date - self.from_date <= LONGEST_ILLNESS
            and today - OLDEST_ILLNESS <= self.from_date
            and self.until_date <= today + LONGEST_ILLNESS
        )

    def touches(self, first: date, last: date) -> bool:
        """Whether one of the days lies between two days, both included."""
        return self.from_date <= last and first <= self.until_date


@dataclass(frozen=True)
class SickNote:
    """An application for withdrawing with a reason."""

    sick_note_id: UUID
    registration_id: UUID
    person_id: UUID
    matriculation_number: str
    name: PersonName
    document_id: UUID
    illness: Illness
    remark: str
    file_name: str
    file_time: datetime
    state: SickNoteState
    decide_time: datetime | None
    decided_by: UUID | None
    decision_reason: str
    version: int


class SickNoteReason(StrEnum):
    """The code of an obstacle to filing, as the contract carries it."""

    NOT_REGISTERED = "NOT_REGISTERED"
    SICK_NOTE_FILED_ALREADY = "SICK_NOTE_FILED_ALREADY"
    RESULT_RELEASED = "RESULT_RELEASED"
    EXAM_TAKEN_IN_PART = "EXAM_TAKEN_IN_PART"
    THESIS_IS_EXTENDED = "THESIS_IS_EXTENDED"
    SICK_NOTE_LATE = "SICK_NOTE_LATE"
    ILLNESS_ON_OTHER_DAYS = "ILLNESS_ON_OTHER_DAYS"


@dataclass(frozen=True)
class NothingToWithdrawFrom:
    """The registration has ended, or waits for a seat and can simply be given up."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.NOT_REGISTERED
    waits: bool
    withdraw_time: datetime | None


@dataclass(frozen=True)
class FiledAlready:
    """A sick note for the registration waits for its decision."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.SICK_NOTE_FILED_ALREADY


@dataclass(frozen=True)
class ResultReleased:
    """The examination has a released result."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.RESULT_RELEASED


@dataclass(frozen=True)
class TakenInPart:
    """Work was handed in, or only a part or an oral supplementary exam is missing."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.EXAM_TAKEN_IN_PART


@dataclass(frozen=True)
class ThesisIsExtended:
    """Illness extends the working time of a thesis; it is not withdrawn from."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.THESIS_IS_EXTENDED


@dataclass(frozen=True)
class Late:
    """The days within which the form has to be there have passed."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.SICK_NOTE_LATE
    limit_time: datetime
    days: int
    working_days: bool
    exam_day: date


@dataclass(frozen=True)
class IllOnOtherDays:
    """The period of illness leaves the day of the examination out."""

    reason: ClassVar[SickNoteReason] = SickNoteReason.ILLNESS_ON_OTHER_DAYS
    illness: Illness
    exam_day: date
    # False where the sitting has no date and `exam_day` is the last day of its period.
    dated: bool


SickNoteObstacle = (
    NothingToWithdrawFrom
    | FiledAlready
    | ResultReleased
    | TakenInPart
    | ThesisIsExtended
    | Late
    | IllOnOtherDays
)

_WAITING = frozenset({Status.WAITING, Status.IN_LOTTERY})
_TAKEN_IN_PART = frozenset({Status.HANDED_IN, Status.INCOMPLETE, Status.ORAL_SUPPLEMENTARY})


def day_of(sitting: Sitting, period_last_day: date) -> date:
    """The day of the examination; of an undated sitting the last day of its period."""
    return local_date(sitting.start_time) if sitting.start_time is not None else period_last_day


def last_day_to_file(exam_day: date, rule: SickNoteRule, public_holidays: Set[date]) -> date:
    """The last day on which the form is in time; the day of the examination is not counted.

    Days of the calendar count where the rule does not ask for working days.
    """
    if not rule.working_days:
        return exam_day + timedelta(days=rule.days)
    day, left = exam_day, rule.days
    while left > 0:
        day += timedelta(days=1)
        if is_working_day(day, public_holidays):
            left -= 1
    return day


def limit_to_file(exam_day: date, rule: SickNoteRule, public_holidays: Set[date]) -> datetime:
    """The first moment at which filing is too late."""
    return end_of_day(last_day_to_file(exam_day, rule, public_holidays))


def obstacles_to_filing(
    registration: Registration,
    illness: Illness,
    *,
    exam_day: date,
    rule: SickNoteRule,
    public_holidays: Set[date],
    now: datetime,
) -> tuple[SickNoteObstacle, ...]:
    """Every obstacle at once; none where the sick note is taken."""
    obstacles: list[SickNoteObstacle] = [*_status_obstacles(registration)]
    limit = limit_to_file(exam_day, rule, public_holidays)
    if now >= limit:
        obstacles.append(Late(limit, rule.days, rule.working_days, exam_day))
    if not _prevents(illness, registration, exam_day):
        dated = registration.sitting.start_time is not None
        obstacles.append(IllOnOtherDays(illness, exam_day, dated))
    return tuple(obstacles)


def can_be_filed_for(
    registration: Registration,
    *,
    exam_day: date,
    rule: SickNoteRule,
    public_holidays: Set[date],
    now: datetime,
) -> bool:
    """Whether a sick note, of whatever days, would be taken now."""
    in_time = now < limit_to_file(exam_day, rule, public_holidays)
    return in_time and not _status_obstacles(registration)


def _status_obstacles(registration: Registration) -> tuple[SickNoteObstacle, ...]:
    status = registration.status
    if registration.sitting.form is ExamForm.THESIS:
        return (ThesisIsExtended(),)
    if status is Status.REGISTERED:
        return ()
    if status is Status.SICK_NOTE_FILED:
        return (FiledAlready(),)
    if status in _TAKEN_IN_PART:
        return (TakenInPart(),)
    if status in _WAITING or status in ENDED:
        return (NothingToWithdrawFrom(status in _WAITING, registration.withdraw_time),)
    return (ResultReleased(),)


def _prevents(illness: Illness, registration: Registration, exam_day: date) -> bool:
    if registration.sitting.start_time is not None:
        return illness.covers(exam_day)
    return illness.touches(local_date(registration.register_time), exam_day)


def has_begun(sitting: Sitting, exam_day: date, now: datetime) -> bool:
    """Whether the examination has begun; an undated one with the day that stands for it."""
    if sitting.start_time is not None:
        return now >= sitting.start_time
    return now >= start_of_day(exam_day)


def status_after_refusal(sitting: Sitting, exam_day: date, now: datetime) -> Status:
    """What becomes of the registration when the office does not accept the reason.

    A failed attempt (5.0), as the student was absent without a reason that counts. Where the
    examination is still to come nothing is lost: the student is registered as before.
    """
    if has_begun(sitting, exam_day, now):
        return Status.WITHDRAWAL_REFUSED
    return Status.REGISTERED
