"""Reading sittings from a file that somebody sends in: CSV, XLSX or YAML."""

from dataclasses import dataclass

from exams.domain.plain_texts import is_readable
from exams.domain.sitting_rows import HEADINGS, REQUIRED, SittingRow, read_rows
from exams.domain.tables import Row, RowProblem, Table, TableFormat
from exams.tables_io import UnreadableFileError, read_table, read_yaml, unknown_headings
from exams.texts import sitting_files as texts
from exams.texts import tables as table_texts


@dataclass(frozen=True)
class SentSittings:
    """The sittings in a file, or what is wrong with it."""

    rows: tuple[SittingRow, ...]
    problems: tuple[RowProblem, ...]


def read_sittings(content: bytes, table_format: TableFormat) -> SentSittings:
    """The sittings in a file, with every cell that cannot be read; needs no database."""
    try:
        table = _table(content, table_format)
    except UnreadableFileError as error:
        return SentSittings((), error.problems)
    problems = unknown_headings(table, HEADINGS, REQUIRED)
    if problems:
        return SentSittings((), problems)
    # An entry of a YAML file leaves out what it does not speak of.
    columns = () if table_format is TableFormat.YAML else table.headings
    rows, cells = read_rows(table.rows, columns)
    return SentSittings(
        rows,
        tuple(
            RowProblem(one.line, one.column, one.fault.value, texts.CELL_FAULTS[one.fault])
            for one in cells
        ),
    )


def _table(content: bytes, table_format: TableFormat) -> Table:
    if table_format is TableFormat.PDF:
        message = table_texts.FORMAT_NOT_READ.format(expected="CSV, XLSX, YAML")
        raise UnreadableFileError([RowProblem(0, "", "FORMAT_NOT_READ", message)])
    if table_format is TableFormat.YAML:
        return _table_of_yaml(content)
    return read_table(content, table_format)


def _table_of_yaml(content: bytes) -> Table:
    """A list `sittings` of entries with the columns as keys; keys may be left out."""
    file = read_yaml(content)
    value = file.value
    entries = value.get("sittings") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise UnreadableFileError([RowProblem(1, "", "NOT_SITTINGS", texts.NOT_SITTINGS)])
    rows = tuple(
        Row(
            file.line_of(("sittings", index)),
            {str(key): _cell(value) for key, value in entry.items()},
        )
        for index, entry in enumerate(entries)
    )
    unreadable = [
        RowProblem(row.line, heading, "CELL_NOT_TEXT", table_texts.CELL_NOT_TEXT)
        for row in rows
        for heading, cell in row.cells.items()
        if not is_readable(cell)
    ]
    if unreadable:
        raise UnreadableFileError(unreadable)
    used = {heading for row in rows for heading in row.cells}
    headings = tuple(dict.fromkeys([*REQUIRED, *sorted(used)]))
    return Table(headings, rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()
