"""Events: told with the state that they tell about, heard once, never lost."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
from calls import refusal
from chassis.command import service_command
from chassis.database import Database, Transaction
from chassis.database.tables import dead_letters, inbox, outbox
from chassis.events import Hearing, consumer, tell
from chassis.events.bus import Bus
from chassis.events.dead_letters import list_dead_letters
from chassis.events.relay import Relay
from chassis.testing import DrivenClock, running, until, within
from chassis.testing.bus import PASSWORD, RunningBus
from chassis.testing.databases import fresh_database
from matrikel.event.v1 import event_pb2
from matrikel.identity.v1 import account_pb2, session_pb2, session_pb2_grpc
from matrikel.identity.v1 import events_pb2 as identity_events
from matrikel.records.v1 import events_pb2 as records_events
from matrikel.records.v1 import person_pb2
from seat_service import Script, definition, on_account, seen_effects
from sqlalchemy import select, update
from typer.testing import CliRunner

pytestmark = pytest.mark.usefixtures("empty_bus")


@pytest.fixture
async def empty_bus(bus: RunningBus) -> None:
    await bus.empty()


@pytest.fixture
def identity(tmp_path: Path, clock: DrivenClock) -> Any:
    """The database of a telling service."""
    one = fresh_database(definition, tmp_path, clock, None)
    yield one
    one.close()


@asynccontextmanager
async def relaying(bus: RunningBus, database: Database, name: str) -> AsyncIterator[Bus]:
    """Publishes the outbox of a database in the name of a service."""
    connection = Bus(bus.url, name, bus.password_file)
    relay = Relay(name, database, connection)
    tasks = [asyncio.create_task(job()) for job in (connection.keep_connected, relay.run)]
    try:
        yield connection
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@asynccontextmanager
async def hearing(bus: RunningBus, database: Database) -> AsyncIterator[Any]:
    """The seat service, hearing from the bus."""
    settings: dict[str, Any] = {"nats_url": bus.url, "nats_password_file": bus.password_file}
    async with running(definition, database, **settings) as service:
        yield service


def account(person_id: UUID | None = None, version: int = 1) -> identity_events.AccountCreated:
    return identity_events.AccountCreated(
        account=account_pb2.Account(person_id=str(person_id or uuid4()), version=version)
    )


async def effects_become(database: Database, expected: list[tuple[str, int]]) -> None:
    """Waits until as many events took effect, and compares them."""

    async def enough() -> bool:
        return len(await database.read(seen_effects)) >= len(expected)

    await until(enough)
    assert await database.read(seen_effects) == expected


async def everything_is_out(database: Database) -> None:
    """Waits until the outbox has nothing left to publish."""
    waiting = select(outbox.c.position).where(outbox.c.publish_time.is_(None))

    async def is_out() -> bool:
        return not await database.read(lambda tx: tx.execute(waiting).all())

    await until(is_out)


async def test_an_event_is_heard_after_the_commit_and_never_without_it(
    bus: RunningBus, database: Database, identity: Database
) -> None:
    kept = account()

    def fail_after_telling(tx: Transaction) -> None:
        tell(tx, account())
        raise KeyError

    async with relaying(bus, identity, "identity"), hearing(bus, database):
        with pytest.raises(KeyError):
            await identity.write(fail_after_telling)
        await identity.write(tell, kept)
        await effects_become(database, [(kept.account.person_id, 1)])
        await everything_is_out(identity)
    assert len(within(database, lambda tx: tx.execute(select(inbox)).all())) == 1


async def test_an_event_travels_with_its_envelope(bus: RunningBus, identity: Database) -> None:
    told = account(version=3)
    client = await nats.connect(bus.url, user="deploy", password=PASSWORD)
    everything = await client.subscribe("matrikel.>")
    async with relaying(bus, identity, "identity"):
        await identity.write(tell, told)
        message = await everything.next_msg(10)
    await client.close()
    person_id = told.account.person_id
    assert message.subject == f"matrikel.identity.v1.account.{person_id}.account_created"
    headers = message.headers
    assert headers is not None
    assert headers["Nats-Msg-Id"] == headers["ce-id"]
    assert headers["ce-type"] == "matrikel.identity.v1.AccountCreated"
    assert (headers["ce-source"], headers["ce-aggregateversion"]) == ("identity", "3")
    assert headers["ce-time"] == identity.clock.now().isoformat()
    assert identity_events.AccountCreated.FromString(message.data) == told


async def test_a_relay_that_dies_before_it_marks_publishes_without_a_second_effect(
    bus: RunningBus, database: Database, identity: Database
) -> None:
    told, last = account(), account()
    await identity.write(tell, told)
    (row,) = await identity.read(lambda tx: tx.execute(select(outbox)).all())
    connection = Bus(bus.url, "identity", bus.password_file)
    connecting = asyncio.create_task(connection.keep_connected())
    dying = Relay("identity", identity, connection)
    await dying._publish(await connection.jetstream(), row)
    connecting.cancel()
    await asyncio.wait([connecting])
    async with relaying(bus, identity, "identity"), hearing(bus, database):
        await identity.write(tell, last)
        expected = [(one.account.person_id, 1) for one in (told, last)]
        await effects_become(database, expected)
        # The stream forgets ids after an hour; the inbox still knows them.
        headers = {"ce-id": str(row.event_id), "ce-type": row.event_type}
        await publish(bus, row.subject, row.body, headers)
        await identity.write(tell, account())
        await until_count(database, 3)
    assert within(database, seen_effects)[:2] == expected


async def until_count(database: Database, count: int) -> None:
    async def enough() -> bool:
        return len(await database.read(seen_effects)) >= count

    await until(enough)
    assert len(await database.read(seen_effects)) == count


async def publish(
    bus: RunningBus, subject: str, body: bytes, headers: dict[str, str] | None
) -> None:
    client = await nats.connect(bus.url, user="deploy", password=PASSWORD)
    await client.jetstream().publish(subject, body, headers=headers)
    await client.close()


async def test_nothing_is_missing_after_the_bus_was_killed_and_started_again(
    bus: RunningBus, database: Database, identity: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [account() for _ in range(60)]

    async def tell_some(events: list[Any]) -> None:
        for one in events:
            await identity.write(tell, one)

    async with relaying(bus, identity, "identity") as connection, hearing(bus, database):
        await tell_some(told[:20])
        await until_count_at_least(database, 5)
        await asyncio.to_thread(bus.stop)
        await tell_some(told[20:40])
        await until(lambda: not connection.is_up)
        await asyncio.to_thread(bus.start)
        await tell_some(told[40:])
        await until_count_at_least(database, 60)
    seen = [person_id for person_id, _ in within(database, seen_effects)]
    assert sorted(seen) == sorted(one.account.person_id for one in told)


async def until_count_at_least(database: Database, count: int) -> None:
    async def enough() -> bool:
        return len(await database.read(seen_effects)) >= count

    await until(enough, 30)


async def test_a_service_starts_without_the_bus_and_tells_when_it_is_there(
    bus: RunningBus, sqlite: Database, identity: Database
) -> None:
    await asyncio.to_thread(bus.stop)
    told = account()
    async with relaying(bus, identity, "identity"), hearing(bus, sqlite):
        await identity.write(tell, told)
        await asyncio.to_thread(bus.start)
        await effects_become(sqlite, [(told.account.person_id, 1)])


async def test_a_service_that_stops_while_it_looks_for_the_bus_stops_at_once(
    sqlite: Database,
) -> None:
    async with asyncio.timeout(5):
        async with running(definition, sqlite, nats_url="nats://127.0.0.1:1"):
            pass


async def test_an_older_version_is_dropped(
    bus: RunningBus, database: Database, identity: Database
) -> None:
    person, other = uuid4(), account()
    async with relaying(bus, identity, "identity"), hearing(bus, database):
        for version in (2, 1, 2, 3):
            await identity.write(tell, account(person, version))
        await identity.write(tell, other)
        await effects_become(
            database, [(str(person), 2), (str(person), 3), (other.account.person_id, 1)]
        )


def test_two_processes_that_hear_at_once_let_the_newest_version_win(database: Database) -> None:
    person = uuid4()
    one_hearing = Hearing(identity_events.AccountCreated, on_account)

    def hear(version: int) -> None:
        envelope = event_pb2.Envelope(
            event_id=str(uuid4()),
            subject=f"matrikel.identity.v1.account.{person}.account_created",
            aggregate_version=version,
            body=account(person, version).SerializeToString(),
        )
        within(database, one_hearing.take_effect, envelope)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(hear, [3, 1, 5, 2, 8, 4, 7, 6] * 3))
    versions = [version for _, version in within(database, seen_effects)]
    assert versions == sorted(set(versions))
    assert versions[-1] == 8


async def test_an_effect_that_fails_is_delivered_again(
    bus: RunningBus,
    database: Database,
    identity: Database,
    script: Script,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumer, "REDELIVERY_SECONDS", 0.02)
    attempts: list[str] = []

    def fail_twice(tx: Transaction, event: Any) -> None:
        attempts.append(event.account.person_id)
        if len(attempts) < 3:
            raise KeyError("not yet")

    script["account"] = fail_twice
    told = account()
    async with relaying(bus, identity, "identity"), hearing(bus, database):
        await identity.write(tell, told)
        await effects_become(database, [(told.account.person_id, 1)])
    assert len(attempts) == 3
    assert within(database, list_dead_letters) == []


async def test_an_event_that_always_fails_is_buried_and_replayed_by_hand(
    bus: RunningBus,
    database: Database,
    identity: Database,
    script: Script,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumer, "REDELIVERY_SECONDS", 0.02)
    poison, good = account(), account()

    def fail(tx: Transaction, event: Any) -> None:
        if event.account.person_id == poison.account.person_id:
            raise KeyError("cannot be")

    script["account"] = fail
    async with relaying(bus, identity, "identity"), hearing(bus, database):
        await identity.write(tell, poison)
        await identity.write(tell, good)
        (letter,) = await until(lambda: database.read(list_dead_letters))
        await effects_become(database, [(good.account.person_id, 1)])
    assert letter.event_type == "matrikel.identity.v1.AccountCreated"
    assert "cannot be" in letter.problem
    (row,) = within(database, lambda tx: tx.execute(select(dead_letters)).all())
    assert row.deliveries == consumer.MAX_DELIVERIES

    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", database.url)
    monkeypatch.setenv("COLUMNS", "300")
    command = service_command(definition)

    def run(*arguments: str) -> Any:
        return asyncio.to_thread(CliRunner().invoke, command, ["dead-letters", *arguments])

    listed = await run("list")
    assert str(letter.event_id) in listed.output
    failed = await run("replay", str(letter.event_id))
    assert isinstance(failed.exception, KeyError)
    script.clear()
    replayed = await run("replay", str(letter.event_id))
    assert (replayed.exit_code, replayed.output) == (0, "took effect\n")
    again = await run("replay", str(letter.event_id))
    assert "had taken effect already" in again.output
    unknown = await run("replay", str(uuid4()))
    assert (unknown.exit_code, "no dead letter" in unknown.output) == (1, True)
    assert (await run("replay", "nonsense")).exit_code == 2
    assert within(database, seen_effects)[1:] == [(poison.account.person_id, 1)]


async def test_a_message_that_is_no_event_keeps_no_event_from_being_heard(
    bus: RunningBus, database: Database, identity: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "REDELIVERY_SECONDS", 0.02)
    subject = f"matrikel.identity.v1.account.{uuid4()}.account_created"
    kind = "matrikel.identity.v1.AccountCreated"
    async with hearing(bus, database) as service:
        for body, headers in (
            (b"", None),
            (b"", {"ce-type": "matrikel.identity.v1.Unknown"}),
            (b"\xff\xff", {"ce-type": kind, "ce-id": "none", "ce-aggregateversion": "x"}),
            (b"\xff\xff", {"ce-type": kind, "ce-id": str(uuid4()), "ce-time": "yesterday"}),
        ):
            await publish(bus, subject, body, headers)

        async def both_are_buried() -> bool:
            return len(await database.read(list_dead_letters)) == 2

        await until(both_are_buried)
        told = account()
        async with relaying(bus, identity, "identity"):
            await identity.write(tell, told)
            await effects_become(database, [(told.account.person_id, 1)])
        assert not service.in_use.failed.done()


async def test_events_of_several_tellers_are_heard(
    bus: RunningBus, sqlite: Database, identity: Database
) -> None:
    changed = records_events.PersonChanged(
        person=person_pb2.Person(person_id=str(uuid4()), version=4)
    )
    async with relaying(bus, identity, "records"), hearing(bus, sqlite):
        await identity.write(tell, changed)
        await effects_become(sqlite, [(changed.person.person_id, 4)])


async def test_a_revoked_session_is_refused_once_the_event_is_heard(
    bus: RunningBus, database: Database, identity: Database
) -> None:
    session = str(uuid4())
    async with relaying(bus, identity, "identity"), hearing(bus, database) as service:
        sessions = session_pb2_grpc.SessionServiceStub(service.channel)
        metadata = service.signed_in(session_id=session)
        await sessions.SignOut(session_pb2.SignOutRequest(), metadata=metadata)
        await identity.write(tell, identity_events.SessionRevoked(session_id=session))
        await until(lambda: service.in_use.keys.is_denied(session))
        refused = await refusal(sessions.SignOut(session_pb2.SignOutRequest(), metadata=metadata))
        assert refused.reason == "TOKEN_INVALID"


async def test_a_relay_publishes_again_what_was_not_marked(
    bus: RunningBus, sqlite: Database, identity: Database
) -> None:
    told = [account() for _ in range(3)]
    async with relaying(bus, identity, "identity"), hearing(bus, sqlite):
        for one in told:
            await identity.write(tell, one)
        await effects_become(sqlite, [(one.account.person_id, 1) for one in told])
        await everything_is_out(identity)
        await identity.write(lambda tx: tx.execute(update(outbox).values(publish_time=None)))
        await everything_is_out(identity)
        await until_count(sqlite, 3)


@pytest.mark.parametrize("person_id", ["", "a.b", "*", ">", "a b", "x" * 101])
def test_an_event_about_what_has_no_proper_id_is_not_told(sqlite: Database, person_id: str) -> None:
    event = identity_events.AccountCreated(account=account_pb2.Account(person_id=person_id))
    with pytest.raises(ValueError, match="no id"):
        within(sqlite, tell, event)
    with pytest.raises(ValueError, match="is no event"):
        within(sqlite, tell, account_pb2.Account())
