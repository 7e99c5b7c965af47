"""How fast the relay publishes an outbox, against publishing without one."""

import asyncio
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import nats
from chassis.database import Database, Transaction
from chassis.events import tell
from chassis.events.bus import Bus
from chassis.events.relay import Relay
from chassis.testing import until
from chassis.testing.bus import PASSWORD, RunningBus, running_bus
from chassis.testing.databases import fresh_url
from exams.main import service
from matrikel.exams.v1.events_pb2 import Registered
from matrikel.exams.v1.registration_pb2 import Registration
from nats.js import JetStreamContext

from tests.faults.findings import unpublished
from tests.load.measuring import Figure, at_least, in_turn, per_second

IN_FLIGHT = 256


def relay(quick: bool) -> Iterator[Figure]:
    """Events per second from outbox to stream, each synced to disk, acknowledged and noted."""
    with running_bus() as bus:
        _sync_always(bus)
        yield asyncio.run(_relay(bus, 500 if quick else 2000))


def _sync_always(bus: RunningBus) -> None:
    """Lets the server sync each message to disk before it acknowledges, as in production."""
    bus.stop()
    config = bus.folder / "nats.conf"
    without = config.read_text(encoding="utf-8")
    config.write_text(
        without.replace("jetstream {", "jetstream {\n  sync_interval: always"), encoding="utf-8"
    )
    bus.start()


async def _relay(bus: RunningBus, count: int) -> Figure:
    client = await nats.connect(bus.url, user="deploy", password=PASSWORD)
    connection = Bus(bus.url, service.name, bus.password_file)
    connecting = asyncio.create_task(connection.keep_connected())
    try:
        with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
            database = Database(fresh_url(service, Path(folder), None))
            try:
                return await in_turn(
                    "relay_per_second",
                    "1/s",
                    partial(_relayed, database, connection, count),
                    partial(_published, client.jetstream(), count),
                    at_least(0.5),
                )
            finally:
                database.close()
    finally:
        connecting.cancel()
        await client.close()


async def _relayed(database: Database, connection: Bus, count: int) -> float:
    await database.write(_tell, count)
    await connection.jetstream()
    began = perf_counter()
    running = asyncio.create_task(Relay(service.name, database, connection).run())
    try:
        await until(partial(_is_out, database), 60)
        return count / (perf_counter() - began)
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _is_out(database: Database) -> bool:
    return await database.read(unpublished) == 0


async def _published(stream: JetStreamContext, count: int) -> float:
    calls = [
        partial(
            stream.publish,
            f"matrikel.exams.v1.registration.{uuid4()}.registered",
            _event().SerializeToString(),
            headers={"Nats-Msg-Id": str(uuid4())},
        )
        for _ in range(count)
    ]
    return await per_second(iter(calls), IN_FLIGHT)


def _tell(tx: Transaction, count: int) -> None:
    for _ in range(count):
        tell(tx, _event())


def _event() -> Registered:
    registration = Registration(
        registration_id=str(uuid4()), person_id=str(uuid4()), module_code="x" * 400, version=1
    )
    return Registered(registration=registration)
