"""The panel at the end of a document: how anyone can tell that it is real."""

from chassis.pdf import (
    Element,
    Role,
    Structure,
    Target,
    Text,
    TextStyle,
    area_on_page,
    artifact,
    colours,
    page_index,
)
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from certificates.documents import looks
from certificates.documents.qr_code import draw_code
from certificates.documents.wording import (
    HOW_TO_VERIFY,
    LINK_DESCRIPTION,
    NUMBER_LABEL,
    QR_ALTERNATIVE,
    VALID_WITHOUT_SIGNATURE,
)
from certificates.domain.document import Document

_PADDING = 4 * mm
_BAR = 1.2 * mm
_CODE = 30 * mm
_GAP = 6 * mm
_LINE_GAP = 1.3


class VerificationPanel(Flowable):  # type: ignore[misc]
    """Number, code and how to verify. It stands whole at the foot of the last page."""

    def __init__(self, document: Document, structure: Structure) -> None:
        super().__init__()
        self._document = document
        self._structure = structure
        self._panel_height = 0.0
        language = document.language
        self._texts = [
            self._text("P", NUMBER_LABEL.in_language(language), looks.LABEL)[0],
            self._text("P", document.number.printed, looks.NUMBER)[0],
            self._text("P", VALID_WITHOUT_SIGNATURE.in_language(language), looks.VALUE)[0],
            self._text("P", HOW_TO_VERIFY.in_language(language), looks.NOTE)[0],
        ]
        address = document.verification_page.removeprefix("https://").removeprefix("http://")
        self._address, self._link = self._text("Link", address, looks.LINK)
        self._code = structure.root.add("Figure")
        self._code.alternative = QR_ALTERNATIVE.in_language(language).format(
            number=document.number.printed
        )

    def _text(self, role: Role, text: str, style: TextStyle) -> tuple[Text, Element]:
        element = self._structure.root.add(role)
        return Text(text, style, self._structure, element), element

    def least_height(self, width: float) -> float:
        """How much room the panel needs, in points."""
        text_width = width - _BAR - _CODE - _GAP - 2 * _PADDING
        texts = (*self._texts, self._address)
        text_height = sum(text.wrap(text_width, 0)[1] + _LINE_GAP for text in texts)
        return float(max(text_height, _CODE) + 2 * _PADDING)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as its content, or as what is left of the page."""
        self._panel_height = self.least_height(available_width)
        self.width = available_width
        self.height = max(self._panel_height, available_height)
        return self.width, self.height

    def draw(self) -> None:
        """Draws the panel at the lower edge of its area."""
        canvas = self.canv
        with artifact(canvas):
            canvas.setFillColor(colours.TINT)
            canvas.rect(0, 0, self.width, self._panel_height, stroke=0, fill=1)
            canvas.setFillColor(colours.ACCENT)
            canvas.rect(0, 0, _BAR, self._panel_height, stroke=0, fill=1)
        top = self._panel_height - _PADDING
        for text in (*self._texts, self._address):
            top -= text.height + _LINE_GAP
            text.drawOn(canvas, _BAR + _PADDING, top)
        self._make_clickable(top)
        canvas.saveState()
        canvas.translate(self.width - _PADDING - _CODE, (self._panel_height - _CODE) / 2)
        self._code.area = area_on_page(canvas, _CODE, _CODE)
        with self._structure.marked(canvas, self._code):
            draw_code(canvas, self._document.verification_link, _CODE)
        canvas.restoreState()

    def _make_clickable(self, bottom: float) -> None:
        self.canv.saveState()
        self.canv.translate(_BAR + _PADDING, bottom)
        self._link.children.append(
            Target(
                page_index(self.canv),
                area_on_page(self.canv, self._address.text_width, self._address.height),
                self._document.verification_link,
                LINK_DESCRIPTION.in_language(self._document.language),
            )
        )
        self.canv.restoreState()
