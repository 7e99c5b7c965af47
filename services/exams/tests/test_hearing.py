"""What exams hears, and that it answers from its own copies."""

from typing import Any
from uuid import uuid4

import pytest
from exams.events.incoming import on_enrolled, on_person_changed, on_semester_published
from exams.store.tables import accounts, enrolled_semesters, persons, semesters
from google.type import date_pb2
from matrikel.records.v1 import calendar_pb2, enrolment_pb2, events_pb2
from matrikel.type.v1 import semester_pb2


def test_a_persons_newer_name_replaces_the_older_one(campus: Any) -> None:
    student = campus.student()
    campus.run(
        on_person_changed,
        events_pb2.PersonChanged(person=campus.person(student.person_id, "Yılmaz", 2)),
    )
    [person] = campus.rows(persons)
    assert (person.family_name, person.version) == ("Yılmaz", 2)


def test_an_older_person_in_a_late_enrolment_changes_nothing(campus: Any) -> None:
    """Events of a person and of the person's enrolments have no order among each other."""
    student = campus.student()
    newer = events_pb2.PersonChanged(person=campus.person(student.person_id, "Yılmaz", 2))
    campus.run(on_person_changed, newer)
    campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    [person] = campus.rows(persons)
    assert person.family_name == "Yılmaz"


def test_an_enrolments_semesters_are_replaced_as_a_whole(campus: Any) -> None:
    student = campus.student(semesters={"2026W": campus.enrolled})
    campus.enrol(
        student.person_id,
        "KUWI-BA-2024",
        {"2026W": campus.on_leave, "2027S": campus.enrolled},
        enrolment_id=student.enrolment_id,
    )
    rows = {(row.semester, row.status) for row in campus.rows(enrolled_semesters)}
    assert rows == {("2026W", "on_leave"), ("2027S", "enrolled")}


def test_an_enrolment_without_its_one_regulations_version_is_refused(campus: Any) -> None:
    """Such an event is kept as a dead letter, with this sentence."""
    event = events_pb2.Enrolled(
        person=campus.person(uuid4()),
        enrolment=enrolment_pb2.Enrolment(
            enrolment_id=str(uuid4()),
            person_id=str(uuid4()),
            first_enrolment_date=date_pb2.Date(year=2026, month=10, day=1),
        ),
    )
    with pytest.raises(ValueError, match="0 regulations versions instead of one"):
        campus.run(on_enrolled, event)


def test_the_semester_calendar_is_kept(campus: Any) -> None:
    dates = calendar_pb2.SemesterDates(
        semester=semester_pb2.Semester(code="2026W"),
        lectures_first_date=date_pb2.Date(year=2026, month=10, day=12),
        lectures_last_date=date_pb2.Date(year=2027, month=1, day=30),
        version=1,
    )
    for _ in range(2):
        campus.run(on_semester_published, events_pb2.SemesterPublished(semester=dates))
    [row] = campus.rows(semesters)
    assert (row.semester, row.lectures_first_date.isoformat()) == ("2026W", "2026-10-12")


def test_an_examiners_account_gives_the_sitting_its_name(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    assert registration.sitting.examiner_name == ""
    campus.account(uuid4(), "ameier", "ameier@leuphana.example")
    registration = campus.register(campus.student(), campus.sitting("1001"))
    assert registration.sitting.examiner_name == "Dr. Anna Ameier"
    assert len(campus.rows(accounts)) == 3
