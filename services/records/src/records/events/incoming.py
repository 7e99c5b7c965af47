"""What records hears."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from matrikel.identity.v1.events_pb2 import AccountCreated

from records.app.persons import remember_mailbox


def on_account_created(tx: Transaction, event: AccountCreated) -> None:
    """The mailbox of a new account becomes the person's."""
    remember_mailbox(tx, UUID(event.account.person_id), event.account.mailbox)


HEARD = (Hearing(AccountCreated, on_account_created),)
