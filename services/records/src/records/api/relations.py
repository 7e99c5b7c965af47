"""How a caller stands to the resources of records."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from records.app.enrolments import owner_of_enrolment
from records.app.persons import person_exists


def relation_to_person(tx: Transaction, caller: Caller, person_id: str) -> Relation | None:
    """A person's record is the person's own."""
    if not person_exists(tx, UUID(person_id)):
        return None
    return _own_or_any(caller, UUID(person_id))


def relation_to_enrolment(tx: Transaction, caller: Caller, enrolment_id: str) -> Relation | None:
    """An enrolment is its person's own."""
    owner = owner_of_enrolment(tx, UUID(enrolment_id))
    return None if owner is None else _own_or_any(caller, owner)


def _own_or_any(caller: Caller, owner: UUID) -> Relation:
    return Relation.OWN if caller.person_id == owner else Relation.ANY
