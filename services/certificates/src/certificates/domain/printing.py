"""How dates, times and semesters are printed in a document's language."""

from datetime import date, datetime

from chassis.values import Language, Semester, day_briefly, day_in_words, local_date, local_datetime


def print_date(day: date, language: Language) -> str:
    """German "01.02.2003"; English "1 February 2003", which nobody reads as 2 January."""
    return day_in_words(day).in_language(language)


def print_time(moment: datetime, language: Language) -> str:
    """Day and minute on the university's clocks."""
    return f"{print_date(local_date(moment), language)}, {local_datetime(moment):%H:%M}"


def print_time_briefly(moment: datetime, language: Language) -> str:
    """Day and minute for a narrow column: in English "1 Feb 2027, 10:00"."""
    day = day_briefly(local_date(moment)).in_language(language)
    return f"{day}, {local_datetime(moment):%H:%M}"


def print_period(first: date, last: date, language: Language) -> str:
    """Two days, both included."""
    return f"{print_date(first, language)} – {print_date(last, language)}"


def print_semester(semester: Semester, language: Language) -> str:
    """The semester's name as a heading or a value begins it."""
    name = semester.name_in(language)
    return name[0].upper() + name[1:]
