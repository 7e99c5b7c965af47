"""The outbox: events commit together with the state that they tell about."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from google.protobuf.message import Message
from sqlalchemy import delete

from chassis.database import insert_many
from chassis.database.tables import outbox
from chassis.database.transaction import Transaction
from chassis.events.description import EventDescription
from chassis.rpc.observation import traceparent

# How long published events stay, for people who look into what happened.
KEPT = timedelta(days=14)

_described = cache(EventDescription.of)


def tell(tx: Transaction, event: Message) -> None:
    """Puts an event into the outbox; it is published after the commit, never without it."""
    tell_all(tx, [(event, traceparent())])


def tell_all(tx: Transaction, events: Iterable[tuple[Message, str]]) -> None:
    """Puts events into the outbox, in the order given, each with the trace that it belongs to."""
    _put(tx, [_row(tx, event, trace) for event, trace in events])


def tell_again(tx: Transaction, events: Iterable[Message], hearer: str) -> None:
    """Puts events into the outbox for one service alone, which drops what it knows already."""
    trace = traceparent()
    _put(tx, [_row(tx, event, trace, hearer) for event in events])


def _put(tx: Transaction, rows: list[dict[str, object]]) -> None:
    if rows:
        insert_many(tx, outbox, rows)
        tx.touch("outbox")


def _row(tx: Transaction, event: Message, trace: str, hearer: str = "") -> dict[str, object]:
    description = _described(event.DESCRIPTOR)
    return {
        "event_id": tx.new_id(),
        "event_type": description.full_name,
        "subject": description.subject(event, hearer),
        "aggregate_version": description.version(event),
        "traceparent": trace,
        "body": event.SerializeToString(deterministic=True),
        "create_time": tx.now,
    }


def forget_published(tx: Transaction) -> int:
    """Deletes events that were published long enough ago; returns how many."""
    return tx.execute(delete(outbox).where(outbox.c.publish_time < tx.now - KEPT)).rowcount
