"""Capacity under many parallel writers: never a seat too many, and proof that the test can fail.

Each writer is a desk of its own, as in another process or replica: what keeps them apart is in the
database alone. On PostgreSQL the lock keeps decisions apart and the check constraint stands behind
it; on SQLite there is one writer. Each control takes one protection away and shows what it held
off.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.signing import Signer
from chassis.testing import DrivenClock
from exams.app.desk import Done, decide_together
from exams.domain.desk import Command, Refusal, Register, Withdraw
from exams.domain.receipts import RECEIPT_TYPE
from exams.store import desk as stored
from exams.store.tables import receipts, registrations, sittings
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.exams.tests.desk_factories import with_waiting_list

WRITERS = 16
SEATS = 2

Attempt = Callable[[], object]


def all_at_once(attempts: list[Attempt]) -> list[object]:
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


def deciding(campus: Any, *commands: Command) -> Attempt:
    """A batch of commands; its outcome is that of the first one."""
    return lambda: campus.decide(*commands)[0]


def registered(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Done) for outcome in outcomes)


def attempts_for(campus: Any, sitting_id: Any) -> list[Attempt]:
    people = [campus.student().person_id for _ in range(WRITERS)]
    return [deciding(campus, Register(person_id, sitting_id)) for person_id in people]


def live(campus: Any) -> int:
    return sum(row.status == "registered" for row in campus.rows(registrations))


def taken(campus: Any, sitting_id: Any) -> int:
    return int(next(r.taken for r in campus.rows(sittings) if r.sitting_id == sitting_id))


def test_many_students_take_exactly_the_seats_there_are(campus: Any) -> None:
    """domain.md "Exams" 7: "It is never exceeded, whatever the load"."""
    sitting_id = campus.sitting("1004", group="A")
    outcomes = all_at_once(attempts_for(campus, sitting_id))
    assert registered(outcomes) == SEATS
    assert sum(isinstance(one, Refusal) for one in outcomes) == WRITERS - SEATS
    assert live(campus) == taken(campus, sitting_id) == SEATS


def test_one_student_in_many_windows_is_registered_once(campus: Any) -> None:
    command = Register(campus.student().person_id, campus.sitting("1001"))
    outcomes = all_at_once([deciding(campus, command)] * WRITERS)
    assert registered(outcomes) == live(campus) == taken(campus, command.sitting_id) == 1


def test_one_student_gets_one_of_two_sittings_of_an_exam(campus: Any) -> None:
    """The student is locked after the sitting, so that two sittings see each other."""
    person_id = campus.student().person_id
    ids = [campus.sitting("1004", group=group) for group in "AB"]
    outcomes = all_at_once(
        [deciding(campus, Register(person_id, sitting_id)) for sitting_id in ids * 4]
    )
    assert registered(outcomes) == live(campus) == 1


def test_seats_freed_and_taken_in_parallel_add_up(campus: Any) -> None:
    sitting_id = campus.sitting("1004", group="A")
    held = [campus.register(campus.student(), sitting_id) for _ in range(SEATS)]
    attempts = attempts_for(campus, sitting_id) + [
        deciding(campus, Withdraw(registration.registration_id)) for registration in held
    ]
    all_at_once(attempts)
    assert live(campus) == taken(campus, sitting_id) <= SEATS


def test_seats_and_waiting_list_add_up_whoever_comes_and_goes(campus: Any) -> None:
    """While anybody waits no seat stays free, and the receipts have no gap."""
    sitting_id = with_waiting_list(campus, SEATS)
    held = [campus.register(campus.student(), sitting_id) for _ in range(SEATS + 3)]
    all_at_once(
        attempts_for(campus, sitting_id)
        + [deciding(campus, Withdraw(one.registration_id)) for one in held]
    )
    [row] = [row for row in campus.rows(sittings) if row.sitting_id == sitting_id]
    waiting = sum(one.status == "waiting" for one in campus.rows(registrations))
    assert live(campus) == row.taken == SEATS
    assert waiting == row.waiting == WRITERS - SEATS
    numbers = sorted(one.seq for one in campus.rows(receipts))
    assert numbers == list(range(1, row.last_seq + 1))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_several_processes_share_the_seats_of_one_database(campus: Any) -> None:
    """On SQLite one process serves, which it makes sure of by a lock beside the file."""
    sitting_id = campus.sitting("1004", group="A")
    people = [campus.student().person_id for _ in range(WRITERS * 2)]
    shares = [(campus.database.url, campus.clock.now(), sitting_id, people[n::4]) for n in range(4)]
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawning) as pool:
        done = list(pool.map(_register_elsewhere, shares))
    assert sum(done) == live(campus) == taken(campus, sitting_id) == SEATS
    assert sorted(one.seq for one in campus.rows(receipts)) == [1, 2]


def _register_elsewhere(share: tuple[str, Any, UUID, list[UUID]]) -> int:
    """Another process: registers its students in batches of two; returns how many got a seat."""
    url, now, sitting_id, people = share
    clock: Clock = DrivenClock(now)
    database, signer = Database(url, clock), Signer.from_file(None, RECEIPT_TYPE)
    try:
        outcomes = [
            outcome
            for start in range(0, len(people), 2)
            for outcome in database.write_now(
                decide_together,
                signer,
                [Register(one, sitting_id) for one in people[start : start + 2]],
            )
        ]
    finally:
        database.close()
    return sum(isinstance(one, Done) for one in outcomes)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the locks away and lets two writers count the seats before one takes any.

    SQLite's one writer cannot be taken away: there the meeting never comes about.
    """
    meeting = Barrier(2)
    hold_sittings = stored.hold_sittings

    def find_together(tx: Transaction, sitting_ids: Any) -> Any:
        found = hold_sittings(_Unlocking(tx), sitting_ids)  # type: ignore[arg-type]
        try:
            meeting.wait(timeout=0.5)
        except BrokenBarrierError:
            meeting.reset()
        return found

    monkeypatch.setattr(stored, "hold_sittings", find_together)


class _Unlocking:
    """A transaction whose SELECT … FOR UPDATE locks nothing."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.dialect = tx.dialect
        self.sql_dialect = tx.sql_dialect

    def execute(self, statement: Any, parameters: Any = None) -> Any:
        # The statement is made once and belongs to all.
        unlocking = statement._clone()
        unlocking._for_update_arg = None
        return self._tx.execute(unlocking, parameters)


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_the_constraint_still_refuses_a_seat_too_many(
    campus: Any,
) -> None:
    """Two writers who counted the same seats also take the same number of a receipt."""
    sitting_id = campus.sitting("1004", group="A")
    campus.register(campus.student(), sitting_id)
    outcomes = all_at_once(attempts_for(campus, sitting_id)[:2])
    assert registered(outcomes) == 1
    assert taken(campus, sitting_id) == live(campus) == SEATS
    [lost] = [one for one in outcomes if not isinstance(one, Done)]
    assert isinstance(lost, DBAPIError if campus.database.dialect == "postgresql" else Refusal)


@pytest.mark.usefixtures("without_lock")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_control_without_lock_and_constraints_the_sitting_is_oversold(campus: Any) -> None:
    """On SQLite this cannot be shown: its one writer cannot be taken away."""
    for statement in (
        "ALTER TABLE sittings DROP CONSTRAINT ck_sittings_taken_within_capacity",
        "ALTER TABLE receipts DROP CONSTRAINT pk_receipts",
    ):
        campus.run(lambda tx, statement=statement: tx.execute(text(statement)))
    sitting_id = campus.sitting("1004", group="A")
    campus.register(campus.student(), sitting_id)
    outcomes = all_at_once(attempts_for(campus, sitting_id)[:2])
    assert registered(outcomes) == 2
    assert live(campus) == SEATS + 1
