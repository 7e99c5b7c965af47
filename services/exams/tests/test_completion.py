"""Completion is noted and told once per change, for many enrolments at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock
from exams.app.completion import note_completion
from exams.domain.statuses import Status
from exams.store.progress import studies_of
from exams.store.tables import completions
from google.type.date_pb2 import Date
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.engine import Engine

from services.exams.tests.progress_factories import exam, module, passed, plan, record
from services.exams.tests.results_factories import Seat, correct, enter, entry, release_all
from services.exams.tests.study_factories import Studies, Studying

PLAN = plan(module("A", exam("1")), module("B", exam("2")), total="10", areas={"MAJOR": "10"})
EARLY, LATE = date(2027, 2, 2), date(2027, 7, 20)


@pytest.fixture
def studies(database: Database, clock: DrivenClock) -> Studies:
    found = Studies(database, clock)
    found.regulations(PLAN)
    return found


def complete(studies: Studies) -> Studying:
    student = studies.student()
    studies.result(student, "1", "1.3", LATE)
    studies.result(student, "2", "2.0", EARLY)
    return student


def test_the_event_carries_the_day_of_the_last_examination(studies: Studies) -> None:
    """domain.md "Exams" 17: "records learns of it by an event that carries the date of the *last
    examination*, not of its release". (1.3 + 2.0) / 2 = 1.65 → 1.6."""
    student = complete(studies)
    studies.run(note_completion, [student.enrolment_id])
    [told] = studies.completions_told()
    assert told.enrolment_id == str(student.enrolment_id)
    assert told.person_id == str(student.person_id)
    assert told.last_exam_date == Date(year=2027, month=7, day=20)
    assert (told.complete, told.average, told.version) == (True, "1.6", 1)


def test_what_has_not_changed_is_not_told_again(studies: Studies) -> None:
    student = complete(studies)
    for _ in range(3):
        studies.run(note_completion, [student.enrolment_id])
    assert len(studies.completions_told()) == 1
    [row] = studies.rows(completions)
    assert (row.complete, row.version, row.average) == (True, 1, "1.6")


def test_who_is_not_complete_is_neither_noted_nor_told(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1")
    studies.run(note_completion, [student.enrolment_id])
    assert studies.completions_told() == []
    assert studies.rows(completions) == []


def test_a_result_that_is_not_released_completes_nothing(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1")
    studies.result(student, "2", released=False)
    studies.run(note_completion, [student.enrolment_id])
    assert studies.completions_told() == []


def test_a_correction_takes_the_completion_back_and_gives_it_again(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1", day=EARLY)
    registration_id = studies.result(student, "2", "4.0", LATE)
    studies.run(note_completion, [student.enrolment_id])
    studies.correct(registration_id, "5.0", Status.FAILED)
    studies.run(note_completion, [student.enrolment_id])
    studies.run(note_completion, [student.enrolment_id])
    _, back = studies.completions_told()
    assert (back.complete, back.average, back.version) == (False, "", 2)
    assert not back.HasField("last_exam_date")
    studies.correct(registration_id, "3.7", Status.PASSED)
    studies.run(note_completion, [student.enrolment_id])
    [again] = studies.completions_told()
    assert (again.complete, again.version) == (True, 3)


def test_a_corrected_average_is_told(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1", "1.0")
    registration_id = studies.result(student, "2", "1.0")
    studies.run(note_completion, [student.enrolment_id])
    studies.correct(registration_id, "2.0", Status.PASSED)
    studies.run(note_completion, [student.enrolment_id])
    assert [(one.average, one.version) for one in studies.completions_told()] == [
        ("1.0", 1),
        ("1.5", 2),
    ]


def test_a_draft_of_regulations_completes_nobody(studies: Studies) -> None:
    studies.regulations(plan(module("D", exam("9"))), "DRAFT-BA", published=False)
    student = studies.student("DRAFT-BA")
    studies.result(student, "9", version="DRAFT-BA")
    studies.run(note_completion, [student.enrolment_id])
    assert studies.completions_told() == []


def test_results_stay_when_the_student_changes_the_version(studies: Studies) -> None:
    """The new version has both exams, in one module."""
    newer = plan(module("AB", exam("1"), exam("2")))
    studies.regulations(newer, "TEST-BA-2027")
    student = complete(studies)
    studies.student(
        "TEST-BA-2027", person_id=student.person_id, enrolment_id=student.enrolment_id, mailbox=""
    )
    [told] = studies.completions_told()
    assert (told.complete, told.average) == (True, "1.6")


def test_a_version_that_asks_for_more_takes_the_completion_back(studies: Studies) -> None:
    studies.regulations(plan(*PLAN.modules, module("C", exam("3"))), "TEST-BA-2027")
    student = complete(studies)
    studies.run(note_completion, [student.enrolment_id])
    studies.student(
        "TEST-BA-2027", person_id=student.person_id, enrolment_id=student.enrolment_id, mailbox=""
    )
    assert [one.complete for one in studies.completions_told()] == [True, False]


def test_another_enrolment_of_the_person_is_not_completed_along(studies: Studies) -> None:
    first = complete(studies)
    second = studies.student(person_id=first.person_id, mailbox="")
    studies.run(note_completion, [first.enrolment_id, second.enrolment_id])
    assert [one.enrolment_id for one in studies.completions_told()] == [str(first.enrolment_id)]


def test_many_enrolments_cost_as_many_statements_as_few(studies: Studies) -> None:
    few = [complete(studies).enrolment_id for _ in range(4)]
    many = [complete(studies).enrolment_id for _ in range(12)]
    counts = [_statements(studies, chosen) for chosen in (few, many)]
    assert counts[0] == counts[1] <= 9
    told = studies.completions_told()
    assert len(told) == 16
    assert {one.version for one in told} == {1}


def test_nobody_and_somebody_unknown_are_no_trouble(studies: Studies) -> None:
    studies.run(note_completion, [])
    studies.run(note_completion, [uuid4()])
    assert studies.completions_told() == []


def test_two_releases_at_once_do_not_both_miss_the_completion(studies: Studies) -> None:
    """Each brings one of the last two results: the second one waits and sees both."""
    told = _released_at_once(studies, note_completion, commit_together=False)
    assert [one.complete for one in told] == [True]


def test_without_the_lock_both_would_miss_it(
    studies: Studies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: neither sees what the other one has not committed yet.

    SQLite has one writer; there the second one begins when the first one is done.
    """
    monkeypatch.setattr("exams.app.completion.lock_students_of", lambda *_: None)
    told = _released_at_once(studies, note_completion, commit_together=True)
    missed_by_both = studies.database.dialect == "postgresql"
    assert len(told) == (0 if missed_by_both else 1)


def test_releasing_the_last_result_completes_the_studies(studies: Studies) -> None:
    student = studies.student()
    studies.result(student, "1", "1.0", EARLY)
    sitting_id = studies.past_sitting("2")
    registration_id = studies.registration(student, "2", Status.REGISTERED, sitting_id=sitting_id)
    seat = Seat(student.person_id, student.enrolment_id, registration_id)
    enter(studies, sitting_id, (seat, entry("2.0", exam_date=date(2027, 2, 9))))
    assert studies.completions_told() == []
    release_all(studies, sitting_id)
    [told] = studies.completions_told()
    assert (told.average, told.last_exam_date) == ("1.5", Date(year=2027, month=2, day=9))
    correct(studies, seat, "5.0")
    [back] = studies.completions_told()
    assert not back.complete


def test_the_plan_read_from_the_database_is_the_one_stored(studies: Studies) -> None:
    student = complete(studies)
    found = studies.run(studies_of, [student.enrolment_id])[student.enrolment_id]
    assert found.plan == PLAN
    assert set(found.record.results) == set(
        record(passed("1", "1.3", LATE), passed("2", "2.0", EARLY)).results
    )


def _statements(studies: Studies, enrolment_ids: list[UUID]) -> int:
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    def noted(tx: Transaction) -> None:
        nonlocal counted
        counted = 0
        note_completion(tx, enrolment_ids)

    sqlalchemy_event.listen(Engine, "before_cursor_execute", count)
    try:
        studies.run(noted)
    finally:
        sqlalchemy_event.remove(Engine, "before_cursor_execute", count)
    return counted


def _released_at_once(
    studies: Studies, note: Callable[[Transaction, list[UUID]], None], *, commit_together: bool
) -> list[Any]:
    """What is told when two transactions each store one of the last two results, then note."""
    student = studies.student()
    open_results = [
        studies.result(student, number, "5.0", status=Status.FAILED) for number in ("1", "2")
    ]
    together = studies.database.dialect == "postgresql"
    stored, noted = Barrier(2, timeout=20), Barrier(2, timeout=20)

    def release(tx: Transaction, registration_id: UUID) -> None:
        studies.pass_now(tx, registration_id)
        if together:
            stored.wait()
        note(tx, [student.enrolment_id])
        if together and commit_together:
            noted.wait()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(studies.run, release, one) for one in open_results]:
            done.result()
    return studies.completions_told()
