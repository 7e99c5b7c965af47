"""Pages: margins, the head of further pages, and the foot with "page x of y"."""

from chassis.pdf import artifact, colours, draw_line
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate

from certificates.documents import looks
from certificates.documents.letterhead import draw_mark
from certificates.documents.wording import NUMBER_AT_FOOT, PAGE_AT_FOOT
from certificates.domain.document import Document

PAGE_WIDTH, PAGE_HEIGHT = A4

# The margins of a business letter (DIN 5008): 25 mm on the left for the filing holes, 20 mm on
# the right.
LEFT_MARGIN = 25 * mm
RIGHT_MARGIN = 20 * mm
CONTENT_WIDTH = PAGE_WIDTH - LEFT_MARGIN - RIGHT_MARGIN
_FOOT = 20 * mm


def page_templates() -> list[PageTemplate]:
    """The first page with room for a letterhead, further pages with room for a head."""
    return [
        PageTemplate("first", [_frame(15 * mm)], autoNextPageTemplate="further"),
        PageTemplate("further", [_frame(30 * mm)]),
    ]


def draw_edges(document: Document, canvas: Canvas, pages: int) -> None:
    """Draws the head of a further page and the foot of every page; `pages` counts them all."""
    if canvas.getPageNumber() > 1:
        _draw_head(document, canvas)
    _draw_foot(document, canvas, pages)


def _frame(top_margin: float) -> Frame:
    return Frame(
        LEFT_MARGIN,
        _FOOT,
        CONTENT_WIDTH,
        PAGE_HEIGHT - top_margin - _FOOT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _draw_head(document: Document, canvas: Canvas) -> None:
    letterhead, content = document.letterhead, document.content
    language = document.language
    baseline = PAGE_HEIGHT - 18 * mm
    right = PAGE_WIDTH - RIGHT_MARGIN
    title = f"{content.title.in_language(language)} · {content.subtitle}"
    with artifact(canvas, "Header"):
        draw_mark(canvas, LEFT_MARGIN, baseline - 1.2 * mm, 5 * mm)
        draw_line(
            canvas, letterhead.university_name, looks.HEADING, LEFT_MARGIN + 7.5 * mm, baseline
        )
        draw_line(canvas, title, looks.SMALL_RIGHT, right, baseline)
        canvas.setStrokeColor(colours.ACCENT)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT_MARGIN, baseline - 3.6 * mm, right, baseline - 3.6 * mm)


def _draw_foot(document: Document, canvas: Canvas, pages: int) -> None:
    language = document.language
    number = NUMBER_AT_FOOT.format(number=document.number.printed)
    page = PAGE_AT_FOOT.format(page=canvas.getPageNumber(), pages=pages)
    baseline = 11.5 * mm
    with artifact(canvas, "Footer"):
        draw_line(canvas, number.in_language(language), looks.SMALL, LEFT_MARGIN, baseline)
        draw_line(
            canvas,
            page.in_language(language),
            looks.SMALL_RIGHT,
            PAGE_WIDTH - RIGHT_MARGIN,
            baseline,
        )
