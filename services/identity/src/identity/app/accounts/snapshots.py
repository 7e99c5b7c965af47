"""What identity can tell again of the present state."""

from uuid import UUID

from chassis.database import Transaction

from identity.app.accounts.views import views_of
from identity.domain.account_view import AccountView
from identity.store import accounts


def accounts_after(tx: Transaction, after: UUID | None, limit: int) -> list[AccountView]:
    """At most `limit` accounts in the order of their persons' ids, those behind the one given."""
    return views_of(tx, accounts.accounts_after(tx, after, limit))
