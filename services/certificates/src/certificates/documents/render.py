"""From a document to the bytes of its file."""

from functools import partial

from chassis.pdf import Structure, Text, draw_pages
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from certificates.documents import looks
from certificates.documents.archive import finish
from certificates.documents.letterhead import LetterheadBlock
from certificates.documents.pages import CONTENT_WIDTH, PAGE_HEIGHT, draw_edges, page_templates
from certificates.documents.table import field_group, table
from certificates.documents.verification_panel import VerificationPanel
from certificates.domain.document import Block, Document, FieldGroup

_GAP = 4.5 * mm


def render(document: Document) -> bytes:
    """Draws the document as tagged PDF (PDF/A-3a and PDF/UA-1).

    The same document gives the same bytes. Takes 50 to 200 ms of computing; run it in the bounded
    executor, never on the event loop.
    """
    structure = Structure()
    drawn = draw_pages(_story(document, structure), page_templates(), partial(draw_edges, document))
    return finish(drawn, structure, document)


def _story(document: Document, structure: Structure) -> list[Flowable]:
    content, language = document.content, document.language
    story: list[Flowable] = [
        LetterheadBlock(document.letterhead, structure),
        Spacer(0, 9 * mm),
        Text(content.title.in_language(language), looks.TITLE, structure, structure.root.add("H1")),
        Text(content.subtitle, looks.SUBTITLE, structure, structure.root.add("P")),
        Spacer(0, _GAP),
        Text(content.statement, looks.STATEMENT, structure, structure.root.add("P")),
    ]
    *blocks, last = content.blocks
    for block in blocks:
        story.append(Spacer(0, _GAP))
        drawn = _block(block, document, structure)
        story.extend([KeepTogether(drawn)] if isinstance(block, FieldGroup) else drawn)
    return [*story, *_ending(last, document, structure)]


def _ending(last: Block, document: Document, structure: Structure) -> list[Flowable]:
    """The last block, the notes and the panel: on one page, so that no panel stands alone."""
    ending = [Spacer(0, _GAP), *_block(last, document, structure)]
    if document.content.notes:
        ending.append(Spacer(0, 3 * mm))
    ending.extend(
        Text(note, looks.NOTE, structure, structure.root.add("P"))
        for note in document.content.notes
    )
    ending.append(Spacer(0, 6 * mm))
    panel = VerificationPanel(document, structure)
    room = sum(part.wrapOn(None, CONTENT_WIDTH, PAGE_HEIGHT)[1] for part in ending)
    return [CondPageBreak(room + panel.least_height(CONTENT_WIDTH)), *ending, panel]


def _block(block: Block, document: Document, structure: Structure) -> list[Flowable]:
    if isinstance(block, FieldGroup):
        return field_group(block, CONTENT_WIDTH, structure, document.language)
    return table(block, CONTENT_WIDTH, structure, document.language)
