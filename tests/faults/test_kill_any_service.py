"""Any part may die at any moment, and nothing that was acknowledged is lost, doubled or untold.

Students register and withdraw without a pause while a schedule, whose seed is printed, kills every
part of the running suite. Afterwards all that was acknowledged is held against what is there.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import pytest
from chassis.contracts import SERVICES
from chassis.database import Database
from chassis.testing import until

from tests.faults import findings
from tests.faults.driver import Driver
from tests.faults.enrolling import StudentServices
from tests.faults.history import History, summary, violations
from tests.faults.killing import PARTS, kill_each, schedule, wait_until_back
from tests.faults.office import ExaminationsOffice
from tests.faults.settling import LEASE_SECONDS, SETTLING_SECONDS
from tests.suite import Suite

STUDENTS = 6


def seed_of_this_run() -> int:
    """A new one each time; MATRIKEL_FAULT_SEED repeats a former run's schedule."""
    seed = int(os.environ.get("MATRIKEL_FAULT_SEED") or random.SystemRandom().randrange(2**31))
    print(f"MATRIKEL_FAULT_SEED={seed}")
    return seed


async def test_each_part_dies_once_and_nothing_acknowledged_is_lost(suite: Suite) -> None:
    """Mails that a dead sender held are safe in the queue; `make prove` waits for them."""
    history = await _history_of_a_run(suite, seed_of_this_run(), rounds=1, wait_for_mails=False)
    assert violations(history) == []


@pytest.mark.prove
async def test_parts_die_for_minutes_and_nothing_acknowledged_is_lost(suite: Suite) -> None:
    history = await _history_of_a_run(suite, seed_of_this_run(), rounds=5, wait_for_mails=True)
    assert violations(history) == []
    assert history.waiting_mails == 0


async def _history_of_a_run(suite: Suite, seed: int, rounds: int, wait_for_mails: bool) -> History:
    mark = f"Störfall {_in_letters(seed)}"
    desk = StudentServices(suite, mark)
    office = ExaminationsOffice(suite, desk)
    driver = Driver(suite.target("exams"), seed=seed)
    try:
        students = [await desk.welcome() for _ in range(STUDENTS)]
        async with _databases(suite) as databases:
            await until(partial(_is_quiet, suite, databases), SETTLING_SECONDS)
            for student in students:
                await driver.welcome(student)
            sittings = await office.offer_scarce_sittings()
            async with asyncio.TaskGroup() as group:
                group.create_task(driver.drive(students, sittings))
                group.create_task(desk.enrol_until_closing())
                seconds = await kill_each(suite, schedule(seed, rounds), seed)
                driver.stop()
                desk.close_for_today()
            for part in PARTS:
                await wait_until_back(suite, part)
            await until(partial(_is_quiet, suite, databases), SETTLING_SECONDS)
            if wait_for_mails:
                await until(partial(_all_sent, databases["exams"]), LEASE_SECONDS)
            history = await _find_out(suite, databases, driver, desk, mark)
            await office.cancel(sittings)
    finally:
        await desk.close()
        await office.close()
        await driver.close()
    _report(history, driver, desk, seconds)
    assert driver.tally.failures == []
    return history


async def _find_out(
    suite: Suite,
    databases: Mapping[str, Database],
    driver: Driver,
    desk: StudentServices,
    mark: str,
) -> History:
    history = await databases["exams"].read(findings.history_of_exams, driver.acknowledged)
    people = {one.person_id for one in driver.acknowledged}
    return replace(
        history,
        streamed=await findings.streamed(suite.nats_url, _operator_password(suite), people),
        delivered=findings.delivered(suite.mail_dir, history.queued),
        births=await findings.births(desk.enrolled, databases),
        persons_born=await databases["records"].read(findings.persons_named, mark),
    )


@asynccontextmanager
async def _databases(suite: Suite) -> AsyncIterator[dict[str, Database]]:
    """The databases of the running services, which they go on using."""
    opened = {
        service: Database(f"sqlite:///{suite.var / service / f'{service}.db'}", threads=1)
        for service in SERVICES
    }
    try:
        yield opened
    finally:
        for database in opened.values():
            database.close()


async def _is_quiet(suite: Suite, databases: Mapping[str, Database]) -> bool:
    """Whether everything was told and heard, also what was told because of what was heard."""
    for _ in range(2):
        for database in databases.values():
            if await database.read(findings.unpublished):
                return False
        if await findings.unheard(suite.nats_url, _operator_password(suite)):
            return False
    return True


async def _all_sent(exams: Database) -> bool:
    return await exams.read(findings.unsent) == 0


def _operator_password(suite: Suite) -> str:
    return (suite.var / "secrets" / "deploy.nats").read_text(encoding="utf-8")


def _in_letters(seed: int) -> str:
    """A number as a name: names have no digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(seed)).capitalize()


def _report(
    history: History,
    driver: Driver,
    desk: StudentServices,
    seconds: Mapping[str, Sequence[float]],
) -> None:
    kills = sum(len(each) for each in seconds.values())
    print(
        f"{summary(history, violations(history))}; {len(history.births)} enrolments,"
        f" {driver.tally.refusals} refused,"
        f" {driver.tally.retries + desk.tally.retries} retries, {kills} kills;"
        f" mails: {history.doubled_mails} doubled, {history.waiting_mails} waiting"
    )
    for part, each in seconds.items():
        print(f"  {part} was back after {', '.join(f'{one:.1f}' for one in each)} s")
