"""One process at a time: a session advisory lock on PostgreSQL, nothing to settle on SQLite."""

import asyncio
import threading

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError


class Leadership:
    """Whether this process is the one that does a job of the service, such as relaying events.

    The lock lives as long as its connection: a process that dies or loses the database loses it.
    """

    def __init__(self, database_url: str, lock: int) -> None:
        url = make_url(database_url)
        self._lock = lock
        self._connection: Connection | None = None
        self._engine: Engine | None = None
        # Asking runs on a thread, which a cancelled task does not wait for.
        self._using = threading.Lock()
        self._released = False
        if url.get_backend_name() == "postgresql":
            self._engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                poolclass=NullPool,
                isolation_level="AUTOCOMMIT",
                connect_args={"connect_timeout": 5},
            )

    async def is_held(self) -> bool:
        """Tries to take the lock where it is not held; True while it is."""
        if self._engine is None:
            return True
        return await asyncio.to_thread(self._try, self._engine)

    def release(self) -> None:
        """Lets another process take over, for good."""
        with self._using:
            self._released = True
            self._let_go()

    def _try(self, engine: Engine) -> bool:
        with self._using:
            if self._released:
                return False
            try:
                if self._connection is None:
                    self._connection = engine.connect()
                    question = text("SELECT pg_try_advisory_lock(:lock)").bindparams(
                        lock=self._lock
                    )
                else:
                    question = text("SELECT true")
                held = bool(self._connection.execute(question).scalar())
            except DBAPIError:
                held = False
            if not held:
                self._let_go()
            return held

    def _let_go(self) -> None:
        if self._connection is not None:
            # A connection that broke refuses to be closed in order.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
