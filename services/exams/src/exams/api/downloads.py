"""Files as streams of pieces."""

from collections.abc import Iterator, Sequence

from google.api.httpbody_pb2 import HttpBody

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


def pieces(content: bytes, content_type: str) -> Iterator[HttpBody]:
    """The pieces of a file; the first one names the content type."""
    for start in range(0, max(len(content), 1), PIECE_BYTES):
        yield HttpBody(
            content_type="" if start else content_type, data=content[start : start + PIECE_BYTES]
        )
