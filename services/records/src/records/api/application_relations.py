"""How a caller stands to an application."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from records.app.applications.standing import Standing, standing_to_application

_RELATIONS = {
    Standing.OWN: Relation.OWN,
    Standing.ASSIGNED: Relation.ASSIGNED,
    Standing.NEITHER: Relation.ANY,
}


def relation_to_application(
    tx: Transaction, caller: Caller, application_id: str
) -> Relation | None:
    """The student's own; assigned to the advisers of the programmes whose steps it has come to."""
    standing = standing_to_application(tx, caller.person_id, UUID(application_id))
    return None if standing is None else _RELATIONS[standing]
