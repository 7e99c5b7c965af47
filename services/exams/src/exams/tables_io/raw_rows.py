"""From raw rows to a table: headings, limits, and everything that is wrong with cells."""

from collections.abc import Iterable, Sequence

from exams.domain.plain_texts import has_control, is_invisible
from exams.domain.tables import Row, RowProblem, Table
from exams.tables_io.problems import UnreadableFileError, unreadable
from exams.texts import tables as texts

MOST_ROWS = 20_000
MOST_COLUMNS = 50
# What a cell of a spreadsheet can hold.
LONGEST_CELL = 32_767
# All cells together: a workbook states a long text once and shows it in every cell.
MOST_TEXT = 32 * 1024 * 1024
# So many problems are told at most; the rest shows once these are mended.
MOST_PROBLEMS = 200
_LONGEST_TITLE = 80


def table_of(raw_rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """The table whose first row that is not empty holds the headings.

    Each row comes with its line; empty rows are left out. Raises UnreadableFileError.
    """
    numbered = iter(raw_rows)
    headings: tuple[str, ...] = ()
    heading_line = 0
    for line, raw in numbered:
        cells = _trimmed(raw)
        if cells:
            headings, heading_line = tuple(cells), line
            break
    if not headings:
        raise unreadable("FILE_EMPTY", texts.FILE_EMPTY)
    problems = list(_problems_of_headings(headings, heading_line))
    if problems:
        raise UnreadableFileError(problems)
    rows: list[Row] = []
    size = 0
    for line, raw in numbered:
        cells = _trimmed(raw)
        if not cells:
            continue
        if len(rows) == MOST_ROWS:
            message = texts.TOO_MANY_ROWS.format(limit=MOST_ROWS)
            raise unreadable("TOO_MANY_ROWS", message, line=line)
        if len(headings) == 1 and len(cells) > 1:
            raise _title_above(headings[0], heading_line, line)
        size += sum(map(len, cells))
        if size > MOST_TEXT:
            message = texts.FILE_TOO_LARGE.format(limit=MOST_TEXT // 1024 // 1024)
            raise unreadable("FILE_TOO_LARGE", message, line=line)
        problems += _problems_of_cells(headings, cells, line)
        if len(problems) >= MOST_PROBLEMS:
            break
        rows.append(Row(line, dict(zip(headings, cells, strict=False))))
    if problems:
        raise UnreadableFileError(problems[:MOST_PROBLEMS])
    return Table(headings, tuple(rows), heading_line)


def _title_above(title: str, title_line: int, line: int) -> UnreadableFileError:
    """A row with a title stands where the headings are expected."""
    message = texts.TITLE_ABOVE_HEADINGS.format(title=title[:_LONGEST_TITLE], line=line)
    return unreadable("TITLE_ABOVE_HEADINGS", message, line=title_line)


def _trimmed(raw: Sequence[str]) -> list[str]:
    """The cells without blanks around them and without empty cells at the end."""
    cells = [cell.strip() for cell in raw]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _problems_of_headings(headings: tuple[str, ...], line: int) -> Iterable[RowProblem]:
    if len(headings) > MOST_COLUMNS:
        message = texts.TOO_MANY_COLUMNS.format(limit=MOST_COLUMNS)
        yield RowProblem(line, "", "TOO_MANY_COLUMNS", message)
        return
    for position, heading in enumerate(headings):
        if heading in headings[:position]:
            message = texts.HEADING_TWICE.format(heading=heading or "“”")
            yield RowProblem(line, heading, "HEADING_TWICE", message)
        if has_control(heading) or is_invisible(heading):
            yield RowProblem(line, "", "CELL_NOT_TEXT", texts.CELL_NOT_TEXT)


def _problems_of_cells(
    headings: tuple[str, ...], cells: list[str], line: int
) -> Iterable[RowProblem]:
    if len(cells) > len(headings):
        yield RowProblem(line, "", "CELL_WITHOUT_HEADING", texts.CELL_WITHOUT_HEADING)
    for heading, cell in zip(headings, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            message = texts.CELL_TOO_LONG.format(limit=LONGEST_CELL)
            yield RowProblem(line, heading, "CELL_TOO_LONG", message)
        elif has_control(cell) or is_invisible(cell):
            yield RowProblem(line, heading, "CELL_NOT_TEXT", texts.CELL_NOT_TEXT)
