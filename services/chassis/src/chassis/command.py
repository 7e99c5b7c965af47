"""The command line that every service has: serve, migrate, check, and looking after events."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import structlog
import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from chassis.audit.commands import audit_commands
from chassis.database.database import Database
from chassis.database.transaction import Transaction
from chassis.events.dead_letters import UnknownDeadLetterError, list_dead_letters, replay
from chassis.events.replay import Snapshots, replay_some
from chassis.mail.transport import open_transport
from chassis.rpc.tls import server_credentials
from chassis.service import Runtime, ServiceDefinition, all_hearings, start
from chassis.settings import ServiceSettings
from chassis.telemetry import serve_metrics, set_up_logs, set_up_traces

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")


# New objects after which Python looks for garbage in circles; its own number is 700. The batches
# that are decided at the same time stay below it.
OBJECTS_BEFORE_COLLECTION = 200_000


# So many events are told again in one transaction.
REPLAYED_AT_ONCE = 500

# How long a thread keeps Python to itself while others wait, in seconds; Python's own number is
# five times that. A batch on a database thread comes back from PostgreSQL some twenty times, and
# would wait so long each time for an event loop that is busy.
SWITCH_SECONDS = 0.001


def _rarely_collect_garbage() -> None:
    """Leaves what the program is made of out of every search for garbage, and searches less often.

    A batch of registrations makes tens of thousands of objects, none of them in a circle; looking
    through them took a tenth of all time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, 20, 20)


def service_command(definition: ServiceDefinition) -> typer.Typer:
    """A command-line application for one service; the service adds commands of its own."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        help=f"The {definition.name} service of Matrikel.",
    )

    @app.command()
    def serve() -> None:
        """Serves until it is told to stop (SIGTERM or Ctrl-C), then drains."""
        settings = definition.settings()
        if missing := definition.history(settings).missing():
            typer.echo(f"migrations are missing: {', '.join(missing)}; run migrate", err=True)
            raise typer.Exit(1)
        set_up_logs(definition.name, settings.log_level)
        set_up_traces(definition.name, settings.otlp_target)
        serve_metrics(settings.host, settings.metrics_port)
        _rarely_collect_garbage()
        sys.setswitchinterval(SWITCH_SECONDS)
        asyncio.run(_serve(definition, settings))

    @app.command()
    def migrate() -> None:
        """Brings the database to the tables that this version expects."""
        history = definition.history(definition.settings())
        missing = history.missing()
        history.upgrade()
        typer.echo(f"{definition.name}: applied {', '.join(missing) or 'nothing, it is current'}")

    @app.command()
    def draft_migration(revision: str, message: str) -> None:
        """Writes a migration from what differs between tables.py and the migrated database."""
        definition.history(definition.settings()).draft(definition.name, revision, message)

    @app.command()
    def check() -> None:
        """Checks settings and database without serving; ends with 1 where something is off."""
        problems = _problems(definition, definition.settings())
        for problem in problems:
            typer.echo(problem, err=True)
        if problems:
            raise typer.Exit(1)
        typer.echo(f"{definition.name}: settings and database are in order")

    app.add_typer(_dead_letter_commands(definition), name="dead-letters")
    app.add_typer(audit_commands(definition), name="audit")
    if definition.snapshots:
        app.add_typer(_event_commands(definition), name="events")
    return app


def run_once(
    definition: ServiceDefinition,
    use_case: Callable[Concatenate[Transaction, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Opens the service's database, runs one use case in a transaction and closes it again."""
    database = Database(definition.database_url(definition.settings()), threads=1)
    try:
        return database.write_now(use_case, *args, **kwargs)
    finally:
        database.close()


async def _serve(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with start(definition, settings) as service:
        stopped: asyncio.Future[Any] = asyncio.create_task(stop.wait())
        await asyncio.wait((stopped, service.failed), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        log.info("stopping")
        if service.failed.done():
            service.failed.result()


def _problems(definition: ServiceDefinition, settings: ServiceSettings) -> list[str]:
    problems = []
    history = definition.history(settings)
    try:
        if missing := history.missing():
            problems.append(f"migrations are missing: {', '.join(missing)}; run migrate")
        elif differences := history.differences():
            problems += [f"database and tables differ: {difference}" for difference in differences]
    except DBAPIError as error:
        problems.append(f"the database does not answer: {error.orig}")
    for name, file in settings:
        # That one the service makes itself.
        if name == "audit_heads_file":
            continue
        if isinstance(file, Path) and name.endswith("_file") and not file.is_file():
            problems.append(f"{name}: there is no file {file}")
    try:
        server_credentials(settings)
        open_transport(settings.mail_target)
    except (ValueError, OSError) as error:
        problems.append(str(error))
    for look in definition.checks:
        problems += look(settings)
    return problems


def _event_commands(definition: ServiceDefinition) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="Events that this service tells.")

    @app.callback()
    def events() -> None:
        """Events that this service tells."""

    @app.command("replay")
    def replay_events(
        hearer: Annotated[str, typer.Option("--for", help="the service to be filled: exams")],
    ) -> None:
        """Tells one service how everything stands now, such as after its installation.

        What the service knows already it drops; running this again does no harm. The events go
        out as soon as this service serves.
        """
        heard = [each for each in definition.snapshots if each.is_heard_by(hearer)]
        if not heard:
            typer.echo(f"{hearer} hears nothing that {definition.name} can tell again", err=True)
            raise typer.Exit(1)
        database = Database(definition.database_url(definition.settings()), threads=1)
        try:
            with Progress(console=Console(stderr=True)) as progress:
                for each in heard:
                    name = each.event_type.DESCRIPTOR.name
                    task = progress.add_task(name, total=None)
                    told = _replay_all(database, each, hearer, task, progress)
                    typer.echo(f"{name}: {told} told again to {hearer}")
        finally:
            database.close()

    return app


def _replay_all(
    database: Database, snapshots: Snapshots[Any], hearer: str, task: TaskID, progress: Progress
) -> int:
    told, after = 0, None
    while True:
        count, after = database.write_now(replay_some, snapshots, hearer, after, REPLAYED_AT_ONCE)
        told += count
        progress.advance(task, count)
        if after is None:
            return told


def _dead_letter_commands(definition: ServiceDefinition) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="Events that could not take effect.")

    @app.command("list")
    def list_them() -> None:
        """Lists the dead letters with their problems."""
        table = Table("event id", "type", "received", "replayed", "problem")
        for letter in run_once(definition, list_dead_letters):
            replayed = letter.replay_time.isoformat() if letter.replay_time else ""
            table.add_row(
                str(letter.event_id),
                letter.event_type,
                letter.receive_time.isoformat(),
                replayed,
                letter.problem,
            )
        Console().print(table)

    @app.command("replay")
    def replay_one(event_id: Annotated[UUID, typer.Argument(help="as listed")]) -> None:
        """Lets a dead letter take effect now, after its cause was mended."""
        try:
            news = asyncio.run(_replay(definition, event_id))
        except UnknownDeadLetterError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        typer.echo("took effect" if news else "it, or a newer version, had taken effect already")

    return app


async def _replay(definition: ServiceDefinition, event_id: UUID) -> Any:
    settings = definition.settings()
    database = Database(definition.database_url(settings), threads=1)
    runtime = Runtime(definition.name, settings, database)
    try:
        hears = all_hearings(definition.compose(runtime))
        return await database.write(replay, event_id, hears)
    finally:
        await runtime.close()
        database.close()
