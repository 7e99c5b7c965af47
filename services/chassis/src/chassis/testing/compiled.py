"""SQL that is compiled once in a test run, not once for each test's database.

SQLAlchemy keeps compiled statements with the engine, and a service has one engine for all its
life. Here each test has engines of its own: compiling anew was half of what a test's transactions
cost. Engines of one kind of database share what was compiled; every statement is still executed
on its own database. Nor do tests on SQLite wait for the disk; the PostgreSQL server of a test run
does not, either.
"""

from typing import Any

import pytest
from sqlalchemy import Dialect, Engine, event

from chassis.database.engines import open_engines

# So many statements are kept for each kind of database; then everything is compiled anew.
KEPT = 3_000


class _Compiled(dict[Any, Any]):
    """Compiled statements of one kind of database, whichever engine compiled them.

    SQLAlchemy's key begins with the dialect of the engine, which is another one for each engine.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(self._common(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self) >= KEPT:
            self.clear()
        super().__setitem__(self._common(key), compiled)

    @staticmethod
    def _common(key: Any) -> Any:
        if isinstance(key, tuple) and key and isinstance(key[0], Dialect):
            return (key[0].name, *key[1:])
        return key


_COMPILED = {"sqlite": _Compiled(), "postgresql": _Compiled()}


def share_compiled_statements(patch: pytest.MonkeyPatch) -> None:
    """Lets every Database that is opened from now on share what is compiled."""
    patch.setattr("chassis.database.database.open_engines", _open_engines)


def _open_engines(database_url: str, threads: int) -> tuple[Engine, Engine]:
    engines = open_engines(database_url, threads)
    for engine in engines:
        engine.update_execution_options(compiled_cache=_COMPILED[engine.dialect.name])
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _leave_out_the_disk)
    return engines


def _leave_out_the_disk(connection: Any, _record: Any) -> None:
    """What is committed survives the process, and no test takes the power away."""
    connection.execute("PRAGMA synchronous = OFF")
