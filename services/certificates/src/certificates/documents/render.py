"""From a document to the bytes of its file."""

from collections.abc import Sequence
from functools import partial

from chassis.pdf import Structure, draw_pages
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from certificates.documents import looks
from certificates.documents.archive import finish
from certificates.documents.attachments import Attachment
from certificates.documents.barcode import Modules, barcode_modules
from certificates.documents.blocks import field_group, legend, margin_column
from certificates.documents.letterhead import LetterheadBlock
from certificates.documents.looks import Spacing
from certificates.documents.pages import (
    CONTENT_WIDTH,
    FIRST_TOP,
    PAGE_HEIGHT,
    draw_edges,
    page_templates,
    room_on_first_page,
)
from certificates.documents.table import table
from certificates.documents.typesetter import Typesetter
from certificates.documents.verification_panel import VerificationPanel
from certificates.domain.branding import Branding
from certificates.domain.document import Block, Document, FieldGroup, Legend, Table

# Blocks before the panel that stand on its page, so that there is more on it than the panel.
_HIGHEST_ENDING = PAGE_HEIGHT / 3


def render(
    document: Document,
    branding: Branding,
    *,
    attachments: Sequence[Attachment] = (),
    data_seal: bytes = b"",
    seal_field: bool = False,
) -> bytes:
    """Draws the document as tagged PDF (PDF/A-3a and PDF/UA-1).

    `data_seal` is the content of the barcode for checks on paper; empty where there is none.
    With `seal_field` the file holds a reserved signature (see `seal_field`). The same arguments
    give the same bytes. Takes 30 to 200 ms of computing; run it in a worker, never on the event
    loop.
    """
    modules = barcode_modules(data_seal) if data_seal else ()
    story, structure = _story_that_fits(document, branding, modules)
    drawn = draw_pages(
        story, page_templates(document, branding), partial(draw_edges, document, branding)
    )
    return finish(drawn, structure, document, attachments, with_seal_field=seal_field)


def _story_that_fits(
    document: Document, branding: Branding, data_seal: Modules
) -> tuple[list[Flowable], Structure]:
    """With less air where that saves a second page for a few lines."""
    room = room_on_first_page(document, branding)
    first = _story(document, branding, data_seal, looks.SPACINGS[0])
    height = _height(first[0])
    # The tightest spacing saves less than that.
    if height <= room or height > 1.5 * room:
        return first
    for spacing in looks.SPACINGS[1:]:
        tighter = _story(document, branding, data_seal, spacing)
        if _height(tighter[0]) <= room:
            return tighter
    return first


def _height(story: list[Flowable]) -> float:
    """Of flowables below each other; what is kept together says that it is endless."""
    height = 0.0
    for part in story:
        if isinstance(part, KeepTogether):
            height += _height(part._content)
        else:
            height += part.wrapOn(None, CONTENT_WIDTH, 0)[1]
            height += part.getSpaceBefore()
    return height


def _story(
    document: Document, branding: Branding, data_seal: Modules, spacing: Spacing
) -> tuple[list[Flowable], Structure]:
    structure = Structure()
    style = looks.looks_of(branding)
    setter = Typesetter(document.language, structure, style, spacing)
    content = document.content
    story: list[Flowable] = [LetterheadBlock(document, branding, setter, FIRST_TOP)]
    story.append(Spacer(0, spacing.after_head))
    story.append(setter.stacked(content.title, setter.title, setter.add("H1")))
    if content.subtitle.de:
        story.append(setter.inline(content.subtitle, style.subtitle, setter.add("P")))
    story.append(Spacer(0, spacing.gap))
    story += setter.paragraphs(content.statement, spacing.statement)
    groups = [block for block in content.blocks if isinstance(block, FieldGroup)]
    margin_width = margin_column(groups, setter)
    drawn = [(block, _block(block, margin_width, setter)) for block in content.blocks]
    ending: list[Flowable] = []
    while drawn and not isinstance(drawn[-1][0], Table):
        longer = [Spacer(0, spacing.gap), *drawn[-1][1], *ending]
        if _height(longer) > _HIGHEST_ENDING:
            break
        ending = longer
        drawn.pop()
    for block, parts in drawn:
        story.append(Spacer(0, spacing.gap))
        story.extend(parts if isinstance(block, Table) else [KeepTogether(parts)])
    return [*story, *_ending(ending, document, data_seal, setter)], structure


def _ending(
    blocks: list[Flowable], document: Document, data_seal: Modules, setter: Typesetter
) -> list[Flowable]:
    """The last blocks, the notes and the panel: on one page, so that no panel stands alone."""
    ending = list(blocks)
    if document.content.notes:
        ending.append(Spacer(0, 3 * mm))
    for note in document.content.notes:
        ending += setter.paragraphs(note, looks.NOTE)
    ending.append(Spacer(0, setter.spacing.before_panel))
    panel = VerificationPanel(document, data_seal, setter)
    room = _height(ending) + panel.least_height(CONTENT_WIDTH)
    return [CondPageBreak(room), *ending, panel]


def _block(block: Block, margin_width: float, setter: Typesetter) -> list[Flowable]:
    match block:
        case FieldGroup():
            return field_group(block, CONTENT_WIDTH, margin_width, setter)
        case Legend():
            return legend(block, CONTENT_WIDTH, setter)
        case Table():
            return table(block, CONTENT_WIDTH, setter)
