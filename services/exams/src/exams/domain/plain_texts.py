"""Texts that people write: what can be stored everywhere, and what anybody can see."""

import unicodedata

_LINE_BREAKS = "\t\n\r"
# Turn the order of what stands around them (Unicode 16, UAX #9, 2.1 to 2.3).
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Controls, format characters such as zero-width ones, halves of characters, and blanks.
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))


def has_control(text: str) -> bool:
    """Whether it holds what no database stores and no cell shows; line breaks are fine."""
    return any((c < " " and c not in _LINE_BREAKS) or "\ud800" <= c <= "\udfff" for c in text)


def is_invisible(text: str) -> bool:
    """Whether nothing of it can be seen although it is not empty."""
    return text != "" and all(unicodedata.category(c) in _INVISIBLE for c in text)


def is_readable(text: str) -> bool:
    """Whether it is empty, or shows what it holds: nothing hidden, nothing turned round."""
    return not has_control(text) and not is_invisible(text) and _DIRECTIONS.isdisjoint(text)


def without_blanks(text: str) -> str:
    """The text without blanks of any width, also those that keep words together or are unseen."""
    return "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
