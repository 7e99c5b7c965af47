"""Migrated databases for tests, on SQLite and on PostgreSQL.

A test finds its database empty, with nothing of any test before it: on SQLite it is a copy of a
file that was migrated once; on PostgreSQL it is the one that the worker keeps for the service,
emptied (see chassis.testing.kept). `fresh_database` makes one that no other test gets: for tests
that need several of a kind.
"""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy import NullPool, Table, create_engine, text
from sqlalchemy.engine import make_url

from chassis.clock import Clock
from chassis.database import tables as chassis_tables
from chassis.database.database import Database
from chassis.database.history import History
from chassis.database.transaction import Transaction
from chassis.service import ServiceDefinition
from chassis.testing.clock import DrivenClock
from chassis.testing.kept import KeptDatabase

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
        if request.param == "postgresql":
            kept: KeptDatabases = request.getfixturevalue("kept_databases")
            url = kept.of(definition).emptied()
        else:
            url = fresh_url(definition, tmp_path, None)
        with_database = Database(url, clock)
        yield with_database
        with_database.close()

    return database


class KeptDatabases:
    """The databases on a server that tests use one after the other: one for each service."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._kept: dict[ServiceDefinition, KeptDatabase] = {}

    def of(self, definition: ServiceDefinition) -> KeptDatabase:
        """The database of a service."""
        if definition not in self._kept:
            make = partial(fresh_url, definition, Path(), self._server)
            tables = [table.name for table in tables_of(definition)]
            self._kept[definition] = KeptDatabase(tables, self._server, make)
        return self._kept[definition]

    def close(self) -> None:
        """Drops them."""
        for one in self._kept.values():
            one.close()


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


def tables_of(definition: ServiceDefinition) -> list[Table]:
    """All tables of a service's database; a row's table comes after those that it refers to."""
    return [*chassis_tables.metadata.sorted_tables, *definition.tables.sorted_tables]


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
