"""Telling the present state again, so that a newly installed service can be filled.

Streams keep events for days, and a service may be installed years later. What it needs is not what
happened, but how things stand: each aggregate's newest state as one event, on subjects that only
this service hears. Whoever hears drops versions that it knows, so telling again does no harm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from chassis.database.transaction import Transaction
from chassis.events.description import EventDescription
from chassis.events.outbox import tell_again

E = TypeVar("E", bound=Message)


@dataclass(frozen=True)
class Snapshots(Generic[E]):
    """The present states of one kind of aggregate as events.

    `read(tx, after, limit)` reads them in the order of a key: about `limit` of those behind the
    key `after` (None to begin), and the key to go on behind, None at the end.
    """

    event_type: type[E]
    read: Callable[[Transaction, Any, int], tuple[Sequence[E], Any]]

    def is_heard_by(self, service: str) -> bool:
        """Whether the contract says that the service hears these events."""
        return service in EventDescription.of(self.event_type.DESCRIPTOR).option.heard_by


def replay_some(
    tx: Transaction, snapshots: Snapshots[Any], hearer: str, after: Any, limit: int
) -> tuple[int, Any]:
    """Tells about `limit` states again; returns how many, and the key to go on behind."""
    events, last = snapshots.read(tx, after, limit)
    tell_again(tx, events, hearer)
    return len(events), last
