"""Appointments that members of staff offer and students book."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from uuid import UUID

from chassis.values import local_date, local_datetime
from chassis.values.local_time import UNIVERSITY_ZONE

SHORTEST = timedelta(minutes=5)
# What lies further ahead is a mistyped year.
FARTHEST = timedelta(days=366)
MOST_AT_ONCE = 200


class HostOffice(StrEnum):
    """For what somebody offers appointments."""

    # To every student.
    STUDENT_SERVICES = "student_services"
    # To the students of the programmes that the host is in charge of.
    ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to meet; the end is not included."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Slot") -> bool:
        """Whether both share a moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment in somebody's list."""

    appointment_id: UUID
    # Whose list it is in.
    user_name: str
    office: HostOffice
    slot: Slot
    location: str
    version: int
    # Who booked it; None while it is free.
    person_id: UUID | None = None
    subject: str = ""
    book_time: datetime | None = None
    # When the host cancelled it.
    cancel_time: datetime | None = None


class SlotFault(Enum):
    """Why a series of times cannot be offered."""

    END_NOT_AFTER_START = "END_NOT_AFTER_START"
    SEVERAL_DAYS = "SEVERAL_DAYS"
    PAST = "START_PAST"
    TOO_FAR = "START_TOO_FAR"
    TOO_SHORT = "TOO_SHORT"
    DOES_NOT_FIT = "DOES_NOT_FIT"
    TOO_MANY = "TOO_MANY"


@dataclass(frozen=True, slots=True)
class SlotProblem:
    """A fault in one field: "end_time", "minutes_each"."""

    field: str
    fault: SlotFault


@dataclass(frozen=True, slots=True)
class Series:
    """Appointments one after the other between two times, in one week or several."""

    start: datetime
    end: datetime
    # None for one appointment that takes the whole time.
    each: timedelta | None
    weeks: int


def slots_of(series: Series) -> tuple[Slot, ...]:
    """The times of a series that nothing stands against; what does not fit in at the end is left.

    The clocks show the same in each week, also where summer time begins or ends between them.
    """
    length = series.each or series.end - series.start
    found = []
    for week in range(series.weeks):
        later = timedelta(weeks=week)
        start, end = _moved(series.start, later), _moved(series.end, later)
        while start + length <= end:
            found.append(Slot(start, start + length))
            start += length
    return tuple(found)


def series_problems(series: Series, now: datetime) -> tuple[SlotProblem, ...]:
    """Everything that stands against a series."""
    problems = []
    if series.start <= now:
        problems.append(SlotProblem("start_time", SlotFault.PAST))
    elif series.start > now + FARTHEST:
        problems.append(SlotProblem("start_time", SlotFault.TOO_FAR))
    if series.end <= series.start:
        problems.append(SlotProblem("end_time", SlotFault.END_NOT_AFTER_START))
    elif not problems and (problem := _problem_within(series)):
        problems.append(problem)
    return tuple(problems)


def _problem_within(series: Series) -> SlotProblem | None:
    whole = series.end - series.start
    length = series.each or whole
    # Midnight still belongs to the day before. A day has 25 hours at most, and what is further away
    # may be beyond the calendar.
    last_moment = series.end - timedelta(microseconds=1)
    if whole > timedelta(hours=25) or local_date(series.start) != local_date(last_moment):
        return SlotProblem("end_time", SlotFault.SEVERAL_DAYS)
    if length < SHORTEST:
        return SlotProblem("minutes_each", SlotFault.TOO_SHORT)
    if length > whole:
        return SlotProblem("minutes_each", SlotFault.DOES_NOT_FIT)
    if whole // length * series.weeks > MOST_AT_ONCE:
        return SlotProblem("minutes_each", SlotFault.TOO_MANY)
    return None


def first_overlap(wanted: Iterable[Slot], taken: Sequence[Slot]) -> tuple[Slot, Slot] | None:
    """The first wanted time that shares a moment with one of the list, and that one."""
    for slot in wanted:
        for other in taken:
            if slot.overlaps(other):
                return slot, other
    return None


class BookingObstacle(Enum):
    """Why an appointment cannot be booked."""

    CANCELLED = "APPOINTMENT_CANCELLED"
    OVER = "APPOINTMENT_OVER"
    TAKEN = "APPOINTMENT_TAKEN"
    ALREADY_BOOKED = "ALREADY_BOOKED"
    OTHER_APPOINTMENT = "OTHER_APPOINTMENT"


def obstacle_to_booking(
    wanted: Appointment, own: Iterable[Appointment], now: datetime, most_in_a_list: int
) -> BookingObstacle | None:
    """What stands against booking; `own` are the student's other booked appointments.

    `most_in_a_list` appointments to come can be held in one list, so that nobody takes them all.
    """
    if wanted.cancel_time is not None:
        return BookingObstacle.CANCELLED
    if wanted.slot.start <= now:
        return BookingObstacle.OVER
    if wanted.person_id is not None:
        return BookingObstacle.TAKEN
    to_come = [each for each in own if each.slot.end > now]
    if sum(each.user_name == wanted.user_name for each in to_come) >= most_in_a_list:
        return BookingObstacle.ALREADY_BOOKED
    if any(each.slot.overlaps(wanted.slot) for each in to_come):
        return BookingObstacle.OTHER_APPOINTMENT
    return None


def can_be_booked_by(appointment: Appointment, in_charge: Collection[str]) -> bool:
    """Whether it is offered to a student; `in_charge` are the user names of those in charge."""
    return appointment.office is HostOffice.STUDENT_SERVICES or appointment.user_name in in_charge


def _moved(moment: datetime, by: timedelta) -> datetime:
    """The moment as the university's clocks show the same time on another day."""
    local = local_datetime(moment)
    return (
        (local.replace(tzinfo=None) + by).replace(tzinfo=UNIVERSITY_ZONE).astimezone(moment.tzinfo)
    )
