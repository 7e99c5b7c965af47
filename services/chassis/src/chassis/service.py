"""One deployable service: what it is made of, and how it runs from start to drain."""

import asyncio
import fcntl
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import grpc
import structlog
from matrikel.identity.v1 import events_pb2 as identity_events
from sqlalchemy import MetaData
from sqlalchemy.engine import make_url

from chassis.audit.heads import STATEMENT_TYPE, HeadsFile
from chassis.audit.sequencer import Pace, Sequencer
from chassis.clock import Clock, SystemClock
from chassis.contracts import SERVICES, events_of, repeatable_methods
from chassis.database.database import Database
from chassis.database.history import History
from chassis.database.transaction import Transaction
from chassis.events.bus import Bus
from chassis.events.consumer import Consumer
from chassis.events.description import EventDescription
from chassis.events.hearing import Hearing
from chassis.events.relay import Relay
from chassis.events.replay import Snapshots
from chassis.housekeeping import keep_house
from chassis.mail.sender import Sender
from chassis.mail.transport import open_transport
from chassis.rpc.admission import Admission
from chassis.rpc.client import open_channel
from chassis.rpc.contract import ContractError
from chassis.rpc.exchange import TokenExchange, keep_keys
from chassis.rpc.health import Readiness, add_descriptions
from chassis.rpc.keys import KeyRing, ReadKeys, deny_session, read_trusted_keys
from chassis.rpc.relations import RelationOf, Relations
from chassis.rpc.server import Pipeline, Served, server_options
from chassis.rpc.session_check import SessionCheck, session_check_at
from chassis.rpc.tls import channel_credentials, server_credentials
from chassis.rpc.tokens import CredentialVerifier, ServiceCredential, TokenVerifier
from chassis.rpc.work import Work
from chassis.settings import ServiceSettings
from chassis.signing import Signer
from chassis.telemetry import watch_loop

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

COMPUTE_THREADS = 2
COMPUTE_QUEUE = 64
# A revoked session is denied this long at least; its tokens are shorter-lived than that.
DENIED_AT_LEAST = timedelta(hours=1)

__all__ = ["Composition", "Runtime", "Served", "ServiceDefinition", "ServiceInUse", "start"]


class Runtime:
    """What the composition root of a service builds its parts from."""

    def __init__(self, name: str, settings: ServiceSettings, database: Database) -> None:
        self.name = name
        self.settings = settings
        self.database = database
        self.clock: Clock = database.clock
        self.relations: dict[str, RelationOf] = {}
        self.work = Work(name, database, Relations(self.relations))
        self._credential = (
            ServiceCredential(name, settings.service_key_file, self.clock)
            if settings.service_key_file
            else None
        )
        self._channels: dict[str, grpc.aio.Channel] = {}
        self._compute = ThreadPoolExecutor(COMPUTE_THREADS, thread_name_prefix="compute")
        self._computing = asyncio.Semaphore(COMPUTE_QUEUE)
        self._closing: list[Callable[[], None]] = []

    def channel(self, service: str) -> grpc.aio.Channel:
        """The one long-lived channel to another service."""
        if service not in self._channels:
            target: str = getattr(self.settings, f"{service}_target")
            credential = (
                partial(self._credential.for_audience, service) if self._credential else None
            )
            self._channels[service] = open_channel(
                target, credential, repeatable_methods(service), channel_credentials(self.settings)
            )
        return self._channels[service]

    @property
    def tokens(self) -> TokenExchange:
        """Exchanges a person's token for one that another service accepts."""
        return TokenExchange(self.channel("identity"))

    async def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs CPU-heavy work on a few threads, so that the event loop stays free."""
        async with self._computing:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._compute, partial(function, *args, **kwargs))

    def at_close(self, close: Callable[[], None]) -> None:
        """Has something closed with the service, once no call runs any more; it may wait."""
        self._closing.append(close)

    async def close(self) -> None:
        """Closes channels and threads."""
        for channel in self._channels.values():
            await channel.close(None)
        for close in self._closing:
            await asyncio.to_thread(close)
        self._compute.shutdown()


@dataclass(frozen=True)
class Composition:
    """The parts of a service, put together by its composition root.

    `signing_keys` and `session_check` are identity's alone: it reads the public keys and sessions
    from its own tables. `background` are coroutines that run from start to stop.
    """

    served: Sequence[Served]
    relations: Mapping[str, RelationOf]
    hears: Sequence[Hearing[Any]] = ()
    background: Sequence[Callable[[], Awaitable[None]]] = ()
    signing_keys: ReadKeys | None = None
    session_check: SessionCheck | None = None


@dataclass(frozen=True)
class ServiceDefinition:
    """What a service is, before it runs."""

    name: str
    settings: type[ServiceSettings]
    tables: MetaData
    migrations: Path
    compose: Callable[[Runtime], Composition]
    # What can be told again to a newly installed service, in the order in which it needs it.
    snapshots: Sequence[Snapshots[Any]] = ()
    # What `check` looks at besides settings and database; each answers sentences with a remedy.
    checks: Sequence[Callable[[Any], Iterable[str]]] = ()

    def database_url(self, settings: ServiceSettings) -> str:
        """The configured database, or the embedded default below var/."""
        return settings.database_url or f"sqlite:///var/{self.name}/{self.name}.db"

    def heads_path(self, settings: ServiceSettings) -> Path:
        """The configured file of signed audit heads, or the default below var/."""
        return settings.audit_heads_file or Path("var") / self.name / "audit-heads.jsonl"

    def history(self, settings: ServiceSettings) -> History:
        """The migrations of the service's database."""
        return History(self.database_url(settings), self.tables, self.migrations)


@dataclass
class ServiceInUse:
    """A running service."""

    port: int
    runtime: Runtime
    keys: KeyRing
    composition: Composition
    failed: asyncio.Future[None] = field(repr=False)


@asynccontextmanager
async def start(
    definition: ServiceDefinition, settings: ServiceSettings, clock: Clock | None = None
) -> AsyncIterator[ServiceInUse]:
    """Runs a service until the block ends, then drains it.

    Nothing remote has to be there: keys, bus and mail are connected in the background.
    """
    async with AsyncExitStack() as stack:
        url = definition.database_url(settings)
        stack.enter_context(_only_one_serves(url))
        database = Database(url, clock or SystemClock(), settings.database_threads)
        stack.callback(database.close)
        runtime = Runtime(definition.name, settings, database)
        stack.push_async_callback(runtime.close)
        composition = definition.compose(runtime)
        runtime.relations.update(composition.relations)
        _check_hearings(definition.name, composition)
        keys = KeyRing(database, composition.signing_keys or read_trusted_keys)
        await keys.refresh()

        server, port, readiness = await _serve(definition, settings, runtime, composition, keys)
        failed = asyncio.get_running_loop().create_future()
        tasks = [
            asyncio.create_task(_guarded(job, failed))
            for job in (
                *_jobs(definition, settings, runtime, composition, keys),
                readiness.keep_watch,
            )
        ]
        stack.push_async_callback(_cancel, tasks)
        stack.push_async_callback(_drain, server, readiness, settings)
        log.info("serving", port=port)
        yield ServiceInUse(port, runtime, keys, composition, failed)


async def _serve(
    definition: ServiceDefinition,
    settings: ServiceSettings,
    runtime: Runtime,
    composition: Composition,
    keys: KeyRing,
) -> tuple[grpc.aio.Server, int, Readiness]:
    clock = runtime.clock
    admission = Admission(
        TokenVerifier(settings.public_url, definition.name, keys, clock),
        CredentialVerifier(definition.name, settings.callers_file, clock),
        clock,
        composition.session_check or session_check_at(runtime.channel("identity")),
    )
    relations = Relations(runtime.relations)
    pipeline = Pipeline(
        definition.name, runtime.database, admission, relations, settings.calls_in_flight
    )
    server = grpc.aio.server(options=server_options())
    server.add_generic_rpc_handlers(tuple(pipeline.handlers(composition.served)))
    names = [one.descriptor.full_name for one in composition.served]
    readiness = Readiness(runtime.database, names, composition.signing_keys or read_trusted_keys)
    await readiness.add_to(server)
    if settings.describe:
        add_descriptions(server, names)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"{host}:{settings.port}"
    credentials = server_credentials(settings)
    if credentials is not None:
        port = server.add_secure_port(address, credentials)
    else:
        port = server.add_insecure_port(address)
    await server.start()
    return server, port, readiness


def _jobs(
    definition: ServiceDefinition,
    settings: ServiceSettings,
    runtime: Runtime,
    composition: Composition,
    keys: KeyRing,
) -> list[Callable[[], Awaitable[None]]]:
    """Everything that runs beside the server, each until it is cancelled."""
    database = runtime.database
    sender = Sender(
        database,
        open_transport(settings.mail_target),
        settings.mail_sender,
        settings.mails_per_second,
    )
    jobs: list[Callable[[], Awaitable[None]]] = [
        *(keys.keep_fresh, sender.run, watch_loop, partial(keep_house, database)),
        _sequencer(definition, settings, database).run,
        *composition.background,
    ]
    if composition.signing_keys is None:
        jobs.append(partial(keep_keys, runtime.channel("identity"), database))
    if settings.nats_url:
        bus = Bus(settings.nats_url, definition.name, settings.nats_password_file)
        jobs += [bus.keep_connected, Relay(definition.name, database, bus).run]
        for source in SERVICES:
            if heard := [
                one for one in all_hearings(composition) if one.description.service == source
            ]:
                jobs.append(Consumer(definition.name, source, heard, database, bus).run)
    return jobs


def _sequencer(
    definition: ServiceDefinition, settings: ServiceSettings, database: Database
) -> Sequencer:
    """Signs heads where the service has a key of its own, which tests mostly do without."""
    heads = None
    if settings.service_key_file is not None:
        signer = Signer.from_file(settings.service_key_file, STATEMENT_TYPE)
        heads = HeadsFile(definition.heads_path(settings), definition.name, signer)
    pace = Pace(settings.audit_head_entries, timedelta(seconds=settings.audit_head_seconds))
    return Sequencer(definition.name, database, heads, pace)


def all_hearings(composition: Composition) -> tuple[Hearing[Any], ...]:
    """What the service hears, with what every service hears."""
    return (*composition.hears, Hearing(identity_events.SessionRevoked, _session_was_revoked))


def _session_was_revoked(tx: Transaction, event: identity_events.SessionRevoked) -> None:
    until = tx.now + DENIED_AT_LEAST
    if event.HasField("tokens_expire_time"):
        until = max(until, event.tokens_expire_time.ToDatetime(UTC))
    deny_session(tx, event.session_id, until)


def _check_hearings(service: str, composition: Composition) -> None:
    """Compares what the service hears with what the contracts say that it hears.

    Raises ContractError for an event that the bus would never bring. An event that it is brought
    but does not hear is lost to it, so that is said.
    """
    hearings = {one.description.full_name: one.description for one in all_hearings(composition)}
    for name, event in hearings.items():
        if service not in event.option.heard_by:
            raise ContractError(f"{name} is not heard by {service}, says its contract")
    for source in SERVICES:
        for descriptor in events_of(source):
            event = EventDescription.of(descriptor)
            if service in event.option.heard_by and event.full_name not in hearings:
                log.warning("event_passed_over", event_type=event.full_name)


async def _guarded(job: Callable[[], Awaitable[None]], failed: asyncio.Future[None]) -> None:
    """Runs a job; one that ends with an exception ends the service, so that it is restarted."""
    try:
        await job()
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log.error("background_job_failed", exc_info=error)
        if not failed.done():
            failed.set_exception(error)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    """Cancels until every task has ended: nats-py 2.16 swallows a cancellation in `fetch`."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.1)


async def _drain(server: grpc.aio.Server, readiness: Readiness, settings: ServiceSettings) -> None:
    """First says that it stops, then waits for balancers to notice, then refuses new calls."""
    await readiness.drain()
    await asyncio.sleep(settings.drain_seconds)
    await server.stop(settings.stop_seconds)


@contextmanager
def _only_one_serves(url: str) -> Iterator[None]:
    """A lock beside a SQLite file: two serving processes would fight for its one writer.

    Raises RuntimeError where another process serves from the same file.
    """
    file = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not file:
        yield
        return
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    with open(f"{file}.serving", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuntimeError(f"another process serves from {file}") from None
        yield
