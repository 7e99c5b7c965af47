"""The office and students at the same moment: never a seat too many, no attempt decided twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

from chassis.errors import Failure
from chassis.values import Semester
from exams.app.desk import Done, decide_together
from exams.app.office_registration import (
    OfficeRegistration,
    deregister_student,
    register_student,
)
from exams.app.sick_note_decisions import DecidedNote, decide_sick_note
from exams.app.thesis_admission import admit_thesis
from exams.domain.desk import Register
from exams.domain.statuses import Status
from exams.domain.theses import Thesis
from exams.store import students, tables

from services.exams.tests.cases_factories import (
    OFFICE,
    filed_note,
    ill,
    sitting_row,
    with_thesis,
)
from services.exams.tests.cases_factories import applied as applied_thesis
from services.exams.tests.rules_factories import change_sitting

WRITERS = 8


def all_at_once(acts: list[Any]) -> list[Any]:
    """Runs everything at the same moment; a failure is an outcome."""
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        start.wait()
        try:
            return act()
        except Failure as failure:
            return failure

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def by_office(campus: Any, student: Any, sitting_id: UUID) -> Any:
    """The office registers a student."""
    number = campus.run(students.addressee_of, student.person_id).matriculation_number
    return lambda: campus.run(
        register_student,
        campus.signer,
        sitting_id=sitting_id,
        matriculation_number=number,
        enrolment_id=None,
        reason="Härtefall",
        validate_only=False,
    )


def at_the_desk(campus: Any, student: Any, sitting_id: UUID) -> Any:
    """A student registers."""
    command = Register(student.person_id, sitting_id, None)
    return lambda: campus.run(decide_together, campus.signer, [command])[0]


def gap_free(campus: Any, sitting_id: UUID) -> bool:
    """Whether the receipts of a sitting are numbered without a gap."""
    numbers = sorted(
        row.seq for row in campus.rows(tables.receipts) if row.sitting_id == sitting_id
    )
    return numbers == list(range(1, len(numbers) + 1))


def test_office_and_students_together_take_exactly_the_seats_there_are(campus: Any) -> None:
    sitting_id = campus.sitting("1001")
    change_sitting(campus, sitting_id, capacity=3)
    acts = []
    for number in range(WRITERS):
        way = by_office if number % 2 else at_the_desk
        acts.append(way(campus, campus.student(), sitting_id))
    outcomes = all_at_once(acts)
    seats = sum(
        isinstance(one, Done) or (isinstance(one, OfficeRegistration) and one.seated is not None)
        for one in outcomes
    )
    assert seats == 3
    assert sitting_row(campus, sitting_id).taken == 3
    assert gap_free(campus, sitting_id)


def test_seats_freed_by_the_office_go_to_the_waiting_list_while_others_register(
    campus: Any,
) -> None:
    sitting_id = campus.sitting("1001")
    change_sitting(campus, sitting_id, capacity=3, has_waiting_list=True)
    held = [campus.register(campus.student(), sitting_id) for _ in range(3)]
    for _ in range(2):
        campus.register(campus.student(), sitting_id)
    acts = [
        lambda one=one: campus.run(
            deregister_student,
            campus.signer,
            registration_id=one.registration_id,
            reason="Auf Wunsch",
            by=OFFICE,
        )
        for one in held
    ]
    acts += [at_the_desk(campus, campus.student(), sitting_id) for _ in range(4)]
    assert not [one for one in all_at_once(acts) if isinstance(one, Failure)]
    row = sitting_row(campus, sitting_id)
    statuses = [one.status for one in campus.rows(tables.registrations)]
    assert row.taken == statuses.count(Status.REGISTERED.value) == 3
    assert row.waiting == statuses.count(Status.WAITING.value) == 3
    assert gap_free(campus, sitting_id)


def test_a_sick_note_is_decided_once_however_many_decide(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    filed = filed_note(campus, registration, ill(date(2027, 2, 2)))
    acts = [
        lambda approve=bool(number % 2): campus.run(
            decide_sick_note,
            campus.signer,
            sick_note_id=filed.note.sick_note_id,
            approve=approve,
            reason="Stempel fehlt",
            by=OFFICE,
        )
        for number in range(WRITERS)
    ]
    outcomes = all_at_once(acts)
    assert sum(isinstance(one, DecidedNote) for one in outcomes) == 1
    assert {one.reason for one in outcomes if isinstance(one, Failure)} == {"SICK_NOTE_DECIDED"}


def test_a_thesis_is_admitted_once_and_the_semester_gets_one_sitting(campus: Any) -> None:
    with_thesis(campus)
    theses = [applied_thesis(campus) for _ in range(4)]
    acts = [
        lambda one=one: campus.run(
            admit_thesis,
            campus.signer,
            thesis_id=one.thesis_id,
            title=one.title,
            examiners=("ameier", "bschulz"),
            start_date=date(2026, 11, 2),
            semester=Semester.parse("2026W"),
            by=OFFICE,
        )
        for one in theses
        for _ in range(2)
    ]
    outcomes = all_at_once(acts)
    assert sum(isinstance(one, Thesis) for one in outcomes) == 4
    assert {one.reason for one in outcomes if isinstance(one, Failure)} == {"THESIS_DECIDED"}
    [sitting] = [one for one in campus.rows(tables.sittings) if one.seating == "admission"]
    assert sitting.taken == 4
    assert gap_free(campus, sitting.sitting_id)
