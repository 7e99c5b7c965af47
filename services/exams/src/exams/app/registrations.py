"""Reading one registration."""

from uuid import UUID

from chassis.database import Transaction

from exams.domain.examinations import Registration
from exams.store import registrations


def get_registration(tx: Transaction, registration_id: UUID) -> Registration:
    """A registration that is known to exist, as the access rule has made sure."""
    return registrations.get_registration(tx, registration_id)
