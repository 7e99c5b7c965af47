"""What stands on a document, free of how it is drawn.

The renderer draws a `Document`; verification shows its `printed_fields`. Both come from the same
values, so that the paper and the answer cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chassis.values import Language, LocalizedText

from certificates.domain.verification_number import VerificationNumber


@dataclass(frozen=True, slots=True)
class PrintedField:
    """One line: a label in both languages and the value exactly as printed."""

    label: LocalizedText
    value: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Lines under one heading."""

    heading: LocalizedText
    fields: tuple[PrintedField, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width in relation to the others."""

    label: LocalizedText
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading. `row_label` names a row where rows are shown as single lines."""

    heading: LocalizedText
    row_label: LocalizedText
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    # Said instead of the table when it has no rows.
    empty: LocalizedText


Block = FieldGroup | Table


@dataclass(frozen=True, slots=True)
class Content:
    """What a certificate of some type says about a student."""

    title: LocalizedText
    # Under the title: what the document is about, such as the semester.
    subtitle: str
    # The sentence by which the university certifies.
    statement: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    valid_until: date | None
    # The beginning of the file's name, without semester and ending.
    file_stem: str

    @property
    def printed_fields(self) -> tuple[PrintedField, ...]:
        """Every line of the document in order; a row of a table is one line."""
        return tuple(field for block in self.blocks for field in _lines(block))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the document, in the document's language."""

    university_name: str
    street_address: str
    # Postal code and city.
    town: str
    website: str
    # Where to ask; empty where the university names nobody.
    contact_name: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class Document:
    """A certificate ready to be drawn."""

    language: Language
    letterhead: Letterhead
    content: Content
    number: VerificationNumber
    # The page on which anyone can verify: "https://…/verify".
    verification_page: str
    issue_time: datetime

    @property
    def text(self) -> str:
        """Every letter that comes from outside of this service, for a check of the typeface."""
        head, content = self.letterhead, self.content
        return " ".join(
            (
                head.university_name,
                head.street_address,
                head.town,
                head.website,
                head.contact_name,
                head.contact_email,
                content.subtitle,
                content.statement,
                *content.notes,
                *(line.value for line in content.printed_fields),
            )
        )

    @property
    def verification_link(self) -> str:
        """The page with the number in the fragment, which browsers send to no server."""
        return f"{self.verification_page}#{self.number.digits}"


def _lines(block: Block) -> Iterator[PrintedField]:
    if isinstance(block, FieldGroup):
        yield from block.fields
        return
    if not block.rows:
        yield PrintedField(block.heading, "–")
    for position, row in enumerate(block.rows, start=1):
        label = LocalizedText(
            de=f"{block.row_label.de} {position}", en=f"{block.row_label.en} {position}"
        )
        yield PrintedField(label, " · ".join(cell for cell in row if cell))
