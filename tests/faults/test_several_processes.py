"""Several processes of exams on one PostgreSQL: one dies, the others go on, and nothing is lost.

Students fight for scarce sittings with waiting lists while a schedule, whose seed is printed, kills
one process after the other. Whoever gets no answer asks another process the same again. Nobody
gets a seat too many, nobody is overtaken, and the numbers of a sitting's receipts have no gap.
"""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.testing.bus import RunningBus, running_bus
from chassis.testing.postgres import running_postgres

from tests.faults.driver import Driver
from tests.faults.exams_alone import ExamsAlone
from tests.faults.history import History
from tests.faults.journal import Change
from tests.faults.settling import judged, settled_history
from tests.faults.test_kill_any_service import seed_of_this_run

HASTE = 0.1


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


async def test_each_of_two_processes_dies_and_nothing_acknowledged_is_lost(
    tmp_path: Path, postgres: str
) -> None:
    exams = ExamsAlone(tmp_path, postgres, processes=2)
    history = await _history_of_a_run(exams, students=8, kills=2)
    assert Change.PROMOTED in {change for _, change in history.changes()}


@pytest.mark.prove
async def test_three_processes_die_for_minutes_and_nothing_acknowledged_is_lost(
    tmp_path: Path, server: str, own_bus: RunningBus
) -> None:
    exams = ExamsAlone(tmp_path, server, own_bus.url, own_bus.password_file, processes=3)
    history = await _history_of_a_run(exams, students=24, kills=24, bus=own_bus)
    assert history.waiting_mails == 0


async def _history_of_a_run(
    exams: ExamsAlone, students: int, kills: int, bus: RunningBus | None = None
) -> History:
    seed = seed_of_this_run()
    drawn = random.Random(seed)
    driver = Driver(*exams.targets, seed=seed, haste=HASTE)
    places = [place % len(exams.ports) for place in range(kills)]
    drawn.shuffle(places)
    try:
        sittings = exams.scarce_sittings()
        await exams.start()
        fighting = exams.students(students)
        async with asyncio.TaskGroup() as group:
            group.create_task(driver.drive(fighting, sittings))
            for place in places:
                await asyncio.sleep(drawn.uniform(0.3, 1.5))
                await asyncio.to_thread(exams.kill, place)
                # The others have it to themselves for a while.
                await asyncio.sleep(drawn.uniform(0.0, 0.5))
                await exams.start()
            await asyncio.sleep(0.5)
            driver.stop()
        history = await settled_history(exams, driver, bus)
    finally:
        await driver.close()
        exams.close()
    assert judged(history, driver, kills) == []
    assert driver.tally.failures == []
    return history
