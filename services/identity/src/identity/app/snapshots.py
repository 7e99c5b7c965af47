"""What identity can tell again of the present state."""

from uuid import UUID

from chassis.database import Transaction

from identity.domain.accounts import Account
from identity.store import accounts


def accounts_after(tx: Transaction, after: UUID | None, limit: int) -> list[Account]:
    """At most `limit` accounts in the order of their persons' ids, those behind the one given."""
    return accounts.accounts_after(tx, after, limit)
