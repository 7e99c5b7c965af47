"""The two languages of the suite and texts in both."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that every page, mail and error is written in."""

    DE = "de"
    EN = "en"

    @classmethod
    def preferred(cls, accept_language: str) -> "Language":
        """The first language of an Accept-Language header that the suite speaks, else German.

        Quality values are obeyed; malformed parts are passed over.
        """
        best, best_quality = cls.DE, 0.0
        for part in accept_language.split(","):
            tag, _, parameters = part.strip().partition(";")
            quality = _quality(parameters)
            language = tag.strip().lower().split("-")[0]
            if language in cls._value2member_map_ and quality > best_quality:
                best, best_quality = cls(language), quality
        return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in German and English."""

    de: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in one of the languages."""
        return self.de if language is Language.DE else self.en

    def format(self, **facts: object) -> "LocalizedText":
        """Both texts with `{name}` places filled in.

        A fact that is itself a LocalizedText is filled in by language.
        """
        german = {k: v.de if isinstance(v, LocalizedText) else v for k, v in facts.items()}
        english = {k: v.en if isinstance(v, LocalizedText) else v for k, v in facts.items()}
        return LocalizedText(de=self.de.format(**german), en=self.en.format(**english))
