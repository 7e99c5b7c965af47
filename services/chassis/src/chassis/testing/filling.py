"""What many tests of a service begin with: worked out once, copied into each test's database."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import Table, text

from chassis.database import Database, Transaction
from chassis.service import ServiceDefinition
from chassis.testing.databases import tables_of, within

P = ParamSpec("P")
# The rows of a table as its database spells them.
Rows = list[tuple[Any, ...]]


class Filling:
    """What use cases put into an empty database of a service.

    A use case runs once for each kind of database, moment of the clock and set of arguments; after
    that its rows are copied, with the same ids in each database. In a database that is not empty
    it always runs.
    """

    def __init__(self, definition: ServiceDefinition) -> None:
        self._tables = tables_of(definition)
        self._any = text(
            "SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{each}")' for each in self._tables)
        )
        self._rows: dict[tuple[Any, ...], dict[Table, Rows]] = {}
        # Arguments are told apart by identity, so they live as long as the rows.
        self._arguments: list[tuple[Any, ...]] = []

    def put(
        self,
        database: Database,
        use_case: Callable[Concatenate[Transaction, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Does to the database what the use case does.

        Arguments are compared by identity: pass the same objects each time, unchanged.
        """
        given = (*args, *kwargs.items())
        known_as = (*map(id, args), *((name, id(value)) for name, value in kwargs.items()))
        key = (database.dialect, database.clock.now(), use_case, known_as)

        def fill(tx: Transaction) -> None:
            empty = not tx.execute(self._any).scalar_one()
            if empty and key in self._rows:
                self._copy(tx, self._rows[key])
                return
            use_case(tx, *args, **kwargs)
            if empty:
                self._rows[key] = {each: rows for each in self._tables if (rows := _read(tx, each))}
                self._arguments.append(given)

        within(database, fill)

    def _copy(self, tx: Transaction, rows: dict[Table, Rows]) -> None:
        value = "%s" if tx.dialect == "postgresql" else "?"
        for table, its_rows in rows.items():
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            values = ", ".join([value] * len(table.columns))
            tx.execute_driver(f'INSERT INTO "{table}" ({columns}) VALUES ({values})', its_rows)
            counted = table.autoincrement_column
            if counted is not None and tx.dialect == "postgresql":
                # Where a sequence counts the column, it goes on after the last row.
                name = counted.name
                sequence = f"pg_get_serial_sequence('{table}', '{name}')"
                tx.execute(text(f'SELECT setval({sequence}, max("{name}")) FROM "{table}"'))


def _read(tx: Transaction, table: Table) -> Rows:
    """All rows; PostgreSQL's as text, which it takes back for any type."""
    spelt = 'CAST("{}" AS text)' if tx.dialect == "postgresql" else '"{}"'
    columns = ", ".join(spelt.format(column.name) for column in table.columns)
    return [tuple(row) for row in tx.execute(text(f'SELECT {columns} FROM "{table}"'))]
