"""The panel at the end of a document: how anyone can tell that it is real."""

from chassis.pdf import area_on_page, artifact
from chassis.values import LocalizedText
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from certificates.documents import looks
from certificates.documents.barcode import SIZE_MM, Modules, link_modules
from certificates.documents.code_drawing import draw_code
from certificates.documents.linked_text import LinkedText
from certificates.documents.typesetter import Typesetter
from certificates.domain.document import Document
from certificates.domain.paper import shown_address
from certificates.domain.paper_wording import (
    DATA_SEAL_ALTERNATIVE,
    DATA_SEAL_CAPTION,
    HOW_TO_VERIFY,
    HOW_TO_VERIFY_OFFLINE,
    LINK_DESCRIPTION,
    NUMBER_LABEL,
    QR_ALTERNATIVE,
    QR_CAPTION,
    VALID_WITHOUT_SIGNATURE,
)

_PADDING = 3 * mm
_BAR = 1.2 * mm
# The link is short: 33 modules of 0.5 mm.
_QR = 20 * mm
_DATA_SEAL = SIZE_MM * mm
_GAP = 4 * mm
_LINE_GAP = 1.2


class _Code:
    """A barcode with its caption below."""

    def __init__(
        self,
        modules: Modules,
        size: float,
        alternative: LocalizedText,
        caption: LocalizedText,
        document: Document,
        setter: Typesetter,
    ) -> None:
        self._modules = modules
        self.size = size
        self._setter = setter
        self._figure = setter.add("Figure")
        self._figure.alternative = alternative.format(number=document.number.printed).in_language(
            setter.language.first
        )
        self._caption = setter.inline(caption, looks.CAPTION, setter.add("P"))
        self._caption.wrap(size, 0)
        self.height = size + self._caption.height + 1

    def draw_on(self, panel: Flowable, left: float, bottom: float) -> None:
        canvas = panel.canv
        canvas.saveState()
        canvas.translate(left, bottom + self._caption.height + 1)
        self._figure.area = area_on_page(canvas, self.size, self.size)
        with self._setter.structure.marked(canvas, self._figure):
            draw_code(canvas, self._modules, self.size)
        canvas.restoreState()
        self._caption.drawOn(canvas, left, bottom)


class VerificationPanel(Flowable):  # type: ignore[misc]
    """Number, codes and how to verify. It stands whole at the foot of the last page."""

    def __init__(self, document: Document, data_seal: Modules, setter: Typesetter) -> None:
        super().__init__()
        self._setter = setter
        self._panel_height = 0.0
        self._texts: list[Flowable] = [
            setter.inline(NUMBER_LABEL, looks.SMALL, setter.add("P")),
            setter.plain(document.number.printed, looks.NUMBER, setter.add("P")),
            *setter.paragraphs(VALID_WITHOUT_SIGNATURE, looks.VALID),
            *setter.paragraphs(HOW_TO_VERIFY, looks.PANEL_NOTE),
        ]
        if data_seal:
            self._texts += setter.paragraphs(HOW_TO_VERIFY_OFFLINE, looks.PANEL_NOTE)
        self._texts.append(
            LinkedText(
                shown_address(document),
                setter.looks.link,
                setter,
                document.verification_link,
                LINK_DESCRIPTION,
            )
        )
        self._codes = [
            _Code(
                link_modules(document.verification_link),
                _QR,
                QR_ALTERNATIVE,
                QR_CAPTION,
                document,
                setter,
            )
        ]
        if data_seal:
            self._codes.append(
                _Code(
                    data_seal,
                    _DATA_SEAL,
                    DATA_SEAL_ALTERNATIVE,
                    DATA_SEAL_CAPTION,
                    document,
                    setter,
                )
            )

    def least_height(self, width: float) -> float:
        """How much room the panel needs, in points."""
        codes = sum(code.size + _GAP for code in self._codes)
        text_width = width - _BAR - codes - 2 * _PADDING
        text_height = sum(text.wrap(text_width, 0)[1] + _LINE_GAP for text in self._texts)
        code_height = max(code.height for code in self._codes)
        return float(max(text_height, code_height) + 2 * _PADDING)

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
            canvas.setFillColor(self._setter.looks.tint)
            canvas.rect(0, 0, self.width, self._panel_height, stroke=0, fill=1)
            canvas.setFillColor(self._setter.looks.accent)
            canvas.rect(0, 0, _BAR, self._panel_height, stroke=0, fill=1)
        top = self._panel_height - _PADDING
        for text in self._texts:
            top -= text.height + _LINE_GAP
            text.drawOn(canvas, _BAR + _PADDING, top)
        left = self.width - _PADDING - sum(code.size for code in self._codes)
        left -= _GAP * (len(self._codes) - 1)
        for code in self._codes:
            code.draw_on(self, left, self._panel_height - _PADDING - code.height)
            left += code.size + _GAP
