"""Results from files: what a dry run shows, what is refused, and booking many rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Transaction
from chassis.errors import Failure
from chassis.values import Language
from exams.app.import_results import ImportReport, UploadedFile, import_results
from exams.app.result_downloads import result_table
from exams.domain.result_files import parse_day
from exams.domain.statuses import Status
from exams.domain.tables import TableFormat
from exams.store import tables
from exams.store.registrations import change_status
from exams.tables_io import read_table, write_csv
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from .results_factories import (
    OFFICE_ID,
    Seat,
    after_the_exam,
    enter,
    entry,
    listed,
    release_all,
    seat_many,
    seated,
)

MANY = 2000


def imported(
    campus: Any, sitting: UUID, text: str | bytes, *, book_it: bool = True, **more: Any
) -> ImportReport:
    content = text.encode() if isinstance(text, str) else text
    file = UploadedFile(read_table(content, TableFormat.CSV), "noten.csv", "0" * 64)
    report: ImportReport = campus.run(
        import_results, sitting, file, OFFICE_ID, book_it=book_it, **more
    )
    return report


def number_of(campus: Any, seat: Seat) -> str:
    def find(tx: Transaction) -> str:
        return str(
            tx.execute(
                select(tables.persons.c.matriculation_number).where(
                    tables.persons.c.person_id == seat.person_id
                )
            ).scalar_one()
        )

    number: str = campus.run(find)
    return number


def problems(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in report.problems]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to a database meanwhile."""
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_dry_run_shows_every_change_and_makes_none(campus: Any) -> None:
    """domain.md "Exams" 12: "a dry run that shows exactly what would change"."""
    sitting = campus.sitting("1001")
    new, changed, same, missing = (
        seated(campus, sitting, family_name=name) for name in ("Alt", "Berg", "Celik", "Duman")
    )
    after_the_exam(campus)
    enter(campus, sitting, (changed, entry("2.0")), (same, entry("3.0")))
    numbers = [number_of(campus, seat) for seat in (new, changed, same)]
    text = (
        "Matrikelnummer;Name;Note;Status\n"
        f"{numbers[0]};Alt, Ayşe;1,3;\n{numbers[1]};;2.30;BE\n{numbers[2]};;3,0;BE\n"
    )
    report = imported(campus, sitting, text, book_it=False)
    assert [(one.line, one.effect.value) for one in report.effects] == [
        (2, "created"),
        (3, "changed"),
        (4, "unchanged"),
    ]
    assert report.effects[0].subject.de == f"{numbers[0]}, Alt, Ayşe"
    assert [one.change.de if one.change else "" for one in report.effects] == [
        "kein Ergebnis → 1,3 (bestanden), 02.02.2027",
        "2,0 (bestanden) → 2,3 (bestanden)",
        "",
    ]
    assert (report.entered_count, report.changed_count, report.unchanged_count) == (1, 1, 1)
    assert (report.missing_count, report.booked, report.problems) == (1, False, ())
    assert listed(campus, sitting).entered_count == 2
    assert imported(campus, sitting, text).booked
    assert listed(campus, sitting).entered_count == 3
    [kept] = campus.rows(tables.result_imports)
    assert (kept.file_name, kept.rows, kept.entered, kept.changed) == ("noten.csv", 3, 1, 1)
    assert number_of(campus, missing) not in text


def test_wrong_rows_are_named_by_line_and_column_and_nothing_is_booked(campus: Any) -> None:
    """domain.md "Exams" 12: "refuses duplicates, unknown or unregistered students row by row"."""
    sitting, other = campus.sitting("1001"), campus.sitting("1002")
    good, ill, waiting, elsewhere, named = (
        seated(campus, sitting),
        seated(campus, sitting),
        seated(campus, sitting, status=Status.WAITING),
        seated(campus, other),
        seated(campus, sitting, family_name="Duman"),
    )
    campus.run(change_status, [ill.registration_id], Status.SICK_NOTE_FILED)
    after_the_exam(campus)
    n = {name: number_of(campus, seat) for name, seat in (
        ("good", good), ("ill", ill), ("waiting", waiting), ("else", elsewhere), ("named", named)
    )}  # fmt: skip
    rows = [
        f"{n['good']};;1,3;;;",
        f"{n['good']};;1,7;;;",
        "9999999;;1,0;;;",
        ";;1,0;;;",
        f"{n['waiting']};;1,0;;;",
        f"{n['else']};;1,0;;;",
        f"{n['ill']};;5,0;;;",
        f"{n['named']};Müller, Anna;1,0;;;",
        f"{n['named']};;1,4;;;",
        f"{n['named']};;;XX;;",
        f"{n['named']};;2,0;NE;;",
        f"{n['named']};;2,0;;31.02.2027;",
        f"{n['named']};;2,0;;01.02.2027;",
        f"{n['named']};;2,0;;;{'x' * 501}",
    ]
    report = imported(
        campus,
        sitting,
        "Matrikelnummer;Name;Note;Status;Prüfungsdatum;Bemerkung\n" + "\n".join(rows),
    )
    assert problems(report) == [
        (3, "Matrikelnummer", "TWICE"),
        (4, "Matrikelnummer", "NUMBER_UNKNOWN"),
        (5, "Matrikelnummer", "NUMBER_MISSING"),
        (6, "Matrikelnummer", "NOT_REGISTERED"),
        (7, "Matrikelnummer", "NOT_REGISTERED"),
        (8, "", "SICK_NOTE_OPEN"),
        (9, "Name", "NAME_DIFFERS"),
        (10, "Note", "GRADE_INVALID"),
        (11, "Status", "STATUS_UNKNOWN"),
        (12, "Note", "GRADE_CONTRADICTS_STATUS"),
        (13, "Prüfungsdatum", "EXAM_DATE_INVALID"),
        (14, "Prüfungsdatum", "EXAM_DATE_INVALID"),
        (15, "Bemerkung", "REMARK_TOO_LONG"),
    ]
    assert all(one.message.de and one.message.en for one in report.problems)
    assert not report.booked
    assert listed(campus, sitting).entered_count == 0


@pytest.mark.parametrize(
    "cell", ["2026-03-01", "01.03.2026", "01. Mrz", "01.Mär", "1-Mar", "Mrz 26", "3/1/2026"]
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_grade_that_excel_made_a_date_of_is_told_as_that(campus: Any, cell: str) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    report = imported(
        campus, sitting, f"Matrikelnummer;Note\n{number_of(campus, seat)};{cell}\n", book_it=False
    )
    assert problems(report) == [(2, "Note", "GRADE_IS_DATE")]
    assert f"„{cell}“ ist keine Note: Excel hat daraus ein Datum" in report.problems[0].message.de
    assert "Excel has made a date of it" in report.problems[0].message.en


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009", "\u200b", "\ufeff"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_number_is_read_with_any_blanks_between_its_digits(campus: Any, blank: str) -> None:
    sitting = campus.sitting("1001")
    number = number_of(campus, seated(campus, sitting))
    after_the_exam(campus)
    text = f"Matrikelnummer;Note\n{number[:3]}{blank}{number[3:]}{blank};1,3\n"
    report = imported(campus, sitting, text)
    assert (problems(report), report.booked) == ([], True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_number_that_lost_its_zero_is_hinted_at(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seated(campus, sitting)
    after_the_exam(campus)
    report = imported(campus, sitting, "Matrikelnummer;Note\n123456;1,3\n12345678;1,3\n")
    assert problems(report) == [
        (2, "Matrikelnummer", "NUMBER_TOO_SHORT"),
        (3, "Matrikelnummer", "NUMBER_UNKNOWN"),
    ]
    assert "ob 0123456 gemeint ist" in report.problems[0].message.de
    assert "whether 0123456 is meant" in report.problems[0].message.en


@pytest.mark.parametrize(
    ("headings", "wrong"),
    [
        ("Name;Note", [(1, "", "COLUMN_MISSING")]),
        ("Matrikelnummer;Name", [(1, "", "COLUMN_MISSING")]),
        ("Matrikelnummer;Note;Grade", [(1, "Grade", "COLUMN_TWICE")]),
        ("MATRIKELNR.;note;Punkte", []),
        ("Matriculation number;Grade;Exam date", []),
    ],
)
def test_headings_are_german_or_english(
    campus: Any, headings: str, wrong: list[tuple[int, str, str]]
) -> None:
    sitting = campus.sitting("1001")
    number = number_of(campus, seated(campus, sitting))
    after_the_exam(campus)
    report = imported(campus, sitting, f"{headings}\n{number};1,0;\n", book_it=False)
    assert problems(report) == wrong


def test_a_missing_column_is_named_in_the_language_of_the_reader(campus: Any) -> None:
    sitting = campus.sitting("1001")
    after_the_exam(campus)
    [problem] = imported(campus, sitting, "Name;Note\nÖztürk;1,0\n").problems
    assert problem.message.de.startswith("Die Spalte „Matrikelnummer“ fehlt.")
    assert problem.message.en.startswith('The column "Matriculation number" is missing.')


def test_a_row_without_grade_and_status_leaves_what_is_there(campus: Any) -> None:
    sitting = campus.sitting("1001")
    entered, empty = seated(campus, sitting), seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (entered, entry("2.0")))
    text = f"Matrikelnummer;Note\n{number_of(campus, entered)};\n{number_of(campus, empty)};\n"
    report = imported(campus, sitting, text)
    assert (report.unchanged_count, report.booked) == (2, True)
    assert listed(campus, sitting).entered_count == 1


def test_a_released_result_is_not_changed_by_a_file(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0")))
    release_all(campus, sitting)
    number = number_of(campus, seat)
    assert imported(campus, sitting, f"Matrikelnummer;Note\n{number};2,0\n").unchanged_count == 1
    report = imported(campus, sitting, f"Matrikelnummer;Note\n{number};1,0\n")
    assert problems(report) == [(2, "", "RESULT_RELEASED")]


def test_a_file_without_remarks_leaves_remarks(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0", remark="Einsicht am 3.3.")))
    imported(campus, sitting, f"Matrikelnummer;Note\n{number_of(campus, seat)};1,0\n")
    [examinee] = listed(campus, sitting).examinees
    assert examinee.result is not None
    assert examinee.result.remark == "Einsicht am 3.3."


def test_statuses_are_read_as_codes_or_names(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seats = [seated(campus, sitting) for _ in range(4)]
    after_the_exam(campus)
    words = ("NE", "nicht bestanden", "cheating", "fae")
    rows = (f"{number_of(campus, seat)};{word}" for seat, word in zip(seats, words, strict=True))
    report = imported(campus, sitting, "Matrikelnummer;Status\n" + "\n".join(rows))
    assert report.problems == ()
    found = {
        one.registration_id: one.result.outcome.status
        for one in listed(campus, sitting).examinees
        if one.result
    }
    assert [found[seat.registration_id] for seat in seats] == [
        Status.NO_SHOW,
        Status.FAILED,
        Status.CHEATED,
        Status.HANDED_IN,
    ]


def test_no_file_is_booked_before_the_exam(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seated(campus, sitting)
    for book_it in (True, False):
        with pytest.raises(Failure) as refused:
            imported(campus, sitting, "Matrikelnummer;Note\n3000000;1,0\n", book_it=book_it)
        assert refused.value.reason == "SITTING_NOT_OVER"


@pytest.mark.parametrize("language", list(Language))
def test_what_is_given_out_changes_nothing_when_it_comes_back(
    campus: Any, language: Language
) -> None:
    sitting = campus.sitting("1001")
    seats = [seated(campus, sitting, family_name=f"Müller{place}") for place in range(5)]
    after_the_exam(campus)
    entries = (
        entry("1.3", remark='=1+1;"so"'),
        entry(status=Status.NO_SHOW),
        entry(status=Status.HANDED_IN),
        entry("5.0", exam_date=date(2027, 2, 3)),
    )
    enter(campus, sitting, *zip(seats, entries, strict=False))
    release_all(campus, sitting)
    table = campus.run(result_table, sitting, language)
    report = imported(campus, sitting, write_csv(table.headings, table.rows))
    assert (report.unchanged_count, report.problems) == (5, ())


@pytest.mark.parametrize("text", ["15.02.2027", "15. 2.2027", "2027-02-15", "2027-02-15 10:00"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert parse_day(text) == date(2027, 2, 15)


@pytest.mark.parametrize("text", ["", "31.02.2027", "02/15/2027", "gestern", "2027-13-01"])
def test_what_no_calendar_has_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


def test_thousands_of_rows_are_booked_at_once_with_progress(campus: Any) -> None:
    """2,000 rows take as many statements as ten, and are told of on the way."""
    few, many = campus.sitting("1002"), campus.sitting("1001")
    campus.run(seat_many, few, "1002", 10, 3_000_000)
    campus.run(seat_many, many, "1001", MANY, 4_000_000)
    campus.at(2027, 2, 3)
    heading = "Matrikelnummer;Note;Prüfungsdatum\n"
    told: list[tuple[int, int]] = []
    with statements() as for_few:
        imported(
            campus,
            few,
            heading + "\n".join(f"{3_000_000 + i};2,0;02.02.2027" for i in range(10)),
        )
    rows = heading + "\n".join(f"{4_000_000 + i};2,0;02.02.2027" for i in range(MANY))
    dry = imported(campus, many, rows, book_it=False)
    with statements() as for_many:
        report = imported(
            campus, many, rows, on_progress=lambda done, total: told.append((done, total))
        )
    assert report == _booked(dry)
    assert report.entered_count == MANY
    assert len(for_many) == len(for_few)
    assert told == [(done, MANY) for done in range(100, MANY + 1, 100)]
    with statements() as for_release:
        assert release_all(campus, many).released_count == MANY
    assert len(for_release) < 60


def _booked(report: ImportReport) -> ImportReport:
    return replace(report, booked=True)
