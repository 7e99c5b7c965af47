"""The list of a tutor group as CSV: printed, ticked, and read again."""

import codecs
import csv
import io
from uuid import UUID

from chassis.values import Language

from identity.domain.library_handover import HandoverList
from identity.texts import library_handover as texts

# What makes a spreadsheet take a cell for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Where the mark stands, and where the row says whom it is about.
_MARK, _PERSON = 5, 6
_SEPARATORS = ";,\t"


class UnreadableHandoverError(Exception):
    """The file is not the list that was exported; `row` counts from 1, the headings included."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def write_handover(handover: HandoverList, language: Language) -> bytes:
    """The list, as German Excel opens it with a double click: UTF-8 with a byte order mark.

    The last column names the person for reading the file again; the one before it is for marks.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([each.in_language(language) for each in texts.HEADINGS])
    for position, entry in enumerate(handover.entries, start=1):
        cells = (
            str(position),
            entry.name.family_name,
            entry.name.given_names,
            entry.user_name,
            entry.card_number,
            "x" if entry.handed_over_at else "",
            str(entry.person_id),
        )
        writer.writerow([_no_formula(each) for each in cells])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def read_handover(content: bytes) -> tuple[UUID, ...]:
    """The persons whose rows have a mark. Raises UnreadableHandoverError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableHandoverError(1) from None
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    marked = []
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
            if row == 1 or not any(each.strip() for each in cells):
                continue
            if len(cells) <= _PERSON:
                raise UnreadableHandoverError(row)
            if cells[_MARK].strip():
                marked.append(_person(cells[_PERSON], row))
    except csv.Error:
        raise UnreadableHandoverError(1) from None
    return tuple(marked)


def _person(cell: str, row: int) -> UUID:
    try:
        return UUID(cell.strip())
    except ValueError:
        raise UnreadableHandoverError(row) from None


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
