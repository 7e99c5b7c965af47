"""Planning sittings by a file: row by row, all of it or nothing."""

from typing import Any

import pytest
from exams.app.import_sittings import SittingImport, import_sittings
from exams.app.sitting_files import read_sittings
from exams.domain.sitting_rows import HEADINGS
from exams.domain.tables import TableFormat
from exams.store.tables import sitting_changes, sittings
from exams.tables_io import Sheet, write_csv, write_xlsx

from services.exams.tests.office_factories import OFFICE, Office, local

NEW = {
    "exam": "1001",
    "semester": "2026W",
    "period": "1",
    "group": "B",
    "date": "2027-02-04",
    "start": "09:00",
    "room": "HS 7",
    "examiner": "bschulz",
    "capacity": "40",
    "waiting_list": "ja",
}


@pytest.fixture
def office(campus: Any) -> Office:
    return Office(campus)


def file_of(*rows: dict[str, str], columns: tuple[str, ...] = HEADINGS) -> bytes:
    return write_csv(columns, [[row.get(column, "") for column in columns] for row in rows])


def take_in(
    campus: Any,
    content: bytes,
    fmt: TableFormat = TableFormat.CSV,
    *,
    dry_run: bool = False,
    told: list[int] | None = None,
) -> SittingImport:
    sent = read_sittings(content, fmt)
    done: SittingImport = campus.run(
        import_sittings,
        campus.signer,
        sent,
        changed_by=OFFICE,
        dry_run=dry_run,
        progress=(told if told is not None else []).append,
    )
    return done


def effects(done: SittingImport) -> list[tuple[int, str, str]]:
    return [
        (one.line, one.effect.value, one.change.en if one.change else "") for one in done.effects
    ]


def problems(done: SittingImport) -> list[tuple[int, str, str]]:
    assert not done.booked
    assert all(one.message.de and one.message.en for one in done.problems)
    return [(one.line, one.column, one.reason) for one in done.problems]


def test_new_rows_become_sittings_and_the_same_file_twice_changes_nothing(
    office: Office, campus: Any
) -> None:
    told: list[int] = []
    done = take_in(campus, file_of(NEW, {**NEW, "group": "C", "start": "14:00"}), told=told)
    assert effects(done) == [(2, "created", ""), (3, "created", "")]
    assert told == [2]
    sitting = office.sitting(campus.sitting("1001", group="B"))
    assert (sitting.room, sitting.capacity, sitting.has_waiting_list) == ("HS 7", 40, True)
    assert sitting.start_time == local(2027, 2, 4, 9)
    again = take_in(campus, file_of(NEW, {**NEW, "group": "C", "start": "14:00"}))
    assert {effect for _, effect, _ in effects(again)} == {"unchanged"}
    assert len(campus.rows(sitting_changes)) == 2


def test_a_dry_run_says_the_same_and_books_nothing(office: Office, campus: Any) -> None:
    before = len(campus.rows(sittings))
    rehearsed = take_in(campus, file_of(NEW), dry_run=True)
    assert not rehearsed.booked
    assert len(campus.rows(sittings)) == before
    assert take_in(campus, file_of(NEW)).effects == rehearsed.effects


def test_a_changed_row_says_what_changes_and_tells_those_who_are_registered(
    office: Office, campus: Any
) -> None:
    take_in(campus, file_of(NEW))
    campus.register(campus.student(), campus.sitting("1001", group="B"))
    done = take_in(campus, file_of({**NEW, "room": "HS 1", "start": "10:00", "capacity": "2"}))
    assert effects(done) == [
        (
            2,
            "changed",
            "start: 4 February 2027, 09:00 → 4 February 2027, 10:00; room: HS 7 → HS 1; "
            "seats: 40 → 2",
        )
    ]
    assert [one.kind for one in campus.mails()].count("sitting_changed") == 1


def test_columns_that_a_file_lacks_leave_a_sitting_as_it_is(office: Office, campus: Any) -> None:
    take_in(campus, file_of(NEW))
    few = ("exam", "semester", "period", "group", "examiner", "room")
    done = take_in(campus, file_of({**NEW, "room": "HS 9"}, columns=few))
    assert effects(done) == [(2, "changed", "room: HS 7 → HS 9")]
    sitting = office.sitting(campus.sitting("1001", group="B"))
    assert (sitting.capacity, sitting.start_time) == (40, local(2027, 2, 4, 9))


def test_a_row_may_name_the_sitting_that_it_is_about(office: Office, campus: Any) -> None:
    made = office.create()
    row = {**NEW, "sitting": str(made.sitting_id), "group": ""}
    assert effects(take_in(campus, file_of(row)))[0][1] == "changed"
    assert office.sitting(made.sitting_id).room == "HS 7"
    assert problems(take_in(campus, file_of({**row, "exam": "1002"}))) == [
        (2, "sitting", "OTHER_SITTING")
    ]


def test_more_seats_by_a_file_let_the_waiting_list_move_up(office: Office, campus: Any) -> None:
    take_in(campus, file_of({**NEW, "capacity": "1"}))
    sitting_id = campus.sitting("1001", group="B")
    for _ in range(3):
        campus.register(campus.student(), sitting_id)
    take_in(campus, file_of({**NEW, "capacity": "2"}))
    sitting = office.sitting(sitting_id)
    assert (sitting.taken, sitting.waiting) == (2, 1)


def test_every_problem_is_named_by_line_and_column_and_nothing_is_booked(
    office: Office, campus: Any
) -> None:
    before = len(campus.rows(sittings))
    done = take_in(
        campus,
        file_of(
            NEW,
            {**NEW, "group": "C", "exam": "9999"},
            {**NEW, "group": "D", "examiner": "nobody"},
            {**NEW, "group": "E", "date": "2027-08-01"},
            {**NEW, "group": "F", "semester": "2028W"},
            NEW,
        ),
    )
    assert problems(done) == [
        (3, "exam", "EXAM_UNKNOWN"),
        (4, "examiner", "EXAMINER_UNKNOWN"),
        (5, "date", "START_OUTSIDE_SEMESTER"),
        (6, "period", "PERIOD_UNKNOWN"),
        (7, "", "SITTING_TWICE"),
    ]
    assert len(campus.rows(sittings)) == before


def test_cells_that_cannot_be_read_are_named_at_once(campus: Any) -> None:
    wrong = {
        "exam": "",
        "semester": "WS 26",
        "period": "3",
        "date": "31.02.2027",
        "start": "25:00",
        "capacity": "many",
        "waiting_list": "perhaps",
        "seating": "lotto",
        "sitting": "x",
        "group": "very long group",
        "examiner": "ameier",
    }
    assert {
        (column, reason) for _, column, reason in problems(take_in(campus, file_of(wrong)))
    } == {
        ("exam", "CELL_MISSING"),
        ("semester", "SEMESTER_INVALID"),
        ("period", "PERIOD_INVALID"),
        ("date", "DATE_INVALID"),
        ("start", "TIME_INVALID"),
        ("capacity", "NUMBER_INVALID"),
        ("waiting_list", "TRUTH_INVALID"),
        ("seating", "SEATING_INVALID"),
        ("sitting", "SITTING_INVALID"),
        ("group", "TEXT_TOO_LONG"),
    }
    halves = take_in(campus, file_of({**NEW, "start": ""}, {**NEW, "date": "", "group": "C"}))
    assert problems(halves) == [(2, "start", "CELL_MISSING"), (3, "date", "CELL_MISSING")]


def test_what_registrations_forbid_is_named_by_its_line(office: Office, campus: Any) -> None:
    take_in(campus, file_of({**NEW, "capacity": "2"}))
    for _ in range(2):
        campus.register(campus.student(), campus.sitting("1001", group="B"))
    done = take_in(campus, file_of({**NEW, "capacity": "1"}))
    assert problems(done) == [(2, "", "CAPACITY_BELOW_TAKEN")]
    office.cancel(campus.sitting("1001", group="B"))
    done = take_in(campus, file_of({**NEW, "capacity": "5"}))
    assert problems(done) == [(2, "", "SITTING_CANCELLED")]


def test_unknown_and_missing_columns_are_named(campus: Any) -> None:
    assert problems(take_in(campus, b"exam;semester;period;raum\n1001;2026W;1;HS 1\n")) == [
        (1, "examiner", "HEADING_MISSING"),
        (1, "raum", "HEADING_UNKNOWN"),
    ]


def test_a_workbook_and_yaml_say_the_same_as_csv(office: Office, campus: Any) -> None:
    columns = tuple(NEW)
    book = write_xlsx([Sheet("sittings", columns, [list(NEW.values())])])
    [(_, created, _)] = effects(take_in(campus, book, TableFormat.XLSX))
    text = """
sittings:
- exam: "1001"
  semester: 2026W
  period: 1
  group: B
  date: 2027-02-04
  start: "09:00"
  room: HS 7
  examiner: bschulz
  capacity: 40
  waiting_list: true
"""
    assert created == "created"
    assert effects(take_in(campus, text.encode(), TableFormat.YAML)) == [(3, "unchanged", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"sittings: 3", "NOT_SITTINGS"),
        (b"offers: []", "NOT_SITTINGS"),
        (b"sittings: [", "NOT_YAML"),
        (b"[" * 20_000, "YAML_TOO_DEEP"),
    ],
)
def test_yaml_of_another_form_is_refused(campus: Any, content: bytes, reason: str) -> None:
    [(_, _, found)] = problems(take_in(campus, content, TableFormat.YAML))
    assert found == reason


def test_a_text_in_yaml_that_nobody_sees_is_refused_by_its_column(campus: Any) -> None:
    content = rb"""sittings:
- {exam: "1001", room: "\u200b\u202e"}
- {exam: "1001", room: "HS\0 2"}
"""
    assert problems(take_in(campus, content, TableFormat.YAML)) == [
        (2, "room", "CELL_NOT_TEXT"),
        (3, "room", "CELL_NOT_TEXT"),
    ]


def test_a_pdf_is_no_table(campus: Any) -> None:
    assert problems(take_in(campus, b"%PDF", TableFormat.PDF)) == [(0, "", "FORMAT_NOT_READ")]
