"""The head of a document: who issues it."""

from chassis.pdf import Structure, Text, artifact, colours
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from certificates.documents import looks
from certificates.domain.document import Letterhead

_MARK = 13 * mm
_CONTACT_COLUMN = 52 * mm
_LIGHT = HexColor("#8FA6C4")


class LetterheadBlock(Flowable):  # type: ignore[misc]
    """Mark and name of the university on the left, address and contact on the right."""

    def __init__(self, letterhead: Letterhead, structure: Structure) -> None:
        super().__init__()
        root = structure.root
        self._name = Text(letterhead.university_name, looks.UNIVERSITY, structure, root.add("P"))
        self._lines = [
            Text(line, looks.SMALL, structure, root.add("P"))
            for line in (
                letterhead.street_address,
                letterhead.town,
                letterhead.website,
                letterhead.contact_name,
                letterhead.contact_email,
            )
            if line
        ]

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As high as the higher of both sides."""
        self.width = available_width
        self._name.wrap(available_width - _CONTACT_COLUMN - _MARK - 9 * mm, 0)
        lines = sum(line.wrap(_CONTACT_COLUMN, 0)[1] for line in self._lines)
        self.height = max(lines, self._name.height, _MARK) + 5 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Draws the head and the rule under it."""
        canvas = self.canv
        with artifact(canvas):
            draw_mark(canvas, 0, self.height - _MARK, _MARK)
            canvas.setStrokeColor(colours.ACCENT)
            canvas.setLineWidth(0.8)
            canvas.line(0, 0, self.width, 0)
        middle = self.height - (_MARK + self._name.height) / 2
        self._name.drawOn(canvas, _MARK + 4 * mm, min(middle, self.height - self._name.height))
        top = self.height + 1.5
        for line in self._lines:
            top -= line.height
            line.drawOn(canvas, self.width - _CONTACT_COLUMN, top)


def draw_mark(canvas: Canvas, left: float, bottom: float, size: float) -> None:
    """A neutral mark, not a logo: two quarter discs and two squares."""
    half = size / 2
    gap = size * 0.03
    side = half - gap
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.setFillColor(colours.ACCENT)
    _quarter(canvas, side, half + gap, side, 90)
    _quarter(canvas, half + gap, side, side, 270)
    canvas.setFillColor(_LIGHT)
    canvas.rect(half + gap, half + gap, side, side, stroke=0, fill=1)
    canvas.rect(0, 0, side, side, stroke=0, fill=1)
    canvas.restoreState()


def _quarter(canvas: Canvas, x: float, y: float, radius: float, start: int) -> None:
    path = canvas.beginPath()
    path.moveTo(x, y)
    path.arcTo(x - radius, y - radius, x + radius, y + radius, startAng=start, extent=90)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
