"""What makes a file unreadable, and headings that are missing or unknown."""

from collections.abc import Sequence

from chassis.values import LocalizedText

from exams.domain.tables import RowProblem, Table
from exams.texts import tables as texts


class UnreadableFileError(Exception):
    """A file cannot be read as a table; `problems` say where and how to mend it."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("; ".join(f"{one.line}/{one.column}: {one.reason}" for one in problems))
        self.problems = tuple(problems)


def unreadable(
    reason: str, message: LocalizedText, *, line: int = 0, column: str = ""
) -> UnreadableFileError:
    """A file with one problem."""
    return UnreadableFileError([RowProblem(line, column, reason, message)])


def unknown_headings(
    table: Table, expected: Sequence[str], required: Sequence[str]
) -> tuple[RowProblem, ...]:
    """What is wrong with the headings: columns that are missing, and those that nobody knows."""
    line = table.heading_line
    missing = tuple(
        RowProblem(line, heading, "HEADING_MISSING", texts.HEADING_MISSING.format(heading=heading))
        for heading in required
        if heading not in table.headings
    )
    unknown = tuple(
        RowProblem(
            line,
            heading,
            "HEADING_UNKNOWN",
            texts.HEADING_UNKNOWN.format(heading=heading, expected=", ".join(expected)),
        )
        for heading in table.headings
        if heading not in expected
    )
    return missing + unknown
