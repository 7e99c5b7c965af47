"""The logical structure of a document: what a screen reader follows instead of the paper.

reportlab 5.1 knows no tagging. Elements are made while the story is built, in reading order;
drawing writes marked-content operators into the page and notes which element they belong to;
`tag` turns the tree into the file's structure tree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from reportlab.pdfgen.canvas import Canvas

from chassis.values import Language

Role = Literal[
    "Document", "H1", "H2", "P", "Span", "Table", "TR", "TH", "TD", "Figure", "Link", "Form"
]
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a page that belongs to an element. Pages and marks count from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Target:
    """The area of a page that leads to an address, and what is said about it."""

    page: int
    area: Rectangle
    address: str
    description: str


@dataclass(slots=True)
class Element:
    """A node of the structure. `scope` is for TH, `alternative` and `area` are for Figure.

    `language` is given where it is not that of the document.
    """

    role: Role
    scope: Literal["Row", "Column"] | None = None
    alternative: str = ""
    area: Rectangle | None = None
    language: Language | None = None
    # How many columns of a table a cell spans.
    columns: int = 1
    children: list["Element | Mark | Target"] = field(default_factory=list)

    def add(
        self,
        role: Role,
        *,
        scope: Literal["Row", "Column"] | None = None,
        language: Language | None = None,
    ) -> "Element":
        """A new last child."""
        child = Element(role, scope=scope, language=language)
        self.children.append(child)
        return child


class Structure:
    """The structure of one document while it is drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._marks_on_page: dict[int, int] = {}

    @contextmanager
    def marked(self, canvas: Canvas, element: Element, read_as: str = "") -> Iterator[None]:
        """What is drawn inside belongs to the element; `read_as` replaces the drawn characters."""
        page = page_index(canvas)
        number = self._marks_on_page.get(page, 0)
        self._marks_on_page[page] = number + 1
        element.children.append(Mark(page, number))
        actual_text = f" /ActualText <{_utf_16(read_as)}>" if read_as else ""
        canvas._code.append(f"/{element.role} <</MCID {number}{actual_text}>> BDC")
        yield
        canvas._code.append("EMC")


@contextmanager
def artifact(
    canvas: Canvas, pagination: Literal["Header", "Footer"] | None = None
) -> Iterator[None]:
    """What is drawn inside is decoration or repetition; a screen reader passes over it."""
    if pagination:
        canvas._code.append(f"/Artifact <</Type /Pagination /Subtype /{pagination}>> BDC")
    else:
        canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")


def page_index(canvas: Canvas) -> int:
    """The page being drawn, the first is 0."""
    return int(canvas.getPageNumber()) - 1


def area_on_page(canvas: Canvas, width: float, height: float) -> Rectangle:
    """Where an area from the canvas' origin lies on the page, in points."""
    left, bottom = canvas.absolutePosition(0, 0)
    return (round(left, 2), round(bottom, 2), round(left + width, 2), round(bottom + height, 2))


def _utf_16(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper()
