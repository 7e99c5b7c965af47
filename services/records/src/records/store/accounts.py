"""Accounts, as identity tells of them: students' and staff's."""

from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import select

from records.store import tables


def store_account(tx: Transaction, person_id: UUID, user_name: str, mailbox: str) -> None:
    """Stores an account, or what became new about it."""
    row = {"person_id": person_id, "user_name": user_name, "mailbox": mailbox}
    upsert(tx, tables.accounts, [row], key=["person_id"])


def user_name_of(tx: Transaction, person_id: UUID) -> str | None:
    """The user name of somebody's account; None while records has not heard of one."""
    table = tables.accounts
    name: str | None = tx.execute(
        select(table.c.user_name).where(table.c.person_id == person_id)
    ).scalar_one_or_none()
    return name


def person_with_user_name(tx: Transaction, user_name: str) -> UUID | None:
    """Whose account it is; None where records has not heard of it."""
    table = tables.accounts
    person_id: UUID | None = tx.execute(
        select(table.c.person_id).where(table.c.user_name == user_name)
    ).scalar_one_or_none()
    return person_id


def mailbox_of(tx: Transaction, user_name: str) -> tuple[UUID, str] | None:
    """Person and mailbox of an account; None where records has not heard of it."""
    table = tables.accounts
    row = tx.execute(
        select(table.c.person_id, table.c.mailbox).where(table.c.user_name == user_name)
    ).one_or_none()
    return None if row is None else (row.person_id, row.mailbox)
