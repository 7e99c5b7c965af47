"""What stands on a document, free of how it is drawn.

The content is written in both languages; the document's language decides which of them are
printed. The renderer draws a `Document`; verification shows its `printed_fields`. Both come from
the same values, so that the paper and the answer cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.values import LocalizedText
from matrikel_verify.number import VerificationNumber

from certificates.domain.document_language import DocumentLanguage


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a label and its value, in both languages."""

    label: LocalizedText
    value: LocalizedText


@dataclass(frozen=True, slots=True)
class PrintedField:
    """One line as it was printed: a label in both languages and the value exactly as printed."""

    label: LocalizedText
    value: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Lines under one heading."""

    heading: LocalizedText
    fields: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width in relation to the others."""

    label: LocalizedText
    share: float
    # Figures stand below each other at the right.
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `is_heading` spans it over the table: the module that exams belong to."""

    cells: tuple[LocalizedText, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading. `row_label` names a row where rows are shown as single lines."""

    heading: LocalizedText
    row_label: LocalizedText
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    # Said instead of the table when it has no rows.
    empty: LocalizedText


@dataclass(frozen=True, slots=True)
class Legend:
    """Small print that explains codes: grades, statuses."""

    heading: LocalizedText
    entries: tuple[Entry, ...]


Block = FieldGroup | Table | Legend


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the data seal on the paper carries, besides number, type and dates.

    Texts are those of the records, in German where the university names things itself. Empty ones
    do not apply to the type of document.
    """

    family_name: str
    given_names: str
    birth_date: date
    birth_place: str
    matriculation_number: str
    programme: str = ""
    degree: str = ""
    # "2026W"
    semester_code: str = ""
    # What a transcript or receipt comes down to: "1.9 · 120 CP", "318.15 EUR".
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a certificate of some type says about a student."""

    title: LocalizedText
    # Under the title: what the document is about, such as the semester.
    subtitle: LocalizedText
    # The sentence by which the university certifies.
    statement: LocalizedText
    blocks: tuple[Block, ...]
    notes: tuple[LocalizedText, ...]
    valid_until: date | None
    # The beginning of the file's name, without semester and ending.
    file_stem: LocalizedText
    key_facts: KeyFacts


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the document."""

    university_name: LocalizedText
    street_address: str
    # Postal code and city.
    town: str
    website: str
    # Where to ask; empty where the university names nobody.
    contact_name: LocalizedText
    contact_email: str


@dataclass(frozen=True, slots=True)
class Document:
    """A certificate ready to be drawn."""

    language: DocumentLanguage
    letterhead: Letterhead
    content: Content
    number: VerificationNumber
    # The page on which anyone can verify: "https://…/verify".
    verification_page: str
    issue_time: datetime
    # The lines of the address in the window of a letter; empty for a file that is not posted.
    recipient: tuple[str, ...] = field(default=())

    @property
    def printed_fields(self) -> tuple[PrintedField, ...]:
        """Every line of the document in order, as printed; a row of a table is one line."""
        return tuple(line for block in self.content.blocks for line in _lines(block, self.language))

    @property
    def text(self) -> str:
        """Every letter that comes from outside of this service, for a check of the typeface."""
        head, content, say = self.letterhead, self.content, self.language.say
        return " ".join(
            (
                say(head.university_name),
                head.street_address,
                head.town,
                head.website,
                say(head.contact_name),
                head.contact_email,
                *self.recipient,
                say(content.subtitle),
                say(content.statement),
                *(say(note) for note in content.notes),
                *(line.value for line in self.printed_fields),
            )
        )

    @property
    def file_stem(self) -> str:
        """The beginning of the file's name in the first language of the document."""
        return self.content.file_stem.in_language(self.language.first)

    @property
    def verification_link(self) -> str:
        """The page with the number in the fragment, which browsers send to no server."""
        return f"{self.verification_page}#{self.number.digits}"


def _lines(block: Block, language: DocumentLanguage) -> Iterator[PrintedField]:
    match block:
        case FieldGroup():
            for entry in block.fields:
                yield PrintedField(entry.label, language.say(entry.value))
        case Table():
            yield from _rows(block, language)
        case Legend():
            # A legend says nothing about the student.
            return


def _rows(table: Table, language: DocumentLanguage) -> Iterator[PrintedField]:
    if not table.rows:
        yield PrintedField(table.heading, "–")
    position = 0
    for row in table.rows:
        position += not row.is_heading
        label = table.heading if row.is_heading else _numbered(table.row_label, position)
        cells = (language.say(cell) for cell in row.cells)
        yield PrintedField(label, " · ".join(cell for cell in cells if cell))


def _numbered(label: LocalizedText, position: int) -> LocalizedText:
    return LocalizedText(de=f"{label.de} {position}", en=f"{label.en} {position}")
