"""Reading persons in the order of their ids, for what is told again."""

from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import select

from records.store import tables


def person_ids_after(tx: Transaction, after: UUID | None, limit: int) -> list[UUID]:
    """At most `limit` ids of persons in their order, those behind the one given."""
    person_id = tables.persons.c.person_id
    page = select(person_id).order_by(person_id).limit(limit)
    if after is not None:
        page = page.where(person_id > after)
    return list(tx.execute(page).scalars())
