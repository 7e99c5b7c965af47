"""The language that a document is printed in: German, English, or both side by side."""

from enum import StrEnum

from chassis.values import Language, LocalizedText


class DocumentLanguage(StrEnum):
    """What a student chooses when drawing a certificate."""

    DE = "de"
    EN = "en"
    BOTH = "both"

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in the order in which they are printed."""
        match self:
            case DocumentLanguage.DE:
                return (Language.DE,)
            case DocumentLanguage.EN:
                return (Language.EN,)
            case DocumentLanguage.BOTH:
                return (Language.DE, Language.EN)

    @property
    def first(self) -> Language:
        """The language of the file as a whole, and of what is printed only once."""
        return self.languages[0]

    def versions(self, text: LocalizedText) -> tuple[str, ...]:
        """The text in each language; once where both are the same.

        Figures stand once, too, in the way of the first language: "1,3" needs no "1.3" beside it.
        """
        written = tuple(dict.fromkeys(text.in_language(one) for one in self.languages))
        return written if any(map(_has_letters, written)) else written[:1]

    def say(self, text: LocalizedText) -> str:
        """The text as one line: "Vollzeit / full-time" where both are printed and differ."""
        return " / ".join(self.versions(text))


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
