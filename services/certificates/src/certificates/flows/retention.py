"""Deletes certificates whose time is over: soon after the start, then every hour."""

import asyncio

import structlog
from chassis.database import Database
from chassis.errors import Failure

from certificates.app.outdating import forget_heard
from certificates.app.retention import delete_due

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 90.0
PAUSE_SECONDS = 3600.0


async def delete_all_due(database: Database) -> int:
    """Deletes in small transactions until nothing is due; returns how many certificates."""
    deleted = 0
    while count := await database.write(delete_due):
        deleted += count
    return deleted


async def keep_retention(database: Database) -> None:
    """Runs until cancelled."""
    await asyncio.sleep(FIRST_PAUSE_SECONDS)
    while True:
        try:
            if deleted := await delete_all_due(database):
                log.info("certificates_deleted", count=deleted)
            await database.write(forget_heard)
        except Failure as failure:
            # The database is away; what is due stays due.
            log.warning("retention_failed", reason=failure.reason)
        await asyncio.sleep(PAUSE_SECONDS)
