"""Raises the alarm about failed sign-ins, once in a while."""

from dataclasses import dataclass

from chassis.database import Transaction

from identity.domain.failure_alarm import (
    ALARM_PERIOD,
    NAMES_WINDOW,
    RATE_WINDOW,
    AlarmRules,
    FailureRate,
)
from identity.mail.sign_in import mail_alarm
from identity.store.failure_rates import claim_alarm, failure_rate

_KIND = "sign_in_failures"


@dataclass(frozen=True, slots=True)
class Noticed:
    """What fails at the moment, and whether the alarm was raised about it just now."""

    rate: FailureRate
    raised: bool


def notice_failures(tx: Transaction, rules: AlarmRules) -> Noticed:
    """Raises the alarm where too much fails, once an hour over all processes."""
    rate = failure_rate(tx, tx.now - RATE_WINDOW, tx.now - NAMES_WINDOW)
    raised = rules.is_raised_by(rate) and claim_alarm(tx, _KIND, tx.now - ALARM_PERIOD)
    if raised and rules.address:
        mail_alarm(tx, rules.address, rate)
    return Noticed(rate, raised)
