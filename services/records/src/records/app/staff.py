"""Who acts: user names of those who are signed in."""

from uuid import UUID

from chassis.database import Transaction

from records.store import accounts

# Who acted where no person did: a job, a bank's file, an event.
SYSTEM = "system"


def user_name_of(tx: Transaction, person_id: UUID) -> str:
    """The user name of an account; the id itself while records has not heard of the account."""
    return accounts.user_name_of(tx, person_id) or str(person_id)
