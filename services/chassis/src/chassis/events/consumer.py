"""The consumer: takes events from the durable consumers that exist for this service.

Streams and consumers are created by the operator (`deploy/nats/apply`), never by a service.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import nats.errors
import structlog
from matrikel.event.v1 import event_pb2
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from opentelemetry import trace
from prometheus_client import Counter

from chassis.database.database import Database
from chassis.errors import Failure
from chassis.events.bus import Bus
from chassis.events.dead_letters import bury
from chassis.events.hearing import Hearing
from chassis.events.topology import consumer_name, stream_name
from chassis.rpc.observation import propagator

log = structlog.get_logger()
tracer = trace.get_tracer("matrikel")

# One at a time: a batch in hand is withheld from everybody for the acknowledgement time where the
# process dies, and nats-py 2.16 loses one where its second request is shorter than two heartbeats
# ("heartbeat value too large").
BATCH = 1
FETCH_SECONDS = 5.0
RETRY_SECONDS = 1.0
# Deliveries after which an event that always fails is buried as a dead letter.
MAX_DELIVERIES = 5
REDELIVERY_SECONDS = 2.0

HEARD = Counter("matrikel_events_heard_total", "Events that were taken", ["event", "result"])


class Consumer:
    """Hears the events of one telling service."""

    def __init__(
        self, service: str, source: str, hears: Sequence[Hearing[Any]], database: Database, bus: Bus
    ) -> None:
        self._service = service
        self._source = source
        self._by_type = {hearing.description.full_name: hearing for hearing in hears}
        self._database = database
        self._bus = bus

    async def run(self) -> None:
        """Hears until cancelled; binds anew whenever the subscription dies (nats-py #504)."""
        while True:
            try:
                await self._hear(await self._bus.jetstream())
            except (OSError, TimeoutError, nats.errors.Error, Failure) as error:
                log.warning(
                    "events_not_heard", source=self._source, problem=repr(error), detail=str(error)
                )
            except Exception as error:
                # What comes from outside must not end the service.
                log.error("events_not_heard", source=self._source, exc_info=error)
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self, stream: JetStreamContext) -> None:
        name = consumer_name(self._service)
        subscription = await stream.pull_subscribe_bind(name, stream_name(self._source))
        try:
            while True:
                try:
                    messages = await subscription.fetch(BATCH, FETCH_SECONDS, heartbeat=1)
                except nats.errors.TimeoutError:
                    # Nothing new. A consumer that is gone would look the same, so ask for it.
                    await stream.consumer_info(stream_name(self._source), name)
                    continue
                for message in messages:
                    await self._take(message)
        finally:
            # It may have died with its connection.
            with contextlib.suppress(OSError, TimeoutError, nats.errors.Error):
                await subscription.unsubscribe()

    async def _take(self, message: Msg) -> None:
        envelope = to_envelope(message)
        hearing = self._by_type.get(envelope.event_type)
        if hearing is None:
            await message.ack()
            return
        context = propagator.extract({"traceparent": envelope.traceparent})
        with tracer.start_as_current_span(envelope.event_type, context=context):
            try:
                news = await self._database.write(hearing.take_effect, envelope)
            except Failure as failure:
                if failure.reason == "DATABASE_UNAVAILABLE":
                    raise
                await self._refuse(message, envelope, failure)
            except Exception as error:
                await self._refuse(message, envelope, error)
            else:
                await message.ack()
                HEARD.labels(envelope.event_type, "effect" if news else "known").inc()

    async def _refuse(self, message: Msg, envelope: event_pb2.Envelope, error: Exception) -> None:
        deliveries = message.metadata.num_delivered
        log.error(
            "event_failed",
            event_type=envelope.event_type,
            event_id=envelope.event_id,
            exc_info=error,
        )
        if deliveries < MAX_DELIVERIES:
            await message.nak(delay=REDELIVERY_SECONDS * deliveries)
            return
        await self._database.write(bury, envelope, repr(error), deliveries)
        await message.ack()
        HEARD.labels(envelope.event_type, "dead").inc()


def to_envelope(message: Msg) -> event_pb2.Envelope:
    """The envelope of a received message.

    A header that is no id, number or time is passed over; a message without an id gets one that
    is the same at each delivery, so that it can be buried.
    """
    headers = message.headers or {}
    envelope = event_pb2.Envelope(
        event_id=headers.get("ce-id", ""),
        event_type=headers.get("ce-type", ""),
        source=headers.get("ce-source", ""),
        subject=message.subject,
        traceparent=headers.get("traceparent", ""),
        body=message.data,
    )
    try:
        UUID(envelope.event_id)
    except ValueError:
        place = f"{message.metadata.stream} {message.metadata.sequence.stream}"
        envelope.event_id = str(uuid5(NAMESPACE_URL, place))
    with contextlib.suppress(ValueError):
        envelope.aggregate_version = int(headers.get("ce-aggregateversion", "0"))
    with contextlib.suppress(ValueError):
        envelope.event_time.FromDatetime(datetime.fromisoformat(headers.get("ce-time", "")))
    return envelope
