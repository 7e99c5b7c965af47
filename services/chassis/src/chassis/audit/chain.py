"""Puts audit entries into the chain, each once and without a gap, after they were committed.

Which entries wait is what the table audit_waiting says; a trigger of the database notes each there
as it is added. An entry that is committed late has a lower position than some that are in the chain
already; it gets the next place like any other.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from chassis.audit.hashes import hash_before_all, hash_of_entry, hash_of_place
from chassis.database import insert_many, is_one_of
from chassis.database.tables import audit_chain, audit_entries, audit_waiting
from chassis.database.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the chain: its number from 1 on (0 before the first one) and its hash."""

    number: int
    hash: bytes


def chain_waiting(tx: Transaction, service: str, most: int) -> int:
    """Gives the next places to entries that wait, at most that many; returns how many.

    Whoever else does the same waits for the end of this transaction.
    """
    tx.hold(["audit chain"])
    waiting = list(
        tx.execute(
            select(audit_entries)
            .join(audit_waiting, audit_waiting.c.position == audit_entries.c.position)
            .order_by(audit_entries.c.position)
            .limit(most)
        )
    )
    if not waiting:
        return 0
    place = last_place(tx, service)
    rows: list[dict[str, object]] = []
    for entry in waiting:
        entry_hash = hash_of_entry(entry)
        number = place.number + 1
        place = Place(number, hash_of_place(place.hash, number, entry_hash))
        rows.append(
            {
                "number": number,
                "position": entry.position,
                "entry_hash": entry_hash,
                "hash": place.hash,
            }
        )
    insert_many(tx, audit_chain, rows)
    chained = [entry.position for entry in waiting]
    tx.execute(delete(audit_waiting).where(is_one_of(tx, audit_waiting.c.position, chained)))
    return len(rows)


def last_place(tx: Transaction, service: str) -> Place:
    """The newest place; the one before the first where the chain is empty."""
    newest = select(audit_chain.c.number, audit_chain.c.hash).order_by(audit_chain.c.number.desc())
    row = tx.execute(newest.limit(1)).one_or_none()
    return Place(row.number, row.hash) if row else Place(0, hash_before_all(service))


def hash_at(tx: Transaction, number: int) -> bytes | None:
    """The hash of a place; None where the chain has no such place."""
    wanted = select(audit_chain.c.hash).where(audit_chain.c.number == number)
    return tx.execute(wanted).scalar_one_or_none()
