"""XLSX workbooks, read row by row without formulas, macros, links or entities."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from exams.domain.tables import RowProblem, Table
from exams.tables_io.problems import UnreadableFileError, unreadable
from exams.tables_io.raw_rows import MOST_COLUMNS, MOST_PROBLEMS, MOST_ROWS, table_of
from exams.texts import tables as texts

Cell: TypeAlias = str | int | Decimal | date | datetime | None
# Values by line; lines without any are absent.
_Rows: TypeAlias = dict[int, tuple[Any, ...]]

MOST_BYTES = 64 * 1024 * 1024
MOST_PARTS = 200
# How far down a sheet may reach, empty rows included: a file of 5 kB can claim a cell in line
# 100,000,000, and every empty row above it is handed out.
LAST_LINE = MOST_ROWS + 5_000
# The methods that Excel packs with; others need memory as their headers say.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Text of a worksheet shrinks to a tenth or less; a bomb to a thousandth.
HIGHEST_RATIO = 150
_RATIO_COUNTS_FROM = 1024 * 1024
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*['\"]([A-Za-z0-9._-]+)['\"]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)

# openpyxl 3.1 warns of everything in a workbook that it does not keep, such as validations.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def read_sheets(content: bytes) -> dict[str, Table]:
    """The sheets of a workbook by title, in their order, empty ones left out.

    A formula counts with the result that was stored with it, never computed. Raises
    UnreadableFileError for what is no workbook, is too large, or has a cell that cannot be read.
    """
    _check_archive(content)
    try:
        values = _raw_sheets(content, formulas=False)
        formulas = _raw_sheets(content, formulas=True) if _has_formulas(content) else {}
    except UnreadableFileError:
        raise
    except Exception:  # openpyxl fails in many ways on what is no workbook
        raise unreadable("NOT_XLSX", texts.NOT_XLSX) from None
    tables: dict[str, Table] = {}
    for title, rows in values.items():
        if any(_is_filled(cell) for row in rows.values() for cell in row):
            tables[title] = _table_of(rows, formulas.get(title))
    if not tables:
        raise unreadable("FILE_EMPTY", texts.FILE_EMPTY)
    return tables


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with bold headings that stay in sight. Texts are texts, never formulas."""
    workbook = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet.title)
        worksheet.freeze_panes = "A2"
        heading = [_written(worksheet, text) for text in sheet.headings]
        for cell in heading:
            cell.font = Font(bold=True)
        rows = [[_written(worksheet, value) for value in row] for row in sheet.rows]
        for position, column in enumerate(zip(heading, *rows, strict=False)):
            letter = get_column_letter(position + 1)
            longest = max(len(str(cell.value or "")) for cell in column)
            worksheet.column_dimensions[letter].width = min(max(longest + 2, 8), 60)
        worksheet.append(heading)
        for row in rows:
            worksheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _written(worksheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(worksheet, value)  # type: ignore[arg-type]  # takes them all
    cell = WriteOnlyCell(worksheet, _ILLEGAL.sub("", value))
    # Otherwise openpyxl takes "=1+1" for a formula.
    cell.data_type = "s"
    return cell


def _check_archive(content: bytes) -> None:
    """Refuses bombs and XML that declares anything, before anything is parsed."""
    too_large = texts.FILE_TOO_LARGE.format(limit=MOST_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            whole = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or whole > MOST_BYTES:
                raise unreadable("FILE_TOO_LARGE", too_large)
            if any(part.compress_type not in _METHODS for part in parts):
                raise unreadable("NOT_XLSX", texts.NOT_XLSX)
            for part in parts:
                # Reading stops at the size that the archive names, which was added up above.
                if part.file_size > max(
                    _RATIO_COUNTS_FROM, HIGHEST_RATIO * max(part.compress_size, 1)
                ):
                    raise unreadable("FILE_TOO_LARGE", too_large)
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive.read(part))
    except UnreadableFileError:
        raise
    except Exception:  # a damaged archive fails in as many ways as there are places to damage
        raise unreadable("NOT_XLSX", texts.NOT_XLSX) from None


def _check_xml(part: bytes) -> None:
    """Only UTF-8 without a document type: no entities, none hidden in another encoding."""
    encoding = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf").lstrip())
    foreign = encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    if foreign or b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise unreadable("XML_DECLARATIONS", texts.XML_DECLARATIONS)


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(
            re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) is not None
            for name in archive.namelist()
            if name.startswith("xl/worksheets/")
        )


def _raw_sheets(content: bytes, *, formulas: bool) -> dict[str, _Rows]:
    workbook = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False
    )
    try:
        sheets = {}
        for worksheet in workbook.worksheets:
            # The size that a file names may be wrong; what it holds counts.
            worksheet.reset_dimensions()
            sheets[worksheet.title] = _filled_rows(worksheet.iter_rows(values_only=True))
        return sheets
    finally:
        workbook.close()


def _filled_rows(rows: Iterable[tuple[Any, ...]]) -> _Rows:
    """The rows with a value by line, taken one by one: how far they reach may be a lie."""
    filled: _Rows = {}
    for line, row in enumerate(rows, start=1):
        if line > LAST_LINE:
            message = texts.SHEET_TOO_LONG.format(limit=LAST_LINE)
            raise unreadable("TOO_MANY_ROWS", message, line=line)
        within, beyond = row[:MOST_COLUMNS], row[MOST_COLUMNS:]
        if beyond.count(None) < len(beyond):
            message = texts.TOO_MANY_COLUMNS.format(limit=MOST_COLUMNS)
            raise unreadable("TOO_MANY_COLUMNS", message, line=line)
        if within.count(None) < len(within):
            filled[line] = within
    return filled


def _table_of(rows: _Rows, formulas: _Rows | None) -> Table:
    problems: list[RowProblem] = []
    headings: tuple[str, ...] = ()
    texts_of_rows: list[tuple[int, list[str]]] = []
    computed = formulas or {}
    for line in sorted(rows.keys() | computed.keys()):
        row, behind = rows.get(line, ()), computed.get(line, ())
        row += (None,) * (len(behind) - len(row))
        cells = [_text_of(value) for value in row]
        if not headings and any(cells):
            headings = tuple(cells)
        for position, (value, cell) in enumerate(zip(row, cells, strict=True)):
            column = headings[position] if position < len(headings) else ""
            if cell in _ERRORS:
                message = texts.CELL_ERROR.format(value=cell)
                problems.append(RowProblem(line, column, "CELL_ERROR", message))
            elif value is None and position < len(behind) and behind[position] is not None:
                problems.append(
                    RowProblem(line, column, "FORMULA_WITHOUT_VALUE", texts.FORMULA_WITHOUT_VALUE)
                )
        texts_of_rows.append((line, cells))
    if problems:
        raise UnreadableFileError(problems[:MOST_PROBLEMS])
    return table_of(texts_of_rows)


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _text_of(value: Any) -> str:
    """A cell as its user means it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


def _number(value: float) -> str:
    """Without needless zeros and without an exponent: "3", "1.3"."""
    exact = Decimal(repr(value))
    if exact.is_finite() and exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}"
    return f"{exact:f}"
