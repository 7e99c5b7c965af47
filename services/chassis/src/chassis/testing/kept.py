"""One PostgreSQL database that test after test uses, emptied in between.

Making a database of its own for each test costs 50 ms and 10 MB of disk; emptying a used one costs
a millisecond or two. A test finds it as it would find a new one: migrated, without a row, with
every sequence at its start and with nobody connected. Where that cannot be had (a test changed
the schema or left a connection open), the next test gets a new database.
"""

import time
from collections.abc import Callable, Iterable

import psycopg

# The backend of a connection that was closed is gone within this time.
PATIENCE_SECONDS = 1.0

# Deletes without asking triggers: neither those of append-only tables nor foreign keys. The plans
# of its statements are kept, which a script would not have.
_EMPTYING = """
CREATE SCHEMA emptying;
CREATE TABLE emptying.schema_changes (tag text);
CREATE FUNCTION emptying.note_schema_change() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO emptying.schema_changes VALUES (tg_tag); END $$;
CREATE FUNCTION emptying.run() RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica AS $$
BEGIN
{deletions}
PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL;
END $$;
CREATE EVENT TRIGGER note_schema_change ON ddl_command_end
EXECUTE FUNCTION emptying.note_schema_change();
"""

_USABLE = """
SELECT NOT EXISTS (SELECT FROM emptying.schema_changes), NOT EXISTS (
    SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend')
"""


class KeptDatabase:
    """The database of one service on one server; one test at a time uses it."""

    def __init__(self, tables: Iterable[str], server: str, make: Callable[[], str]) -> None:
        """`make` makes a new migrated database with the tables and returns its URL."""
        deletions = "\n".join(f'DELETE FROM "{table}";' for table in tables)
        self._preparation = _EMPTYING.format(deletions=deletions).encode()
        self._server = server
        self._make = make
        self._url = ""
        self._connection: psycopg.Connection | None = None

    def emptied(self) -> str:
        """The URL of the database, as if it were new."""
        if self._connection is None or not _empty(self._connection):
            self._renew()
        return self._url

    def close(self) -> None:
        """Closes the connection that empties, and drops the database."""
        if self._connection is not None:
            name = self._connection.info.dbname
            self._connection.close()
            self._connection = None
            with psycopg.connect(self._server, autocommit=True) as server:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _renew(self) -> None:
        self.close()
        self._url = self._make()
        self._connection = psycopg.connect(self._url, autocommit=True)
        self._connection.execute("SET lock_timeout = 5000")
        self._connection.execute(self._preparation)


def _empty(connection: psycopg.Connection) -> bool:
    """Empties the database where it still is what it was and nobody uses it any more."""
    patient_until = time.monotonic() + PATIENCE_SECONDS
    try:
        while True:
            unchanged, alone = connection.execute(_USABLE).fetchone() or (False, False)
            if unchanged and alone:
                connection.execute("SELECT emptying.run()")
                return True
            if not unchanged or time.monotonic() > patient_until:
                return False
            time.sleep(0.001)
    except psycopg.Error:
        # Whatever was done to it: it is not what it was.
        return False
