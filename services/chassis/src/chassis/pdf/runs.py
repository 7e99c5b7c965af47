"""A paragraph of several parts, each with a look and an element of its own: two languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from reportlab.platypus import Flowable

from chassis.pdf.structure import Element, Structure, artifact
from chassis.pdf.text import TextStyle, fitting_words, width_of
from chassis.pdf.typeface import ShapedLine, shape


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a paragraph; without an element it is decoration, such as a stroke between two."""

    text: str
    style: TextStyle
    element: Element | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What of a run stands on one line; `left` is measured from the line's beginning."""

    run: int
    line: int
    left: float
    shaped: ShapedLine


class Runs(Flowable):  # type: ignore[misc]
    """Runs one behind the other, broken at blanks; lines are as high as the highest run's.

    A run that does not fit into what is left of a line begins a new one, so that a translation
    stands by itself.
    """

    def __init__(self, runs: Sequence[Run], structure: Structure) -> None:
        super().__init__()
        self._runs = [(one, normalize("NFC", one.text)) for one in runs]
        self._structure = structure
        self._leading = max(one.style.leading for one in runs)
        self._pieces: tuple[_Piece, ...] = ()

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Breaks the lines for the width."""
        texts = tuple((text, run.style) for run, text in self._runs)
        self._pieces = _set(texts, available_width)
        lines = self._pieces[-1].line + 1 if self._pieces else 0
        self.width, self.height = available_width, lines * self._leading
        return self.width, self.height

    def draw(self) -> None:
        """Draws run by run, so that each is one piece of the structure."""
        for index, (run, text) in enumerate(self._runs):
            pieces = [piece for piece in self._pieces if piece.run == index]
            if not pieces:
                continue
            if run.element is None:
                with artifact(self.canv):
                    self._draw_run(run.style, pieces)
                continue
            as_read = all(piece.shaped.is_as_read for piece in pieces)
            with self._structure.marked(self.canv, run.element, "" if as_read else text):
                self._draw_run(run.style, pieces)

    def _draw_run(self, style: TextStyle, pieces: list[_Piece]) -> None:
        self.canv.setFillColor(style.color)
        out = self.canv.beginText()
        out.setFont(style.face.value, style.size, self._leading)
        for piece in pieces:
            # All runs of a line share the baseline of the first.
            middle = self.height - self._leading * (piece.line + 0.5)
            out.setTextOrigin(piece.left, middle - 0.357 * self._runs[0][0].style.size)
            out.textOut(piece.shaped.drawn)
        self.canv.drawText(out)


@lru_cache(maxsize=2048)
def _set(texts: tuple[tuple[str, TextStyle], ...], width: float) -> tuple[_Piece, ...]:
    """Places the runs' words on lines."""
    pieces: list[_Piece] = []
    line, used = 0, 0.0
    for index, (text, style) in enumerate(texts):
        blank = width_of(" ", style)
        if used and used + width_of(text, style) > width:
            line, used = line + 1, 0.0
        first, words = used, list[str]()
        last_run = index == len(texts) - 1
        for word in fitting_words(text, style, width):
            length = width_of(word, style)
            if used and used + length > width:
                if words:
                    pieces.append(_piece(index, line, first, words, style, ends=False))
                line, used, first, words = line + 1, 0.0, 0.0, []
            words.append(word)
            used += length + blank
        if words:
            pieces.append(_piece(index, line, first, words, style, ends=last_run))
    return tuple(pieces)


def _piece(
    run: int, line: int, left: float, words: list[str], style: TextStyle, *, ends: bool
) -> _Piece:
    """A piece keeps its last blank, so that who extracts the text finds the words apart."""
    text = " ".join(words) + ("" if ends else " ")
    return _Piece(run, line, left, shape(text, style.face, style.size))
