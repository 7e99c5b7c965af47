"""Semesters: half-years that start in April and October."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chassis.values.language import Language, LocalizedText


class Term(StrEnum):
    """The half of the academic year; sorts in the order of the calendar year."""

    SUMMER = "S"
    WINTER = "W"


@dataclass(frozen=True, slots=True, order=True)
class Semester:
    """A semester, by the year in which it starts."""

    year: int
    term: Term

    @classmethod
    def parse(cls, code: str) -> "Semester":
        """Reads "2026W". Raises ValueError for anything else."""
        if not re.fullmatch(r"[12][0-9]{3}[SW]", code):
            raise ValueError(f"not a semester: {code!r} (write 2026W or 2027S)")
        return cls(int(code[:4]), Term(code[4]))

    @classmethod
    def of(cls, day: date) -> "Semester":
        """The semester that the day belongs to."""
        if day.month < 4:
            return cls(day.year - 1, Term.WINTER)
        return cls(day.year, Term.SUMMER if day.month < 10 else Term.WINTER)

    @property
    def code(self) -> str:
        """Year and term: "2026W"."""
        return f"{self.year}{self.term}"

    @property
    def first_date(self) -> date:
        """1 April or 1 October."""
        return date(self.year, 4 if self.term is Term.SUMMER else 10, 1)

    @property
    def last_date(self) -> date:
        """30 September or 31 March, included."""
        return self.next().first_date - timedelta(days=1)

    def next(self) -> "Semester":
        """The semester after this one."""
        if self.term is Term.SUMMER:
            return Semester(self.year, Term.WINTER)
        return Semester(self.year + 1, Term.SUMMER)

    def previous(self) -> "Semester":
        """The semester before this one."""
        if self.term is Term.WINTER:
            return Semester(self.year, Term.SUMMER)
        return Semester(self.year - 1, Term.WINTER)

    @property
    def name(self) -> LocalizedText:
        """The name in words: "Wintersemester 2026/27", "winter semester 2026/27"."""
        if self.term is Term.SUMMER:
            return LocalizedText(
                de=f"Sommersemester {self.year}", en=f"summer semester {self.year}"
            )
        years = f"{self.year}/{(self.year + 1) % 100:02d}"
        return LocalizedText(de=f"Wintersemester {years}", en=f"winter semester {years}")

    def name_in(self, language: Language) -> str:
        """The name in one language."""
        return self.name.in_language(language)
