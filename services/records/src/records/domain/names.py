"""Which letters names and places are written in.

Source: DIN 91379:2022-08. Names take its Latin letters, its combining marks and its non-letters of
group N1 (datatype A); places also take the digits and signs that occur in place names. Letters are
accepted by Unicode's Latin blocks, a little wider than the standard's list.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum

_COMBINING_MARKS = frozenset(
    "\u0300\u0301\u0302\u0304\u0306\u0307\u0308\u030b\u030c\u030d"
    "\u0310\u0315\u031b\u0323\u0325\u0326\u0327\u0328\u0331\u035f"
)
_NAME_SIGNS = frozenset(" ',-.`~¨´·\u02b9\u02ba\u02be\u02bf\u02c8\u02cc’‡")
_PLACE_SIGNS = _NAME_SIGNS | frozenset("0123456789()/&")
# The standard's sequences have a letter with at most two marks; more make a name unreadable.
_MOST_MARKS = 2
# Outside the Latin blocks, but letters of the standard: schwa, i with stroke, ezh.
_FURTHER_LETTERS = frozenset("əɨʒ")


class LetterRule(Enum):
    """What a text may be made of."""

    NAME = "name"
    PLACE = "place"


class TextFault(Enum):
    """Why a name or place cannot be taken as it is."""

    NO_LETTER = "no letter"
    LETTER_NOT_ALLOWED = "letter not allowed"
    MARK_WITHOUT_LETTER = "mark without letter"
    TOO_MANY_MARKS = "too many marks"


@dataclass(frozen=True, slots=True)
class TextProblem:
    """A fault and the character that shows it ("" where the whole text is meant)."""

    fault: TextFault
    character: str = ""

    @property
    def character_named(self) -> str:
        """The character with its number, so that look-alikes can be told apart: "Д (U+0414)"."""
        return f"{self.character} (U+{ord(self.character):04X})" if self.character else ""


def tidied(text: str) -> str:
    """The text composed (NFC), without blanks around it and with single blanks inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_problem(text: str, rule: LetterRule) -> TextProblem | None:
    """The first thing that stands against a tidied text, or None. Empty texts have no letter."""
    signs = _NAME_SIGNS if rule is LetterRule.NAME else _PLACE_SIGNS
    may_carry_mark, marks = False, 0
    for character in text:
        if character in _COMBINING_MARKS:
            marks += 1
            if not may_carry_mark:
                return TextProblem(TextFault.MARK_WITHOUT_LETTER, character)
            if marks > _MOST_MARKS:
                return TextProblem(TextFault.TOO_MANY_MARKS, character)
        elif _is_latin_letter(character):
            may_carry_mark, marks = True, 0
        elif character in signs:
            may_carry_mark = False
        else:
            return TextProblem(TextFault.LETTER_NOT_ALLOWED, character)
    if not any(_is_latin_letter(character) for character in text):
        return TextProblem(TextFault.NO_LETTER)
    return None


def _is_latin_letter(character: str) -> bool:
    if character in _FURTHER_LETTERS:
        return True
    in_latin_block = character <= "\u024f" or "\u1e00" <= character <= "\u1eff"
    return (
        in_latin_block
        and character.isalpha()
        and unicodedata.name(character, "").startswith("LATIN ")
    )
