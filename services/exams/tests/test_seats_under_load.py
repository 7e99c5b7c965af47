"""Capacity under many parallel writers: never a seat too many, and proof that the test can fail.

On PostgreSQL the lock keeps decisions apart and the check constraint stands behind it; on SQLite
there is one writer. Each control takes one protection away and shows what it held off.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from exams.app import register as registering
from exams.app.refusals import Refused
from exams.domain.examinations import Registration
from exams.store import sittings as stored_sittings
from exams.store.tables import registrations, sittings
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

WRITERS = 16
SEATS = 2

Attempt = Callable[[], object]


def all_at_once(database: Database, attempts: list[Attempt]) -> list[object]:
    """Runs the attempts in parallel, each in a transaction of its own; returns the outcomes."""
    start = Barrier(len(attempts))

    def run(attempt: Attempt) -> object:
        start.wait()
        try:
            return attempt()
        except (Failure, DBAPIError) as problem:
            return problem

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def registered(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Registration) for outcome in outcomes)


def attempts_for(campus: Any, sitting_id: Any) -> list[Attempt]:
    students = [campus.student() for _ in range(WRITERS)]
    return [
        lambda student=student: campus.database.write_now(  # type: ignore[misc]
            registering.register, student.person_id, sitting_id, None
        )
        for student in students
    ]


def live(campus: Any) -> int:
    return sum(row.status_code == "AN" for row in campus.rows(registrations))


def taken(campus: Any, sitting_id: Any) -> int:
    return int(next(r.taken for r in campus.rows(sittings) if r.sitting_id == sitting_id))


def test_many_students_take_exactly_the_seats_there_are(campus: Any) -> None:
    sitting_id = campus.sitting("1004", group="A")
    outcomes = all_at_once(campus.database, attempts_for(campus, sitting_id))
    assert registered(outcomes) == SEATS
    assert sum(isinstance(one, Refused) for one in outcomes) == WRITERS - SEATS
    assert live(campus) == taken(campus, sitting_id) == SEATS


def test_one_student_in_many_windows_is_registered_once(campus: Any) -> None:
    student, sitting_id = campus.student(), campus.sitting("1001")
    outcomes = all_at_once(
        campus.database,
        [
            lambda: campus.database.write_now(
                registering.register, student.person_id, sitting_id, None
            )
        ]
        * WRITERS,
    )
    assert registered(outcomes) == live(campus) == taken(campus, sitting_id) == 1


def test_one_student_gets_one_of_two_sittings_of_an_exam(campus: Any) -> None:
    """The student is locked after the sitting, so that two sittings see each other."""
    student = campus.student()
    ids = [campus.sitting("1004", group=group) for group in "AB"]
    outcomes = all_at_once(
        campus.database,
        [
            lambda sitting_id=sitting_id: campus.database.write_now(  # type: ignore[misc]
                registering.register, student.person_id, sitting_id, None
            )
            for sitting_id in ids * 4
        ],
    )
    assert registered(outcomes) == live(campus) == 1


def test_seats_freed_and_taken_in_parallel_add_up(campus: Any) -> None:
    sitting_id = campus.sitting("1004", group="A")
    held = [campus.register(campus.student(), sitting_id) for _ in range(SEATS)]
    attempts = attempts_for(campus, sitting_id) + [
        lambda registration=registration: campus.withdraw(registration) for registration in held
    ]
    all_at_once(campus.database, attempts)
    assert live(campus) == taken(campus, sitting_id) <= SEATS


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the lock away and lets all writers count the seats before one takes any.

    SQLite's one writer cannot be taken away: there the meeting never comes about.
    """
    meeting = Barrier(2)
    find_sitting = stored_sittings.find_sitting

    def find_together(tx: Transaction, sitting_id: Any) -> Any:
        sitting = find_sitting(tx, sitting_id)
        try:
            meeting.wait(timeout=0.5)
        except BrokenBarrierError:
            meeting.reset()
        return sitting

    monkeypatch.setattr(stored_sittings, "lock_sitting", lambda _tx, _sitting_id: None)
    monkeypatch.setattr(stored_sittings, "find_sitting", find_together)


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_the_constraint_still_refuses_a_seat_too_many(
    campus: Any,
) -> None:
    sitting_id = campus.sitting("1004", group="A")
    campus.register(campus.student(), sitting_id)
    outcomes = all_at_once(campus.database, attempts_for(campus, sitting_id)[:2])
    assert registered(outcomes) == 1
    assert taken(campus, sitting_id) == SEATS
    [lost] = [one for one in outcomes if not isinstance(one, Registration)]
    assert isinstance(lost, DBAPIError if campus.database.dialect == "postgresql" else Refused)


@pytest.mark.usefixtures("without_lock")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_control_without_lock_and_constraint_the_sitting_is_oversold(campus: Any) -> None:
    """On SQLite this cannot be shown: its one writer cannot be taken away."""
    campus.run(
        lambda tx: tx.execute(
            text("ALTER TABLE sittings DROP CONSTRAINT ck_sittings_taken_within_capacity")
        )
    )
    sitting_id = campus.sitting("1004", group="A")
    campus.register(campus.student(), sitting_id)
    outcomes = all_at_once(campus.database, attempts_for(campus, sitting_id)[:2])
    assert registered(outcomes) == 2
    assert live(campus) == SEATS + 1
