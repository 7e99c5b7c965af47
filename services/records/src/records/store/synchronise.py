"""Bringing a table to what a profile says, idempotently and with an account of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chassis.database import Transaction
from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update

# Rows that a profile no longer names stand behind those that it does.
_BEHIND_ALL = 100_000


class Absent(Enum):
    """What becomes of rows that the profile no longer names."""

    KEPT = "kept"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Synchronised:
    """What happened to the rows of one table, by code."""

    table: str
    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    # No longer in the profile: removed from the table, or kept in it.
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def synchronise(
    tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]], absent: Absent
) -> Synchronised:
    """Inserts, updates and, where asked, deletes, so that the table holds the rows.

    A column `version` is not compared; it begins at 1 and grows by
    one with each change. Kept rows move behind the others where the table has a `position`.
    """
    keys = tuple(table.primary_key.columns)

    def key_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[key.name] for key in keys)

    def is_row(code: tuple[Any, ...]) -> ColumnElement[bool]:
        return and_(*(key == value for key, value in zip(keys, code, strict=True)))

    stored = {key_of(dict(row)): row for row in tx.execute(select(table)).mappings()}
    versioned = "version" in table.c
    created, changed, unchanged = [], [], []
    for row in rows:
        code = key_of(row)
        before = stored.get(code)
        if before is None:
            tx.execute(insert(table).values(**row, **({"version": 1} if versioned else {})))
            created.append(_named(code))
        elif any(before[name] != value for name, value in row.items()):
            grown = {"version": before["version"] + 1} if versioned else {}
            tx.execute(update(table).where(is_row(code)).values(**row, **grown))
            changed.append(_named(code))
        else:
            unchanged.append(_named(code))
    gone = sorted(set(stored) - {key_of(row) for row in rows})
    for code in gone:
        if absent is Absent.REMOVED:
            tx.execute(delete(table).where(is_row(code)))
        elif "position" in table.c:
            tx.execute(update(table).where(is_row(code)).values(position=_BEHIND_ALL))
    codes = tuple(_named(code) for code in gone)
    return Synchronised(
        table.name,
        tuple(created),
        tuple(changed),
        tuple(unchanged),
        removed=codes if absent is Absent.REMOVED else (),
        kept=codes if absent is Absent.KEPT else (),
    )


def _named(code: tuple[Any, ...]) -> str:
    return "/".join(str(part) for part in code)
