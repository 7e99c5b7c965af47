"""The databases that tests get: as good as new, though they were used before."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import seat_service
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import DrivenClock, Filling, within
from chassis.testing.databases import KeptDatabases, fresh_database
from chassis.testing.kept import KeptDatabase
from seat_service import count_registrations, effects, open_sitting, take_seat
from sqlalchemy import insert, select, text


@pytest.fixture
def kept(postgres: str) -> Iterator[KeptDatabase]:
    """The database that tests of the seat service use one after the other."""
    databases = KeptDatabases(postgres)
    yield databases.of(seat_service.definition)
    databases.close()


def note(tx: Transaction) -> int:
    """Counts up a sequence."""
    [position] = tx.execute(
        insert(effects).values(aggregate_id="one", version=1).returning(effects.c.position)
    ).scalars()
    assert isinstance(position, int)
    return position


def opened_and_taken(tx: Transaction, capacity: int) -> UUID:
    """A sitting with a registration, an event and a number from a sequence."""
    sitting_id = open_sitting(tx, capacity)
    take_seat(tx, UUID(int=7), sitting_id)
    note(tx)
    return sitting_id


def told(tx: Transaction) -> list[UUID]:
    """The events told."""
    return list(tx.execute(select(outbox.c.event_id).order_by(outbox.c.position)).scalars())


def test_a_kept_database_is_empty_again(kept: KeptDatabase, clock: DrivenClock) -> None:
    used = Database(kept.emptied(), clock)
    within(used, opened_and_taken, 5)
    assert within(used, note) == 2
    used.close()
    again = Database(kept.emptied(), clock)
    assert again.url == used.url
    assert within(again, count_registrations) == 0
    assert within(again, told) == []
    assert within(again, note) == 1
    again.close()


def test_rows_that_nothing_may_delete_are_emptied_too(kept: KeptDatabase) -> None:
    with psycopg.connect(kept.emptied()) as connection:
        name = connection.info.dbname
        connection.execute("INSERT INTO seats VALUES (gen_random_uuid(), 1, 0)")
        connection.execute("ALTER EVENT TRIGGER note_schema_change DISABLE")
        connection.execute(
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
        )
        connection.execute("CREATE TRIGGER no BEFORE DELETE ON seats EXECUTE FUNCTION no()")
        connection.execute("ALTER EVENT TRIGGER note_schema_change ENABLE")
    with psycopg.connect(kept.emptied()) as connection:
        assert connection.info.dbname == name
        assert connection.execute("SELECT count(*) FROM seats").fetchone() == (0,)


def test_a_changed_schema_is_not_used_again(kept: KeptDatabase) -> None:
    url = kept.emptied()
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE seats DROP COLUMN taken")
    changed = kept.emptied()
    assert changed != url
    with psycopg.connect(changed) as connection:
        assert connection.execute("SELECT count(taken) FROM seats").fetchone() == (0,)


def test_a_database_that_somebody_is_connected_to_is_not_used_again(kept: KeptDatabase) -> None:
    url = kept.emptied()
    left_open = psycopg.connect(url)
    left_open.execute("SELECT pg_advisory_lock(7)")
    assert kept.emptied() != url
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")


def test_what_was_filled_once_is_copied(
    database: Database, tmp_path: Path, kept: KeptDatabase, clock: DrivenClock
) -> None:
    runs = 0

    def fill(tx: Transaction, capacity: int) -> None:
        nonlocal runs
        runs += 1
        opened_and_taken(tx, capacity)

    filling = Filling(seat_service.definition)
    filling.put(database, fill, 5)
    if database.dialect == "postgresql":
        other = Database(kept.emptied(), clock)
    else:
        other = fresh_database(seat_service.definition, tmp_path, clock, None)
    filling.put(other, fill, 5)
    assert runs == 1
    for table in seat_service.metadata.sorted_tables:
        original, copy = (
            within(one, lambda tx, each=table: tx.execute(select(each)).all())
            for one in (database, other)
        )
        assert original == copy
        assert copy
    assert within(other, told) == within(database, told)
    assert within(other, note) == within(database, note) == 2
    other.close()


def test_another_moment_another_argument_or_a_used_database_is_filled_anew(
    database: Database, clock: DrivenClock
) -> None:
    runs: list[int] = []
    emptying = [text(f'DELETE FROM "{name}"') for name in ("registrations", "seats", "effects")]
    emptying.append(text("DELETE FROM outbox"))

    def fill(tx: Transaction, capacity: int) -> None:
        runs.append(capacity)
        open_sitting(tx, capacity)

    def empty(tx: Transaction) -> None:
        for statement in emptying:
            tx.execute(statement)

    filling = Filling(seat_service.definition)
    filling.put(database, fill, 5)
    filling.put(database, fill, 5)
    assert runs == [5, 5]
    within(database, empty)
    filling.put(database, fill, 6)
    assert runs == [5, 5, 6]
    within(database, empty)
    clock.set(clock.now().replace(year=2027))
    filling.put(database, fill, 5)
    assert runs == [5, 5, 6, 5]
