"""Times of the university's clocks as people read them."""

from datetime import datetime

from chassis.values import LocalizedText, day_in_words, local_date, local_datetime


def between(start: datetime, end: datetime) -> LocalizedText:
    """ "15.11.2026, 10:00 bis 10:30 Uhr", "15 November 2026, 10:00 to 10:30"."""
    day = day_in_words(local_date(start))
    first, last = f"{local_datetime(start):%H:%M}", f"{local_datetime(end):%H:%M}"
    return LocalizedText(de=f"{day.de}, {first} bis {last} Uhr", en=f"{day.en}, {first} to {last}")
