"""Migrated databases for tests: each test gets one of its own, on SQLite and on PostgreSQL."""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from chassis.clock import Clock
from chassis.database.database import Database
from chassis.database.history import History
from chassis.database.transaction import Transaction
from chassis.service import ServiceDefinition
from chassis.testing.clock import DrivenClock

P = ParamSpec("P")
T = TypeVar("T")

BOTH = ("sqlite", "postgresql")


def database_fixture(definition: ServiceDefinition) -> Any:
    """A fixture `database` for a service's conftest: a migrated Database with the `clock`.

    Tests that use it run once on each database. The fixture `clock` may be overridden.
    """

    @pytest.fixture(params=BOTH)
    def database(
        request: pytest.FixtureRequest, tmp_path: Path, clock: DrivenClock
    ) -> Iterator[Database]:
        server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
        with_database = fresh_database(definition, tmp_path, clock, server)
        yield with_database
        with_database.close()

    return database


def fresh_database(
    definition: ServiceDefinition, folder: Path, clock: Clock, postgres: str | None
) -> Database:
    """A new migrated database: a file in `folder`, or a database on the given server."""
    return Database(fresh_url(definition, folder, postgres), clock)


def fresh_url(definition: ServiceDefinition, folder: Path, postgres: str | None) -> str:
    """The URL of a new migrated database, copied from one that was migrated once."""
    name = f"{definition.name}_{uuid.uuid4().hex[:12]}"
    if postgres is None:
        template = _sqlite_template(definition)
        target = folder / f"{name}.db"
        shutil.copy(template, target)
        return f"sqlite:///{target}"
    template_name = _postgres_template(definition, postgres)
    _on_server(postgres, f'CREATE DATABASE "{name}" TEMPLATE "{template_name}"')
    return _url(postgres, name)


def within(
    database: Database,
    use_case: Callable[Concatenate[Transaction, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Runs a use case in a transaction of its own and returns its result."""
    return database.write_now(use_case, *args, **kwargs)


@cache
def _sqlite_template(definition: ServiceDefinition) -> Path:
    folder = tempfile.mkdtemp(prefix="matrikel-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "template.db"
    _history(definition, f"sqlite:///{path}").upgrade()
    return path


@cache
def _postgres_template(definition: ServiceDefinition, server: str) -> str:
    name = f"template_{definition.name}_{uuid.uuid4().hex[:8]}"
    _on_server(server, f'CREATE DATABASE "{name}"')
    _history(definition, _url(server, name)).upgrade()
    return name


def _history(definition: ServiceDefinition, url: str) -> History:
    return History(url, definition.tables, definition.migrations)


def _url(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
