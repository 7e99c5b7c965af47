"""Closes lotteries soon after their windows, before anybody can know the public value."""

import asyncio

import structlog
from chassis.database import Database
from chassis.errors import Failure

from exams.app.lottery import close_lottery, lotteries_to_close

log = structlog.get_logger()

PAUSE_SECONDS = 20.0


async def keep_closing(database: Database) -> None:
    """Closes what is due, again and again, until cancelled."""
    while True:
        try:
            await close_due(database)
        except Failure as failure:
            # The database is away; there is an hour, and the next round is near.
            log.warning("lotteries_not_closed", reason=failure.reason)
        await asyncio.sleep(PAUSE_SECONDS)


async def close_due(database: Database) -> int:
    """Closes each lottery that is due in a transaction of its own; returns how many.

    Processes that find the same one wait for its sitting's lock; the first closes it.
    """
    due = await database.read(lotteries_to_close)
    closed = 0
    for sitting_id in due:
        try:
            closed += await database.write(close_lottery, sitting_id)
        except Failure:
            raise
        except Exception as error:
            # One that cannot be closed must not hold up the others.
            log.error("lottery_not_closed", sitting_id=str(sitting_id), exc_info=error)
    return closed
