"""What a forgery is, and who makes it."""

from collections.abc import Callable
from dataclasses import dataclass

from ..rewriting import Sign, with_seal


@dataclass(frozen=True)
class Forgery:
    """A way to forge, and the checks of which one has to be the stated reason."""

    name: str
    # Makes the forged file of a genuine one. Insiders have the key of the seal.
    make: Callable[[bytes, Sign], bytes]
    reasons: frozenset[str]


def outsider(name: str, make: Callable[[bytes], bytes], *reasons: str) -> Forgery:
    return Forgery(name, lambda file, _: make(file), frozenset(reasons))


def insider(name: str, make: Callable[[bytes], bytes], *reasons: str) -> Forgery:
    """Who seals what was changed, with the key of the university."""
    return Forgery(name, lambda file, sign: with_seal(make(file), sign), frozenset(reasons))


def flipped(file: bytes, place: int) -> bytes:
    """One bit of one byte turned over."""
    return file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
