"""Tables that only grow: the database itself refuses to change or delete their rows.

The code has no such statement; this holds against whatever goes around the code.
"""

from collections.abc import Iterable

from alembic import op

_FUNCTION = "refuse_change_of_append_only"


def refuse_changes(tables: Iterable[str]) -> None:
    """Makes the tables append-only; for migrations, on PostgreSQL and SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        for table in tables:
            op.execute(
                f"CREATE TRIGGER {table}_is_append_only"
                f" BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            )
        return
    for table in tables:
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def permit_changes(tables: Iterable[str]) -> None:
    """Takes it back, for the way down."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            op.execute(f"DROP TRIGGER {table}_is_append_only ON {table}")
        op.execute(f"DROP FUNCTION {_FUNCTION}()")
        return
    for table in tables:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{change}")
