"""Lets time take effect on roles: last days that are over, requests that nobody decided."""

import asyncio
from datetime import timedelta

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.roles.changes import let_time_take_effect

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


async def keep_roles(database: Database) -> None:
    """Looks every minute, until cancelled."""
    while True:
        try:
            while await database.write(let_time_take_effect):
                pass
        except Failure as failure:
            # The database is away; the next round is near.
            log.warning("roles_not_kept", reason=failure.reason)
        await asyncio.sleep(EVERY.total_seconds())
