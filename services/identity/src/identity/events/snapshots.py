"""What identity can tell again to a newly installed service: the accounts as they are."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.events.replay import Snapshots
from matrikel.identity.v1.events_pb2 import AccountCreated

from identity.app.accounts.snapshots import accounts_after
from identity.events.packing import pack_view


def _accounts(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[Sequence[AccountCreated], UUID | None]:
    found = accounts_after(tx, after, limit)
    events = [AccountCreated(account=pack_view(each)) for each in found]
    return events, found[-1].account.person_id if len(found) == limit else None


SNAPSHOTS = (Snapshots(AccountCreated, _accounts),)
