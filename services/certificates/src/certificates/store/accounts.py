"""Accounts, as identity tells of them: students' and staff's."""

from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import select

from certificates.store.tables import accounts


def keep_account(tx: Transaction, person_id: UUID, user_name: str, mailbox: str) -> None:
    """Stores an account, or what became new about it."""
    row = {"person_id": person_id, "user_name": user_name, "mailbox": mailbox}
    upsert(tx, accounts, [row], key=["person_id"])


def mailbox_of(tx: Transaction, person_id: UUID) -> str:
    """The person's mailbox; empty while certificates has not heard of one."""
    found = select(accounts.c.mailbox).where(accounts.c.person_id == person_id)
    return tx.execute(found).scalar_one_or_none() or ""


def user_name_of(tx: Transaction, person_id: UUID) -> str | None:
    """The user name of somebody's account; None while certificates has not heard of one."""
    found = select(accounts.c.user_name).where(accounts.c.person_id == person_id)
    name: str | None = tx.execute(found).scalar_one_or_none()
    return name
