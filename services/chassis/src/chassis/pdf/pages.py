"""Pages of A4 whose head and foot know how many there are."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, PageTemplate

from chassis.pdf.typeface import Face, register_faces

# Files need not survive channels of seven bits, and writing them so takes a third of the time.
rl_config.useA85 = 0

# Draws head and foot of the canvas' current page; the number is that of all pages.
DrawEdges = Callable[[Canvas, int], None]


def draw_pages(
    story: Sequence[Flowable], templates: Sequence[PageTemplate], draw_edges: DrawEdges
) -> bytes:
    """Draws the story; the same story gives the same bytes. They are not tagged yet.

    Takes from 50 ms of computing upwards: run it in the bounded executor, never on the event loop.
    """
    register_faces()
    file = BytesIO()
    template = BaseDocTemplate(
        file,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        # reportlab starts every page with its default font, Helvetica, which it cannot embed.
        initialFontName=Face.REGULAR.value,
        pageTemplates=list(templates),
    )
    template.build(list(story), canvasmaker=partial(_CountedPages, draw_edges=draw_edges))
    return file.getvalue()


class _CountedPages(Canvas):  # type: ignore[misc]
    """Keeps finished pages back until their number is known, then gives each its head and foot."""

    def __init__(self, *arguments: Any, draw_edges: DrawEdges, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._draw_edges = draw_edges
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
            self._draw_edges(self, pages)
            super().showPage()
        super().save()
