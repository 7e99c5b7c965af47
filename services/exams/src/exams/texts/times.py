"""Moments and semesters as people read them; times are those of the university's clocks."""

from datetime import datetime, time, timedelta

from chassis.values import LocalizedText, day_in_words, local_date, local_datetime


def moment(value: datetime) -> LocalizedText:
    """ "15.11.2026, 10:00 Uhr", "15 November 2026, 10:00"."""
    local = local_datetime(value)
    on = day_in_words(local.date())
    return LocalizedText(de=f"{on.de}, {local:%H:%M} Uhr", en=f"{on.en}, {local:%H:%M}")


def deadline(value: datetime) -> LocalizedText:
    """A moment that is too late; midnight is read as 24:00 of the day before."""
    if local_datetime(value).time() != time.min:
        return moment(value)
    last = day_in_words(local_date(value) - timedelta(days=1))
    return LocalizedText(de=f"{last.de}, 24:00 Uhr", en=f"{last.en}, 24:00")


def clock_time(value: datetime) -> LocalizedText:
    """ "11:30 Uhr", "11:30"."""
    clock = f"{local_datetime(value):%H:%M}"
    return LocalizedText(de=f"{clock} Uhr", en=clock)
