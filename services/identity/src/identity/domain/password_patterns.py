"""Passwords that a pattern makes long without making them hard to guess."""

from itertools import pairwise

FEWEST_DIFFERENT_CHARACTERS = 5
LONGEST_REPEATED_BLOCK = 8

# Three neighbours occur in words: "def" in "undefined".
_SHORTEST_RUN = 4
_FREE_CHARACTERS = 4

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertzuiopü",
    "qwertyuiop",
    "asdfghjklöä",
    "yxcvbnm",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6zhn7ujm",
    "1qay2wsx3edc4rfv5tgb6yhn7ujm",
)
_NEIGHBOURS = frozenset(
    pair for row in (*_ROWS, *(row[::-1] for row in _ROWS)) for pair in pairwise(row)
)


def is_pattern(password: str) -> bool:
    """Whether the password is few characters, a short block repeated, or runs on the keyboard."""
    plain = password.casefold()
    return (
        len(set(plain)) < FEWEST_DIFFERENT_CHARACTERS
        or _is_repeated_block(plain)
        or _outside_runs(plain) <= min(_FREE_CHARACTERS, len(plain) // 3)
    )


def _is_repeated_block(text: str) -> bool:
    """Whether the text is one short block over and over, the last time perhaps cut off."""
    return any(
        len(text) >= 2 * length and text == (text[:length] * (len(text) // length + 1))[: len(text)]
        for length in range(1, LONGEST_REPEATED_BLOCK + 1)
    )


def _outside_runs(text: str) -> int:
    """How many characters stand outside runs like "1234", "dcba", "asdf" or "aaaa"."""
    outside = 0
    run = 1
    for before, after in pairwise(text):
        if before == after or (before, after) in _NEIGHBOURS:
            run += 1
            continue
        outside += 0 if run >= _SHORTEST_RUN else run
        run = 1
    return outside + (0 if run >= _SHORTEST_RUN else run)
