"""Statements whose syntax the two databases spell alike, but SQLAlchemy in two dialects."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite

from chassis.database.transaction import Transaction


def insert_or_ignore(tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows that no unique constraint stands against; returns how many were inserted.

    All rows give the same columns. A row that another open transaction is inserting is waited for.
    """
    if not rows:
        return 0
    # The rows are counted as they come back: SQLAlchemy 2.1 keeps no rowcount of inserts on
    # psycopg 3 and says -1, which is true.
    statement = _insert(tx, table).on_conflict_do_nothing().returning(literal_column("1"))
    return len(tx.execute(statement, rows).all())


def upsert(
    tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Inserts the rows; where the key is taken, the other given columns are overwritten."""
    if not rows:
        return
    statement = _insert(tx, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if changed:
        tx.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), rows)
    else:
        tx.execute(statement.on_conflict_do_nothing(index_elements=key), rows)


def _insert(tx: Transaction, table: Table) -> Any:
    return (postgresql if tx.dialect == "postgresql" else sqlite).insert(table)
