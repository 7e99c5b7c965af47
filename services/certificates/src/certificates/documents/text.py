"""Lines of text as flowables: broken at blanks, shaped, tagged."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from unicodedata import combining, normalize

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from certificates.documents.structure import Element, Structure, artifact
from certificates.documents.typeface import Face, ShapedLine, shape

# A dark blue that belongs to no university in particular; 9.6 : 1 on white.
ACCENT = HexColor("#1F3A5F")
INK = HexColor("#1A1A1A")
# 6.4 : 1 on white, 5.8 : 1 on the verification panel.
SOFT_INK = HexColor("#595F69")
HAIRLINE = HexColor("#C9CED6")
TINT = HexColor("#F1F4F8")


class Align(Enum):
    """Where a line stands in its column."""

    LEFT = 0.0
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text looks. Sizes are in points."""

    size: float
    leading: float
    face: Face = Face.REGULAR
    color: Color = INK
    align: Align = Align.LEFT


TITLE = TextStyle(20, 25, Face.BOLD, ACCENT)
SUBTITLE = TextStyle(11, 15, color=SOFT_INK)
STATEMENT = TextStyle(10, 14.5)
HEADING = TextStyle(9, 12.5, Face.BOLD, ACCENT)
TABLE_HEADING = TextStyle(10.5, 14, Face.BOLD, ACCENT)
LABEL = TextStyle(9, 12.5, color=SOFT_INK)
VALUE = TextStyle(9, 12.5)
COLUMN_HEAD = TextStyle(7.6, 10.4, Face.BOLD, ACCENT)
CELL = TextStyle(7.9, 10.8)
NOTE = TextStyle(8, 11.2, color=SOFT_INK)
SMALL = TextStyle(7.4, 10.4, color=SOFT_INK)
SMALL_RIGHT = TextStyle(7.4, 10.4, color=SOFT_INK, align=Align.RIGHT)
UNIVERSITY = TextStyle(14, 18, Face.BOLD, ACCENT)
LINK = TextStyle(9, 12.5, Face.BOLD, ACCENT)
NUMBER = TextStyle(15, 20, Face.BOLD)


class Text(Flowable):  # type: ignore[misc]
    """A paragraph, heading or cell that belongs to one element of the structure.

    `repeats` marks the head of a table: drawn again on a further page it is an artifact there.
    """

    def __init__(
        self,
        text: str,
        style: TextStyle,
        structure: Structure,
        element: Element,
        *,
        repeats: bool = False,
    ) -> None:
        super().__init__()
        self._text = normalize("NFC", text)
        self._style = style
        self._structure = structure
        self._element = element
        self._repeats = repeats
        self._lines: tuple[ShapedLine, ...] = ()

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Breaks the lines for the width."""
        self._lines = break_lines(self._text, self._style, available_width)
        self.width, self.height = available_width, len(self._lines) * self._style.leading
        return self.width, self.height

    @property
    def text_width(self) -> float:
        """The width of the longest line, in points."""
        return max(line.width for line in self._lines)

    def draw(self) -> None:
        """Draws the lines from the top of the area down."""
        if not self._text:
            return
        repeated = self._repeats and self._element.children
        as_read = all(line.is_as_read for line in self._lines)
        with (
            artifact(self.canv, "Header")
            if repeated
            else self._structure.marked(
                self.canv, self._element, read_as="" if as_read else self._text
            )
        ):
            draw_lines(self.canv, self._lines, self._style, self.width, self.height)


def draw_lines(
    canvas: Canvas,
    lines: tuple[ShapedLine, ...],
    style: TextStyle,
    width: float,
    height: float,
) -> None:
    """Draws lines into an area of the canvas from its upper edge down."""
    canvas.setFillColor(style.color)
    text = canvas.beginText()
    text.setFont(style.face.value, style.size, style.leading)
    for position, line in enumerate(lines):
        # Capitals stand in the middle of the line's height; Noto Sans' are 0.714 em high.
        baseline = height - style.leading * (position + 0.5) - 0.357 * style.size
        text.setTextOrigin(style.align.value * (width - line.width), baseline)
        text.textOut(line.drawn)
    canvas.drawText(text)


def draw_line(canvas: Canvas, text: str, style: TextStyle, left: float, baseline: float) -> None:
    """Draws one line; `left` is its right edge where the style aligns right."""
    line = shape(text, style.face, style.size)
    canvas.setFillColor(style.color)
    out = canvas.beginText(left - style.align.value * line.width, baseline)
    out.setFont(style.face.value, style.size, style.leading)
    out.textOut(line.drawn)
    canvas.drawText(out)


@lru_cache(maxsize=2048)
def break_lines(text: str, style: TextStyle, width: float) -> tuple[ShapedLine, ...]:
    """Breaks at blanks; a word that is wider than the line is broken between letters.

    A line keeps its last blank, so that who extracts the text finds the words apart.
    """
    lines: list[str] = []
    current = ""
    for word in _fitting_words(text, style, width):
        longer = f"{current} {word}" if current else word
        if current and _width(longer, style) > width:
            lines.append(current + " ")
            current = word
        else:
            current = longer
    lines.append(current)
    return tuple(shape(line, style.face, style.size) for line in lines)


def _fitting_words(text: str, style: TextStyle, width: float) -> Iterator[str]:
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and not combining(letter) and _width(piece + letter, style) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _width(text: str, style: TextStyle) -> float:
    return shape(text, style.face, style.size).width
