"""Tables that people send in and take home: rows with the line numbers that a spreadsheet shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chassis.values import LocalizedText


class TableFormat(StrEnum):
    """What a file is."""

    CSV = "csv"
    XLSX = "xlsx"
    YAML = "yaml"
    PDF = "pdf"


@dataclass(frozen=True)
class Row:
    """One row that is not empty; its cells by heading, trimmed, "" where there is nothing."""

    # Counted from 1, the heading included, as a spreadsheet shows it.
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        """The cell under a heading; "" where the table has no such column."""
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Table:
    """A heading and rows below it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    # The line of the headings.
    heading_line: int = 1


@dataclass(frozen=True)
class RowProblem:
    """Something that is wrong with one cell of a file, and how to mend it."""

    # As a spreadsheet shows it; 0 for the file as a whole.
    line: int
    # The heading of the column; empty for the row as a whole.
    column: str
    reason: str
    message: LocalizedText


class Effect(StrEnum):
    """What a row does to what is stored."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class RowEffect:
    """What one row does."""

    line: int
    # What the row is about: "1010101, Wintersemester 2026/27, period 1".
    subject: LocalizedText
    effect: Effect
    # What changes, before and after; None where nothing does.
    change: LocalizedText | None = None
