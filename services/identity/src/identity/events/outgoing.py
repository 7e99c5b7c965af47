"""What identity tells the other services. No code and no secret is in any event."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.events import tell
from chassis.packing import pack_moment
from matrikel.identity.v1 import events_pb2

from identity.domain.accounts import Account
from identity.events.packing import pack_account


def tell_account_created(tx: Transaction, account: Account) -> None:
    """An account was made for a person."""
    tell(tx, events_pb2.AccountCreated(account=pack_account(account)))


def tell_account_activated(tx: Transaction, account: Account) -> None:
    """An account was activated by its person."""
    tell(tx, events_pb2.AccountActivated(account=pack_account(account)))


def tell_session_revoked(
    tx: Transaction, session_id: UUID, person_id: UUID, tokens_expire_at: datetime
) -> None:
    """A session ended before its time; its tokens are to be refused."""
    tell(
        tx,
        events_pb2.SessionRevoked(
            session_id=str(session_id),
            person_id=str(person_id),
            tokens_expire_time=pack_moment(tokens_expire_at),
        ),
    )
