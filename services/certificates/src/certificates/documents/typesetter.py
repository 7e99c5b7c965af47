"""Sets texts in the document's language: one, or both with the second in a softer tone.

Where both are printed and differ, each is an element with its language, so that a screen reader
changes its voice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.pdf import Element, Face, Role, Run, Runs, Structure, Text, TextStyle
from chassis.values import Language, LocalizedText
from reportlab.platypus import Flowable

from certificates.documents.looks import Looks, Spacing, smaller, softer
from certificates.domain.document_language import DocumentLanguage


class Stack(Flowable):  # type: ignore[misc]
    """Flowables below each other that are never parted."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self._parts = parts

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as its parts together."""
        heights = [part.wrap(available_width, available_height)[1] for part in self._parts]
        self.width, self.height = available_width, sum(heights)
        return self.width, self.height

    def draw(self) -> None:
        """Draws the parts from above."""
        top = self.height
        for part in self._parts:
            top -= part.height
            part.drawOn(self.canv, 0, top)


@dataclass(frozen=True, slots=True)
class Typesetter:
    """What all parts of one document are set with."""

    language: DocumentLanguage
    structure: Structure
    looks: Looks
    spacing: Spacing

    @property
    def title(self) -> TextStyle:
        """The document's title."""
        size = self.spacing.title_size
        return TextStyle(size, size * 1.24, Face.BOLD, self.looks.accent)

    def add(self, role: Role) -> Element:
        """A new element of the document."""
        return self.structure.root.add(role)

    def plain(self, text: str, style: TextStyle, element: Element) -> Text:
        """What reads the same in every language."""
        return Text(text, style, self.structure, element)

    def stacked(
        self, text: LocalizedText, style: TextStyle, element: Element, *, repeats: bool = False
    ) -> Flowable:
        """The languages below each other; `repeats` marks the head of a table."""
        versions = self.language.versions(text)
        if len(versions) == 1:
            return Text(versions[0], style, self.structure, element, repeats=repeats)
        styles = (style, smaller(style))
        return Stack(
            [
                Text(one, look, self.structure, span, repeats=repeats)
                for one, look, span in zip(versions, styles, self._spans(element), strict=True)
            ]
        )

    def inline(self, text: LocalizedText, style: TextStyle, element: Element) -> Flowable:
        """The languages in one line with a stroke between them, broken where it is too long."""
        versions = self.language.versions(text)
        if len(versions) == 1:
            return Text(versions[0], style, self.structure, element)
        german, english = self._spans(element)
        soft = softer(style)
        return Runs(
            (
                Run(f"{versions[0]} /", style, german),
                Run(versions[1], soft, english),
            ),
            self.structure,
        )

    def paragraphs(self, text: LocalizedText, style: TextStyle) -> list[Flowable]:
        """A paragraph in each language."""
        drawn: list[Flowable] = []
        for index, one in enumerate(self.language.versions(text)):
            element = self.add("P")
            if index:
                element.language = Language.EN
            look = softer(style) if index else style
            drawn.append(Text(one, look, self.structure, element))
        return drawn

    def _spans(self, element: Element) -> tuple[Element, Element]:
        """The first language is the document's own, so only the second one is named."""
        return element.add("Span"), element.add("Span", language=Language.EN)
