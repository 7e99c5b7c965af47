"""Pytest plugin with the fixtures that every service's tests share.

It is loaded with `-p chassis.testing.plugin`; here pyproject.toml does that for every run.
"""

import gc
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from chassis.testing.bus import RunningBus, running_bus
from chassis.testing.clock import DrivenClock
from chassis.testing.compiled import share_compiled_statements
from chassis.testing.databases import KeptDatabases
from chassis.testing.postgres import running_postgres

structlog.configure(
    processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()],
    wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
)

# Time is measured by `make bench`; a busy machine must not fail an example.
settings.register_profile("matrikel", deadline=None)
settings.load_profile("matrikel")


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the garbage collector need not walk it in each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def kept_databases(postgres: str) -> Iterator[KeptDatabases]:
    """The databases on it that tests use one after the other."""
    kept = KeptDatabases(postgres)
    yield kept
    kept.close()


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """SQL is compiled once for all databases of this test run, and SQLite spares the disk."""
    with pytest.MonkeyPatch.context() as patch:
        share_compiled_statements(patch)
        yield


@pytest.fixture(scope="session")
def bus() -> Iterator[RunningBus]:
    """A NATS server of this test run, with streams and consumers applied."""
    with running_bus() as one:
        yield one


@pytest.fixture
def clock() -> DrivenClock:
    """A clock that stands at 2 November 2026, 10:00 at the university."""
    return DrivenClock()
