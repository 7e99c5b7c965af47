"""CSV as Excel, LibreOffice and programs write it."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from exams.domain.tables import Table
from exams.tables_io.problems import unreadable
from exams.tables_io.raw_rows import LONGEST_CELL, table_of
from exams.texts import tables as texts

# What makes a spreadsheet take a cell for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = ";,\t"
# How Excel's files start: .xlsx, and .xls of before 2007.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read_csv(content: bytes) -> Table:
    """The table in a CSV file.

    Separated by semicolons, commas or tabs; UTF-8 with or without a byte order mark, UTF-16, or
    what Windows writes otherwise (Latin-1). A leading apostrophe that keeps a cell from being a
    formula is taken off. Raises UnreadableFileError.
    """
    if content.startswith(_WORKBOOKS):
        raise unreadable("NOT_CSV", texts.WORKBOOK_NOT_CSV)
    text = _decoded(content)
    separator = _separator_named(text)
    if separator is not None:
        text = text.partition("\n")[2]
    try:
        return table_of(enumerate(_rows(text, separator or _separator_of(text)), start=1))
    except csv.Error:
        raise unreadable("NOT_CSV", texts.NOT_CSV) from None


def write_csv(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ";"
) -> bytes:
    """A CSV file that German Excel opens with a double click: UTF-8 with a byte order mark.

    Cells that a spreadsheet would take for formulas get an apostrophe in front.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_no_formula(cell) for cell in row])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _no_formula(cell: str) -> str:
    """The cell as text; "'=1+1" where a spreadsheet would compute, and "''…" is told apart."""
    if cell.startswith(FORMULA_STARTS) or (cell[:1] == "'" and cell[1:].startswith(_ESCAPED)):
        return f"'{cell}"
    return cell


_ESCAPED = (*FORMULA_STARTS, "'")


def _as_meant(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_ESCAPED) else cell


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, encoding)
    # Without a mark, every other byte of western text in UTF-16 is zero.
    start = content[:200]
    if start[1::2].count(0) > len(start) // 4:
        return _strictly(content, "utf-16-le")
    if start[::2].count(0) > len(start) // 4:
        return _strictly(content, "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 has five gaps, which Latin-1 fills with control characters.
        try:
            return content.decode("windows-1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable("NOT_CSV", texts.NOT_CSV) from None


def _separator_named(text: str) -> str | None:
    """The separator in the line "sep=;" that Excel understands and does not show."""
    first = text.partition("\n")[0].strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in _SEPARATORS:
        return first[4]
    return None


def _separator_of(text: str) -> str:
    """The separator that stands most often in the first line with any, outside of quotes."""
    counts = dict.fromkeys(_SEPARATORS, 0)
    quoted = False
    for sign in text.lstrip("\r\n")[: LONGEST_CELL * 2]:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted and any(counts.values()):
            break
        elif sign in counts and not quoted:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    for raw in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        yield [_as_meant(cell) for cell in raw]
