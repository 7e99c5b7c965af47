"""Runs use cases in transactions on worker threads."""

import asyncio
import contextvars
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from chassis.clock import Clock, SystemClock
from chassis.database.engines import open_engines
from chassis.database.transaction import Transaction
from chassis.errors import Code, Failure
from chassis.values import LocalizedText

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

# A use case that loses a race for locks is run again as a whole, this often and this long.
ATTEMPTS = 8
PATIENCE_SECONDS = 12.0

# serialization_failure, deadlock_detected, lock_not_available
RETRIED_SQL_STATES = {"40001", "40P01", "55P03"}
# Classes of PostgreSQL's codes that speak of the server's state and not of a fault in the program:
# connection exception, transaction rollback, insufficient resources, object in use, operator
# intervention, system error.
PASSING_SQL_CLASSES = {"08", "40", "53", "55", "57", "58"}
# The same of SQLite: busy, locked, out of memory, interrupted, I/O error, full, cannot open.
PASSING_SQLITE_CODES = {5, 6, 7, 9, 10, 13, 14}


class Database:
    """One service's database.

    SQLite has one writing thread, as it has one writer, and threads of their own for reads;
    PostgreSQL has as many threads as connections. Each read sees one snapshot.
    """

    def __init__(self, url: str, clock: Clock | None = None, threads: int = 8) -> None:
        self.url = url
        self.clock = clock or SystemClock()
        self._writing, self._reading = open_engines(url, threads)
        self.dialect = self._writing.dialect.name
        writers = 1 if self.dialect == "sqlite" else threads
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="database-write")
        if self.dialect == "sqlite":
            self._readers = ThreadPoolExecutor(threads, thread_name_prefix="database-read")
        else:
            self._readers = self._writers
        self._waiting: dict[str, list[Callable[[], object]]] = defaultdict(list)

    async def write(
        self,
        use_case: Callable[Concatenate[Transaction, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Runs a use case in a writing transaction and returns its result once it is durable.

        Raises what the use case raises, after rolling back, or committing where a Failure
        `keeps_changes`; UNAVAILABLE when the database cannot be reached.
        """
        return await asyncio.wrap_future(self._submit_write(use_case, *args, **kwargs))

    async def read(
        self,
        query: Callable[Concatenate[Transaction, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Runs a query on one snapshot of the database; writing in it fails."""
        context = contextvars.copy_context()
        future = self._readers.submit(
            context.run, lambda: self._attempt(self._reading, lambda tx: query(tx, *args, **kwargs))
        )
        return await asyncio.wrap_future(future)

    def write_now(
        self,
        use_case: Callable[Concatenate[Transaction, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Runs a use case and waits for it; for commands and tests, never on an event loop."""
        return self._submit_write(use_case, *args, **kwargs).result()

    def _submit_write(
        self,
        use_case: Callable[Concatenate[Transaction, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        context = contextvars.copy_context()
        return self._writers.submit(
            context.run,
            lambda: self._attempt(self._writing, lambda tx: use_case(tx, *args, **kwargs)),
        )

    def on_commit(self, topic: str, wake: Callable[[], object]) -> None:
        """Calls `wake`, from a worker thread, after each commit that touched the topic."""
        self._waiting[topic].append(wake)

    def close(self) -> None:
        """Waits for transactions that run or are queued, and closes all connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    def _attempt(self, engine: Engine, run: Callable[[Transaction], T]) -> T:
        patient_until = time.monotonic() + PATIENCE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._run_once(engine, run)
            except DBAPIError as error:
                pause = random.uniform(0, 0.01 * 2**attempt)  # noqa: S311  # spreads, hides nothing
                hopeless = attempt == ATTEMPTS or time.monotonic() + pause > patient_until
                if hopeless or not _may_be_tried_again(error):
                    raise _as_failure(error) from error
                time.sleep(pause)
            except PoolTimeoutError as error:
                raise _unavailable(error) from error
        raise AssertionError("the loop above returns or raises")

    def _run_once(self, engine: Engine, run: Callable[[Transaction], T]) -> T:
        with engine.connect() as connection, connection.begin() as open_transaction:
            tx = Transaction(connection, self.clock.now())
            try:
                result = run(tx)
            except Failure as failure:
                if not failure.keeps_changes:
                    raise
                open_transaction.commit()
                self._wake(tx.touched)
                raise
            open_transaction.commit()
        self._wake(tx.touched)
        return result

    def _wake(self, topics: set[str]) -> None:
        for topic in topics:
            for wake in self._waiting.get(topic, ()):
                try:
                    wake()
                except Exception as error:
                    # The transaction is durable; whoever waits also polls.
                    log.warning("waiting_not_woken", topic=topic, problem=repr(error))


def _may_be_tried_again(error: DBAPIError) -> bool:
    """Whether nothing was committed and a second run has a chance."""
    if getattr(error.orig, "sqlstate", None) in RETRIED_SQL_STATES:
        return True
    if _sqlite_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return True
    # A connection that broke inside the transaction: the server has rolled it back. A commit
    # is no statement, so that a lost answer to a commit is not mistaken for this.
    return error.connection_invalidated and error.statement is not None


def _as_failure(error: DBAPIError) -> Exception:
    """UNAVAILABLE for what passes by itself; a fault of the program stays what it is."""
    sql_state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or _sqlite_code(error) in PASSING_SQLITE_CODES:
        return _unavailable(error)
    if sql_state is not None:
        return _unavailable(error) if sql_state[:2] in PASSING_SQL_CLASSES else error
    # psycopg knows no SQL state where no server answered.
    cannot_connect = isinstance(error, OperationalError) and _sqlite_code(error) is None
    return _unavailable(error) if cannot_connect else error


def _sqlite_code(error: DBAPIError) -> int | None:
    """SQLite's primary result code; None for PostgreSQL."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _unavailable(error: Exception) -> Failure:
    log.error("database_unavailable", problem=str(getattr(error, "orig", error)))
    return Failure(
        Code.UNAVAILABLE,
        "DATABASE_UNAVAILABLE",
        LocalizedText(
            de="Der Dienst kann gerade nicht arbeiten. Bitte versuchen Sie es gleich noch einmal.",
            en="The service cannot work right now. Please try again in a moment.",
        ),
    )
