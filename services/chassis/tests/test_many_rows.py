"""Many rows in one statement mean the same on both databases as one by one."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction, given, insert_many, is_one_of, update_many
from chassis.database.bulk import FEW_ROWS
from chassis.database.tables import answers, audit_entries
from chassis.testing import within
from chassis.values import LocalizedText
from seat_service import open_sitting, registrations, seats
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

WHEN = datetime(2026, 11, 2, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))


def registration(sitting_id: UUID, place: int) -> dict[str, Any]:
    return {
        "registration_id": uuid4(),
        "person_id": uuid4(),
        "sitting_id": sitting_id,
        "register_time": WHEN + timedelta(seconds=place),
        "notes": {"place": place, "tags": ["ü", None]} if place % 2 else None,
        "title": LocalizedText(de=f"Sitz „{place}“", en=f"Seat\t{place}\n") if place % 3 else None,
    }


@pytest.mark.parametrize("count", [0, 1, FEW_ROWS, 300])
def test_all_kinds_of_values_come_back_as_they_were(database: Database, count: int) -> None:
    sitting_id = within(database, open_sitting)
    rows = [registration(sitting_id, place) for place in range(count)]
    within(database, insert_many, registrations, rows)
    statement = select(registrations).order_by(registrations.c.register_time)
    stored = within(database, lambda tx: [dict(r) for r in tx.execute(statement).mappings()])
    expected = [{**row, "register_time": row["register_time"].astimezone(UTC)} for row in rows]
    assert stored == expected


def test_what_is_stored_in_bulk_compares_with_what_is_stored_alone(database: Database) -> None:
    sitting_ids = [uuid4() for _ in range(FEW_ROWS)]
    seat_rows = [{"sitting_id": one, "capacity": 2, "taken": 0} for one in sitting_ids]
    within(database, insert_many, seats, seat_rows)
    for sitting_id in sitting_ids:
        assert within(database, _capacity_of, sitting_id) == 2


def _capacity_of(tx: Transaction, sitting_id: UUID) -> Any:
    return tx.execute(select(seats.c.capacity).where(seats.c.sitting_id == sitting_id)).scalar()


@pytest.mark.parametrize("count", [1, FEW_ROWS])
def test_a_row_that_a_constraint_stands_against_fails_as_ever(
    database: Database, count: int
) -> None:
    rows = [registration(uuid4(), place) for place in range(count)]
    with pytest.raises(IntegrityError) as refused:
        within(database, insert_many, registrations, rows)
    assert str(rows[0]["sitting_id"]) not in str(refused.value)
    assert within(database, lambda tx: tx.execute(select(registrations)).all()) == []


def test_bytes_and_counted_positions_are_stored_in_the_order_given(database: Database) -> None:
    kept = [
        {
            "caller": "c",
            "method": "m",
            "request_id": str(place),
            "request_hash": bytes([place, 0, 255]),
            "answer": None,
            "create_time": WHEN,
        }
        for place in range(20)
    ]
    entries = [
        {
            "entry_time": WHEN,
            "method": "m",
            "caller": "c",
            "actor": "",
            "session_id": "",
            "subject": str(place),
            "outcome": "OK",
        }
        for place in range(20)
    ]

    def store(tx: Transaction) -> None:
        insert_many(tx, answers, kept)
        insert_many(tx, audit_entries, entries)

    within(database, store)
    subjects = select(audit_entries.c.subject).order_by(audit_entries.c.position)
    assert within(database, lambda tx: list(tx.execute(subjects).scalars())) == [
        str(place) for place in range(20)
    ]
    hashes = within(database, lambda tx: set(tx.execute(select(answers.c.request_hash)).scalars()))
    assert hashes == {row["request_hash"] for row in kept}


def test_each_row_is_changed_to_what_is_given_for_it(database: Database) -> None:
    sitting_id = within(database, open_sitting)
    rows = [registration(sitting_id, place) for place in range(10)]
    within(database, insert_many, registrations, rows)
    changed = [
        {
            "registration_id": row["registration_id"],
            "notes": {"new": place},
            "title": LocalizedText(de="neu", en=f"new {place}") if place else None,
            "register_time": WHEN + timedelta(days=place),
        }
        for place, row in enumerate(rows[:7])
    ]
    within(database, update_many, registrations, changed, key=["registration_id"])
    found = within(
        database,
        lambda tx: {
            row["registration_id"]: dict(row)
            for row in tx.execute(select(registrations)).mappings()
        },
    )
    for row in changed:
        stored = found[row["registration_id"]]
        assert {name: stored[name] for name in row} == row
    for row in rows[7:]:
        assert found[row["registration_id"]]["notes"] == row["notes"]


def test_no_rows_to_change_change_nothing(database: Database) -> None:
    within(database, update_many, registrations, [], key=["registration_id"])
    assert within(database, lambda tx: tx.execute(select(registrations)).all()) == []


@pytest.mark.parametrize("count", [0, 1, 300])
def test_rows_are_asked_for_by_any_number_of_values(database: Database, count: int) -> None:
    sitting_id = within(database, open_sitting)
    rows = [registration(sitting_id, place) for place in range(count)]
    within(database, insert_many, registrations, [*rows, registration(sitting_id, count)])
    wanted = [row["person_id"] for row in rows]

    def ask(tx: Transaction) -> set[UUID]:
        people = registrations.c.person_id
        return set(tx.execute(select(people).where(is_one_of(tx, people, wanted))).scalars())

    assert within(database, ask) == set(wanted)


def test_rows_are_joined_with_pairs_of_values(database: Database) -> None:
    sitting_id = within(database, open_sitting)
    rows = [registration(sitting_id, place) for place in range(5)]
    within(database, insert_many, registrations, rows)

    def ask(tx: Transaction) -> list[tuple[int, UUID]]:
        asked = given(
            tx,
            "asked",
            {
                "person_id": (registrations.c.person_id.type, [r["person_id"] for r in rows]),
                "at": (
                    registrations.c.register_time.type,
                    [r["register_time"] for r in rows[::-1]],
                ),
            },
        )
        statement = select(registrations.c.registration_id).join(
            asked,
            (asked.c.person_id == registrations.c.person_id)
            & (asked.c.at == registrations.c.register_time),
        )
        return list(tx.execute(statement).scalars())

    assert within(database, ask) == [rows[2]["registration_id"]]
