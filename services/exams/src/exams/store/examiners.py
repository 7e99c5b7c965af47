"""Examiners by their user names."""

from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import select

from exams.store.tables import accounts


def known_examiners(tx: Transaction, user_names: tuple[str, ...]) -> dict[str, UUID]:
    """The persons behind user names, where their accounts are known."""
    rows = tx.execute(
        select(accounts.c.user_name, accounts.c.person_id).where(
            accounts.c.user_name.in_(user_names)
        )
    )
    return {row.user_name: row.person_id for row in rows}


def user_name_of(tx: Transaction, person_id: UUID) -> str:
    """The user name of a person's account; empty where none is known."""
    found = tx.execute(
        select(accounts.c.user_name).where(accounts.c.person_id == person_id)
    ).scalar_one_or_none()
    return str(found) if found is not None else ""


def mailboxes_of_examiners(
    tx: Transaction, user_names: tuple[str, ...]
) -> dict[str, tuple[UUID, str]]:
    """Person and mailbox of examiners, by user name."""
    rows = tx.execute(select(accounts).where(accounts.c.user_name.in_(user_names)))
    return {row.user_name: (row.person_id, row.mailbox) for row in rows}
