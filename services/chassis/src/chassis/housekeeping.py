"""Deletes what is no longer needed, once an hour."""

import asyncio

import structlog

from chassis.database.database import Database
from chassis.errors import Failure
from chassis.events.hearing import forget_old_events
from chassis.events.outbox import forget_published
from chassis.mail.queue import forget_sent
from chassis.rpc.answers import forget_old_answers
from chassis.rpc.keys import forget_ended_denials

log = structlog.get_logger()

PAUSE_SECONDS = 3600.0
FORGETTING = (
    forget_published,
    forget_old_events,
    forget_sent,
    forget_old_answers,
    forget_ended_denials,
)


async def keep_house(database: Database) -> None:
    """Runs until cancelled; each kind of row in a transaction of its own."""
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        for forget in FORGETTING:
            try:
                count = await database.write(forget)
            except Failure as failure:
                log.warning("house_not_kept", job=forget.__name__, reason=failure.reason)
            else:
                log.info("house_kept", job=forget.__name__, deleted=count)
