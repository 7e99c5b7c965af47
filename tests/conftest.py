"""Fixtures of the tests that cross services."""

from collections.abc import Iterator

import pytest

from tests.suite import Suite, start_suite, stop_suite


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The suite with demo data. The tests of a run share it, so each uses what is its own."""
    process, running = start_suite(tmp_path_factory.mktemp("suite") / "var")
    yield running
    stop_suite(process)


# First, because xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the tests that share the suite on one worker, so that it is started once."""
    for item in items:
        if "suite" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("suite"))
