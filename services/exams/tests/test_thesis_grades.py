"""Grades of theses lie between those of the scale, wherever results are entered or corrected."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from chassis.errors import Failure
from exams.app.corrections import propose_correction
from exams.app.import_results import ImportReport, UploadedFile, import_results
from exams.domain.tables import TableFormat
from exams.store import registrations, tables
from exams.tables_io import read_table

from .cases_factories import admitted, with_thesis
from .results_factories import (
    OFFICE_ID,
    Seat,
    after_the_exam,
    correct,
    enter,
    entry,
    released,
    seated,
)

HAND_IN = date(2027, 2, 2)


def with_seat(campus: Any) -> tuple[UUID, Seat]:
    """A thesis' sitting after its end, and the seat of the student who writes it."""
    with_thesis(campus)
    thesis = admitted(campus)
    assert thesis.registration_id is not None
    registration = campus.run(registrations.get_registration, thesis.registration_id)
    after_the_exam(campus)
    seat = Seat(thesis.person_id, thesis.enrolment_id, thesis.registration_id)
    return registration.sitting.sitting_id, seat


def imported(campus: Any, sitting: UUID, seat: Seat, grade: str) -> ImportReport:
    [number] = [
        row.matriculation_number
        for row in campus.rows(tables.persons)
        if row.person_id == seat.person_id
    ]
    text = f"Matrikelnummer;Note;Prüfungsdatum\n{number};{grade};02.02.2027\n"
    file = UploadedFile(read_table(text.encode(), TableFormat.CSV), "noten.csv", "0" * 64)
    report: ImportReport = campus.run(import_results, sitting, file, OFFICE_ID, book_it=True)
    return report


def grades(campus: Any) -> list[str]:
    return [row.grade for row in campus.rows(tables.results)]


def wrong_grade(act: Any) -> str:
    with pytest.raises(Failure) as refused:
        act()
    [problem] = refused.value.fields
    assert problem.path.endswith("grade")
    return f"{problem.reason}: {problem.message.en}"


def test_a_thesis_result_may_be_entered_in_tenths(campus: Any) -> None:
    sitting, seat = with_seat(campus)
    enter(campus, sitting, (seat, entry("1.8", exam_date=HAND_IN)))
    assert grades(campus) == ["1.8"]


def test_a_released_thesis_grade_may_be_corrected_to_a_tenth(campus: Any) -> None:
    sitting, seat = with_seat(campus)
    released(campus, sitting, seat, entry("1.8", exam_date=HAND_IN))
    assert correct(campus, seat, "1.1").outcome.grade == Decimal("1.1")
    assert grades(campus) == ["1.1"]


def test_a_file_may_hold_tenths_for_theses(campus: Any) -> None:
    sitting, seat = with_seat(campus)
    assert imported(campus, sitting, seat, "1,1").booked
    assert grades(campus) == ["1.1"]
    assert imported(campus, sitting, seat, "1,1").unchanged_count == 1


@pytest.mark.parametrize("grade", ["4.1", "4.9", "5.1"])
def test_a_thesis_that_does_not_pass_is_five(campus: Any, grade: str) -> None:
    sitting, seat = with_seat(campus)
    told = wrong_grade(lambda: enter(campus, sitting, (seat, entry(grade, exam_date=HAND_IN))))
    assert told == (
        f'THESIS_GRADE_INVALID: "{grade}" is no grade of a thesis. Possible are 1.0 to 4.0 in '
        "tenths, and 5.0."
    )
    [problem] = imported(campus, sitting, seat, grade).problems
    assert (problem.line, problem.column, problem.reason) == (2, "Note", "THESIS_GRADE_INVALID")
    [problem] = imported(campus, sitting, seat, "gut").problems
    assert (problem.column, problem.reason) == ("Note", "THESIS_GRADE_INVALID")
    assert grades(campus) == []


def test_other_exams_keep_the_scale(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    told = wrong_grade(lambda: enter(campus, sitting, (seat, entry("1.8"))))
    assert told == (
        'GRADE_INVALID: "1.8" is no grade. Possible are 1.0 1.3 1.7 2.0 2.3 2.7 3.0 3.3 3.7 4.0 '
        "5.0."
    )
    [problem] = imported(campus, sitting, seat, "1,8").problems
    assert (problem.column, problem.reason) == ("Note", "GRADE_INVALID")
    assert "„1,8“" in problem.message.de
    released(campus, sitting, seat, entry("2.0"))
    told = wrong_grade(
        lambda: campus.run(
            propose_correction,
            seat.registration_id,
            grade=Decimal("1.8"),
            status=None,
            reason="Punkte verrechnet",
            version=2,
            by=OFFICE_ID,
        )
    )
    assert told.startswith("GRADE_INVALID")
    assert grades(campus) == ["2.0"]
