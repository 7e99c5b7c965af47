"""What is no longer needed is deleted, and only that."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from chassis import housekeeping
from chassis.database import Database, Transaction
from chassis.database.tables import answers, denied_sessions, inbox, mails, outbox
from chassis.housekeeping import clean_up
from chassis.testing import DrivenClock, until, within
from sqlalchemy import func, insert, select, text

AGES = (timedelta(days=200), timedelta(minutes=1))


def fill(tx: Transaction) -> None:
    """One old and one young row of each kind, and old ones that nobody has dealt with yet."""
    for age in AGES:
        at = tx.now - age
        tx.execute(insert(inbox).values(event_id=uuid4(), receive_time=at))
        tx.execute(
            insert(denied_sessions).values(session_id=str(uuid4()), until_time=at + AGES[1] * 2)
        )
        tx.execute(
            insert(answers).values(
                caller="c", method="m", request_id=str(uuid4()), request_hash=b"", create_time=at
            )
        )
        for done in (at, None):
            tx.execute(insert(outbox).values(**outbox_row(at), publish_time=done))
            tx.execute(insert(mails).values(**mail_row(at), send_time=done))


def outbox_row(at: datetime) -> dict[str, Any]:
    return {
        "event_id": uuid4(),
        "event_type": "t",
        "subject": "s",
        "aggregate_version": 1,
        "traceparent": "",
        "body": b"",
        "create_time": at,
    }


def mail_row(at: datetime) -> dict[str, Any]:
    return {
        "mail_id": uuid4(),
        "address": "",
        "kind": "k",
        "subject": "s",
        "body": "b",
        "create_time": at,
        "next_attempt_time": at,
    }


def count(database: Database) -> dict[str, int]:
    return {
        table.name: within(
            database,
            lambda tx, table=table: tx.execute(  # type: ignore[misc]
                select(func.count()).select_from(table)
            ).scalar_one(),
        )
        for table in (inbox, denied_sessions, answers, outbox, mails)
    }


async def test_old_rows_go_and_what_is_young_or_unfinished_stays(database: Database) -> None:
    await database.write(fill)
    await clean_up(database)
    left = await asyncio.to_thread(count, database)
    assert left == {"inbox": 1, "denied_sessions": 1, "answers": 1, "outbox": 3, "mails": 3}


async def test_trouble_with_one_kind_spares_the_others(
    sqlite: Database, clock: DrivenClock
) -> None:
    await sqlite.write(fill)
    await sqlite.write(lambda tx: tx.execute(text("DROP TABLE outbox")))
    await clean_up(sqlite)
    left = await sqlite.read(lambda tx: tx.execute(select(inbox)).all())
    assert len(left) == 1


async def test_the_house_is_kept_again_and_again(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "FIRST_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(housekeeping, "PAUSE_SECONDS", 0.01)
    keeping = asyncio.create_task(housekeeping.keep_house(sqlite))

    async def is_clean() -> bool:
        return len(await sqlite.read(lambda tx: tx.execute(select(inbox)).all())) == 1

    for _ in range(2):
        await sqlite.write(lambda tx: tx.execute(inbox.delete()))
        await sqlite.write(
            lambda tx: [
                tx.execute(insert(inbox).values(event_id=uuid4(), receive_time=tx.now - age))
                for age in AGES
            ]
        )
        await until(is_clean)
    keeping.cancel()
    await asyncio.wait([keeping])
