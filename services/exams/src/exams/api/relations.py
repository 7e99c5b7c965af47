"""How callers stand to persons, registrations and sittings, for the access rules."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from exams.app.relations import (
    Standing,
    standing_to_person,
    standing_to_registration,
    standing_to_sitting,
)

_RELATIONS = {
    Standing.OWN: Relation.OWN,
    Standing.ASSIGNED: Relation.ASSIGNED,
    Standing.NEITHER: Relation.ANY,
}


def relation_to_person(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for oneself; None where there is no such person."""
    return _relation(standing_to_person(tx, caller.person_id, UUID(resource_id)))


def relation_to_registration(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """OWN for the registered student; None where there is no such registration."""
    return _relation(standing_to_registration(tx, caller.person_id, UUID(resource_id)))


def relation_to_sitting(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """ASSIGNED for the sitting's examiner; None where there is no such sitting."""
    return _relation(standing_to_sitting(tx, caller.person_id, UUID(resource_id)))


def _relation(standing: Standing | None) -> Relation | None:
    return None if standing is None else _RELATIONS[standing]
