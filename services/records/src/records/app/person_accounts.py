"""What persons owe: their accounts as they follow from the ledger."""

from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction

from records.domain.settlement import PersonAccount, settle
from records.store import ledger
from records.store.rules import load_rules


def accounts_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, PersonAccount]:
    """The accounts of students and applicants, each of them, with three queries.

    To decide on them, lock them first (`store.ledger.lock_accounts`).
    """
    waits_for = load_rules(tx).reregistration.waits_for
    charges = ledger.load_charges(tx, person_ids)
    lines = ledger.load_receivables(tx, person_ids)
    return {
        each: settle(charges.get(each, ()), lines.get(each, ()), waits_for) for each in person_ids
    }


def account_of(tx: Transaction, person_id: UUID) -> PersonAccount:
    """The account of one student or applicant."""
    return accounts_of(tx, [person_id])[person_id]
