"""The results of a sitting as a table that can be filled in and uploaded again."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Language, day_in_words

from exams.app.results import get_sitting
from exams.domain.examinations import Sitting
from exams.domain.grades import grade_in
from exams.domain.result_files import file_headings
from exams.domain.results import Examinee
from exams.domain.statuses import Status
from exams.store import status_codes
from exams.store.examinees import examinees_of


@dataclass(frozen=True)
class ResultTable:
    """Headings and rows of a file of results."""

    sitting: Sitting
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def result_table(tx: Transaction, sitting_id: UUID, language: Language) -> ResultTable:
    """Everybody examined in the sitting, by name, with what is entered so far.

    Raises SITTING_UNKNOWN.
    """
    sitting = get_sitting(tx, sitting_id)
    codes = {one.status: one.code for one in status_codes.list_codes(tx)}
    rows = tuple(_row(one, codes, language) for one in examinees_of(tx, sitting))
    return ResultTable(sitting, file_headings(language), rows)


def _row(one: Examinee, codes: dict[Status, str], language: Language) -> tuple[str, ...]:
    result = one.result
    if result is None:
        return (one.matriculation_number, one.name.listed, "", "", "", "")
    day = day_in_words(result.exam_date).de
    return (
        one.matriculation_number,
        one.name.listed,
        grade_in(language, result.outcome.grade),
        codes.get(result.outcome.status, ""),
        day if language is Language.DE else result.exam_date.isoformat(),
        result.remark,
    )
