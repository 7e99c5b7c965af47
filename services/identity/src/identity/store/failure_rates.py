"""Reads how much fails at the moment, and claims the alarm about it."""

from datetime import datetime

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import func, select, update

from identity.domain.failure_alarm import FailureRate
from identity.store.tables import account_failures, address_failures, alarms, failure_streaks


def failure_rate(tx: Transaction, within_minute: datetime, within_hour: datetime) -> FailureRate:
    """Failures since the one moment; names, and the network with most of them, since the other."""
    failures = tx.execute(
        select(func.coalesce(func.sum(address_failures.c.failures), 0)).where(
            address_failures.c.window_start > within_minute
        )
    ).scalar_one()
    names = tx.execute(
        select(func.count())
        .select_from(failure_streaks)
        .where(failure_streaks.c.last_at > within_hour, failure_streaks.c.failures > 0)
    ).scalar_one()
    tried = func.count().label("tried")
    busiest = tx.execute(
        select(account_failures.c.network, tried)
        .where(
            account_failures.c.last_at > within_hour,
            account_failures.c.failures > 0,
            account_failures.c.network != "",
        )
        .group_by(account_failures.c.network)
        .order_by(tried.desc(), account_failures.c.network)
        .limit(1)
    ).one_or_none()
    network, names_of_network = (busiest.network, busiest.tried) if busiest else ("", 0)
    return FailureRate(int(failures), names, network, names_of_network)


def claim_alarm(tx: Transaction, kind: str, raised_before: datetime) -> bool:
    """Notes that the alarm is raised now; False where it was raised since that moment.

    One statement decides, so that of several processes one raises it.
    """
    if insert_or_ignore(tx, alarms, [{"kind": kind, "raised_at": tx.now}]) == 1:
        return True
    claimed = tx.execute(
        update(alarms)
        .where(alarms.c.kind == kind, alarms.c.raised_at <= raised_before)
        .values(raised_at=tx.now)
    )
    return claimed.rowcount == 1
