"""Notices an attack on verification numbers, and tightens the limits of larger networks."""

from dataclasses import dataclass

from chassis.database import Transaction

from certificates.domain.guessing import ALARM_PERIOD, TIGHT_FOR, WINDOW, GuessingRules
from certificates.mail.guessing_alarm import mail_alarm
from certificates.store.misses import claim_alarm, forget_misses, misses_since, tighten


@dataclass(frozen=True, slots=True)
class Noticed:
    """Misses of the last minute, and whether the alarm was raised about them just now."""

    misses: int
    refused: int
    raised: bool


def notice_guessing(tx: Transaction, refused: int, rules: GuessingRules) -> Noticed:
    """Raises the alarm where too much misses, once an hour over all processes.

    `refused` are look-ups of guessers that this process refused in the last minute. Forgets along
    the way who missed earlier.
    """
    forget_misses(tx)
    misses = misses_since(tx, tx.now - WINDOW)
    if misses + refused <= rules.alarm_misses:
        return Noticed(misses, refused, raised=False)
    raised = claim_alarm(tx, tx.now - ALARM_PERIOD)
    tighten(tx, tx.now + TIGHT_FOR)
    if raised and rules.alarm_address:
        mail_alarm(tx, rules.alarm_address, misses, refused)
    return Noticed(misses, refused, raised)
