"""Lists of labelled values and legends."""

from collections.abc import Iterable
from itertools import zip_longest

from chassis.pdf import Face, RuledTable, colours, width_of
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from certificates.documents import looks
from certificates.documents.typesetter import Typesetter
from certificates.domain.document import Entry, FieldGroup, Legend

_MARGIN_COLUMN = (24 * mm, 40 * mm)
_MARGIN_GAP = 3 * mm
_LABEL_COLUMN = 52 * mm
# Room for "Angestrebter Abschluss / Degree sought".
_LABEL_COLUMN_FOR_BOTH = 62 * mm
_LEGEND_COLUMNS = 3
_LEGEND_COLUMNS_FOR_BOTH = 2
_LEGEND_GAP = 4 * mm


def margin_column(groups: Iterable[FieldGroup], setter: Typesetter) -> float:
    """How wide the margin with the headings is, so that none of their words is broken."""
    words = (
        width_of(word, setter.looks.heading)
        for group in groups
        for version in setter.language.versions(group.heading)
        for word in version.split()
    )
    narrowest, widest = _MARGIN_COLUMN
    return float(min(max((narrowest, *(one + _MARGIN_GAP for one in words))), widest))


class _MarginHeading(Flowable):  # type: ignore[misc]
    """A heading beside the first line of what follows; takes no height of its own."""

    def __init__(self, heading: Flowable, width: float, drop: float) -> None:
        super().__init__()
        self._heading = heading
        self._width = width - _MARGIN_GAP
        self._drop = drop

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Nothing is moved down by it."""
        self._heading.wrap(self._width, 0)
        return available_width, 0

    @property
    def reach(self) -> float:
        """How far down it reaches beside what follows."""
        return float(self._heading.wrap(self._width, 0)[1] + self._drop)

    def draw(self) -> None:
        """Draws the heading below the current position."""
        self._heading.drawOn(self.canv, 0, -self._heading.height - self._drop)


def field_group(
    group: FieldGroup, width: float, margin_width: float, setter: Typesetter
) -> list[Flowable]:
    """Labels and values in two columns, the heading in the margin beside them."""
    heading = setter.stacked(group.heading, setter.looks.heading, setter.add("H2"))
    table = setter.add("Table")
    rows = []
    for line in group.fields:
        row = table.add("TR")
        label, value = row.add("TH", scope="Row"), row.add("TD")
        rows.append(
            (
                setter.inline(line.label, setter.spacing.label, label),
                setter.inline(line.value, setter.spacing.value, value),
            )
        )
    labels = _LABEL_COLUMN if len(setter.language.languages) == 1 else _LABEL_COLUMN_FOR_BOTH
    padding = setter.spacing.row_padding
    drawn = RuledTable(
        rows,
        colWidths=(labels, width - margin_width - labels),
        hAlign="RIGHT",
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
            ("LINEBELOW", (0, 0), (-1, -2), 0.3, colours.HAIRLINE),
        ],
    )
    margin = _MarginHeading(heading, margin_width, padding)
    # A heading of two lines beside a single row must not reach into what follows.
    missing = margin.reach - drawn.wrap(width, 0)[1]
    return [margin, drawn, *([Spacer(0, missing)] if missing > 0 else [])]


class _LegendEntry(Flowable):  # type: ignore[misc]
    """A code and what it means beside it."""

    def __init__(self, code: Flowable, meaning: Flowable, code_width: float) -> None:
        super().__init__()
        self._code = code
        self._meaning = meaning
        self._code_width = code_width

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """As high as the higher of both."""
        code = self._code.wrap(self._code_width, 0)[1]
        meaning = self._meaning.wrap(available_width - self._code_width, 0)[1]
        self.width, self.height = available_width, max(code, meaning)
        return self.width, self.height

    def draw(self) -> None:
        """Draws both from the same line on."""
        self._code.drawOn(self.canv, 0, self.height - self._code.height)
        self._meaning.drawOn(self.canv, self._code_width, self.height - self._meaning.height)


def legend(content: Legend, width: float, setter: Typesetter) -> list[Flowable]:
    """Codes with their meaning in small columns, read row by row."""
    heading = setter.inline(content.heading, setter.looks.heading, setter.add("H2"))
    both = len(setter.language.languages) > 1
    columns = _LEGEND_COLUMNS_FOR_BOTH if both else _LEGEND_COLUMNS
    code_width = _code_width(content.entries, setter)
    entries = iter([_legend_entry(one, code_width, setter) for one in content.entries])
    rows = [[one or "" for one in row] for row in zip_longest(*[entries] * columns, fillvalue=None)]
    drawn = Table(
        rows,
        colWidths=[width / columns] * columns,
        spaceBefore=0.8 * mm,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _LEGEND_GAP),
            ("TOPPADDING", (0, 0), (-1, -1), 0.4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.4),
        ],
    )
    return [heading, drawn]


def _legend_entry(one: Entry, code_width: float, setter: Typesetter) -> Flowable:
    paragraph = setter.add("P")
    return _LegendEntry(
        setter.inline(one.label, looks.LEGEND_CODE, paragraph.add("Span")),
        setter.inline(one.value, looks.LEGEND, paragraph.add("Span")),
        code_width,
    )


def _code_width(entries: tuple[Entry, ...], setter: Typesetter) -> float:
    """As wide as the longest code needs, within reason."""
    longest = max(
        (width_of(setter.language.say(one.label), looks.LEGEND_CODE) for one in entries),
        default=0.0,
    )
    return float(min(longest + 2 * mm, 34 * mm))
