"""One open transaction, as use cases see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, CursorResult, Executable, select

from chassis import ids


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

    def new_id(self) -> UUID:
        """A new identifier."""
        return ids.new_id(self.now)

    def touch(self, topic: str) -> None:
        """Wakes whoever waits for the topic ("outbox", "mail") once the transaction is durable."""
        self.touched.add(topic)
