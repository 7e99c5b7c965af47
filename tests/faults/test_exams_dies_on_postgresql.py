"""Exams alone on PostgreSQL: service, bus and database die in turn, nothing acknowledged is lost.

The database is stopped as a crash stops it, with every transaction under way.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from chassis.errors import Failure
from chassis.testing import until
from chassis.testing.bus import PASSWORD, RunningBus, running_bus
from chassis.testing.postgres import running_postgres

from tests.faults import findings
from tests.faults.driver import Driver
from tests.faults.exams_alone import ExamsAlone
from tests.faults.history import violations
from tests.faults.stoppable_postgres import StoppablePostgres
from tests.faults.test_kill_any_service import LEASE_SECONDS, SETTLING_SECONDS, seed_of_this_run

pytestmark = pytest.mark.prove

STUDENTS = 12
FAULTS = 15


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
    driver = Driver(exams.target, seed)

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
        await exams.start()
        students = exams.students(STUDENTS)
        for student in students:
            await driver.welcome(student, sittings=6)
        async with asyncio.TaskGroup() as group:
            group.create_task(driver.drive(students))
            for _ in range(FAULTS):
                await asyncio.sleep(drawn.uniform(0.5, 2.0))
                await drawn.choice([service_dies, bus_dies, database_dies])()
            driver.stop()
        await until(partial(_count, exams, findings.unpublished), SETTLING_SECONDS)
        await until(partial(_count, exams, findings.unsent), LEASE_SECONDS)
        history = await exams.database.read(findings.history_of_exams, driver.acknowledged)
        people = {one.person_id for one in driver.acknowledged}
        history = replace(
            history,
            streamed=await findings.streamed(own_bus.url, PASSWORD, people),
            delivered=findings.delivered(exams.mail_dir, history.queued),
        )
    finally:
        await driver.close()
        exams.close()
        postgres.close()
    print(
        f"{len(history.acknowledged)} operations acknowledged, {driver.tally.refusals} refused,"
        f" {driver.tally.retries} retries, {FAULTS} faults, {history.doubled_mails} mails doubled"
    )
    assert violations(history) == []
    assert history.waiting_mails == 0


async def _count(exams: ExamsAlone, count: Callable[..., int]) -> bool:
    """Whether nothing is left; connections that died with the server do not count as an answer."""
    try:
        return await exams.database.read(count) == 0
    except Failure:
        return False
