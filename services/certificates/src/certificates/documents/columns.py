"""How wide the columns of a table are: as the content asks, but no word is broken for it."""

from collections.abc import Iterable, Sequence

from chassis.pdf import TextStyle, width_of
from chassis.values import LocalizedText
from reportlab.lib.units import mm

from certificates.documents import looks
from certificates.documents.typesetter import Typesetter
from certificates.domain.document import Table

# Air on both sides of a cell, and what rounding needs.
_PADDING = 2.6 * mm + 0.5
_AIR_AFTER_NUMBERS = 1.7 * mm
# A longer word in a cell is rather broken than that it takes the room of others.
_LONGEST_WORD = 30 * mm


def column_widths(content: Table, width: float, setter: Typesetter) -> list[float]:
    """The widths in points; together they are `width`."""
    shares = [column.share for column in content.columns]
    heads = [
        _longest_word([column.label], setter.looks.column_head, setter) + _air(content, place)
        for place, column in enumerate(content.columns)
    ]
    rows = [row for row in content.rows if not row.is_heading]
    needed = [
        max(
            head,
            min(
                _longest_word((row.cells[place] for row in rows), looks.CELL, setter), _LONGEST_WORD
            )
            + _air(content, place),
        )
        for place, head in enumerate(heads)
    ]
    return next(
        (_shared(width, shares, least) for least in (needed, heads) if sum(least) <= width),
        [width * share / sum(shares) for share in shares],
    )


def _shared(width: float, shares: Sequence[float], least: Sequence[float]) -> list[float]:
    """Divides the width by the shares; who would get less than needed gets that first."""
    fixed: set[int] = set()
    while True:
        rest = width - sum(least[place] for place in fixed)
        total = sum(share for place, share in enumerate(shares) if place not in fixed)
        widths = [
            least[place] if place in fixed else rest * share / total
            for place, share in enumerate(shares)
        ]
        short = {
            place
            for place in range(len(shares))
            if place not in fixed and widths[place] < least[place]
        }
        if not short:
            return widths
        fixed |= short


def _air(content: Table, place: int) -> float:
    follows_number = place > 0 and content.columns[place - 1].is_number
    if follows_number and not content.columns[place].is_number:
        return float(_PADDING + _AIR_AFTER_NUMBERS)
    return float(_PADDING)


def _longest_word(texts: Iterable[LocalizedText], style: TextStyle, setter: Typesetter) -> float:
    words = {
        word
        for text in texts
        for version in setter.language.versions(text)
        for word in version.split()
    }
    return max((width_of(word, style) for word in words), default=0.0)
