"""Every line that stands on the paper.

The renderer draws these texts and no other: whoever compares a file with its claims asks that the
pages say the document's lines in their order, besides them the furniture, and nothing else. What
is printed in both languages is one line where a stroke stands between them, and a line each where
they stand below each other.
"""

from collections.abc import Iterator

from chassis.values import LocalizedText, local_date

from certificates.domain.branding import Branding
from certificates.domain.document import Block, Document, FieldGroup, Legend, Table
from certificates.domain.paper_wording import (
    DATA_SEAL_CAPTION,
    HOW_TO_VERIFY,
    HOW_TO_VERIFY_OFFLINE,
    ISSUED_AT_FOOT,
    NUMBER_LABEL,
    PAGE_AT_FOOT,
    QR_CAPTION,
    VALID_WITHOUT_SIGNATURE,
)
from certificates.domain.printing import print_date


def document_lines(document: Document) -> tuple[str, ...]:
    """What the paper says about the student, in the order in which it is drawn."""
    return (*document.recipient, *content_lines(document))


def page_furniture(document: Document, branding: Branding) -> tuple[str, ...]:
    """What the pages say besides: letterhead, panel, heads and feet, repeated heads of tables.

    "{page}" and "{pages}" stand for the number of the page and of all pages.
    """
    lines = (
        *letterhead_lines(document, branding),
        *((return_address(document),) if document.recipient else ()),
        place_and_day(document, branding),
        *panel_lines(document),
        head_name(document),
        head_title(document),
        foot_number(document),
        document.language.say(PAGE_AT_FOOT),
        *footer_lines(document, branding),
        *(
            line
            for block in document.content.blocks
            if isinstance(block, Table)
            for column in block.columns
            for line in document.language.versions(column.label)
        ),
    )
    return tuple(dict.fromkeys(line for line in lines if line))


def letterhead_lines(document: Document, branding: Branding) -> tuple[str, ...]:
    """The head of the first page: who issues."""
    head, versions = document.letterhead, document.language.versions
    return (*versions(head.university_name), *versions(branding.office), *address_lines(document))


def address_lines(document: Document) -> tuple[str, ...]:
    """Beside the university's name: where it is and where to ask."""
    head, say = document.letterhead, document.language.say
    lines = (
        head.street_address,
        head.town,
        head.website,
        say(head.contact_name),
        head.contact_email,
    )
    return tuple(line for line in lines if line)


def return_address(document: Document) -> str:
    """The sender in one small line, in the first language."""
    head = document.letterhead
    name = head.university_name.in_language(document.language.first)
    return " · ".join(part for part in (name, head.street_address, head.town) if part)


def place_and_day(document: Document, branding: Branding) -> str:
    """As "Lüneburg, 22.11.2026"."""
    day = document.language.say(print_date(local_date(document.issue_time)))
    return f"{branding.place}, {day}" if branding.place else day


def content_lines(document: Document) -> tuple[str, ...]:
    """What the document says about the student."""
    content, versions = document.content, document.language.versions
    lines = [*versions(content.title), document.language.say(content.subtitle)]
    lines += versions(content.statement)
    for block in content.blocks:
        lines += _block_lines(block, document)
    for note in content.notes:
        lines += versions(note)
    return tuple(line for line in lines if line)


def _block_lines(block: Block, document: Document) -> Iterator[str]:
    say, versions = document.language.say, document.language.versions
    match block:
        case FieldGroup(heading, fields):
            yield from versions(heading)
            for one in fields:
                yield from (say(one.label), say(one.value))
        case Legend(heading, entries):
            yield say(heading)
            for one in entries:
                yield from (say(one.label), say(one.value))
        case Table():
            yield say(block.heading)
            if not block.rows:
                yield from versions(block.empty)
                return
            for column in block.columns:
                yield from versions(column.label)
            for row in block.rows:
                for cell in row.cells:
                    yield from (say(cell),) if row.is_heading else versions(cell)


def panel_lines(document: Document) -> tuple[str, ...]:
    """How anyone can tell that the document is real."""
    say, versions = document.language.say, document.language.versions
    return (
        say(NUMBER_LABEL),
        document.number.printed,
        *versions(VALID_WITHOUT_SIGNATURE),
        *versions(HOW_TO_VERIFY),
        *versions(HOW_TO_VERIFY_OFFLINE),
        shown_address(document),
        say(QR_CAPTION),
        say(DATA_SEAL_CAPTION),
    )


def shown_address(document: Document) -> str:
    """The verification page as people type it."""
    return document.verification_page.removeprefix("https://").removeprefix("http://")


def head_name(document: Document) -> str:
    """The university on further pages, in the first language."""
    return document.letterhead.university_name.in_language(document.language.first)


def head_title(document: Document) -> str:
    """The document on further pages, in the first language."""
    return document.content.title.in_language(document.language.first)


def foot_number(document: Document) -> str:
    """Number and day of issue, on every page, in the first language."""
    first = document.language.first
    issued = ISSUED_AT_FOOT.format(day=print_date(local_date(document.issue_time)))
    return " · ".join(
        (
            f"{NUMBER_LABEL.in_language(first)} {document.number.printed}",
            issued.in_language(first),
        )
    )


def page_of_pages(page: int, pages: int) -> LocalizedText:
    """As "Seite 1 von 2"."""
    return PAGE_AT_FOOT.format(page=page, pages=pages)


def footer_lines(document: Document, branding: Branding) -> tuple[str, ...]:
    """What the university adds at the foot of the first page, in each language of the document."""
    versions = document.language.versions
    return tuple(line for one in branding.footer for line in versions(one) if line)
