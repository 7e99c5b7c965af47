"""Tables that break over pages with their head repeated, and lists of labelled values."""

from collections.abc import Sequence

from chassis.pdf import Element, Face, RuledTable, Structure, Text, colours
from chassis.values import Language
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from certificates.documents import looks
from certificates.domain.document import FieldGroup, Table

_MARGIN_COLUMN = 27 * mm
_LABEL_COLUMN = 52 * mm
_ROW_PADDING = 1.7
# Heading, head and two rows of a table.
_ROOM_FOR_A_BEGINNING = 42 * mm


class _MarginHeading(Flowable):  # type: ignore[misc]
    """A heading beside the first line of what follows; takes no height of its own."""

    def __init__(self, heading: Text, drop: float) -> None:
        super().__init__()
        self._heading = heading
        self._drop = drop

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Nothing is moved down by it."""
        self._heading.wrap(_MARGIN_COLUMN - 3 * mm, 0)
        return available_width, 0

    def draw(self) -> None:
        """Draws the heading below the current position."""
        self._heading.drawOn(self.canv, 0, -self._heading.height - self._drop)


def field_group(
    group: FieldGroup, width: float, structure: Structure, language: Language
) -> list[Flowable]:
    """Labels and values in two columns, the heading in the margin beside them."""
    heading = Text(
        group.heading.in_language(language), looks.HEADING, structure, structure.root.add("H2")
    )
    table = structure.root.add("Table")
    rows = []
    for line in group.fields:
        row = table.add("TR")
        label, value = row.add("TH", scope="Row"), row.add("TD")
        rows.append(
            (
                Text(line.label.in_language(language), looks.LABEL, structure, label),
                Text(line.value, looks.VALUE, structure, value),
            )
        )
    drawn = RuledTable(
        rows,
        colWidths=(_LABEL_COLUMN, width - _MARGIN_COLUMN - _LABEL_COLUMN),
        hAlign="RIGHT",
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), _ROW_PADDING),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _ROW_PADDING),
            ("LINEBELOW", (0, 0), (-1, -2), 0.3, colours.HAIRLINE),
        ],
    )
    return [_MarginHeading(heading, _ROW_PADDING), drawn]


def table(content: Table, width: float, structure: Structure, language: Language) -> list[Flowable]:
    """The heading and the table; or, without rows, a sentence that says so."""
    heading = Text(
        content.heading.in_language(language),
        looks.TABLE_HEADING,
        structure,
        structure.root.add("H2"),
    )
    # Keeping heading and table together would move a long table to a page of its own.
    room = CondPageBreak(_ROOM_FOR_A_BEGINNING)
    if not content.rows:
        sentence = content.empty.in_language(language)
        return [room, heading, Text(sentence, looks.VALUE, structure, structure.root.add("P"))]
    element = structure.root.add("Table")
    head = element.add("TR")
    rows = [
        [
            Text(
                column.label.in_language(language),
                looks.COLUMN_HEAD,
                structure,
                head.add("TH", scope="Column"),
                repeats=True,
            )
            for column in content.columns
        ]
    ]
    rows += [_cells(row, structure, element.add("TR")) for row in content.rows]
    shares = sum(column.share for column in content.columns)
    drawn = RuledTable(
        rows,
        colWidths=[width * column.share / shares for column in content.columns],
        repeatRows=1,
        spaceBefore=1 * mm,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.4 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("BACKGROUND", (0, 0), (-1, 0), colours.TINT),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colours.ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, colours.HAIRLINE),
        ],
    )
    return [room, heading, drawn]


def _cells(row: Sequence[str], structure: Structure, element: Element) -> list[Text]:
    return [Text(cell, looks.CELL, structure, element.add("TD")) for cell in row]
