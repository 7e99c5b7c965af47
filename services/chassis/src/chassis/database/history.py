"""Migrations: bringing a database to the tables that the code expects, and checking that.

A database has two histories side by side: that of the chassis' tables, which ships with the
chassis, and that of the service's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, NullPool, create_engine
from sqlalchemy.engine import make_url

from chassis.database import tables

CHASSIS_MIGRATIONS = Path(__file__).parent / "migrations"


class History:
    """The migrations of one service's database."""

    def __init__(self, url: str, own_tables: MetaData, own_migrations: Path) -> None:
        self.url = make_url(url)
        self.own_migrations = own_migrations
        self.metadata = [tables.metadata, own_tables]
        self._config = Config()
        self._config.set_main_option("script_location", str(CHASSIS_MIGRATIONS))
        self._config.set_main_option("path_separator", "newline")
        self._config.set_main_option(
            "version_locations", f"{CHASSIS_MIGRATIONS / 'versions'}\n{own_migrations}"
        )

    def upgrade(self, target: str = "heads") -> None:
        """Migrates to the newest state."""
        with self._configured():
            command.upgrade(self._config, target)

    def downgrade(self, target: str) -> None:
        """Migrates back: `<branch>@base` undoes a whole branch."""
        with self._configured():
            command.downgrade(self._config, target)

    def draft(self, branch: str, revision: str, message: str) -> None:
        """Writes a migration file from what differs; a person finishes it.

        The database has to be at the newest state.
        """
        first = not any(branch in r.branch_labels for r in self._script().walk_revisions())
        with self._configured():
            command.revision(
                self._config,
                message,
                autogenerate=True,
                rev_id=revision,
                head="base" if first else f"{branch}@head",
                version_path=str(self.own_migrations) if first else None,
                branch_label=branch if first else None,
            )

    def missing(self) -> list[str]:
        """The migrations that the database still lacks, by revision; empty when it is current.

        A database that a newer version migrated lacks nothing that this version could add.
        """
        script = self._script()
        known = {revision.revision for revision in script.walk_revisions()}
        with self._connected() as connection:
            applied = set(MigrationContext.configure(connection).get_current_heads())
        if applied - known:
            return []
        done = {
            revision.revision
            for head in applied
            for revision in script.iterate_revisions(head, "base")
        }
        return sorted(
            revision.revision
            for revision in script.walk_revisions()
            if revision.revision not in done
        )

    def differences(self) -> list[Any]:
        """Where the migrated database and the tables in the code part; empty when they agree."""
        with self._connected() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found: list[Any] = compare_metadata(context, self.metadata)  # type: ignore[arg-type]
            return found

    def _script(self) -> ScriptDirectory:
        return ScriptDirectory.from_config(self._config)

    @contextmanager
    def _configured(self) -> Iterator[None]:
        with self._connected() as connection:
            self._config.attributes["connection"] = connection
            self._config.attributes["metadata"] = self.metadata
            yield

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        url = self.url
        if url.get_backend_name() == "sqlite":
            if url.database:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        else:
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
