"""How a caller stands to accounts and refunds."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from records.app.refund_desk import owner_of_refund
from records.app.statements import has_account


def relation_to_account(tx: Transaction, caller: Caller, person_id: str) -> Relation | None:
    """The account of a student or applicant is the person's own."""
    if not has_account(tx, UUID(person_id)):
        return None
    return Relation.OWN if caller.person_id == UUID(person_id) else Relation.ANY


def relation_to_refund(tx: Transaction, caller: Caller, refund_id: str) -> Relation | None:
    """A refund is the person's own; one to a stranger is nobody's."""
    is_there, owner = owner_of_refund(tx, UUID(refund_id))
    if not is_there:
        return None
    return Relation.OWN if caller.person_id == owner else Relation.ANY
