"""The persons behind grants."""

from uuid import UUID

from chassis.database import Transaction

from identity.domain.accounts import Account, AccountState
from identity.store.accounts import find_account


def active_account(tx: Transaction, person_id: UUID) -> Account | None:
    """The account of a person, if it may be used."""
    known = find_account(tx, person_id)
    usable = known is not None and known.account.state is AccountState.ACTIVE
    return known.account if known and usable else None
