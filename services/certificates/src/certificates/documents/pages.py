"""Pages: margins, the head of further pages, and the foot with "page x of y"."""

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from certificates.documents import text as looks
from certificates.documents.letterhead import draw_mark
from certificates.documents.structure import artifact
from certificates.documents.text import draw_line
from certificates.documents.typeface import Face
from certificates.documents.wording import NUMBER_AT_FOOT, PAGE_AT_FOOT
from certificates.domain.document import Document

PAGE_WIDTH, PAGE_HEIGHT = A4

# The margins of a business letter (DIN 5008): 25 mm on the left for the filing holes, 20 mm on
# the right.
LEFT_MARGIN = 25 * mm
RIGHT_MARGIN = 20 * mm
CONTENT_WIDTH = PAGE_WIDTH - LEFT_MARGIN - RIGHT_MARGIN
_FOOT = 20 * mm


def page_template(document: Document, file: BytesIO) -> tuple[BaseDocTemplate, type[Canvas]]:
    """Pages of A4, the first one with room for a letterhead, and the canvas that numbers them."""

    class PagesOfDocument(_CountedPages):
        of_document = document

    template = BaseDocTemplate(
        file,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        # reportlab starts every page with its default font, Helvetica, which it cannot embed.
        initialFontName=Face.REGULAR.value,
        pageTemplates=[
            PageTemplate("first", [_frame(15 * mm)], autoNextPageTemplate="further"),
            PageTemplate("further", [_frame(30 * mm)]),
        ],
    )
    return template, PagesOfDocument


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


class _CountedPages(Canvas):  # type: ignore[misc]
    """Keeps finished pages back until their number is known, then gives each its head and foot."""

    of_document: Document

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._finished: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name is reportlab's
        """Keeps the page back."""
        self._finished.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draws head and foot of every page and writes the file."""
        pages = len(self._finished)
        for state in self._finished:
            self.__dict__.update(state)
            if self.getPageNumber() > 1:
                self._draw_head()
            self._draw_foot(pages)
            super().showPage()
        super().save()

    def _draw_head(self) -> None:
        letterhead, content = self.of_document.letterhead, self.of_document.content
        language = self.of_document.language
        baseline = PAGE_HEIGHT - 18 * mm
        right = PAGE_WIDTH - RIGHT_MARGIN
        title = f"{content.title.in_language(language)} · {content.subtitle}"
        with artifact(self, "Header"):
            draw_mark(self, LEFT_MARGIN, baseline - 1.2 * mm, 5 * mm)
            draw_line(
                self, letterhead.university_name, looks.HEADING, LEFT_MARGIN + 7.5 * mm, baseline
            )
            draw_line(self, title, looks.SMALL_RIGHT, right, baseline)
            self.setStrokeColor(looks.ACCENT)
            self.setLineWidth(0.5)
            self.line(LEFT_MARGIN, baseline - 3.6 * mm, right, baseline - 3.6 * mm)

    def _draw_foot(self, pages: int) -> None:
        language = self.of_document.language
        number = NUMBER_AT_FOOT.format(number=self.of_document.number.printed)
        page = PAGE_AT_FOOT.format(page=self.getPageNumber(), pages=pages)
        baseline = 11.5 * mm
        with artifact(self, "Footer"):
            draw_line(self, number.in_language(language), looks.SMALL, LEFT_MARGIN, baseline)
            draw_line(
                self,
                page.in_language(language),
                looks.SMALL_RIGHT,
                PAGE_WIDTH - RIGHT_MARGIN,
                baseline,
            )
