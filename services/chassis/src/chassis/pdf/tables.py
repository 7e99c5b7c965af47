"""Tables whose rules are decoration to a screen reader."""

from reportlab.platypus import Table

from chassis.pdf.structure import artifact


class RuledTable(Table):  # type: ignore[misc]
    """reportlab's table whose rules and backgrounds are artifacts."""

    def _drawBkgrnd(self) -> None:  # noqa: N802 - the name is reportlab's
        with artifact(self.canv):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 - the name is reportlab's
        with artifact(self.canv):
            super()._drawLines()
