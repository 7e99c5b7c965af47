"""How a university's papers look: colour, mark, the lines that its letterhead adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from chassis.values import LocalizedText

from certificates.domain.printing import NOTHING

# WCAG 2.2, 1.4.3: text of normal size against what is behind it.
LEAST_CONTRAST = 4.5

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of sRGB, as "#1F3A5F"."""

    code: str

    def __post_init__(self) -> None:
        """Raises ValueError for another spelling."""
        if not _COLOUR.match(self.code):
            raise ValueError("not a colour as #RRGGBB")

    @property
    def parts(self) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1."""
        red, green, blue = (int(self.code[first : first + 2], 16) / 255 for first in (1, 3, 5))
        return red, green, blue

    def on_white(self, share: float) -> "Colour":
        """The colour as a tint: `share` of it, the rest white."""
        mixed = (round(255 * (1 - share * (1 - part))) for part in self.parts)
        return Colour("#" + "".join(f"{part:02X}" for part in mixed))

    def contrast(self, other: "Colour") -> float:
        """From 1 to 21, after WCAG 2.2."""
        lighter, darker = sorted((self._luminance, other._luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    @property
    def _luminance(self) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in self.parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled area of a mark: steps of M, L, C and Z, absolute, y downwards."""

    fill: Colour
    steps: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """The university's mark, as shapes; width and height are in the units of its steps."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Branding:
    """What the letterhead adds to name and address of the university."""

    accent: Colour = Colour("#1F3A5F")
    # "Lüneburg" of "Lüneburg, 22.11.2026"; empty: the date alone.
    place: str = ""
    # The office that issues, under the university's name.
    office: LocalizedText = NOTHING
    # At the foot of the first page, such as the legal form.
    footer: tuple[LocalizedText, ...] = ()
    # None: a neutral mark.
    logo: Logo | None = None

    def to_values(self) -> dict[str, Any]:
        """In a form that JSON knows."""
        logo = self.logo
        return {
            "accent": self.accent.code,
            "place": self.place,
            "office": [self.office.de, self.office.en],
            "footer": [[line.de, line.en] for line in self.footer],
            "logo": logo
            and {
                "size": [logo.width, logo.height],
                "shapes": [
                    [shape.fill.code, [[name, *numbers] for name, numbers in shape.steps]]
                    for shape in logo.shapes
                ],
            },
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Reads what `to_values` gave."""
        logo = values["logo"]
        return cls(
            accent=Colour(values["accent"]),
            place=values["place"],
            office=LocalizedText(*values["office"]),
            footer=tuple(LocalizedText(*line) for line in values["footer"]),
            logo=None if logo is None else _logo(logo),
        )

    @property
    def tint(self) -> Colour:
        """Behind heads of tables and the verification panel."""
        return self.accent.on_white(0.06)

    @property
    def light(self) -> Colour:
        """The second colour of the neutral mark."""
        return self.accent.on_white(0.45)

    @property
    def readable(self) -> bool:
        """True where the accent can be read on white and on the tint."""
        behind = (Colour("#FFFFFF"), self.tint)
        return all(self.accent.contrast(one) >= LEAST_CONTRAST for one in behind)


def _logo(values: Mapping[str, Any]) -> Logo:
    width, height = values["size"]
    shapes = (
        Shape(Colour(fill), tuple((name, tuple(numbers)) for name, *numbers in steps))
        for fill, steps in values["shapes"]
    )
    return Logo(width, height, tuple(shapes))
