"""Pages: margins, the head of further pages, and the foot with "page x of y"."""

from chassis.pdf import artifact, colours, draw_line
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate

from certificates.documents import looks
from certificates.documents.letterhead import draw_fold_marks
from certificates.documents.mark import draw_mark, mark_width
from certificates.domain.branding import Branding
from certificates.domain.document import Document
from certificates.domain.paper import (
    foot_number,
    footer_lines,
    head_name,
    head_title,
    page_of_pages,
)

PAGE_WIDTH, PAGE_HEIGHT = A4

# The margins of a business letter (DIN 5008): 25 mm on the left for the filing holes, 20 mm on
# the right.
LEFT_MARGIN = 25 * mm
RIGHT_MARGIN = 20 * mm
CONTENT_WIDTH = PAGE_WIDTH - LEFT_MARGIN - RIGHT_MARGIN
FIRST_TOP = 14 * mm
_FURTHER_TOP = 28 * mm
_FOOT = 16 * mm
_RIGHT = PAGE_WIDTH - RIGHT_MARGIN


def page_templates(document: Document, branding: Branding) -> list[PageTemplate]:
    """The first page with room for a letterhead, further pages with room for a head."""
    foot = _first_foot(document, branding)
    return [
        PageTemplate("first", [_frame(FIRST_TOP, foot)], autoNextPageTemplate="further"),
        PageTemplate("further", [_frame(_FURTHER_TOP, _FOOT)]),
    ]


def room_on_first_page(document: Document, branding: Branding) -> float:
    """The height between the margins of the first page, in points."""
    return float(PAGE_HEIGHT - FIRST_TOP - _first_foot(document, branding))


def draw_edges(document: Document, branding: Branding, canvas: Canvas, pages: int) -> None:
    """Draws the head of a further page and the foot of every page; `pages` counts them all."""
    if canvas.getPageNumber() > 1:
        _draw_head(document, branding, canvas)
    elif document.recipient:
        draw_fold_marks(canvas, PAGE_HEIGHT)
    _draw_foot(document, branding, canvas, pages)


def _first_foot(document: Document, branding: Branding) -> float:
    return float(_FOOT + looks.SMALL.leading * len(footer_lines(document, branding)))


def _frame(top_margin: float, foot: float) -> Frame:
    return Frame(
        LEFT_MARGIN,
        foot,
        CONTENT_WIDTH,
        PAGE_HEIGHT - top_margin - foot,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _draw_head(document: Document, branding: Branding, canvas: Canvas) -> None:
    baseline = PAGE_HEIGHT - 18 * mm
    mark = 5 * mm
    style = looks.looks_of(branding)
    with artifact(canvas, "Header"):
        draw_mark(canvas, branding, LEFT_MARGIN, baseline - 1.2 * mm, mark)
        beside = LEFT_MARGIN + mark_width(branding.logo, mark) + 2.5 * mm
        draw_line(canvas, head_name(document), style.edge, beside, baseline)
        draw_line(canvas, head_title(document), looks.SMALL_RIGHT, _RIGHT, baseline)
        canvas.setStrokeColor(style.accent)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT_MARGIN, baseline - 3.4 * mm, _RIGHT, baseline - 3.4 * mm)


def _draw_foot(document: Document, branding: Branding, canvas: Canvas, pages: int) -> None:
    number = canvas.getPageNumber()
    extra = footer_lines(document, branding) if number == 1 else ()
    page = document.language.say(page_of_pages(number, pages))
    baseline = 8.5 * mm + looks.SMALL.leading * len(extra)
    with artifact(canvas, "Footer"):
        canvas.setStrokeColor(colours.HAIRLINE)
        canvas.setLineWidth(0.4)
        canvas.line(LEFT_MARGIN, baseline + 3.4 * mm, _RIGHT, baseline + 3.4 * mm)
        draw_line(canvas, foot_number(document), looks.SMALL, LEFT_MARGIN, baseline)
        draw_line(canvas, page, looks.SMALL_RIGHT, _RIGHT, baseline)
        for line in extra:
            baseline -= looks.SMALL.leading
            draw_line(canvas, line, looks.SMALL, LEFT_MARGIN, baseline)
