"""Transactions on both databases."""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import seat_service
from chassis.clock import SystemClock
from chassis.database import Database, Transaction, insert_or_ignore, upsert
from chassis.database.leadership import Leadership
from chassis.documents import MAX_BYTES, Document, load_document, store_document
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, until, within
from chassis.testing.databases import fresh_database
from chassis.values import LocalizedText
from seat_service import count_registrations, open_sitting, registrations, seats, take_seat
from sqlalchemy import create_engine, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

TEXT = LocalizedText(de="Nein.", en="No.")


def add_and_fail(tx: Transaction, failure: Exception) -> None:
    open_sitting(tx)
    raise failure


def count_seats(tx: Transaction) -> int:
    return len(tx.execute(select(seats)).all())


def test_a_failure_leaves_nothing_behind(database: Database) -> None:
    failure = Failure(Code.NOT_FOUND, "GONE", TEXT)
    with pytest.raises(Failure, match="GONE"):
        within(database, add_and_fail, failure)
    with pytest.raises(KeyError):
        within(database, add_and_fail, KeyError("a fault"))
    assert within(database, count_seats) == 0


def test_a_failure_that_keeps_its_changes_commits_them(database: Database) -> None:
    woken = threading.Event()
    database.on_commit("evidence", woken.set)
    failure = Failure(Code.NOT_FOUND, "GONE", TEXT, keeps_changes=True)

    def keep_evidence(tx: Transaction) -> None:
        tx.touch("evidence")
        add_and_fail(tx, failure)

    with pytest.raises(Failure, match="GONE"):
        within(database, keep_evidence)
    assert within(database, count_seats) == 1
    assert woken.is_set()


def test_whoever_waits_is_woken_after_the_commit_only(database: Database) -> None:
    seen: list[int] = []
    database.on_commit("seats", lambda: seen.append(1))

    def add(tx: Transaction, failure: Exception | None) -> None:
        tx.touch("seats")
        open_sitting(tx)
        assert seen == []
        if failure:
            raise failure

    with pytest.raises(KeyError):
        within(database, add, KeyError())
    assert seen == []
    within(database, add, None)
    assert seen == [1]


def test_a_waker_that_fails_does_not_undo_what_is_durable(database: Database) -> None:
    def fail() -> None:
        raise RuntimeError("the loop is closed")

    def add(tx: Transaction) -> UUID:
        tx.touch("seats")
        return open_sitting(tx)

    database.on_commit("seats", fail)
    assert within(database, add).version == 7


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(open_sitting)
    assert await database.read(count_seats) == 0


async def test_a_read_sees_one_snapshot(database: Database) -> None:
    began, written = threading.Event(), threading.Event()

    def count_twice(tx: Transaction) -> tuple[int, int]:
        first = count_seats(tx)
        began.set()
        assert written.wait(10)
        return first, count_seats(tx)

    reading = asyncio.create_task(database.read(count_twice))
    await asyncio.to_thread(began.wait, 10)
    await database.write(open_sitting)
    written.set()
    assert await reading == (0, 0)
    assert await database.read(count_seats) == 1


class _RefusalError(Exception):
    """What psycopg raises, with its SQL state."""

    def __init__(self, sql_state: str) -> None:
        self.sqlstate = sql_state


@pytest.mark.parametrize("sql_state", ["40001", "40P01", "55P03"])
def test_a_use_case_that_lost_a_race_runs_again_as_a_whole(
    database: Database, sql_state: str
) -> None:
    moments = []

    def lose_twice(tx: Transaction) -> UUID:
        moments.append(tx)
        sitting_id = open_sitting(tx)
        if len(moments) < 3:
            raise OperationalError("UPDATE", {}, _RefusalError(sql_state))
        return sitting_id

    assert within(database, lose_twice).version == 7
    assert len(moments) == 3
    assert within(database, count_seats) == 1


def test_a_race_that_is_lost_for_ever_is_unavailable(database: Database) -> None:
    attempts = []

    def lose(tx: Transaction) -> None:
        attempts.append(1)
        raise OperationalError("UPDATE", {}, _RefusalError("40001"))

    with pytest.raises(Failure) as refused:
        within(database, lose)
    assert refused.value.code is Code.UNAVAILABLE
    assert 1 < len(attempts) <= 8


def test_a_real_deadlock_is_retried_until_both_are_through(database: Database) -> None:
    first, second = within(database, open_sitting), within(database, open_sitting)
    both_hold_one = threading.Barrier(2)

    def lock_both(tx: Transaction, order: list[UUID], meet: list[bool]) -> None:
        for sitting_id in order:
            add_one = update(seats).where(seats.c.sitting_id == sitting_id)
            tx.execute(add_one.values(taken=seats.c.taken + 1))
            if meet and tx.dialect == "postgresql":
                meet.clear()
                both_hold_one.wait(10)

    with ThreadPoolExecutor(2) as threads:
        running = [
            threads.submit(within, database, lock_both, order, [True])
            for order in ([first, second], [second, first])
        ]
        for one in running:
            one.result()
    assert within(database, lambda tx: tx.execute(select(seats.c.taken)).scalars().all()) == [2, 2]


def test_a_fault_of_the_program_is_not_called_unavailable(database: Database) -> None:
    with pytest.raises(DBAPIError):
        within(database, lambda tx: tx.execute(text("SELECT * FROM nothing_of_that_name")))
    with pytest.raises(DBAPIError):
        within(database, lambda tx: tx.execute(insert(seats).values(sitting_id=uuid4())))


def test_errors_name_no_values(database: Database) -> None:
    def add_twice(tx: Transaction) -> None:
        row = {"sitting_id": UUID(int=7), "capacity": 424242, "taken": 0}
        tx.execute(insert(seats).values(**row))
        tx.execute(insert(seats).values(**row))

    with pytest.raises(DBAPIError) as refused:
        within(database, add_twice)
    assert "424242" not in str(refused.value)


def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing", threads=1)
    with pytest.raises(Failure) as refused:
        within(database, open_sitting)
    database.close()
    assert refused.value.code is Code.UNAVAILABLE


def test_a_sqlite_file_that_somebody_else_holds_is_unavailable(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.database.database.PATIENCE_SECONDS", 0.0)
    within(sqlite, lambda tx: tx.execute(text("SELECT 1")))
    holder = sqlite3.connect(sqlite.url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = Database(sqlite.url, SystemClock())

    @event.listens_for(impatient._writing, "connect")
    def wait_briefly(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 10")

    with pytest.raises(Failure) as refused:
        within(impatient, open_sitting)
    holder.execute("ROLLBACK")
    assert within(impatient, open_sitting).version == 7
    holder.close()
    impatient.close()
    assert refused.value.code is Code.UNAVAILABLE


def test_locks_are_taken_in_one_order_whatever_the_caller_names(database: Database) -> None:
    sittings = [within(database, open_sitting) for _ in range(6)]

    def lock_all(tx: Transaction, order: list[UUID]) -> None:
        tx.lock(seats.c.sitting_id, order)
        tx.lock(seats.c.sitting_id, [])
        for sitting_id in sittings:
            add_one = update(seats).where(seats.c.sitting_id == sitting_id)
            tx.execute(add_one.values(taken=seats.c.taken + 1))

    with ThreadPoolExecutor(8) as threads:
        orders = [sittings, sittings[::-1], sittings[3:] + sittings[:3]] * 8
        list(threads.map(lambda order: within(database, lock_all, order), orders))
    taken = within(database, lambda tx: set(tx.execute(select(seats.c.taken)).scalars()))
    assert taken == {24}


def sell(database: Database, sitting_id: UUID) -> int:
    """16 buyers at once; returns how many were told that they have the seat."""
    at_once = threading.Barrier(16)

    def buy(_: int) -> bool:
        at_once.wait(10)
        try:
            within(database, take_seat, uuid4(), sitting_id)
        except Failure as failure:
            assert failure.reason == "SITTING_FULL"  # noqa: PT017
            return False
        return True

    with ThreadPoolExecutor(16) as buyers:
        return sum(buyers.map(buy, range(16)))


def test_one_seat_is_sold_once(database: Database) -> None:
    sitting_id = within(database, open_sitting, capacity=1)
    assert sell(database, sitting_id) == 1
    assert within(database, count_registrations) == 1


def test_whoever_decides_makes_the_next_one_wait(database: Database) -> None:
    """Two processes on one database, on SQLite too: the second one reads after the first one."""
    sitting_id = within(database, open_sitting, capacity=1)
    other = Database(database.url)
    has_read, go_on = threading.Event(), threading.Event()

    def decide_slowly(tx: Transaction) -> None:
        tx.lock(seats.c.sitting_id, [sitting_id])
        assert tx.execute(select(seats.c.taken)).scalar_one() == 0
        has_read.set()
        assert go_on.wait(10)
        take_after_reading(tx, sitting_id)

    with ThreadPoolExecutor(2) as buyers:
        first = buyers.submit(within, database, decide_slowly)
        assert has_read.wait(10)
        second = buyers.submit(within, other, take_seat, uuid4(), sitting_id)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        go_on.set()
        first.result()
        with pytest.raises(Failure, match="SITTING_FULL"):
            second.result()
    assert within(database, count_registrations) == 1
    other.close()


def test_without_the_row_lock_one_seat_is_sold_twice(
    postgres: str, tmp_path: Path, clock: DrivenClock
) -> None:
    """The control: the test above can fail."""
    database = fresh_database(seat_service.definition, tmp_path, clock, postgres)
    sitting_id = within(database, open_sitting, capacity=1)
    both_have_read = threading.Barrier(2)

    def buy(tx: Transaction) -> None:
        taken = tx.execute(select(seats.c.taken)).scalar_one()
        both_have_read.wait(10)
        if taken < 1:
            take_after_reading(tx, sitting_id)

    with ThreadPoolExecutor(2) as buyers:
        for one in [buyers.submit(within, database, buy) for _ in range(2)]:
            one.result()
    assert within(database, count_registrations) == 2
    database.close()


def test_with_a_late_begin_sqlite_lets_two_decide_on_the_same_state(sqlite: Database) -> None:
    """The control: Python's own way to begin SQLite transactions sells one seat twice."""
    sitting_id = within(sqlite, open_sitting, capacity=1)
    engine = create_engine(sqlite.url)
    both_have_read = threading.Barrier(2)

    def buy(_: int) -> None:
        with engine.begin() as connection:
            taken = connection.execute(select(seats.c.taken)).scalar_one()
            both_have_read.wait(10)
            if taken < 1:
                take_after_reading(Transaction(connection, datetime.now(UTC)), sitting_id)

    with ThreadPoolExecutor(2) as buyers:
        list(buyers.map(buy, range(2)))
    engine.dispose()
    assert within(sqlite, count_registrations) == 2


def take_after_reading(tx: Transaction, sitting_id: UUID) -> None:
    tx.execute(
        insert(registrations).values(
            registration_id=uuid4(), person_id=uuid4(), sitting_id=sitting_id, register_time=tx.now
        )
    )
    tx.execute(update(seats).values(taken=1))


def test_moments_json_and_texts_come_back_as_they_went_in(database: Database) -> None:
    sitting_id = within(database, open_sitting)
    moment = datetime(2026, 3, 29, 3, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    notes = {"list": [1, "zwei", None], "öffentlich": True}
    rows: list[dict[str, Any]] = [
        {"register_time": moment, "notes": notes, "title": LocalizedText(de="Ä", en="A")},
        {"register_time": moment + timedelta(microseconds=1), "notes": None, "title": None},
    ]

    def store(tx: Transaction) -> None:
        for row in rows:
            fixed = {"registration_id": tx.new_id(), "person_id": uuid4(), "sitting_id": sitting_id}
            tx.execute(insert(registrations).values(**fixed, **row))

    within(database, store)
    ordered = select(registrations).order_by(registrations.c.register_time)
    first, second = within(database, lambda tx: tx.execute(ordered).all())
    assert (first.register_time, first.notes) == (moment, notes)
    assert first.register_time.tzinfo is UTC
    assert first.title == LocalizedText(de="Ä", en="A")
    assert (second.notes, second.title) == (None, None)
    empty = select(registrations).where(registrations.c.notes.is_(None))
    assert len(within(database, lambda tx: tx.execute(empty).all())) == 1


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    late = registrations.c.register_time > datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(StatementError, match="needs a time zone"):
        within(database, lambda tx: tx.execute(select(registrations).where(late)))


def test_the_clock_stands_still_within_a_transaction(database: Database) -> None:
    def look_twice(tx: Transaction) -> tuple[datetime, datetime, int]:
        before = tx.now
        database.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
        return before, tx.now, tx.new_id().int >> 80

    before, after, milliseconds = within(database, look_twice)
    assert before == after
    assert milliseconds == int(before.timestamp() * 1000)


def test_rows_that_are_there_already_are_ignored_and_the_others_counted(database: Database) -> None:
    rows = [{"sitting_id": uuid4(), "capacity": 1, "taken": 0} for _ in range(5)]
    assert within(database, insert_or_ignore, seats, rows[:2]) == 2
    assert within(database, insert_or_ignore, seats, rows) == 3
    assert within(database, insert_or_ignore, seats, rows) == 0
    assert within(database, insert_or_ignore, seats, []) == 0
    assert within(database, count_seats) == 5


def test_an_upsert_inserts_or_overwrites(database: Database) -> None:
    ids = [uuid4(), uuid4()]
    for taken in (0, 3):
        rows = [{"sitting_id": one, "capacity": 9, "taken": taken} for one in ids]
        within(database, upsert, seats, rows, ["sitting_id"])
    within(database, upsert, seats, [], ["sitting_id"])
    assert within(database, lambda tx: tx.execute(select(seats.c.taken)).scalars().all()) == [3, 3]


def test_documents_are_kept_up_to_ten_mebibytes(database: Database) -> None:
    stored = within(database, store_document, b"%PDF", "application/pdf", "a.pdf")
    assert within(database, load_document, stored) == Document(b"%PDF", "application/pdf", "a.pdf")
    with pytest.raises(LookupError):
        within(database, load_document, uuid4())
    with pytest.raises(ValueError, match="over"):
        within(database, store_document, bytes(MAX_BYTES + 1), "application/pdf", "b.pdf")


async def test_a_cancelled_caller_leaves_a_whole_transaction(database: Database) -> None:
    began, go_on = threading.Event(), threading.Event()

    def add_slowly(tx: Transaction) -> None:
        open_sitting(tx)
        began.set()
        assert go_on.wait(10)
        open_sitting(tx)

    writing = asyncio.create_task(database.write(add_slowly))
    await asyncio.to_thread(began.wait, 10)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    go_on.set()
    assert await until(lambda: database.read(count_seats)) == 2


async def test_queued_work_of_a_cancelled_caller_is_dropped(sqlite: Database) -> None:
    began, go_on = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        began.set()
        assert go_on.wait(10)

    holding = asyncio.create_task(sqlite.write(hold))
    await asyncio.to_thread(began.wait, 10)
    queued = asyncio.create_task(sqlite.write(open_sitting))
    await asyncio.sleep(0)
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queued
    go_on.set()
    await holding
    assert await sqlite.read(count_seats) == 0


def test_closing_closes_every_connection(database: Database) -> None:
    within(database, open_sitting)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: within(database, count_seats), range(32)))
    pools = [database._writing.pool, database._reading.pool]
    opened: list[Any] = []
    for pool in pools:
        opened += [record.dbapi_connection for record in list(pool._pool.queue)]  # type: ignore[attr-defined]
    assert opened
    database.close()
    for connection in opened:
        if isinstance(connection, sqlite3.Connection):
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                connection.execute("SELECT 1")
        else:
            assert connection.closed


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_only_postgresql_and_sqlite_files_are_served(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite"):
        Database(url)


async def test_one_of_two_processes_leads_until_it_lets_go(database: Database) -> None:
    one, other = Leadership(database.url, 7), Leadership(database.url, 7)
    assert await one.is_held()
    assert await one.is_held()
    assert await other.is_held() == (database.dialect == "sqlite")
    one.release()
    assert await other.is_held()
    if database.dialect == "postgresql":
        assert not await one.is_held()
        assert other._connection is not None
        # Losing the connection is losing the lock; it is taken again.
        other._connection.connection.dbapi_connection.close()  # type: ignore[union-attr]
        assert not await other.is_held()
        assert await other.is_held()
    other.release()
