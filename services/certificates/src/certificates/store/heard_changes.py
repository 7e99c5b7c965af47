"""What changed lately, for certificates that were being made meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import delete, insert, select

from certificates.store.tables import heard_changes


def note_change(tx: Transaction, person_id: UUID, change: Mapping[str, Any]) -> None:
    """Keeps a change for as long as a certificate may be under way."""
    tx.execute(
        insert(heard_changes).values(
            change_id=tx.new_id(), person_id=person_id, change=dict(change), hear_time=tx.now
        )
    )


def changes_of(tx: Transaction, person_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What changed lately of a person."""
    found = select(heard_changes.c.change).where(heard_changes.c.person_id == person_id)
    return tx.execute(found).scalars().all()


def forget_changes(tx: Transaction, before: datetime) -> int:
    """Forgets what was heard before the moment; returns how much."""
    return tx.execute(delete(heard_changes).where(heard_changes.c.hear_time < before)).rowcount
