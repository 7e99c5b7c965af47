"""Accounts of students and staff, as identity tells of them."""

from uuid import UUID

from chassis.database import Transaction
from chassis.mail import mailbox_became_known

from certificates.store import accounts as store


def remember_account(tx: Transaction, person_id: UUID, user_name: str, mailbox: str) -> None:
    """An account was made or changed; mails that waited for its mailbox are sent."""
    store.keep_account(tx, person_id, user_name, mailbox)
    if mailbox:
        mailbox_became_known(tx, person_id, mailbox)


def user_name_of(tx: Transaction, person_id: UUID) -> str:
    """How a member of staff is named where somebody has to be named; the id before it is known."""
    return store.user_name_of(tx, person_id) or str(person_id)
