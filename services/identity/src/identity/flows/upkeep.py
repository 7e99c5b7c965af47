"""What goes on beside the calls: keys are renewed, attacks noticed, leftovers removed."""

import asyncio
from datetime import timedelta

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.housekeeping import tidy
from identity.app.tokens.key_chest import KeyChest
from identity.app.tokens.signing_keys import renew_signing_keys
from identity.domain.failure_alarm import AlarmRules
from identity.flows.failure_alarm import watch_failures

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


async def keep_up(database: Database, chest: KeyChest, alarm: AlarmRules) -> None:
    """Looks after keys, attacks and leftovers now and then every minute, until cancelled."""
    while True:
        try:
            await database.write(renew_signing_keys, chest)
            await watch_failures(database, alarm)
            await database.write(tidy)
        except Failure as failure:
            # The database is away; the keys have days and the next round is near.
            log.warning("upkeep_failed", reason=failure.reason)
        await asyncio.sleep(EVERY.total_seconds())
