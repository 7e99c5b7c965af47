"""Lets time take effect on accounts: ends of enrolments and employments, stages, announcements."""

import asyncio
from datetime import timedelta

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.accounts.states import AT_ONCE, bring_due_up_to_date

log = structlog.get_logger()

EVERY = timedelta(minutes=5)


async def keep_accounts_up_to_date(database: Database) -> None:
    """Looks after the accounts that are due every five minutes, until cancelled."""
    while True:
        try:
            await bring_all_due_up_to_date(database)
        except Failure as failure:
            # The database is away: what is due stays due, and the next round is near.
            log.warning("account_upkeep_failed", reason=failure.reason)
        await asyncio.sleep(EVERY.total_seconds())


async def bring_all_due_up_to_date(database: Database) -> int:
    """Brings every account up to date that is due, some in each transaction; returns how many."""
    total = 0
    while done := await database.write(bring_due_up_to_date):
        total += done
        if done < AT_ONCE:
            break
    return total
