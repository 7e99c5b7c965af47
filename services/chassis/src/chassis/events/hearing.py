"""Hearing events: each takes effect once, in one transaction with the note that it did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from matrikel.event.v1 import event_pb2
from sqlalchemy import delete, update

from chassis.database import insert_or_ignore
from chassis.database.tables import heard_aggregates, inbox
from chassis.database.transaction import Transaction
from chassis.events.description import EventDescription, aggregate_of

E = TypeVar("E", bound=Message)

# How long the inbox remembers an event; far longer than any stream keeps one for redelivery.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Hearing(Generic[E]):
    """An event type that this service hears, and the effect it has here.

    The effect runs at most once for an event, and never for a version that is not newer than the
    one known of the same aggregate.
    """

    event_type: type[E]
    effect: Callable[[Transaction, E], None]

    @property
    def description(self) -> EventDescription:
        """What the contract says of the event."""
        return EventDescription.of(self.event_type.DESCRIPTOR)

    def take_effect(self, tx: Transaction, envelope: event_pb2.Envelope) -> bool:
        """Runs the effect unless the event, or a newer version, did so before.

        Returns whether it ran. Inbox row, known version and effect commit together.
        """
        event_row: dict[str, Any] = {"event_id": UUID(envelope.event_id), "receive_time": tx.now}
        if not insert_or_ignore(tx, inbox, [event_row]):
            return False
        if envelope.aggregate_version and not self._is_news(tx, envelope):
            return False
        event = self.event_type()
        event.ParseFromString(envelope.body)
        self.effect(tx, event)
        return True

    def _is_news(self, tx: Transaction, envelope: event_pb2.Envelope) -> bool:
        """Notes the version where it is newer than the known one.

        One statement decides and notes: two processes that hear of one aggregate at the same time
        must not both believe that theirs is the newest.
        """
        aggregate, version = aggregate_of(envelope.subject), envelope.aggregate_version
        row = {"aggregate": aggregate, "version": version}
        if insert_or_ignore(tx, heard_aggregates, [row]):
            return True
        older = (
            heard_aggregates.c.aggregate == aggregate,
            heard_aggregates.c.version < version,
        )
        return (
            tx.execute(update(heard_aggregates).where(*older).values(version=version)).rowcount > 0
        )


def forget_old_events(tx: Transaction) -> int:
    """Deletes inbox rows of events that can no longer be delivered again; returns how many."""
    return tx.execute(delete(inbox).where(inbox.c.receive_time < tx.now - KEPT)).rowcount
