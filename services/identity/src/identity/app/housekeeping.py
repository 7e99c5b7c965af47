"""Removes what has lost its meaning."""

from datetime import timedelta

from chassis.database import Transaction

from identity.domain.throttling import FORGOTTEN_AFTER
from identity.store.failures import drop_failures_before
from identity.store.sessions import drop_sessions_over_before

# Sessions stay readable for a while, so that a report of misuse can still be looked into.
SESSIONS_KEPT = timedelta(days=30)


def tidy(tx: Transaction) -> None:
    """Drops sessions that are over since 30 days and forgotten failures."""
    drop_sessions_over_before(tx, tx.now - SESSIONS_KEPT)
    drop_failures_before(tx, tx.now - FORGOTTEN_AFTER)
