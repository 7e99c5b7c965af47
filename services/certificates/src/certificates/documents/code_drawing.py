"""Codes drawn as paths: sharp at every size, and quicker than reportlab's own."""

from collections.abc import Sequence

from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from certificates.documents.barcode import QUIET_MODULES, Modules


def draw_code(canvas: Canvas, modules: Modules, size: float) -> None:
    """Draws a square code with its quiet zone at the canvas' origin; size in points."""
    module = size / (len(modules) + 2 * QUIET_MODULES)
    canvas.setFillColor(white)
    canvas.rect(0, 0, size, size, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.saveState()
    # In whole modules from the upper left corner: short numbers make a small file.
    canvas.transform(module, 0, 0, -module, QUIET_MODULES * module, size - QUIET_MODULES * module)
    code = canvas._code
    for row, line in enumerate(modules):
        code.extend(f"{first} {row} {length} 1 re" for first, length in _dark_runs(line))
    code.append("f")
    canvas.restoreState()


def _dark_runs(line: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for position, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((position, 1))
    return runs
