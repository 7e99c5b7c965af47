"""How dates, times and semesters are printed in a document's language."""

from datetime import date, datetime

from chassis.values import Language, Semester, local_date, local_datetime

# Not taken from the system's locale, so that the same facts print alike on every machine.
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


def print_date(day: date, language: Language) -> str:
    """German "01.02.2003"; English "1 February 2003", which nobody reads as 2 January."""
    if language is Language.DE:
        return f"{day:%d.%m.%Y}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def print_time(moment: datetime, language: Language) -> str:
    """Day and minute on the university's clocks."""
    return f"{print_date(local_date(moment), language)}, {local_datetime(moment):%H:%M}"


def print_time_briefly(moment: datetime, language: Language) -> str:
    """Day and minute for a narrow column: in English "1 Feb 2027, 10:00"."""
    if language is Language.DE:
        return print_time(moment, language)
    day = local_date(moment)
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}, {local_datetime(moment):%H:%M}"


def print_period(first: date, last: date, language: Language) -> str:
    """Two days, both included."""
    return f"{print_date(first, language)} – {print_date(last, language)}"


def print_semester(semester: Semester, language: Language) -> str:
    """The semester's name as a heading or a value begins it."""
    name = semester.name_in(language)
    return name[0].upper() + name[1:]
