"""Tables that only grow: the database itself refuses to change or delete their rows.

The code has no such statement; this holds against whatever goes around the code.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from alembic import op
from sqlalchemy import text

from chassis.database.transaction import Transaction

_FUNCTION = "refuse_change_of_append_only"


def refuse_changes(tables: Iterable[str]) -> None:
    """Makes the tables append-only; for migrations, on PostgreSQL and SQLite."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in tables:
        for statement in _refusing(dialect, table):
            op.execute(statement)


def permit_changes(tables: Iterable[str]) -> None:
    """Takes it back, for the way down; the function goes with the last table that needs it."""
    connection = op.get_bind()
    for table in tables:
        for statement in _permitting(connection.dialect.name, table):
            op.execute(statement)
    if connection.dialect.name == "postgresql":
        used = text(
            "SELECT EXISTS (SELECT FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE proname = :name)"
        )
        if not connection.execute(used, {"name": _FUNCTION}).scalar_one():
            op.execute(f"DROP FUNCTION {_FUNCTION}()")


@contextmanager
def changes_permitted(tx: Transaction, table: str) -> Iterator[None]:
    """Permits changes of one table within this transaction, while nobody else uses the table."""
    for statement in _permitting(tx.dialect, table):
        tx.execute(text(statement))
    yield
    for statement in _refusing(tx.dialect, table):
        tx.execute(text(statement))


def _refusing(dialect: str, table: str) -> list[str]:
    if dialect == "postgresql":
        return [
            f"CREATE TRIGGER {table}_is_append_only"
            f" BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        ]
    return [
        f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for change in ("update", "delete")
    ]


def _permitting(dialect: str, table: str) -> list[str]:
    if dialect == "postgresql":
        return [f"DROP TRIGGER {table}_is_append_only ON {table}"]
    return [f"DROP TRIGGER {table}_refuses_{change}" for change in ("update", "delete")]
