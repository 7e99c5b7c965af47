"""Watches look-ups that miss: a metric, a log line and a mail."""

import asyncio

import structlog
from chassis.database import Database
from chassis.errors import Failure
from prometheus_client import Counter, Gauge

from certificates.app.guessing import Noticed, notice_guessing
from certificates.domain.guessing import WINDOW, GuessingRules
from certificates.flows.lookup_door import LookupDoor

log = structlog.get_logger()

MISSES = Gauge(
    "matrikel_certificates_lookup_misses_last_minute", "Look-ups of numbers without an answer"
)
REFUSED = Gauge(
    "matrikel_certificates_lookups_refused_last_minute", "Look-ups of guessers that were refused"
)
ALARMS = Counter("matrikel_certificates_guessing_alarms_total", "Alarms about guessed numbers")


async def watch_guessing(database: Database, door: LookupDoor, rules: GuessingRules) -> Noticed:
    """Measures what missed in the last minute, and raises the alarm where it is too much."""
    noticed = await database.write(notice_guessing, door.take_refused(), rules)
    MISSES.set(noticed.misses)
    REFUSED.set(noticed.refused)
    if noticed.raised:
        ALARMS.inc()
        log.warning(
            "verification_numbers_guessed",
            misses_per_minute=noticed.misses,
            refused_per_minute=noticed.refused,
        )
    return noticed


async def keep_watching(database: Database, door: LookupDoor, rules: GuessingRules) -> None:
    """Watches every minute, until cancelled."""
    while True:
        try:
            await watch_guessing(database, door, rules)
        except Failure as failure:
            # The database is away; the next round is near.
            log.warning("guessing_not_watched", reason=failure.reason)
        await asyncio.sleep(WINDOW.total_seconds())
