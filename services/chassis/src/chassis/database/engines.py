"""Engines for the two databases, set up so that transactions mean what they say."""

from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.pool import QueuePool

# How long a statement waits for a lock before the use case is tried again, in milliseconds.
LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 30_000


def open_engines(database_url: str, threads: int) -> tuple[Engine, Engine]:
    """A writing and a reading engine for `sqlite:///path` or `postgresql://…`."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        writing = _sqlite(url, "BEGIN IMMEDIATE", connections=1)
        return writing, _sqlite(url, "BEGIN", connections=threads, reads_only=True)
    if url.get_backend_name() == "postgresql":
        writing = _postgresql(url, threads)
        reading = writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        return writing, reading
    raise ValueError(f"neither PostgreSQL nor SQLite: {url.render_as_string()}")


def _sqlite(url: URL, begin: str, connections: int, reads_only: bool = False) -> Engine:
    """Every transaction begins with the statement given.

    Python's driver begins transactions late and SQLite upgrades them later still, which lets two
    writers decide on the same state (seen with SQLAlchemy 2.1: 16 threads, one seat, 8 sold).
    """
    if not url.database or url.database == ":memory:":
        # Writing and reading have connections of their own, which would see different databases.
        raise ValueError("SQLite needs a file: sqlite:///path")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=connections, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        # SQLite's own knows the letters of ASCII only: Ö would stay Ö.
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"busy_timeout = {LOCK_TIMEOUT_MS}",
            *(("query_only = ON",) if reads_only else ()),
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _postgresql(url: URL, threads: int) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=threads,
        max_overflow=0,
        pool_timeout=10,
        # Values in error texts would carry personal data into the logs.
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC"
            f" -c statement_timeout={STATEMENT_TIMEOUT_MS}"
            " -c idle_in_transaction_session_timeout=60000",
        },
    )

    @event.listens_for(engine, "handle_error")
    def leave_values_out(context: ExceptionContext) -> None:
        # PostgreSQL adds what the row holds ("DETAIL: Failing row contains (…)"); errors are
        # logged, and nobody's name or birth date belongs there.
        error = context.original_exception
        whole = str(error)
        if not isinstance(error, psycopg.Error) or not (short := without_values(error)):
            return
        if (wrapped := context.sqlalchemy_exception) is not None:
            wrapped.args = tuple(str(one).replace(whole, short) for one in wrapped.args)

    return engine


def without_values(error: psycopg.Error) -> str:
    """Leaves the values of rows out of PostgreSQL's message; returns what is left of it."""
    if short := error.diag.message_primary:
        error.args = (short,)
    return short or ""
