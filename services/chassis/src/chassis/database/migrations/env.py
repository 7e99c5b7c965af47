"""Runs migrations; Alembic loads this file by its name."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    user_module_prefix="columns.",
    transaction_per_migration=True,
    compare_server_default=False,
)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Two processes that migrate at once take turns; the lock ends with the connection.
        connection.execute(text("SELECT pg_advisory_lock(1298230631)"))
        # A migration that waits for a lock makes every later query wait behind it.
        connection.execute(text("SET lock_timeout = '4s'"))
    context.run_migrations()
