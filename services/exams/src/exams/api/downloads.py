"""Files as streams of pieces."""

import re
from collections.abc import Iterable, Iterator, Sequence

from chassis.values import Language, LocalizedText
from google.api.httpbody_pb2 import HttpBody

from exams.domain.examinations import Sitting
from exams.domain.tables import TableFormat
from exams.tables_io import Sheet, write_csv, write_xlsx

PIECE_BYTES = 64 * 1024
CONTENT_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.YAML: "application/yaml",
    TableFormat.PDF: "application/pdf",
}


def write_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    table_format: TableFormat,
) -> bytes:
    """A table as CSV or XLSX."""
    if table_format is TableFormat.CSV:
        return write_csv(headings, rows)
    return write_xlsx([Sheet(title, headings, rows)])


# How a file ends, by what it is.
ENDINGS = {
    TableFormat.CSV: "csv",
    TableFormat.XLSX: "xlsx",
    TableFormat.YAML: "yaml",
    TableFormat.PDF: "pdf",
}


def file_of_sitting(
    sitting: Sitting, words: LocalizedText, language: Language, table_format: TableFormat
) -> str:
    """The name to save a sitting's file under: "1010101-2026W-1-teilnehmende.pdf"."""
    parts = (sitting.exam_number, sitting.semester.code, str(sitting.period))
    return file_name(*parts, words.in_language(language), ending=ENDINGS[table_format])


def file_name(*parts: str, ending: str) -> str:
    """A name of parts, of which nothing but letters, digits, points, and hyphens stays."""
    kept = (re.sub(r"[^\w.]+", "-", part).strip("-.") for part in parts)
    return "-".join(filter(None, kept)) + f".{ending}"


def named(bodies: Iterable[HttpBody], name: str) -> Iterator[tuple[HttpBody, str]]:
    """The pieces of a file, the first one with the name to save it under."""
    for place, body in enumerate(bodies):
        yield body, "" if place else name


def pieces(content: bytes, content_type: str) -> Iterator[HttpBody]:
    """The pieces of a file; the first one names the content type."""
    for start in range(0, max(len(content), 1), PIECE_BYTES):
        yield HttpBody(
            content_type="" if start else content_type, data=content[start : start + PIECE_BYTES]
        )
