"""What exams tells: the whole state of a registration after each change."""

from chassis.database import Transaction
from chassis.events import tell
from matrikel.exams.v1 import events_pb2

from exams.domain.examinations import Registration
from exams.events.packing import pack_registration


def tell_registered(tx: Transaction, registration: Registration) -> None:
    """A student registered for a sitting."""
    tell(tx, events_pb2.Registered(registration=pack_registration(registration, tx.now)))


def tell_withdrawn(tx: Transaction, registration: Registration) -> None:
    """A student withdrew from a sitting."""
    tell(tx, events_pb2.Withdrawn(registration=pack_registration(registration, tx.now)))
