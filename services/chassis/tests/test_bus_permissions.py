"""What a service may do on the bus, asked of a real server with its real configuration."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
from chassis.events import topology
from chassis.testing import until
from chassis.testing.bus import PASSWORD, RunningBus


@asynccontextmanager
async def connected(bus: RunningBus, user: str) -> AsyncIterator[tuple[Any, list[str]]]:
    """A client of the bus with a service's own permissions, and what the server objects to."""
    objections: list[str] = []

    async def note(error: Exception) -> None:
        objections.append(str(error))

    client = await nats.connect(
        bus.url,
        user=user,
        password=PASSWORD,
        error_cb=note,
        inbox_prefix=topology.inbox_prefix(user),
    )
    yield client, objections
    await client.close()


async def test_a_service_tells_in_its_own_name_only(bus: RunningBus) -> None:
    await bus.empty()
    async with connected(bus, "records") as (client, objections):
        await client.jetstream(timeout=5).publish("matrikel.records.v1.person.1.changed", b"")
        await client.publish("matrikel.exams.v1.registration.1.registered", b"")
        await until(lambda: objections)
        assert "permissions violation for publish" in objections[0].lower()
    deploy = await nats.connect(bus.url, user="deploy", password=PASSWORD)
    stream = deploy.jetstream()
    assert (await stream.stream_info("RECORDS")).state.messages == 1
    assert (await stream.stream_info("EXAMS")).state.messages == 0
    await deploy.close()


async def test_a_service_listens_to_its_own_answers_only(bus: RunningBus) -> None:
    async with connected(bus, "records") as (client, objections):
        for subject in ("_INBOX_exams.>", "_INBOX.>", "matrikel.>", "$JS.>", ">"):
            objections.clear()
            await client.subscribe(subject)
            await until(lambda: objections)
            assert "permissions violation for subscription" in objections[0].lower()


async def test_a_service_creates_deletes_and_takes_nothing_that_is_not_its_own(
    bus: RunningBus,
) -> None:
    async with connected(bus, "records") as (client, objections):
        for subject in (
            "$JS.API.CONSUMER.CREATE.EXAMS",
            "$JS.API.CONSUMER.DURABLE.CREATE.EXAMS.records",
            "$JS.API.CONSUMER.DELETE.IDENTITY.records",
            "$JS.API.CONSUMER.MSG.NEXT.IDENTITY.exams",
            "$JS.API.STREAM.CREATE.MINE",
            "$JS.API.STREAM.DELETE.RECORDS",
            "$JS.API.STREAM.PURGE.RECORDS",
            "$JS.API.STREAM.MSG.GET.EXAMS",
            "$JS.ACK.IDENTITY.exams.1.1.1.1.1",
        ):
            objections.clear()
            await client.publish(subject, json.dumps({}).encode(), reply="_INBOX_records.x")
            await until(lambda: objections)
            assert "permissions violation for publish" in objections[0].lower()
            assert subject.lower() in objections[0].lower()


def test_who_hears_whom_follows_from_the_contracts() -> None:
    heard = {(one.hearer, one.teller): one.subjects for one in topology.heard_streams()}
    subject = "matrikel.identity.v1.account.*.account_created"
    assert subject in heard["exams", "identity"]
    assert ("identity", "exams") not in heard
