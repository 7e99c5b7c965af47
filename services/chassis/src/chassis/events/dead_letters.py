"""Dead letters: events that could not take effect, kept for a person to look at and replay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from matrikel.event.v1 import event_pb2
from sqlalchemy import select, update

from chassis.database import upsert
from chassis.database.tables import dead_letters
from chassis.database.transaction import Transaction
from chassis.events.hearing import Hearing


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that lies here, and why."""

    event_id: UUID
    event_type: str
    problem: str
    receive_time: datetime
    replay_time: datetime | None


class UnknownDeadLetterError(LookupError):
    """There is no such letter, or nobody here hears its type."""


def bury(tx: Transaction, envelope: event_pb2.Envelope, problem: str, deliveries: int) -> None:
    """Keeps an event that failed each time it was delivered."""
    row = {
        "event_id": UUID(envelope.event_id),
        "event_type": envelope.event_type[:200],
        "envelope": envelope.SerializeToString(),
        "problem": problem[:2000],
        "deliveries": deliveries,
        "receive_time": tx.now,
        "replay_time": None,
    }
    upsert(tx, dead_letters, [row], key=["event_id"])


def list_dead_letters(tx: Transaction) -> list[DeadLetter]:
    """All dead letters, the oldest first."""
    rows = tx.execute(select(dead_letters).order_by(dead_letters.c.receive_time))
    return [
        DeadLetter(row.event_id, row.event_type, row.problem, row.receive_time, row.replay_time)
        for row in rows
    ]


def replay(tx: Transaction, event_id: UUID, hears: Iterable[Hearing[Any]]) -> bool:
    """Lets a dead letter take effect now; returns whether it did.

    False where it, or a newer version of the same aggregate, has taken effect since. Raises
    UnknownDeadLetterError, and whatever the effect raises.
    """
    row = tx.execute(select(dead_letters).where(dead_letters.c.event_id == event_id)).first()
    if row is None:
        raise UnknownDeadLetterError(f"no dead letter {event_id}")
    by_type = {hearing.description.full_name: hearing for hearing in hears}
    if row.event_type not in by_type:
        raise UnknownDeadLetterError(f"this service does not hear {row.event_type}")
    news = by_type[row.event_type].take_effect(tx, event_pb2.Envelope.FromString(row.envelope))
    tx.execute(
        update(dead_letters).where(dead_letters.c.event_id == event_id).values(replay_time=tx.now)
    )
    return news
