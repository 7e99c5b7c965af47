"""Deletes what is no longer needed: soon after the start, then once an hour."""

import asyncio

import structlog

from chassis.database.database import Database
from chassis.events.hearing import forget_old_events
from chassis.events.outbox import forget_published
from chassis.mail.queue import forget_sent
from chassis.rpc.answers import forget_old_answers
from chassis.rpc.keys import forget_ended_denials

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 60.0
PAUSE_SECONDS = 3600.0
FORGETTING = (
    forget_published,
    forget_old_events,
    forget_sent,
    forget_old_answers,
    forget_ended_denials,
)


async def keep_house(database: Database) -> None:
    """Runs until cancelled."""
    await asyncio.sleep(FIRST_PAUSE_SECONDS)
    while True:
        await clean_up(database)
        await asyncio.sleep(PAUSE_SECONDS)


async def clean_up(database: Database) -> None:
    """Deletes each kind of row in a transaction of its own; trouble with one spares the others."""
    for forget in FORGETTING:
        try:
            count = await database.write(forget)
        except Exception as error:
            log.error("house_not_kept", job=forget.__name__, exc_info=error)
        else:
            log.info("house_kept", job=forget.__name__, deleted=count)
