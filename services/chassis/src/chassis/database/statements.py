"""Statements whose syntax the two databases spell alike, but SQLAlchemy in two dialects."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from chassis.database.transaction import Transaction


def insert_or_ignore(tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows that no unique constraint stands against; returns how many were inserted.

    A row that another open transaction is inserting is waited for.
    """
    if not rows:
        return 0
    statement = _insert(tx, table).on_conflict_do_nothing()
    return sum(tx.execute(statement.values(**row)).rowcount for row in rows)


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
