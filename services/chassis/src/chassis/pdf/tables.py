"""Tables whose rules are decoration to a screen reader."""

from typing import Any

from reportlab.platypus import Table

from chassis.pdf.structure import artifact


class RuledTable(Table):  # type: ignore[misc]
    """reportlab's table whose rules and backgrounds are artifacts.

    Where columns have fixed widths and no cell spans rows, a row is measured once: reportlab does
    so again for every question about the height, and for each part of a table over pages.
    """

    def _calc_height(self, *arguments: Any, **options: Any) -> None:
        super()._calc_height(*arguments, **options)
        if all(isinstance(width, int | float) for width in self._argW) and not getattr(
            self, "_rowSpanCells", ()
        ):
            self._argH = self._rowHeights

    def _drawBkgrnd(self) -> None:  # noqa: N802 - the name is reportlab's
        with artifact(self.canv):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 - the name is reportlab's
        with artifact(self.canv):
            super()._drawLines()
