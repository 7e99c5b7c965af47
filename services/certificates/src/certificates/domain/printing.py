"""How dates, times, semesters and sums are printed, in both languages."""

from datetime import date, datetime

from chassis.values import (
    LocalizedText,
    Semester,
    Term,
    day_briefly,
    day_in_words,
    euros_in_words,
    local_date,
)
from chassis.values import local_datetime as on_local_clocks

NOTHING = LocalizedText(de="", en="")


def same(text: str) -> LocalizedText:
    """What reads the same in every language: names, numbers, codes."""
    return LocalizedText(de=text, en=text)


def print_date(day: date) -> LocalizedText:
    """German "01.02.2003"; English "1 February 2003", which nobody reads as 2 January."""
    return day_in_words(day)


def print_time(moment: datetime) -> LocalizedText:
    """Day and minute on the university's clocks."""
    day, time = day_in_words(local_date(moment)), f"{on_local_clocks(moment):%H:%M}"
    return LocalizedText(de=f"{day.de}, {time}", en=f"{day.en}, {time}")


def print_time_briefly(moment: datetime) -> LocalizedText:
    """Day and minute for a narrow column: in English "1 Feb 2027, 10:00"."""
    day, time = day_briefly(local_date(moment)), f"{on_local_clocks(moment):%H:%M}"
    return LocalizedText(de=f"{day.de}, {time}", en=f"{day.en}, {time}")


def print_period(first: date, last: date) -> LocalizedText:
    """Two days, both included."""
    begin, end = day_in_words(first), day_in_words(last)
    return LocalizedText(de=f"{begin.de} – {end.de}", en=f"{begin.en} – {end.en}")


def print_semester(semester: Semester) -> LocalizedText:
    """The semester's name as a heading or a value begins it."""
    name = semester.name
    return LocalizedText(de=_capital(name.de), en=_capital(name.en))


def print_semester_briefly(semester: Semester) -> LocalizedText:
    """For a narrow column: "WiSe 2026/27", in English "Winter 2026/27"."""
    if semester.term is Term.SUMMER:
        return LocalizedText(de=f"SoSe {semester.year}", en=f"Summer {semester.year}")
    years = f"{semester.year}/{(semester.year + 1) % 100:02d}"
    return LocalizedText(de=f"WiSe {years}", en=f"Winter {years}")


def print_date_briefly(day: date) -> LocalizedText:
    """For a narrow column: in English "1 Feb 2003"."""
    return day_briefly(day)


def print_decimal(text: str) -> LocalizedText:
    """A decimal with a point, such as a grade: German "1,3"; empty stays empty."""
    return LocalizedText(de=text.replace(".", ","), en=text)


def print_credits(tenths: int) -> LocalizedText:
    """Credits without their unit: "10", "7,5"."""
    whole, rest = divmod(tenths, 10)
    return print_decimal(f"{whole}.{rest}" if rest else f"{whole}")


def print_euros(cents: int) -> LocalizedText:
    """An amount: "318,15 €", "€318.15". With a common blank: readers of files know no other one."""
    amount = euros_in_words(cents)
    return LocalizedText(de=amount.de.replace("\N{NO-BREAK SPACE}", " "), en=amount.en)


def join(separator: str, *texts: LocalizedText) -> LocalizedText:
    """Several texts one behind the other, in each language; empty ones are left out."""
    return LocalizedText(
        de=separator.join(one.de for one in texts if one.de),
        en=separator.join(one.en for one in texts if one.en),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
