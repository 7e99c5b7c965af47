"""Lists of participants for the day of the exam, as PDF and as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial

from chassis.pdf import (
    Element,
    Face,
    RuledTable,
    Structure,
    Text,
    TextStyle,
    artifact,
    colours,
    draw_line,
    draw_pages,
    width_of,
)
from chassis.values import Language, LocalizedText
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageTemplate, Spacer

from exams.documents import looks
from exams.documents.finishing import finish
from exams.documents.tick_box import TickBox
from exams.domain.examinations import Participant, Sitting
from exams.texts import participants as texts
from exams.texts import times

PAGE_WIDTH, PAGE_HEIGHT = A4
# Room for filing holes on the left.
_LEFT = 20 * mm
_RIGHT = 12 * mm
_TOP = 22 * mm
_FOOT = 16 * mm
_WIDTH = PAGE_WIDTH - _LEFT - _RIGHT


class ListKind(Enum):
    """What a list is for."""

    ATTENDANCE = "attendance"
    SEAT_PLAN = "seat_plan"


@dataclass(frozen=True)
class ParticipantList:
    """A list of a sitting's participants, in the order in which it is printed."""

    kind: ListKind
    sitting: Sitting
    participants: Sequence[Participant]
    language: Language
    moment: datetime

    @property
    def title(self) -> str:
        """ "Teilnehmerliste · Statistik"."""
        named = (
            texts.ATTENDANCE_TITLE if self.kind is ListKind.ATTENDANCE else texts.SEAT_PLAN_TITLE
        )
        return f"{self.say(named)} · {self.say(self.sitting.exam_name)}"

    def say(self, text: LocalizedText) -> str:
        """The text in the list's language."""
        return text.in_language(self.language)


@dataclass(frozen=True)
class _Column:
    label: LocalizedText
    share: float


# The seat plan hangs at the door, where everybody reads it: it names no names.
_COLUMNS = {
    ListKind.ATTENDANCE: (
        _Column(texts.NUMBER, 0.6),
        _Column(texts.MATRICULATION_NUMBER, 1.8),
        _Column(texts.NAME, 3.6),
        _Column(texts.SEAT, 0.9),
        _Column(texts.PRESENT, 1.1),
        _Column(texts.SIGNATURE, 2.9),
    ),
    ListKind.SEAT_PLAN: (_Column(texts.SEAT, 1.0), _Column(texts.MATRICULATION_NUMBER, 3.0)),
}
# High enough to sign in; or to read in passing.
_LEAST_HEIGHT = {ListKind.ATTENDANCE: 9.5 * mm, ListKind.SEAT_PLAN: 5.6 * mm}


def table_of(printed: ParticipantList) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows for a spreadsheet, with everything that staff need."""
    headings = (
        texts.MATRICULATION_NUMBER,
        texts.NAME,
        texts.PROGRAMME,
        texts.ATTEMPT,
        texts.STATUS,
        texts.SEAT,
        texts.PRESENT,
    )
    rows: list[tuple[str, ...]] = [
        (
            one.matriculation_number,
            one.name.listed,
            one.programme_code,
            str(one.attempt),
            one.status_code,
            one.seat,
            "",
        )
        for one in printed.participants
    ]
    return tuple(printed.say(heading) for heading in headings), rows


def render(printed: ParticipantList) -> bytes:
    """Draws the list as tagged PDF; its head row repeats on every page.

    The same list gives the same bytes. Takes about 2 s for 2,000 participants; run it in the
    bounded executor, never on the event loop.
    """
    structure = Structure()
    frame = Frame(_LEFT, _FOOT, _WIDTH, PAGE_HEIGHT - _TOP - _FOOT, 0, 0, 0, 0)
    drawn = draw_pages(
        _story(printed, structure), [PageTemplate("list", [frame])], partial(_draw_edges, printed)
    )
    return finish(drawn, structure, title=printed.title, language=printed.language)


def _story(printed: ParticipantList, structure: Structure) -> list[Flowable]:
    story: list[Flowable] = [
        Text(printed.title, looks.TITLE, structure, structure.root.add("H1")),
        Spacer(0, 3 * mm),
        _facts(printed, structure),
        Spacer(0, 5 * mm),
    ]
    if printed.participants:
        return [*story, _people(printed, structure)]
    return [
        *story,
        Text(printed.say(texts.NOBODY), looks.VALUE, structure, structure.root.add("P")),
    ]


def _facts(printed: ParticipantList, structure: Structure) -> Flowable:
    sitting = printed.sitting
    taken = str(len(printed.participants))
    facts = [
        (texts.EXAM, f"{sitting.exam_number} {printed.say(sitting.exam_name)}"),
        (
            texts.SEMESTER,
            printed.say(
                texts.SEMESTER_AND_PERIOD.format(
                    semester=sitting.semester.name, period=sitting.period
                )
            ),
        ),
        (texts.TIME, printed.say(_time(sitting))),
        (texts.ROOM, sitting.room),
        (texts.EXAMINER, sitting.examiner_name),
        (texts.PARTICIPANTS, taken),
    ]
    table = structure.root.add("Table")
    rows = []
    for label, value in facts:
        if value:
            row = table.add("TR")
            rows.append(
                (
                    Text(printed.say(label), looks.LABEL, structure, row.add("TH", scope="Row")),
                    Text(value, looks.VALUE, structure, row.add("TD")),
                )
            )
    return RuledTable(
        rows,
        colWidths=(30 * mm, _WIDTH - 30 * mm),
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ],
    )


def _people(printed: ParticipantList, structure: Structure) -> Flowable:
    columns = _COLUMNS[printed.kind]
    element = structure.root.add("Table")
    head = element.add("TR")
    rows: list[list[Flowable]] = [
        [
            Text(
                printed.say(column.label),
                looks.COLUMN_HEAD,
                structure,
                head.add("TH", scope="Column"),
                repeats=True,
            )
            for column in columns
        ]
    ]
    for number, one in enumerate(printed.participants, start=1):
        row = element.add("TR")
        rows.append(_cells(printed.kind, number, one, structure, row))
    shares = sum(column.share for column in columns)
    widths = [_WIDTH * column.share / shares for column in columns]
    return RuledTable(
        rows,
        colWidths=widths,
        # Given, as reportlab 5.1 measures a long table anew for each of its pages.
        rowHeights=[
            None,
            *(_row_height(cells, widths, _LEAST_HEIGHT[printed.kind]) for cells in rows[1:]),
        ],
        repeatRows=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.4 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("BACKGROUND", (0, 0), (-1, 0), colours.TINT),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colours.ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, colours.HAIRLINE),
        ],
    )


def _row_height(cells: Sequence[Flowable], widths: Sequence[float], least: float) -> float:
    """High enough for the longest name."""
    heights = (
        cell.wrap(width - 2.6 * mm, 0)[1] + 4 for cell, width in zip(cells, widths, strict=True)
    )
    return float(max(least, *heights))


def _cells(
    kind: ListKind, number: int, one: Participant, structure: Structure, row: Element
) -> list[Flowable]:
    def cell(text: str) -> Text:
        return Text(text, looks.CELL, structure, row.add("TD"))

    if kind is ListKind.SEAT_PLAN:
        return [cell(one.seat or "–"), cell(one.matriculation_number)]
    return [
        cell(str(number)),
        cell(one.matriculation_number),
        cell(one.name.listed),
        cell(one.seat),
        TickBox(row.add("TD")),
        cell(""),
    ]


def _draw_edges(printed: ParticipantList, canvas: Canvas, pages: int) -> None:
    sitting, right = printed.sitting, PAGE_WIDTH - _RIGHT
    where = " · ".join(part for part in (printed.say(_time(sitting)), sitting.room) if part)
    title = _shortened(printed.title, looks.SMALL, _WIDTH * 0.6)
    where = _shortened(where, looks.SMALL, _WIDTH * 0.36)
    with artifact(canvas, "Header"):
        draw_line(canvas, title, looks.SMALL, _LEFT, PAGE_HEIGHT - 13 * mm)
        draw_line(canvas, where, looks.SMALL_RIGHT, right, PAGE_HEIGHT - 13 * mm)
    page = texts.PAGE.format(page=canvas.getPageNumber(), pages=pages)
    made = texts.MADE_ON.format(moment=times.moment(printed.moment))
    with artifact(canvas, "Footer"):
        draw_line(canvas, printed.say(made), looks.SMALL, _LEFT, 9 * mm)
        draw_line(canvas, printed.say(page), looks.SMALL_RIGHT, right, 9 * mm)


def _shortened(text: str, style: TextStyle, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than the width in points."""
    if width_of(text, style) <= width:
        return text
    while text and width_of(f"{text}…", style) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _time(sitting: Sitting) -> LocalizedText:
    return times.moment(sitting.start_time) if sitting.start_time else texts.UNDATED
