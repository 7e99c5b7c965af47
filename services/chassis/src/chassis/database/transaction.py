"""One open transaction, as use cases see it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Executable,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError

from chassis import ids
from chassis.database.engines import without_values

_HOLD = select(
    func.pg_advisory_xact_lock(
        func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")
    )
)


class Transaction:
    """An open transaction and the moment in which it happens.

    A use case gets it as its first argument and works on it synchronously. It may read and write
    the database and tell events and mails through it. It may not commit, wait for anything else,
    or keep the transaction beyond its own end: on a lock or serialization failure the whole use
    case runs again, so it must do nothing that a second run would repeat outside the database.
    """

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self.dialect = connection.dialect.name
        self.touched: set[str] = set()

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Runs one statement, once for each set of parameters."""
        return self._connection.execute(statement, parameters)

    def lock(self, column: ColumnElement[Any], keys: Iterable[Any]) -> None:
        """Locks the rows whose key is given, in sorted order, until the transaction ends.

        Every use case locks in the same order, so that none waits for another in a circle. SQLite
        needs no row locks: it has one writer.
        """
        chosen = sorted(set(keys))
        if chosen and self.dialect == "postgresql":
            self._connection.execute(
                select(column)
                .where(column.in_(chosen))
                .order_by(column)
                .with_for_update(key_share=True)
            )

    def hold(self, names: Iterable[str]) -> None:
        """Waits until no other transaction holds one of the names, and holds them until the end.

        For what no row stands for yet. Names are held before rows are locked, in one order. SQLite
        needs none of it: it has one writer.
        """
        keys = sorted({_key_of(name) for name in names})
        if keys and self.dialect == "postgresql":
            self._connection.execute(_HOLD, {"keys": keys})

    @property
    def sql_dialect(self) -> Dialect:
        """How the database spells SQL; for the chassis."""
        return self._connection.dialect

    def execute_driver(self, statement: str, rows: list[Any]) -> None:
        """Runs a statement of the driver's own spelling for each row; for the chassis."""
        self._connection.exec_driver_sql(statement, [tuple(row) for row in rows])

    def copy(self, statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Sends rows to PostgreSQL by COPY; for the chassis. Fails like any statement."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as stream:
                stream.set_types(types)
                for row in rows:
                    stream.write_row(row)
        except psycopg.Error as error:
            without_values(error)
            raise DBAPIError.instance(
                statement,
                None,
                error,
                psycopg.Error,
                hide_parameters=True,
                connection_invalidated=driver.broken,
                dialect=self._connection.dialect,
            ) from error

    def new_id(self) -> UUID:
        """A new identifier."""
        return ids.new_id(self.now)

    def touch(self, topic: str) -> None:
        """Wakes whoever waits for the topic ("outbox", "mail") once the transaction is durable."""
        self.touched.add(topic)


def _key_of(name: str) -> int:
    """A name as PostgreSQL's advisory locks take it: 64 bits with a sign."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
