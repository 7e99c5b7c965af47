"""The database: synchronous transactions on worker threads, on PostgreSQL and SQLite alike."""

from chassis.database import columns
from chassis.database.bulk import (
    given,
    insert_many,
    is_listed,
    is_one_of,
    listed,
    update_many,
)
from chassis.database.database import Database
from chassis.database.statements import insert_or_ignore, upsert
from chassis.database.transaction import Transaction

# Constraint names that are the same on both databases, so that migrations can name them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

__all__ = [
    "NAMING",
    "Database",
    "Transaction",
    "columns",
    "given",
    "insert_many",
    "insert_or_ignore",
    "is_listed",
    "is_one_of",
    "listed",
    "update_many",
    "upsert",
]
