"""The university's mark: its logo as shapes, or a neutral one."""

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from certificates.domain.branding import Branding, Logo

# How much wider than high a logo may stand beside the university's name.
_WIDEST = 3.5


def mark_width(logo: Logo | None, height: float) -> float:
    """How much room a mark of this height takes to the side."""
    if logo is None:
        return height
    return height * min(logo.width / logo.height, _WIDEST)


def draw_mark(
    canvas: Canvas, branding: Branding, left: float, bottom: float, height: float
) -> None:
    """Draws the mark; the caller says that it is decoration beside the university's name."""
    canvas.saveState()
    canvas.translate(left, bottom)
    if branding.logo is None:
        _draw_neutral_mark(canvas, branding, height)
    else:
        _draw_logo(canvas, branding.logo, height)
    canvas.restoreState()


def _draw_logo(canvas: Canvas, logo: Logo, height: float) -> None:
    scale = mark_width(logo, height) / logo.width
    # Very wide logos are lower than the mark's room: they stand in its middle.
    canvas.translate(0, (height + logo.height * scale) / 2)
    canvas.transform(scale, 0, 0, -scale, 0, 0)
    for shape in logo.shapes:
        path = canvas.beginPath()
        for name, numbers in shape.steps:
            match name:
                case "M":
                    path.moveTo(*numbers)
                case "L":
                    path.lineTo(*numbers)
                case "C":
                    path.curveTo(*numbers)
                case _:
                    path.close()
        canvas.setFillColor(HexColor(shape.fill.code))
        canvas.drawPath(path, stroke=0, fill=1)


def _draw_neutral_mark(canvas: Canvas, branding: Branding, size: float) -> None:
    """Two quarter discs and two squares: no university's logo."""
    half = size / 2
    gap = size * 0.03
    side = half - gap
    canvas.setFillColor(HexColor(branding.accent.code))
    _quarter(canvas, side, half + gap, side, 90)
    _quarter(canvas, half + gap, side, side, 270)
    canvas.setFillColor(HexColor(branding.light.code))
    canvas.rect(half + gap, half + gap, side, side, stroke=0, fill=1)
    canvas.rect(0, 0, side, side, stroke=0, fill=1)


def _quarter(canvas: Canvas, x: float, y: float, radius: float, start: int) -> None:
    path = canvas.beginPath()
    path.moveTo(x, y)
    path.arcTo(x - radius, y - radius, x + radius, y + radius, startAng=start, extent=90)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
