"""Lets time take effect on sessions: those that were left idle, and those that are used up."""

import asyncio
from datetime import timedelta

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.sign_in.sessions import Over, end_sessions_over
from identity.domain.sessions import SessionRules

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


async def keep_sessions(database: Database, rules: SessionRules) -> None:
    """Looks at the open sessions every minute, until cancelled."""
    while True:
        try:
            await end_all_sessions_over(database, rules)
        except Failure as failure:
            # The database is away. Nobody gets in with such a session; its clients learn later.
            log.warning("sessions_not_kept", reason=failure.reason)
        await asyncio.sleep(EVERY.total_seconds())


async def end_all_sessions_over(database: Database, rules: SessionRules) -> int:
    """Ends every session that is over, some in each transaction; returns how many."""
    found = Over(0, None)
    total = 0
    while True:
        found = await database.write(end_sessions_over, rules, found.go_on_after)
        total += found.ended
        if found.go_on_after is None:
            return total
