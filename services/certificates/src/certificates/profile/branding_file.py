"""Reads branding.yaml and the logo that it names."""

from pathlib import Path
from typing import Any

from chassis.values import LocalizedText

from certificates.domain.branding import LEAST_CONTRAST, Branding, Colour, Logo
from certificates.domain.printing import NOTHING
from certificates.profile.problems import Problem, ProfileError
from certificates.profile.vector_logo import read_logo

FILE = "branding.yaml"

_KNOWN = {"accent", "place", "office", "footer", "logo"}
_LONGEST = 110
_MOST_FOOTER_LINES = 3
_LARGEST_LOGO = 200_000


def branding_from(values: object, folder: Path) -> Branding:
    """The branding. Raises ProfileError, which names everything that is wrong."""
    reading = _Reading()
    branding = reading.branding(values, folder)
    if reading.problems:
        raise ProfileError(tuple(reading.problems))
    return branding


class _Reading:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _problem(self, place: str, remedy: str) -> None:
        self.problems.append(Problem(FILE, place, remedy))

    def branding(self, values: object, folder: Path) -> Branding:
        if not isinstance(values, dict):
            self._problem("", 'keys with their values are needed, such as accent: "#1F3A5F"')
            return Branding()
        for name in values:
            if name not in _KNOWN:
                self._problem(str(name), f"is not known; known are {', '.join(sorted(_KNOWN))}")
        footer = values.get("footer", [])
        if not isinstance(footer, list) or len(footer) > _MOST_FOOTER_LINES:
            self._problem("footer", f"a list of {_MOST_FOOTER_LINES} lines at most is needed")
            footer = []
        branding = Branding(
            accent=self._accent(values),
            place=self._text(values.get("place", ""), "place"),
            office=self._both(values["office"], "office") if "office" in values else NOTHING,
            footer=tuple(self._both(line, f"footer[{index}]") for index, line in enumerate(footer)),
            logo=self._logo(values["logo"], folder) if "logo" in values else None,
        )
        if not branding.readable:
            self._problem(
                "accent",
                f"{branding.accent.code} is too light: text in it needs a contrast of "
                f"{LEAST_CONTRAST} : 1 on white and on its own tint; choose a darker colour",
            )
        return branding

    def _accent(self, values: dict[str, Any]) -> Colour:
        usual = Branding().accent
        try:
            return Colour(values.get("accent", usual.code))
        except (TypeError, ValueError):
            self._problem("accent", 'a colour as "#RRGGBB" in quotation marks is needed')
            return usual

    def _text(self, value: object, place: str) -> str:
        if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
            self._problem(place, f"one line of {_LONGEST} letters at most is needed")
            return ""
        return value.strip()

    def _both(self, value: object, place: str) -> LocalizedText:
        if not isinstance(value, dict) or set(value) != {"de", "en"}:
            self._problem(place, "a text in both languages is needed, as de: … and en: …")
            return NOTHING
        return LocalizedText(
            de=self._text(value["de"], f"{place}.de"), en=self._text(value["en"], f"{place}.en")
        )

    def _logo(self, name: object, folder: Path) -> Logo | None:
        if not isinstance(name, str) or Path(name).name != name or not name.endswith(".svg"):
            self._problem("logo", "the name of an SVG file in the same folder is needed")
            return None
        file = folder / name
        if not file.is_file() or file.stat().st_size > _LARGEST_LOGO:
            self._problem("logo", f"{name} is missing or larger than {_LARGEST_LOGO} bytes")
            return None
        try:
            return read_logo(file.read_bytes())
        except ValueError as error:
            self._problem("logo", f"{name}: {error}")
            return None
