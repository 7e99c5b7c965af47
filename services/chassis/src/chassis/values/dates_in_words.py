"""Days as people write them, the same on every machine whatever its locale."""

from datetime import date

from chassis.values.language import LocalizedText

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(day: date) -> LocalizedText:
    """ "15.11.2026"; in English "15 November 2026", whose day and month nobody mistakes."""
    return LocalizedText(de=f"{day:%d.%m.%Y}", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def day_briefly(day: date) -> LocalizedText:
    """ "15.11.2026"; in English "15 Nov 2026", for narrow columns."""
    return LocalizedText(
        de=f"{day:%d.%m.%Y}", en=f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
    )
