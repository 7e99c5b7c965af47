"""What is noted beside an account so that time alone can change it, and is told once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from sqlalchemy import select, update

from identity.domain.accounts import Employment
from identity.store.tables import accounts


@dataclass(frozen=True, slots=True)
class StandingNotes:
    """`announced_stage` is the stage whose end was announced; `told` what others know.

    `due` is the next day on which something changes by time alone.
    """

    announced_stage: str
    told: list[list[str]]
    due: date | None


def standing_notes(tx: Transaction, person_id: UUID) -> StandingNotes:
    """The notes of an account that exists."""
    row = tx.execute(
        select(accounts.c.announced_stage, accounts.c.told_affiliations, accounts.c.due_date).where(
            accounts.c.person_id == person_id
        )
    ).one()
    return StandingNotes(row.announced_stage, row.told_affiliations, row.due_date)


def keep_standing_notes(tx: Transaction, person_id: UUID, notes: StandingNotes) -> None:
    """Replaces the notes of an account."""
    values: dict[str, Any] = {
        "announced_stage": notes.announced_stage,
        "told_affiliations": notes.told,
        "due_date": notes.due,
    }
    tx.execute(update(accounts).where(accounts.c.person_id == person_id).values(**values))


def accounts_due(tx: Transaction, day: date, limit: int) -> list[UUID]:
    """The persons whose accounts change by time until that day, the longest due first."""
    return list(
        tx.execute(
            select(accounts.c.person_id)
            .where(accounts.c.due_date <= day)
            .order_by(accounts.c.due_date, accounts.c.person_id)
            .limit(limit)
        ).scalars()
    )


def mark_every_account_due(tx: Transaction, day: date) -> None:
    """Lets every account be looked at again, such as under new rules."""
    tx.execute(update(accounts).values(due_date=day))


def employments_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, Employment | None]:
    """The employments of the persons with an account; None for who has an account only."""
    rows = tx.execute(
        select(accounts.c.person_id, accounts.c.employment, accounts.c.employed_until).where(
            is_one_of(tx, accounts.c.person_id, list(person_ids))
        )
    )
    return {
        row.person_id: None if row.employment == "no" else Employment(row.employed_until)
        for row in rows
    }
