"""Whether pages say what the claims say, and nothing else."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matrikel_verify.claims import Claims

# Invisible characters that only tell where a line may break.
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where pages and claims part: the page (1 is the first) and what it says from there."""

    page: int
    found: str
    expected: str


# How far the claims have been read: the line, and how many of its characters.
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """How far a page has been read. Behind a cut line only furniture may follow."""

    position: int
    place: _Place
    is_cut: bool = False


def first_difference(pages: Sequence[Sequence[str]], claims: Claims) -> Difference | None:
    """None where the pages consist of the claims' lines in their order and of furniture only.

    `pages` are the pieces of text of each page as they are drawn. Blanks do not matter. A line may
    go on on the next page.
    """
    lines = [plain for line in claims.lines if (plain := _plain(line))]
    places: set[_Place] = {(0, 0)}
    for number, pieces in enumerate(pages, start=1):
        text = _plain("".join(pieces))
        reading = _PageReading(text, lines, _furniture(claims, number, len(pages)))
        reached = reading.ends(places)
        if not reached:
            line, done = reading.furthest.place
            expected = lines[line][done:] if line < len(lines) else ""
            position = reading.furthest.position
            return Difference(number, text[position : position + 40], expected[:40])
        places = reached
    if (len(lines), 0) in places:
        return None
    line, done = max(places)
    return Difference(len(pages), "", lines[line][done:][:40])


class _PageReading:
    """Reads a page in every way in which it can be made of lines and furniture."""

    def __init__(self, text: str, lines: Sequence[str], furniture: Sequence[str]) -> None:
        self._text = text
        self._lines = lines
        self._furniture = furniture
        self.furthest = _Step(0, (0, 0))

    def ends(self, places: set[_Place]) -> set[_Place]:
        """The places in the claims where the end of the page can be."""
        waiting = [_Step(0, place) for place in places]
        seen = set(waiting)
        ends: set[_Place] = set()
        while waiting:
            step = waiting.pop()
            if step.position == len(self._text):
                ends.add(step.place)
            if not step.is_cut:
                self.furthest = max(self.furthest, step)
            fresh = [one for one in self._next(step) if one not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return ends

    def _next(self, step: _Step) -> Iterator[_Step]:
        for one in self._furniture:
            if self._text.startswith(one, step.position):
                yield _Step(step.position + len(one), step.place, step.is_cut)
        line, done = step.place
        if step.is_cut or line == len(self._lines):
            return
        rest = self._lines[line][done:]
        if self._text.startswith(rest, step.position):
            yield _Step(step.position + len(rest), (line + 1, 0))
        for length in range(1, min(len(rest), self._common(step.position, rest) + 1)):
            if self._may_cut(step.position + length):
                yield _Step(step.position + length, (line, done + length), is_cut=True)

    def _may_cut(self, position: int) -> bool:
        """Whether the foot of the page may stand there, or its end is."""
        return position == len(self._text) or any(
            self._text.startswith(one, position) for one in self._furniture
        )

    def _common(self, position: int, rest: str) -> int:
        """How many characters the page has in common with the rest of a line."""
        pairs = zip(self._text[position : position + len(rest)], rest, strict=False)
        return next(
            (count for count, (found, expected) in enumerate(pairs) if found != expected),
            min(len(rest), len(self._text) - position),
        )


def _furniture(claims: Claims, page: int, pages: int) -> list[str]:
    named = (
        one.replace("{page}", str(page)).replace("{pages}", str(pages)) for one in claims.furniture
    )
    return [plain for one in dict.fromkeys(named) if (plain := _plain(one))]


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(composed.split()).translate(_INVISIBLE)
