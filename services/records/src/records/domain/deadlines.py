"""Deadlines that count months from the first day of lectures.

A deadline is a day and ends at 24:00 of it, at the university.
"""

from calendar import monthrange
from datetime import date

from records.domain.calendar import SemesterDates


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months later; the month's last where it has no such day.

    So a period ends that begins with an event in the course of a day (BGB § 188 II, III).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after_start_of_lectures(dates: SemesterDates, months: int) -> date:
    """The last day of a deadline such as "one month after the start of lectures" (guide 002)."""
    return months_after(dates.lectures.first, months)
