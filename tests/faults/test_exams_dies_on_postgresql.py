"""Exams alone on PostgreSQL: service, bus and database die in turn, nothing acknowledged is lost.

The database is stopped as a crash stops it, with every transaction under way.
"""

import asyncio
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from chassis.testing import until
from chassis.testing.bus import RunningBus, running_bus
from chassis.testing.postgres import running_postgres

from tests.faults.driver import Driver
from tests.faults.exams_alone import ExamsAlone
from tests.faults.settling import judged, settled_history
from tests.faults.stoppable_postgres import StoppablePostgres
from tests.faults.test_kill_any_service import seed_of_this_run

pytestmark = pytest.mark.prove

STUDENTS = 12
FAULTS = 15
# Each fault meets students at work: so much is acknowledged since the former one, which takes a
# database some seconds that has to recover.
AT_WORK = 20
RECOVERY_SECONDS = 60.0


@pytest.fixture
def server() -> Iterator[str]:
    """A PostgreSQL server that keeps its promises on disk."""
    with running_postgres(fsync=True) as url:
        yield url


@pytest.fixture
def own_bus() -> Iterator[RunningBus]:
    """A NATS server that no other test uses."""
    with running_bus() as one:
        yield one


async def test_service_bus_and_database_die_and_nothing_acknowledged_is_lost(
    tmp_path: Path, server: str, own_bus: RunningBus
) -> None:
    seed = seed_of_this_run()
    drawn = random.Random(seed)
    postgres = StoppablePostgres(server)
    exams = ExamsAlone(tmp_path, server, own_bus.url, own_bus.password_file)
    driver = Driver(exams.target, seed=seed)

    async def service_dies() -> None:
        await asyncio.to_thread(exams.kill)
        await exams.start()

    async def bus_dies() -> None:
        await asyncio.to_thread(own_bus.stop)
        await asyncio.to_thread(own_bus.start)

    async def database_dies() -> None:
        await asyncio.to_thread(postgres.stop_immediately)
        await asyncio.to_thread(postgres.start)

    try:
        sittings = exams.scarce_sittings()
        await exams.start()
        students = exams.students(STUDENTS)
        async with asyncio.TaskGroup() as group:
            group.create_task(driver.drive(students, sittings))
            for _ in range(FAULTS):
                wanted = len(driver.acknowledged) + AT_WORK
                await until(partial(_has_done, driver, wanted), RECOVERY_SECONDS)
                await asyncio.sleep(drawn.uniform(0.5, 2.0))
                await drawn.choice([service_dies, bus_dies, database_dies])()
            driver.stop()
        history = await settled_history(exams, driver, own_bus)
    finally:
        await driver.close()
        exams.close()
        postgres.close()
    assert judged(history, driver, FAULTS) == []
    assert driver.tally.failures == []
    assert history.waiting_mails == 0


def _has_done(driver: Driver, wanted: int) -> bool:
    return len(driver.acknowledged) >= wanted
