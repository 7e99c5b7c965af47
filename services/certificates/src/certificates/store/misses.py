"""The count of unknown numbers that networks asked for."""

from datetime import timedelta

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import case, delete, select, update

from certificates.domain.guessing import WINDOW, Misses
from certificates.store.tables import verification_misses as misses

# Who asked is kept no longer than the limit needs, with room for clocks.
_KEPT = WINDOW + timedelta(minutes=4)


def load_misses(tx: Transaction, network: str) -> Misses | None:
    """The network's current window; None where it has none."""
    row = tx.execute(select(misses).where(misses.c.client_network == network)).first()
    return None if row is None else Misses(row.window_start, row.misses)


def count_miss(tx: Transaction, network: str) -> None:
    """Counts one more, in a new window where the old one is over.

    The row is locked from here to the end of the transaction, so that misses at the same moment
    are all counted.
    """
    tx.execute(delete(misses).where(misses.c.window_start < tx.now - _KEPT))
    none_yet = {"client_network": network, "window_start": tx.now, "misses": 0}
    insert_or_ignore(tx, misses, [none_yet])
    over = misses.c.window_start <= tx.now - WINDOW
    tx.execute(
        update(misses)
        .where(misses.c.client_network == network)
        .values(
            window_start=case((over, tx.now), else_=misses.c.window_start),
            misses=case((over, 1), else_=misses.c.misses + 1),
        )
    )
