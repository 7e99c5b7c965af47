"""Moments and days at the university.

Moments are aware datetimes in UTC. A day of the rules is a day on the university's clocks; a
deadline named as a day ends at 24:00 of that day.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNIVERSITY_ZONE = ZoneInfo("Europe/Berlin")


def local_datetime(moment: datetime) -> datetime:
    """The moment as the university's clocks show it."""
    return moment.astimezone(UNIVERSITY_ZONE)


def local_date(moment: datetime) -> date:
    """The day at the university in which the moment falls."""
    return local_datetime(moment).date()


def start_of_day(day: date) -> datetime:
    """The moment (UTC) at which the day begins at the university."""
    return datetime.combine(day, time.min, UNIVERSITY_ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The moment (UTC) at which the day is over at the university, the first one after it."""
    return start_of_day(day + timedelta(days=1))
