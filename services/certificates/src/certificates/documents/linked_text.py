"""Text that leads to an address."""

from chassis.pdf import Target, Text, TextStyle, area_on_page, page_index
from chassis.values import LocalizedText

from certificates.documents.typesetter import Typesetter


class LinkedText(Text):
    """One line that can be clicked; screen readers say the description."""

    def __init__(
        self,
        text: str,
        style: TextStyle,
        setter: Typesetter,
        address: str,
        description: LocalizedText,
    ) -> None:
        self._link = setter.add("P").add("Link")
        super().__init__(text, style, setter.structure, self._link)
        self._address = address
        self._description = description.in_language(setter.language.first)

    def draw(self) -> None:
        """Draws the line and its area on the page."""
        super().draw()
        area = area_on_page(self.canv, self.text_width, self.height)
        self._link.children.append(
            Target(page_index(self.canv), area, self._address, self._description)
        )
