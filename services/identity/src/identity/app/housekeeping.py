"""Removes what has lost its meaning."""

from datetime import timedelta

from chassis.database import Transaction

from identity.app.oidc.housekeeping import tidy_provider
from identity.app.second_factors.housekeeping import tidy_factors
from identity.domain.throttling import ADDRESS_SUSPECT_FOR, FORGOTTEN_AFTER
from identity.store.devices import drop_devices_over_before
from identity.store.failure_streaks import drop_streaks_of_nobody_before
from identity.store.failures import drop_account_failures_before, drop_address_failures_before
from identity.store.sessions import drop_sessions_over_before
from identity.store.sign_in_challenges import drop_challenges_over_before

# Sessions stay readable for a while, so that a report of misuse can still be looked into.
SESSIONS_KEPT = timedelta(days=30)


def tidy(tx: Transaction) -> None:
    """Drops sessions that are over since 30 days, devices not used for a year, forgotten failures.

    An address is personal data: it goes as soon as its failures no longer count.
    """
    drop_challenges_over_before(tx, tx.now)
    drop_sessions_over_before(tx, tx.now - SESSIONS_KEPT)
    drop_devices_over_before(tx, tx.now)
    drop_account_failures_before(tx, tx.now - FORGOTTEN_AFTER)
    drop_streaks_of_nobody_before(tx, tx.now - FORGOTTEN_AFTER)
    drop_address_failures_before(tx, tx.now - ADDRESS_SUSPECT_FOR)
    tidy_factors(tx)
    tidy_provider(tx)
