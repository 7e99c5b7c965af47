"""The outbox: events commit together with the state that they tell about."""

from datetime import timedelta
from functools import cache

from google.protobuf.message import Message
from sqlalchemy import delete, insert

from chassis.database.tables import outbox
from chassis.database.transaction import Transaction
from chassis.events.description import EventDescription
from chassis.rpc.observation import traceparent

# How long published events stay, for people who look into what happened.
KEPT = timedelta(days=14)

_described = cache(EventDescription.of)


def tell(tx: Transaction, event: Message) -> None:
    """Puts an event into the outbox; it is published after the commit, never without it."""
    description = _described(event.DESCRIPTOR)
    tx.execute(
        insert(outbox).values(
            event_id=tx.new_id(),
            event_type=description.full_name,
            subject=description.subject(event),
            aggregate_version=description.version(event),
            traceparent=traceparent(),
            body=event.SerializeToString(deterministic=True),
            create_time=tx.now,
        )
    )
    tx.touch("outbox")


def forget_published(tx: Transaction) -> int:
    """Deletes events that were published long enough ago; returns how many."""
    return tx.execute(delete(outbox).where(outbox.c.publish_time < tx.now - KEPT)).rowcount
