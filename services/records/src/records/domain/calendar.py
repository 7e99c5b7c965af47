"""The semester calendar."""

from dataclasses import dataclass
from datetime import date

from chassis.values import Semester


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SemesterDates:
    """The dates of a semester; its own first and last day follow from the semester."""

    semester: Semester
    lectures: DayRange
    # The window in which students re-register for this semester.
    reregistration: DayRange
    version: int = 1
