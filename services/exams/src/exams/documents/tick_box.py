"""Boxes to be ticked by hand."""

from chassis.pdf import Element, artifact, colours
from reportlab.lib.units import mm
from reportlab.platypus import Flowable


class TickBox(Flowable):  # type: ignore[misc]
    """A box to be ticked; for a screen reader an empty cell."""

    def __init__(self, element: Element) -> None:
        super().__init__()
        self.element = element
        self.width = self.height = 4 * mm

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """As large as it is."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws the four sides."""
        with artifact(self.canv):
            self.canv.setStrokeColor(colours.SOFT_INK)
            self.canv.setLineWidth(0.6)
            self.canv.rect(0, 0, self.width, self.height)
