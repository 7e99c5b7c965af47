"""Files of tables: what was sent, checked first and booked afterwards without sending it again.

The page with the check carries the file in a hidden field, so that nothing is kept anywhere before
somebody decides; the service checks it once more when it is booked.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from matrikel.exams.v1.sitting_pb2 import RowEffect, RowProblem, TableFormat
from starlette.datastructures import FormData

from portal.forms import DOCUMENT_FIELD, Problems, document_of, text_of
from portal.visit import Visit

CSV = TableFormat.TABLE_FORMAT_CSV
XLSX = TableFormat.TABLE_FORMAT_XLSX
YAML = TableFormat.TABLE_FORMAT_YAML
PDF = TableFormat.TABLE_FORMAT_PDF

FORMATS = {"csv": CSV, "xlsx": XLSX, "yaml": YAML, "pdf": PDF}

# Some ten thousand rows; the page with the check carries it once, in base64.
LARGEST_TABLE_BYTES = 2 * 1024 * 1024
_LARGEST_FIELD_BYTES = 3 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class SentTable:
    """A file of a table; `problem` is the key of the text that says what is wrong with it."""

    file_name: str
    content: bytes
    format: "TableFormat.ValueType"
    is_booked: bool
    problem: str = ""

    @property
    def carried(self) -> str:
        """The content as a hidden field carries it."""
        return base64.b64encode(self.content).decode("ascii")


@dataclass(frozen=True, slots=True)
class Check:
    """What a file would do, or why it cannot be booked."""

    problems: Sequence[RowProblem]
    effects: Sequence[RowEffect]

    @property
    def changes(self) -> list[RowEffect]:
        """The rows that do something."""
        return [one for one in self.effects if one.effect != "unchanged"]

    @property
    def unchanged_count(self) -> int:
        """How many rows do nothing."""
        return len(self.effects) - len(self.changes)


async def form_with_table(visit: Visit) -> FormData:
    """The sent form, with a file or with one that the page carried."""
    return await visit.request.form(max_files=1, max_fields=20, max_part_size=_LARGEST_FIELD_BYTES)


async def table_of(form: FormData, text_format: "TableFormat.ValueType") -> SentTable:
    """The file of the field "document", or the one that was checked before.

    Its format follows from the content: a spreadsheet is a ZIP archive. `text_format` is what a
    file of text is, unless its name says YAML.
    """
    if carried := text_of(form, "carried"):
        try:
            content = base64.b64decode(carried, validate=True)
        except binascii.Error:
            return SentTable("", b"", text_format, is_booked=False, problem="table_file.again")
        name = text_of(form, "file_name")[-200:]
        return SentTable(name, content, _format(name, content, text_format), is_booked=True)
    sent = await document_of(form)
    problem = "upload.missing" if not sent.content else ""
    if len(sent.content) > LARGEST_TABLE_BYTES:
        problem = "table_file.too_large"
    found = _format(sent.file_name, sent.content, text_format)
    return SentTable(sent.file_name, sent.content, found, is_booked=False, problem=problem)


def _format(
    name: str, content: bytes, text_format: "TableFormat.ValueType"
) -> "TableFormat.ValueType":
    if content.startswith(_ZIP):
        return XLSX
    return YAML if name.lower().endswith((".yaml", ".yml")) else text_format


def wrong_file(visit: Visit, table: SentTable) -> Problems:
    """What is wrong with a file, at its field."""
    return Problems(fields={DOCUMENT_FIELD: (visit.t(table.problem),)})
