"""Which passwords are refused (NIST SP 800-63B-4 section 3.1.1, OWASP ASVS 5.0 section 6.2).

Length, a list of common passwords, patterns and words that anybody would try first. No rule about
kinds of characters, no expiry.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from identity.domain.password_patterns import is_pattern

# NIST SP 800-63B-4 section 3.1.1.2: alone, and as one of two factors.
SHORTEST = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 128

SYSTEM_WORDS = ("matrikel",)

# Shorter words turn up inside innocent ones: "an" is a family name.
_SHORTEST_WORD_INSIDE = 4
_SHORTEST_WHOLE_WORD = 3
_AROUND_LETTERS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LETTERS_MEANT = str.maketrans("@4301$5!", "aaeoissi")
_GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Objection(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "PASSWORD_TOO_SHORT"
    TOO_LONG = "PASSWORD_TOO_LONG"
    COMMON = "PASSWORD_COMMON"
    PATTERN = "PASSWORD_PATTERN"
    CONTEXT_WORD = "PASSWORD_CONTAINS_CONTEXT_WORD"


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """What a stranger knows about the person: the user name and the parts of the name."""

    user_name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonPasswords:
    """Passwords that many people have, in small letters.

    `words` are those that others are built from; `whole` are refused as they are, and with digits
    and signs before or behind them.
    """

    words: frozenset[str]
    whole: frozenset[str]


def shortest_allowed(*, has_second_factor: bool) -> int:
    """How many characters a password has at least."""
    return SHORTEST_WITH_SECOND_FACTOR if has_second_factor else SHORTEST


def normalised(password: str) -> str:
    """The password as it is counted and hashed: one form (NFKC) for every keyboard."""
    return unicodedata.normalize("NFKC", password)


def objections(
    password: str,
    common: CommonPasswords,
    personal: PersonalWords,
    university_words: Iterable[str] = (),
    *,
    shortest: int = SHORTEST,
) -> tuple[Objection, ...]:
    """Everything that speaks against a normalised password; empty when it is good.

    `university_words` are those that anybody here would try first.
    """
    found = []
    if len(password) < shortest:
        found.append(Objection.TOO_SHORT)
    if len(password) > LONGEST:
        # The searches below are quadratic; what is too long is not searched.
        return (Objection.TOO_LONG,)
    if is_common(password, common):
        found.append(Objection.COMMON)
    if is_pattern(password):
        found.append(Objection.PATTERN)
    if _holds_any(password, _context_words(personal, university_words)):
        found.append(Objection.CONTEXT_WORD)
    return tuple(found)


def is_common(password: str, common: CommonPasswords) -> bool:
    """Whether the password is a common one, or common ones strung together to reach the length.

    "password12345678" and "Sommer-2026-Sommer" are; "correct horse battery staple" is not.
    """
    plain = password.casefold()
    return any(
        _is_common_writing(form, common) for form in (plain, plain.translate(_LETTERS_MEANT))
    )


def _is_common_writing(plain: str, common: CommonPasswords) -> bool:
    core = _AROUND_LETTERS.sub("", plain)
    if plain in common.words or plain in common.whole or core in common.whole:
        return True
    words = re.findall(r"[^\W\d_]+", plain)
    built = bool(words) and len(set(words)) <= 2
    return built and all(_made_of(word, common.words) for word in words)


def _made_of(word: str, parts: frozenset[str]) -> bool:
    """Whether a word is one of the parts or several of them in a row."""
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(reached[start] and word[start:end] in parts for start in range(end))
    return reached[-1]


def _context_words(personal: PersonalWords, university_words: Iterable[str]) -> set[str]:
    """Every word to look for, in the forms that people write it."""
    words = {*university_words, *SYSTEM_WORDS, personal.user_name}
    for name in personal.names:
        words.update(re.findall(r"[^\W\d_]+", name))
    return {form for word in words for form in _spellings(word)}


def _holds_any(password: str, words: Iterable[str]) -> bool:
    forms = _spellings(password)
    whole = {word for form in forms for word in re.findall(r"[^\W\d_]+", form)}
    return any(
        (len(word) >= _SHORTEST_WORD_INSIDE and any(word in form for form in forms))
        or (len(word) >= _SHORTEST_WHOLE_WORD and word in whole)
        for word in words
    )


def _spellings(text: str) -> set[str]:
    """The text as it is, with German letters written out, and without marks; all in small."""
    plain = unicodedata.normalize("NFC", text).casefold()
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", plain)
        if not unicodedata.combining(letter)
    )
    return {plain, plain.translate(_GERMAN_LETTERS), bare}
