"""Migrations of the chassis and of a service, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.database import NAMING
from chassis.database.history import History
from chassis.testing.databases import BOTH, _on_server, _url
from seat_service import definition, metadata
from sqlalchemy import Column, Integer, MetaData, NullPool, Table, create_engine, inspect, text
from sqlalchemy.engine import make_url


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'deep' / 'new.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"history_{abs(hash(tmp_path))}"
    _on_server(server, f'CREATE DATABASE "{name}"')
    yield _url(server, name)


def tables_in(url: str) -> set[str]:
    parts = make_url(url)
    if parts.get_backend_name() == "postgresql":
        parts = parts.set(drivername="postgresql+psycopg")
    engine = create_engine(parts, poolclass=NullPool)
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    engine.dispose()
    return names


def test_a_database_goes_up_and_down_and_up_again(url: str) -> None:
    history = History(url, metadata, definition.migrations)
    assert history.missing() == ["chassis_0001", "seats_0001"]
    history.upgrade()
    assert history.missing() == []
    assert {"seats", "outbox"} < tables_in(url)
    history.downgrade("exams@base")
    assert history.missing() == ["seats_0001"]
    assert "seats" not in tables_in(url)
    history.downgrade("base")
    assert tables_in(url) <= {"alembic_version"}
    history.upgrade()
    history.upgrade()
    assert history.missing() == []
    assert history.differences() == []


def test_the_migrations_make_the_tables_that_the_code_names(url: str) -> None:
    history = History(url, metadata, definition.migrations)
    history.upgrade()
    assert history.differences() == []
    more = MetaData(naming_convention=NAMING)
    Table("forgotten", more, Column("number", Integer, primary_key=True))
    assert History(url, more, definition.migrations).differences()


def test_a_database_of_a_newer_version_lacks_nothing(url: str) -> None:
    history = History(url, metadata, definition.migrations)
    history.upgrade()
    with history._connected() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = 'x_9' WHERE version_num LIKE 'seats%'")
        )
        connection.commit()
    assert history.missing() == []


def test_a_draft_is_a_migration_that_closes_the_difference(url: str, tmp_path: Path) -> None:
    own = MetaData(naming_convention=NAMING)
    Table("rooms", own, Column("number", Integer, primary_key=True))
    folder = tmp_path / "versions"
    folder.mkdir()
    history = History(url, own, folder)
    history.upgrade("chassis@head")
    history.draft("exams", "rooms_0001", "rooms")
    history = History(url, own, folder)
    history.upgrade()
    assert history.differences() == []
    assert "rooms" in tables_in(url)
