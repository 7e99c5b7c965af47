"""Registration windows and withdrawal limits.

All days are days of the university (Europe/Berlin); a deadline ends at 24:00 of its day. Moments
are aware datetimes in UTC, and the end of a window is never part of it.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chassis.values import UNIVERSITY_ZONE, end_of_day, start_of_day


def moment_at(day: date, clock_time: time) -> datetime:
    """The moment of a clock time on a day at the university, in UTC."""
    return datetime.combine(day, clock_time, tzinfo=UNIVERSITY_ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Window:
    """A span of time; the close time is not included."""

    open_time: datetime
    close_time: datetime

    @classmethod
    def of_days(cls, first: date, last: date) -> "Window":
        """The window from the start of the first day to 24:00 of the last one."""
        return cls(start_of_day(first), end_of_day(last))

    def is_open(self, now: datetime) -> bool:
        """Whether the window is open at a moment."""
        return self.open_time <= now < self.close_time


def is_working_day(day: date, public_holidays: Set[date]) -> bool:
    """Monday to Friday, public holidays excepted; Saturday is no working day."""
    return day.weekday() < 5 and day not in public_holidays


def working_day_before(day: date, count: int, public_holidays: Set[date]) -> date:
    """The day that lies `count` working days before a day; the day itself is not counted."""
    found = day
    while count > 0:
        found -= timedelta(days=1)
        if is_working_day(found, public_holidays):
            count -= 1
    return found


def withdrawal_close_time(
    window: Window,
    *,
    withdrawable_after_window: bool,
    sitting_day: date | None,
    working_days: int,
    public_holidays: Set[date],
    undated_last_day: date | None,
) -> datetime | None:
    """Until when a student may withdraw without a reason; None where the window's end decides.

    A dated sitting: until 24:00 of the day that lies `working_days` working days before it. An
    undated one: until 24:00 of a day of its own. A form that cannot be withdrawn after the
    window (combined academic work) has no such limit, and a limit inside the window has no
    effect, as withdrawing is free there.
    """
    if not withdrawable_after_window:
        return None
    if sitting_day is not None:
        last_day = working_day_before(sitting_day, working_days, public_holidays)
    elif undated_last_day is not None:
        last_day = undated_last_day
    else:
        return None
    limit = end_of_day(last_day)
    return limit if limit > window.close_time else None
