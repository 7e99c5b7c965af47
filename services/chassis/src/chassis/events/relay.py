"""The relay: publishes the outbox to NATS until everything is out.

It goes in the order of the outbox; where a publication fails, later ones overtake it, and hearers
drop what is older than what they know.

It looks for rows without a publish time, never for ids above the last one seen, because a lower
id can commit later. Where several processes serve one PostgreSQL database, the one that holds an
advisory lock relays; on SQLite there is one serving process.
"""

import asyncio
import contextlib
from typing import Any

import nats.errors
import structlog
from nats.js import JetStreamContext
from prometheus_client import Counter
from sqlalchemy import select, update

from chassis.database.database import Database
from chassis.database.leadership import Leadership
from chassis.database.tables import outbox
from chassis.database.transaction import Transaction
from chassis.errors import Failure
from chassis.events.bus import Bus

log = structlog.get_logger()

BATCH = 256
# Without a wake-up the outbox is looked at this often; wake-ups come from commits in process.
POLL_SECONDS = 1.0
RETRY_SECONDS = 1.0
# Any number that no one else uses for an advisory lock in a service's database.
LOCK = 0x4D61_7472

PUBLISHED = Counter("matrikel_events_published_total", "Events that the stream acknowledged")


class Relay:
    """Publishes one service's outbox."""

    def __init__(self, service: str, database: Database, bus: Bus) -> None:
        self._service = service
        self._database = database
        self._bus = bus
        self._leadership = Leadership(database.url, LOCK)
        self._wake = asyncio.Event()
        loop = asyncio.get_running_loop()
        database.on_commit("outbox", lambda: loop.call_soon_threadsafe(self._wake.set))

    async def run(self) -> None:
        """Publishes until cancelled."""
        try:
            await self._relay()
        finally:
            self._leadership.release()

    async def _relay(self) -> None:
        while True:
            try:
                stream = await self._bus.jetstream()
                leads = await self._leadership.is_held()
                if not leads or await self._publish_batch(stream) < BATCH:
                    await self._wait()
            except (OSError, TimeoutError, nats.errors.Error, Failure) as error:
                log.warning("events_not_published", problem=repr(error))
                await asyncio.sleep(RETRY_SECONDS)

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        self._wake.clear()

    async def _publish_batch(self, stream: JetStreamContext) -> int:
        """Publishes what waits, at most a batch; returns how many.

        A relay that dies between publishing and marking publishes again after its restart: the
        stream drops the message by its id, and the hearer's inbox does after that.
        """
        rows = await self._database.read(_unpublished)
        if not rows:
            return 0
        acknowledged = await asyncio.gather(
            *(self._publish(stream, row) for row in rows), return_exceptions=True
        )
        done = [
            row.position for row, result in zip(rows, acknowledged, strict=True) if result is None
        ]
        if done:
            await self._database.write(_mark_published, done)
            PUBLISHED.inc(len(done))
        for problem in acknowledged:
            if problem is not None:
                raise problem
        return len(rows)

    async def _publish(self, stream: JetStreamContext, row: Any) -> None:
        headers = {
            "Nats-Msg-Id": str(row.event_id),
            "ce-specversion": "1.0",
            "ce-id": str(row.event_id),
            "ce-type": row.event_type,
            "ce-source": self._service,
            "ce-time": row.create_time.isoformat(),
            "ce-aggregateversion": str(row.aggregate_version),
        }
        if row.traceparent:
            headers["traceparent"] = row.traceparent
        await stream.publish(row.subject, row.body, headers=headers)


def _unpublished(tx: Transaction) -> list[Any]:
    waiting = select(outbox).where(outbox.c.publish_time.is_(None))
    return list(tx.execute(waiting.order_by(outbox.c.position).limit(BATCH)))


def _mark_published(tx: Transaction, positions: list[int]) -> None:
    tx.execute(update(outbox).where(outbox.c.position.in_(positions)).values(publish_time=tx.now))
