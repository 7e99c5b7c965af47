"""Removes what has lost its meaning."""

from datetime import timedelta

from chassis.database import Transaction

from identity.domain.throttling import ADDRESS_WINDOW, FORGOTTEN_AFTER
from identity.store.failures import drop_account_failures_before, drop_address_failures_before
from identity.store.sessions import drop_sessions_over_before

# Sessions stay readable for a while, so that a report of misuse can still be looked into.
SESSIONS_KEPT = timedelta(days=30)


def tidy(tx: Transaction) -> None:
    """Drops sessions that are over since 30 days and forgotten failures.

    An address is personal data: it goes as soon as its failures no longer count.
    """
    drop_sessions_over_before(tx, tx.now - SESSIONS_KEPT)
    drop_account_failures_before(tx, tx.now - FORGOTTEN_AFTER)
    drop_address_failures_before(tx, tx.now - ADDRESS_WINDOW)
