"""Tables that break over pages with their head repeated."""

from typing import Any

from chassis.pdf import Element, Face, RuledTable, colours
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from certificates.documents import looks
from certificates.documents.columns import column_widths
from certificates.documents.typesetter import Typesetter
from certificates.domain.document import Row, Table

# Heading, head and two rows of a table.
_ROOM_FOR_A_BEGINNING = 42 * mm

_Command = tuple[Any, ...]


def table(content: Table, width: float, setter: Typesetter) -> list[Flowable]:
    """The heading and the table; or, without rows, a sentence that says so."""
    heading = setter.inline(content.heading, setter.looks.table_heading, setter.add("H2"))
    # Keeping heading and table together would move a long table to a page of its own.
    room = CondPageBreak(_ROOM_FOR_A_BEGINNING)
    if not content.rows:
        return [room, heading, *setter.paragraphs(content.empty, looks.VALUE)]
    element = setter.add("Table")
    head = element.add("TR")
    rows: list[list[Flowable | str]] = [
        [
            setter.stacked(
                column.label,
                setter.looks.column_head_number if column.is_number else setter.looks.column_head,
                head.add("TH", scope="Column"),
                repeats=True,
            )
            for column in content.columns
        ]
    ]
    rows += [_cells(row, content, setter, element.add("TR")) for row in content.rows]
    above, below = setter.spacing.cell_padding
    drawn = RuledTable(
        rows,
        colWidths=column_widths(content, width, setter),
        repeatRows=1,
        spaceBefore=1 * mm,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.3 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.3 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), above),
            ("BOTTOMPADDING", (0, 0), (-1, -1), below),
            ("BACKGROUND", (0, 0), (-1, 0), setter.looks.tint),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, setter.looks.accent),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, colours.HAIRLINE),
            *_air_after_numbers(content),
            *_headings(content.rows, len(content.columns), 2 * above),
            *_kept_together(content.rows),
        ],
    )
    return [room, heading, drawn]


def _cells(row: Row, content: Table, setter: Typesetter, element: Element) -> list[Flowable | str]:
    if row.is_heading:
        return _heading_cells(row, content, setter, element)
    return [
        setter.stacked(
            cell, looks.CELL_NUMBER if column.is_number else looks.CELL, element.add("TD")
        )
        for column, cell in zip(content.columns, row.cells, strict=True)
    ]


def _heading_cells(
    row: Row, content: Table, setter: Typesetter, element: Element
) -> list[Flowable | str]:
    """The first text spans the columns that the others leave; these keep the last columns."""
    first, *others = row.cells
    # Not a header to screen readers: they take a column of headers for a broken table.
    head = element.add("TD")
    head.columns = len(content.columns) - len(others)
    look = setter.looks.row_heading
    drawn: list[Flowable | str] = [setter.inline(first, look, head)]
    drawn += [""] * (head.columns - 1)
    for column, cell in zip(content.columns[head.columns :], others, strict=True):
        aligned = setter.looks.row_heading_number if column.is_number else look
        drawn.append(setter.stacked(cell, aligned, element.add("TD")))
    return drawn


def _air_after_numbers(content: Table) -> list[_Command]:
    """Figures end where the next column begins: without air both would touch."""
    return [
        ("LEFTPADDING", (place, 0), (place, -1), 3 * mm)
        for place in range(1, len(content.columns))
        if content.columns[place - 1].is_number and not content.columns[place].is_number
    ]


def _headings(rows: tuple[Row, ...], columns: int, above: float) -> list[_Command]:
    """Heading rows span the table and have more air above them."""
    commands: list[_Command] = []
    for number, row in enumerate(rows, start=1):
        if row.is_heading:
            commands.append(("TOPPADDING", (0, number), (-1, number), above))
            commands.append(("SPAN", (0, number), (columns - len(row.cells), number)))
    return commands


def _kept_together(rows: tuple[Row, ...]) -> list[_Command]:
    """No row stands alone at the end or the beginning of a page, no heading without a row."""
    pairs = {(number, number + 1) for number, row in enumerate(rows, start=1) if row.is_heading}
    pairs |= {(1, 2), (len(rows) - 1, len(rows))}
    return [
        ("NOSPLIT", (0, first), (-1, last))
        for first, last in sorted(pairs)
        if 1 <= first < last <= len(rows)
    ]
