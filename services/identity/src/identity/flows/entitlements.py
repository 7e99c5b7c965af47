"""Looks after IT services whose users lose the right to them."""

import asyncio
from datetime import timedelta
from uuid import UUID

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.it_services.entitlement_ends import end_what_is_over

log = structlog.get_logger()

# The days change once a day; an hour keeps the wait after midnight short.
EVERY = timedelta(hours=1)


async def look_once(database: Database) -> None:
    """Looks at every activation, some at a time."""
    after: UUID | None = None
    while True:
        after = await database.write(end_what_is_over, after)
        if after is None:
            return


async def keep_entitlements(database: Database) -> None:
    """Looks at every activation now and every hour, until cancelled."""
    while True:
        try:
            await look_once(database)
        except Failure as failure:
            # The database is away; the next round comes.
            log.warning("entitlements_failed", reason=failure.reason)
        await asyncio.sleep(EVERY.total_seconds())
