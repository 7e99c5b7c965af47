"""Grades: the scale, how people write them, and what passes.

A grade is a `Decimal` with one digit after the point, never a float. The scale is that of the
university's framework examination regulations: 1.0, 1.3, 1.7 … 4.0 pass, 5.0 fails. A thesis may
also have a grade between those, as it is the mean of two.
"""

import re
from decimal import Decimal

from chassis.values import Language

from exams.domain.examinations import ExamForm
from exams.domain.statuses import FAILED_ATTEMPT, Status

SCALE = tuple(
    Decimal(text)
    for text in ("1.0", "1.3", "1.7", "2.0", "2.3", "2.7", "3.0", "3.3", "3.7", "4.0", "5.0")
)
BEST_GRADE = SCALE[0]
# The worst grade that passes.
PASS_LIMIT = Decimal("4.0")
FAILED_GRADE = Decimal("5.0")
# What two grades of the scale can make together: every tenth that passes, and 5.0.
THESIS_GRADES = (*(Decimal(tenths) / 10 for tenths in range(10, 41)), FAILED_GRADE)

# "1,3", "1.3", "1.30", "2"; spreadsheets add noughts or leave them out.
_WRITTEN = re.compile(r"([1-5])(?:[.,]([0-9])0*)?")


class GradeInvalidError(ValueError):
    """A text that is no grade."""


def read_grade(text: str) -> Decimal:
    """Reads a grade as people and spreadsheets write it: "1,3", "1.3", "1.30", "2".

    Raises GradeInvalidError for anything else; whether an exam can have the grade is another
    question.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise GradeInvalidError(f"not a grade: {text!r}")
    return Decimal(f"{written[1]}.{written[2] or 0}")


def parse_grade(text: str) -> Decimal:
    """Reads a grade of the scale. Raises GradeInvalidError for anything that is not on it."""
    grade = read_grade(text)
    if grade not in SCALE:
        raise GradeInvalidError(f"not on the scale: {text!r}")
    return grade


def grades_of(form: ExamForm) -> tuple[Decimal, ...]:
    """The grades that an exam of the form can have, the best one first."""
    return THESIS_GRADES if form is ExamForm.THESIS else SCALE


def stored_grade(text: str) -> Decimal | None:
    """The grade in a column or a message, where empty means that there is none."""
    return Decimal(text) if text else None


def grade_text(grade: Decimal | None) -> str:
    """As columns and messages hold it: "1.3", empty without a grade."""
    return "" if grade is None else f"{grade:.1f}"


def grade_in(language: Language, grade: Decimal | None) -> str:
    """As people read it: "1,3" in German, "1.3" in English, empty without a grade."""
    text = grade_text(grade)
    return text.replace(".", ",") if language is Language.DE else text


def is_passed(grade: Decimal) -> bool:
    """Whether the grade passes: 4.0 or better."""
    return grade <= PASS_LIMIT


def status_of_grade(grade: Decimal) -> Status:
    """What the grade alone says: passed or failed."""
    return Status.PASSED if is_passed(grade) else Status.FAILED


def grade_of_status(status: Status) -> Decimal | None:
    """The grade that goes with a status by itself: 5.0 for each attempt that was not passed."""
    return FAILED_GRADE if status in FAILED_ATTEMPT else None
