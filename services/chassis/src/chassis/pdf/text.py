"""Lines of text as flowables: broken at blanks, shaped, tagged."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from unicodedata import combining, normalize

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from chassis.pdf.colours import INK
from chassis.pdf.structure import Element, Structure, artifact
from chassis.pdf.typeface import Face, ShapedLine, shape


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
    current, used = "", 0.0
    blank = width_of(" ", style)
    for word in fitting_words(text, style, width):
        # Words are measured one by one: each is shaped once, however many lines it is in.
        length = width_of(word, style)
        if current and used + blank + length > width:
            lines.append(current + " ")
            current, used = word, length
        else:
            current = f"{current} {word}" if current else word
            used += blank + length if used else length
    lines.append(current)
    return tuple(shape(line, style.face, style.size) for line in lines)


def fitting_words(text: str, style: TextStyle, width: float) -> Iterator[str]:
    """The words of a text; one that is wider than the line comes in pieces."""
    for word in text.split():
        if width_of(word, style) <= width:
            yield word
            continue
        piece = ""
        for letter in word:
            if piece and not combining(letter) and width_of(piece + letter, style) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


@lru_cache(maxsize=8192)
def width_of(text: str, style: TextStyle) -> float:
    """The width of one line, in points."""
    return shape(text, style.face, style.size).width
