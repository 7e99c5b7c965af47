"""Removes challenges, codes and set-ups that have lost their meaning."""

from chassis.database import Transaction

from identity.domain.mailed_codes import WINDOW
from identity.store.passkeys import drop_challenges_before
from identity.store.recovery import drop_codes_before, drop_resets_before
from identity.store.second_factors import drop_totp_set_ups_before


def tidy_factors(tx: Transaction) -> None:
    """Drops what nobody answered in time. Mailed codes count for the limit of an hour, too."""
    drop_totp_set_ups_before(tx, tx.now)
    drop_challenges_before(tx, tx.now)
    drop_resets_before(tx, tx.now)
    drop_codes_before(tx, tx.now - WINDOW)
