"""One process at a time: a session advisory lock on PostgreSQL, nothing to settle on SQLite."""

import asyncio

from sqlalchemy import Connection, NullPool, create_engine, text
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
        self._engine = None
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
        return await asyncio.to_thread(self._try)

    def release(self) -> None:
        """Lets another process take over."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self) -> bool:
        assert self._engine is not None
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            connection = self._engine.connect()
            taken = connection.execute(
                text("SELECT pg_try_advisory_lock(:lock)"), {"lock": self._lock}
            ).scalar()
            if taken:
                self._connection = connection
                return True
            connection.close()
        except DBAPIError:
            self._connection = None
        return False
