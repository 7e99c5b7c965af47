"""Many rows at once: inserting, changing and asking for them at a price that hardly depends on SQL.

PostgreSQL takes rows by COPY in its binary format, 2 µs of this process' time each where
SQLAlchemy's multi-row INSERT takes 12, and arrays as one parameter, so that a statement keeps its
text and its plan however many rows it speaks of. SQLite takes rows one by one into a prepared
statement, and lists as JSON.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import (
    ColumnElement,
    Dialect,
    FromClause,
    String,
    Table,
    and_,
    bindparam,
    column,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from chassis.database.transaction import Transaction

# COPY costs one round trip more than INSERT; below this many rows that is more than it saves.
FEW_ROWS = 4

Row = Mapping[str, Any]


class _Plan(NamedTuple):
    """How rows of one table with the same columns are handed to the driver."""

    statement: str
    types: list[str]
    # One for each column; None where the driver takes the value as it is.
    convert: list[Any]


def insert_many(tx: Transaction, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows that all give the same columns.

    A column that is not given gets the default that the database has for it.
    """
    if not rows:
        return
    if len(rows) < FEW_ROWS:
        tx.execute(insert(table), rows)
        return
    names = tuple(rows[0])
    plan = _plan(table, names, tx.sql_dialect)
    values = _converted(rows, names, plan.convert)
    if tx.dialect == "postgresql":
        tx.copy(plan.statement, plan.types, values)
    else:
        tx.execute_driver(plan.statement, list(values))


def update_many(tx: Transaction, table: Table, rows: Sequence[Row], key: Sequence[str]) -> None:
    """Changes each row that has the key of a given one; all rows give the same columns."""
    if not rows:
        return
    if tx.dialect == "sqlite":
        found = and_(*(table.c[name] == bindparam(f"key_{name}") for name in key))
        names = [name for name in rows[0] if name not in key]
        statement = update(table).where(found).values({name: bindparam(name) for name in names})
        tx.execute(
            statement,
            [{(f"key_{name}" if name in key else name): row[name] for name in row} for row in rows],
        )
        return
    new = given(
        tx,
        "given_rows",
        {name: (table.c[name].type, [row[name] for row in rows]) for name in rows[0]},
    )
    tx.execute(
        update(table)
        .where(*(table.c[name] == new.c[name] for name in key))
        .values({name: new.c[name] for name in rows[0] if name not in key})
    )


def given(
    tx: Transaction, name: str, columns: Mapping[str, tuple[TypeEngine[Any], Sequence[Any]]]
) -> FromClause:
    """Values as a table to join with, one list for each column; all lists are equally long.

    The columns are compared with columns of the same type.
    """
    if tx.dialect == "postgresql":
        lists = [bindparam(None, values, ARRAY(kind)) for kind, values in columns.values()]
        made = func.unnest(*lists).table_valued(
            *(column(one, kind) for one, (kind, _) in columns.items()), name=name
        )
        return made.render_derived()
    converted = [_for_json(kind, values, tx.sql_dialect) for kind, values in columns.values()]
    document = json.dumps(list(zip(*converted, strict=True)), separators=(",", ":"))
    each = func.json_each(literal(document)).table_valued("key", "value")
    return (
        select(
            *(
                func.json_extract(each.c.value, f"$[{place}]", type_=kind).label(one)
                for place, (one, (kind, _)) in enumerate(columns.items())
            )
        )
        .select_from(each)
        .subquery(name)
    )


def is_one_of(tx: Transaction, chosen: ColumnElement[Any], values: Iterable[Any]) -> Any:
    """The condition that a column has one of the values; its SQL is the same for any number."""
    wanted = list(values)
    if tx.dialect == "postgresql":
        return chosen == func.any(bindparam(None, wanted, ARRAY(chosen.type)))
    document = json.dumps(_for_json(chosen.type, wanted, tx.sql_dialect))
    each = func.json_each(literal(document)).table_valued("value")
    return chosen.in_(select(each.c.value))


def is_listed(dialect: str, chosen: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The same condition for a statement that is made once: its values are given by that name.

    `dialect` is the one of the transactions that run it; the values come from `listed`. Making a
    statement costs more than running it, which counts where it runs with each of many small
    batches.
    """
    if dialect == "postgresql":
        return chosen == func.any(bindparam(name, type_=ARRAY(chosen.type)))
    each = func.json_each(bindparam(name, type_=String())).table_valued("value")
    return chosen.in_(select(each.c.value))


def listed(tx: Transaction, chosen: ColumnElement[Any], values: Iterable[Any]) -> Any:
    """The values of `is_listed` for a column, as the database takes them."""
    wanted = list(values)
    if tx.dialect == "postgresql":
        return wanted
    return json.dumps(_for_json(chosen.type, wanted, tx.sql_dialect))


def _converted(rows: Iterable[Row], names: Sequence[str], convert: Sequence[Any]) -> Any:
    for row in rows:
        yield [
            value if change is None or value is None else change(value)
            for change, value in zip(convert, map(row.__getitem__, names), strict=True)
        ]


@lru_cache(maxsize=256)
def _plan(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Plan:
    quote = dialect.identifier_preparer.quote
    columns = [table.c[name] for name in names]
    listed = ", ".join(quote(one.name) for one in columns)
    convert = [_bind_processor(one.type, dialect) for one in columns]
    if dialect.name == "postgresql":
        statement = f"COPY {quote(table.name)} ({listed}) FROM STDIN (FORMAT BINARY)"
        return _Plan(statement, [_type_name(one.type, dialect) for one in columns], convert)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quote(table.name)} ({listed}) VALUES ({marks})"  # noqa: S608  # own names
    return _Plan(statement, [], convert)


def _bind_processor(kind: TypeEngine[Any], dialect: Dialect) -> Any:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _type_name(kind: TypeEngine[Any], dialect: Dialect) -> str:
    """The type as psycopg knows it: "VARCHAR(200)" and "VARCHAR COLLATE "C"" → "varchar"."""
    spelled = dialect.type_compiler_instance.process(kind).lower()
    spelled = spelled.partition("(")[0].partition(" collate ")[0].strip()
    known = psycopg.adapters.types.get(spelled)
    if known is None:
        raise ValueError(f"psycopg knows no type {spelled}")
    return known.name


def _for_json(kind: TypeEngine[Any], values: Iterable[Any], dialect: Dialect) -> list[Any]:
    change = _bind_processor(kind, dialect)
    return [value if change is None or value is None else change(value) for value in values]
