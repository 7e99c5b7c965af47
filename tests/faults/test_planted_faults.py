"""The checker finds what it is there for: faults planted into the running service itself.

Two desks on one PostgreSQL, students in haste, and batches that die before or after their commit.
Without a planted fault all promises are kept; with each of them the checker finds it.
"""

from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from uuid import UUID, uuid4

import psycopg
import pytest
from chassis.database import Database
from chassis.rpc import bearer
from chassis.testing import TokenMint, running
from chassis.testing.databases import fresh_url
from exams.main import service
from sqlalchemy.engine import make_url

from tests.faults import findings
from tests.faults.driver import Driver, Metadata, Student
from tests.faults.history import Violation, summary, violations
from tests.faults.planted import PLANTED, Deaths, Plant, PlantedFault, let_it_die
from tests.faults.test_kill_any_service import seed_of_this_run
from tests.faults.university import load_university, offer_scarce_sittings, tell_of_students

STUDENTS = 10
OPERATIONS_EACH = 20
HASTE = 0.1
DESKS = 2


@pytest.fixture(scope="module")
def university(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database with the profile, to be copied."""
    url = fresh_url(service, tmp_path_factory.mktemp("university"), postgres)
    database = Database(url, threads=1)
    database.write_now(load_university)
    database.close()
    return url


@contextmanager
def copy_of(url: str) -> Iterator[Database]:
    """A copy of a database."""
    parsed = make_url(url)
    name = f"planted_{uuid4().hex[:12]}"
    server = parsed.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{parsed.database}"')
    database = Database(parsed.set(database=name).render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()


async def found_in_a_run(
    university: str, seed: int, patch: pytest.MonkeyPatch, fault: PlantedFault | None = None
) -> list[Violation]:
    """What the checker says after a run with a planted fault, or without one."""
    deaths = Deaths(seed)
    async with AsyncExitStack() as stack:
        database = stack.enter_context(copy_of(university))
        sittings = database.write_now(offer_scarce_sittings)
        people = [uuid4() for _ in range(STUDENTS)]
        database.write_now(tell_of_students, people)
        plant = Plant(patch, database, deaths)
        let_it_die(plant)
        if fault is not None:
            fault.plant(plant)
        desks = [
            await stack.enter_async_context(
                running(service, stack.enter_context(_opened(database.url)))
            )
            for _ in range(DESKS)
        ]
        mint = TokenMint("exams", database.clock, key_id="students")
        mint.trust_in(database)
        driver = Driver(*(desk.target for desk in desks), seed=seed, haste=HASTE)
        stack.push_async_callback(driver.close)
        students = [Student(str(one), partial(_metadata, mint, one)) for one in people]
        await driver.drive(students, sittings, OPERATIONS_EACH)
        history = await database.read(findings.history_of_exams, driver.acknowledged)
    found = violations(history)
    print(f"  {summary(history, found)}; {driver.tally.retries} retries, {deaths.count} deaths")
    if fault is None:
        assert driver.tally.failures == []
    return found


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


async def _metadata(mint: TokenMint, person_id: UUID) -> Metadata:
    return bearer(mint.mint(person_id))


async def test_without_a_planted_fault_deaths_harm_nobody(
    university: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await found_in_a_run(university, seed_of_this_run(), monkeypatch) == []


async def test_every_planted_fault_is_found(university: str) -> None:
    seed, caught = seed_of_this_run(), []
    for name, fault in PLANTED.items():
        print(name)
        with pytest.MonkeyPatch.context() as patch:
            found = await found_in_a_run(university, seed, patch, fault)
        if fault.found_as in {one.kind for one in found}:
            caught.append(name)
    print(f"mutants caught {len(caught)} / planted {len(PLANTED)}")
    assert caught == [*PLANTED]
