"""Runs use cases in transactions on worker threads."""

import asyncio
import contextvars
import random
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from chassis.clock import Clock, SystemClock
from chassis.database.engines import open_engines
from chassis.database.transaction import Transaction
from chassis.errors import Code, Failure
from chassis.values import LocalizedText

P = ParamSpec("P")
T = TypeVar("T")

# A use case that loses a race for locks is run again as a whole, this often.
ATTEMPTS = 8

# serialization_failure, deadlock_detected, lock_not_available
RETRIED_SQL_STATES = {"40001", "40P01", "55P03"}


class Database:
    """One service's database.

    SQLite has one writing thread, as it has one writer; PostgreSQL has as many threads as
    connections. Reads get threads and snapshots of their own.
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
        self._waiting: dict[str, list[Callable[[], None]]] = defaultdict(list)

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

    def on_commit(self, topic: str, wake: Callable[[], None]) -> None:
        """Calls `wake`, from a worker thread, after each commit that touched the topic."""
        self._waiting[topic].append(wake)

    def close(self) -> None:
        """Waits for running transactions and closes all connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    def _attempt(self, engine: Engine, run: Callable[[Transaction], T]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._run_once(engine, run)
            except DBAPIError as error:
                if attempt == ATTEMPTS or not _may_be_tried_again(error):
                    raise _as_failure(error) from error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
            except PoolTimeoutError as error:
                raise _unavailable() from error
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
            for wake in self._waiting[topic]:
                wake()


def _may_be_tried_again(error: DBAPIError) -> bool:
    """Whether nothing was committed and a second run has a chance."""
    if getattr(error.orig, "sqlstate", None) in RETRIED_SQL_STATES:
        return True
    if isinstance(error, OperationalError) and "database is locked" in str(error.orig):
        return True
    # A connection that broke inside the transaction: the server has rolled it back. A commit
    # is no statement, so that a lost answer to a commit is not mistaken for this.
    return error.connection_invalidated and error.statement is not None


def _as_failure(error: DBAPIError) -> Exception:
    if error.connection_invalidated or isinstance(error, OperationalError):
        return _unavailable()
    return error


def _unavailable() -> Failure:
    return Failure(
        Code.UNAVAILABLE,
        "DATABASE_UNAVAILABLE",
        LocalizedText(
            de="Der Dienst kann gerade nicht arbeiten. Bitte versuchen Sie es gleich noch einmal.",
            en="The service cannot work right now. Please try again in a moment.",
        ),
    )
