"""Rows of a file that plan sittings, and what a spreadsheet's cells mean there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from typing import TypeVar
from uuid import UUID

from chassis.values import Semester, end_of_day, start_of_day

from exams.domain.examinations import Seating
from exams.domain.sitting_plans import SittingDraft
from exams.domain.tables import Row
from exams.domain.windows import moment_at

REQUIRED = ("exam", "semester", "period", "examiner")
HEADINGS = (
    "sitting",
    "exam",
    "semester",
    "period",
    "group",
    "date",
    "start",
    "room",
    "examiner",
    "capacity",
    "waiting_list",
    "seating",
    "registration_first",
    "registration_last",
    "withdrawal_last",
)
# Where a problem with a field of the draft is shown.
COLUMN_OF = {
    "exam_number": "exam",
    "semester": "semester",
    "period": "period",
    "start_time": "date",
    "room": "room",
    "examiner_user_name": "examiner",
    "capacity": "capacity",
    "has_waiting_list": "waiting_list",
    "seating": "seating",
    "registration_open_time": "registration_first",
    "registration_close_time": "registration_last",
    "withdrawal_close_time": "withdrawal_last",
}

T = TypeVar("T")


class CellFault(Enum):
    """What can be wrong with a cell."""

    CELL_MISSING = "CELL_MISSING"
    SEMESTER_INVALID = "SEMESTER_INVALID"
    PERIOD_INVALID = "PERIOD_INVALID"
    DATE_INVALID = "DATE_INVALID"
    TIME_INVALID = "TIME_INVALID"
    NUMBER_INVALID = "NUMBER_INVALID"
    TRUTH_INVALID = "TRUTH_INVALID"
    SEATING_INVALID = "SEATING_INVALID"
    SITTING_INVALID = "SITTING_INVALID"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"


@dataclass(frozen=True)
class CellProblem:
    """One cell that cannot be read."""

    line: int
    column: str
    fault: CellFault


@dataclass(frozen=True)
class SittingRow:
    """A sitting that a file plans."""

    line: int
    # Given where the row is about a sitting that exists; None where exam, semester, period and
    # group name it.
    sitting_id: UUID | None
    group: str
    draft: SittingDraft
    # The columns that the file has; the others leave an existing sitting as it is.
    columns: frozenset[str]

    def changed(self, before: SittingDraft) -> SittingDraft:
        """What is decided of an existing sitting now."""
        given = {
            field: getattr(self.draft, field)
            for field, column in COLUMN_OF.items()
            if column in self.columns
        }
        return replace(before, **given)


def read_rows(
    rows: Iterable[Row], columns: Collection[str]
) -> tuple[tuple[SittingRow, ...], tuple[CellProblem, ...]]:
    """The sittings in the rows, and every cell that cannot be read.

    `columns` are those that every row has, empty cells included.
    """
    problems: list[CellProblem] = []
    read = [_read(row, frozenset(columns), problems) for row in rows]
    return tuple(one for one in read if one is not None), tuple(problems)


def _read(row: Row, columns: frozenset[str], problems: list[CellProblem]) -> SittingRow | None:
    before = len(problems)

    def cell(column: str, meaning: Callable[[str], T], fault: CellFault, empty: T) -> T:
        text = row[column]
        if not text:
            if column in REQUIRED:
                problems.append(CellProblem(row.line, column, CellFault.CELL_MISSING))
            return empty
        try:
            return meaning(text)
        except (ValueError, OverflowError):
            problems.append(CellProblem(row.line, column, fault))
            return empty

    semester = cell("semester", Semester.parse, CellFault.SEMESTER_INVALID, None)
    period = cell("period", _period, CellFault.PERIOD_INVALID, 1)
    day = cell("date", _day, CellFault.DATE_INVALID, None)
    start = cell("start", _clock, CellFault.TIME_INVALID, None)
    for given, other, column in ((day, start, "start"), (start, day, "date")):
        if given is not None and other is None and not row[column]:
            problems.append(CellProblem(row.line, column, CellFault.CELL_MISSING))
    opens = cell("registration_first", _day, CellFault.DATE_INVALID, None)
    closes = cell("registration_last", _day, CellFault.DATE_INVALID, None)
    limit = cell("withdrawal_last", _day, CellFault.DATE_INVALID, None)
    exam_number = cell("exam", _text(20), CellFault.TEXT_TOO_LONG, "")
    room = cell("room", _text(120), CellFault.TEXT_TOO_LONG, "")
    examiner = cell("examiner", _text(64), CellFault.TEXT_TOO_LONG, "")
    capacity = cell("capacity", _capacity, CellFault.NUMBER_INVALID, 0)
    waiting_list = cell("waiting_list", _truth, CellFault.TRUTH_INVALID, False)
    seating = cell("seating", Seating, CellFault.SEATING_INVALID, Seating.FIRST_COME)
    sitting_id = cell("sitting", UUID, CellFault.SITTING_INVALID, None)
    group = cell("group", _text(8), CellFault.TEXT_TOO_LONG, "")
    if len(problems) > before or semester is None:
        return None
    return SittingRow(
        line=row.line,
        sitting_id=sitting_id,
        group=group.upper(),
        columns=columns | set(row.cells),
        draft=SittingDraft(
            exam_number=exam_number,
            room=room,
            examiner_user_name=examiner,
            semester=semester,
            period=period,
            start_time=moment_at(day, start) if day is not None and start is not None else None,
            capacity=capacity,
            has_waiting_list=waiting_list,
            seating=seating,
            registration_open_time=start_of_day(opens) if opens is not None else None,
            registration_close_time=end_of_day(closes) if closes is not None else None,
            withdrawal_close_time=end_of_day(limit) if limit is not None else None,
        ),
    )


def _text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(text)
        return text

    return read


def _period(text: str) -> int:
    if text not in ("1", "2"):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    """ "2027-02-01", or as Germans write it: "1.2.2027"."""
    if "." in text:
        day, month, year = text.split(".")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)


def _clock(text: str) -> time:
    """ "10:00", "9:30"."""
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a clock time has no zone


def _capacity(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 100_000:
        raise ValueError(text)
    return int(text)


_TRUTHS = dict.fromkeys(("true", "yes", "ja", "wahr", "x", "1"), True) | dict.fromkeys(
    ("false", "no", "nein", "falsch", "0", "-"), False
)


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise ValueError(text)
    return _TRUTHS[text.lower()]
