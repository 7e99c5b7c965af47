"""How a person stands to the resources of exams."""

from enum import Enum
from uuid import UUID

from chassis.database import Transaction

from exams.store import registrations, sittings, students


class Standing(Enum):
    """Own, assigned, or there but neither."""

    OWN = "own"
    ASSIGNED = "assigned"
    NEITHER = "neither"


def standing_to_person(tx: Transaction, caller_id: UUID, person_id: UUID) -> Standing | None:
    """OWN for oneself; None where records has told of no such person."""
    if person_id == caller_id:
        return Standing.OWN
    return Standing.NEITHER if students.is_known(tx, person_id) else None


def standing_to_registration(
    tx: Transaction, caller_id: UUID, registration_id: UUID
) -> Standing | None:
    """OWN for the registered student; None where there is no such registration."""
    owner_id = registrations.owner_of_registration(tx, registration_id)
    if owner_id is None:
        return None
    return Standing.OWN if owner_id == caller_id else Standing.NEITHER


def standing_to_sitting(tx: Transaction, caller_id: UUID, sitting_id: UUID) -> Standing | None:
    """ASSIGNED for the sitting's examiner; None where there is no such sitting."""
    examines = sittings.is_examiner_of(tx, sitting_id, caller_id)
    if examines is None:
        return None
    return Standing.ASSIGNED if examines else Standing.NEITHER
