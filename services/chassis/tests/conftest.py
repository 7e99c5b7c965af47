"""Fixtures of the chassis' own tests: the seat service on both databases."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import seat_service
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, database_fixture, running
from chassis.testing.databases import fresh_database

database = database_fixture(seat_service.definition)


@pytest.fixture
def sqlite(tmp_path: Path, clock: DrivenClock) -> Iterator[Database]:
    """A database for what does not depend on the kind of database."""
    one = fresh_database(seat_service.definition, tmp_path, clock, None)
    yield one
    one.close()


@pytest.fixture(autouse=True)
def script() -> Iterator[seat_service.Script]:
    """What the servicers do in this test instead of what they do by themselves."""
    seat_service.SCRIPT.clear()
    yield seat_service.SCRIPT
    seat_service.SCRIPT.clear()


@pytest.fixture
async def service(sqlite: Database) -> AsyncIterator[ServiceUnderTest]:
    """The seat service, running on SQLite."""
    async with running(seat_service.definition, sqlite) as one:
        yield one


@pytest.fixture
async def service_on_both(database: Database) -> AsyncIterator[ServiceUnderTest]:
    """The seat service, running on each of the databases."""
    async with running(seat_service.definition, database) as one:
        yield one
