"""The head of a document: who issues it, and to whom where it is posted."""

from chassis.pdf import artifact, colours
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from certificates.documents import looks
from certificates.documents.linked_text import LinkedText
from certificates.documents.mark import draw_mark, mark_width
from certificates.documents.typesetter import Typesetter
from certificates.domain.branding import Branding
from certificates.domain.document import Document
from certificates.domain.paper import address_lines, place_and_day, return_address
from certificates.domain.paper_wording import EMAIL_DESCRIPTION, WEBSITE_DESCRIPTION

_MARK = 13 * mm
_CONTACT_COLUMN = 50 * mm

# Distances from the upper edge of the paper after DIN 5008, form B.
_WINDOW_RETURN_ADDRESS = 58.5 * mm
_WINDOW_RECIPIENT = 62.7 * mm
_WINDOW_WIDTH = 80 * mm
_BODY_OF_A_LETTER = 98.5 * mm
# Above the body, so that the day does not touch the title.
_DAY_OF_A_LETTER = 4 * mm
_FOLDS = (105 * mm, 210 * mm)
_MIDDLE = 148.5 * mm


class LetterheadBlock(Flowable):  # type: ignore[misc]
    """Mark and name of the university on the left, address and contact on the right.

    With a recipient the block reaches down to where the body of a letter begins. `top` is the
    distance of the block from the upper edge of the paper, in points.
    """

    def __init__(
        self, document: Document, branding: Branding, setter: Typesetter, top: float
    ) -> None:
        super().__init__()
        self._branding = branding
        self._looks = setter.looks
        self._top = top
        name = setter.stacked(
            document.letterhead.university_name, setter.looks.university, setter.add("P")
        )
        self._names = [name]
        if branding.office.de:
            self._names.append(setter.stacked(branding.office, looks.VALUE, setter.add("P")))
        self._lines = [_contact_line(line, document, setter) for line in address_lines(document)]
        sender = (return_address(document),) if document.recipient else ()
        self._sender = [
            setter.plain(line, looks.RETURN_ADDRESS, setter.add("P")) for line in sender
        ]
        self._recipient = [
            setter.plain(line, looks.RECIPIENT, setter.add("P")) for line in document.recipient
        ]
        self._day = setter.plain(place_and_day(document, branding), looks.DAY, setter.add("P"))

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As high as the higher of both sides, or as the upper part of a letter."""
        self.width = available_width
        self._mark_width = mark_width(self._branding.logo, _MARK)
        room = available_width - _CONTACT_COLUMN - self._mark_width - 8 * mm
        names = sum(one.wrap(room, 0)[1] for one in self._names)
        lines = sum(line.wrap(_CONTACT_COLUMN, 0)[1] for line in self._lines)
        self._head_height = max(lines, names, _MARK) + 4 * mm
        for line in (*self._sender, *self._recipient):
            line.wrap(_WINDOW_WIDTH, 0)
        self._day.wrap(available_width, 0)
        if self._recipient:
            self.height = _BODY_OF_A_LETTER - self._top
        else:
            self.height = self._head_height + 3 * mm + self._day.height
        return self.width, self.height

    def draw(self) -> None:
        """Draws the head, the rule under it, the window and the day."""
        canvas = self.canv
        with artifact(canvas):
            draw_mark(canvas, self._branding, 0, self.height - _MARK, _MARK)
            canvas.setStrokeColor(self._looks.accent)
            canvas.setLineWidth(0.8)
            rule = self.height - self._head_height
            canvas.line(0, rule, self.width, rule)
        names = sum(one.height for one in self._names)
        top = self.height - max(0.0, (_MARK - names) / 2)
        for one in self._names:
            top -= one.height
            one.drawOn(canvas, self._mark_width + 4 * mm, top)
        top = self.height + 1.5
        for line in self._lines:
            top -= line.height
            line.drawOn(canvas, self.width - _CONTACT_COLUMN, top)
        if self._recipient:
            self._draw_window()
        self._day.drawOn(canvas, 0, _DAY_OF_A_LETTER if self._recipient else 0)

    def _draw_window(self) -> None:
        canvas = self.canv
        (sender,) = self._sender
        top = self.height + self._top - _WINDOW_RETURN_ADDRESS
        sender.drawOn(canvas, 0, top)
        with artifact(canvas):
            canvas.setStrokeColor(colours.HAIRLINE)
            canvas.setLineWidth(0.4)
            canvas.line(0, top - 0.5, _WINDOW_WIDTH, top - 0.5)
        top = self.height + self._top - _WINDOW_RECIPIENT
        for line in self._recipient:
            top -= line.height
            line.drawOn(canvas, 0, top)


def _contact_line(line: str, document: Document, setter: Typesetter) -> Flowable:
    """Website and e-mail address can be clicked."""
    head = document.letterhead
    if line == head.website:
        address, description = f"https://{line}", WEBSITE_DESCRIPTION
    elif line == head.contact_email:
        address, description = f"mailto:{line}", EMAIL_DESCRIPTION
    else:
        return setter.plain(line, looks.SMALL, setter.add("P"))
    return LinkedText(line, looks.SMALL, setter, address, description)


def draw_fold_marks(canvas: Canvas, page_height: float) -> None:
    """Where to fold the letter for its envelope, and the middle for a punch."""
    with artifact(canvas):
        canvas.setStrokeColor(colours.SOFT_INK)
        canvas.setLineWidth(0.4)
        for distance in _FOLDS:
            canvas.line(4 * mm, page_height - distance, 8 * mm, page_height - distance)
        canvas.line(4 * mm, page_height - _MIDDLE, 10 * mm, page_height - _MIDDLE)
