"""How a caller stands to accounts, refunds and the files that go to the bank and come from it."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from records.app.bank_reading import statement_exists
from records.app.payment_orders import payment_order_exists
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


def relation_to_bank_statement(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    statement_id: str,
) -> Relation | None:
    """A statement of the bank is nobody's own."""
    return Relation.ANY if statement_exists(tx, UUID(statement_id)) else None


def relation_to_payment_order(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    number: str,
) -> Relation | None:
    """A payment order is nobody's own."""
    return Relation.ANY if payment_order_exists(tx, number) else None
