"""Removes old entries on purpose: their contents go, their places in the chain stay.

A place keeps the entry's hash, so that the chain goes on being verified from its beginning; a
signed statement beside the heads says up to which place entries may be gone, and why.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from chassis.audit.chain import Place
from chassis.database.append_only import changes_permitted
from chassis.database.tables import audit_chain, audit_entries
from chassis.database.transaction import Transaction

# So many are removed in one transaction; calls that are to be entered wait for its end.
AT_ONCE = 5_000

_KEPT = audit_chain.join(audit_entries, audit_entries.c.position == audit_chain.c.position)


@dataclass(frozen=True, slots=True)
class Old:
    """Entries up to this place are old; so many of them are still there."""

    place: Place
    entries: int


def find_old(tx: Transaction, before: datetime) -> Old | None:
    """What can be pruned of the entries from before a moment; None where there is nothing.

    It ends before the first entry that is not old: one that was committed late stays with those
    that it stands among.
    """
    not_old = select(func.min(audit_chain.c.number)).select_from(_KEPT)
    first_kept = tx.execute(not_old.where(audit_entries.c.entry_time >= before)).scalar()
    places = select(audit_chain.c.number, audit_chain.c.hash).select_from(_KEPT)
    if first_kept is not None:
        places = places.where(audit_chain.c.number < first_kept)
    last = tx.execute(places.order_by(audit_chain.c.number.desc()).limit(1)).one_or_none()
    if last is None:
        return None
    old = select(func.count()).select_from(_KEPT).where(audit_chain.c.number <= last.number)
    return Old(Place(last.number, last.hash), tx.execute(old).scalar_one())


def prune_some(tx: Transaction, up_to: int) -> int:
    """Removes entries up to a place, the oldest first; returns how many, at most a batch."""
    oldest = (
        select(audit_entries.c.position)
        .select_from(_KEPT)
        .where(audit_chain.c.number <= up_to)
        .order_by(audit_chain.c.number)
        .limit(AT_ONCE)
    )
    with changes_permitted(tx, audit_entries.name):
        return tx.execute(
            delete(audit_entries).where(audit_entries.c.position.in_(oldest))
        ).rowcount
