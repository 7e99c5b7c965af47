"""Enrolling at once: numbers and enrolments stay single, and the locks keep them so."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from chassis.values import Semester
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.enrolments import enrolments_of_person
from records.app.profile_loading import load_profile
from records.domain.enrolment import SemesterStatus
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from sqlalchemy.exc import IntegrityError

Enrol = Callable[..., PersonEnrolled]

FIRST_NUMBER = 3_100_001
S = Semester.parse


async def enrol_together(
    database: Database, orders: list[EnrolmentOrder]
) -> tuple[list[PersonEnrolled], list[Failure]]:
    outcomes = await asyncio.gather(
        *(database.write(enrol_person, order, FIRST_NUMBER) for order in orders),
        return_exceptions=True,
    )
    done = [each for each in outcomes if isinstance(each, PersonEnrolled)]
    failures = [each for each in outcomes if isinstance(each, Failure)]
    assert len(done) + len(failures) == len(orders), outcomes
    return done, failures


async def test_many_at_once_get_numbers_without_gap_or_repetition(
    loaded: Database, facts: PersonFacts
) -> None:
    order = EnrolmentOrder(facts, "HIST-BA", "", S("2026W"))
    done, failures = await enrol_together(loaded, [order] * 24)
    assert failures == []
    given = sorted(each.person.matriculation_number for each in done)
    assert given == [str(FIRST_NUMBER + each) for each in range(24)]


async def test_two_clerks_at_once_enrol_a_person_in_a_programme_once(
    loaded: Database, enrol: Enrol
) -> None:
    number = enrol().person.matriculation_number
    order = EnrolmentOrder(number, "DATA-MSC", "", S("2026W"))
    done, failures = await enrol_together(loaded, [order] * 8)
    assert len(done) == 1
    assert {each.reason for each in failures} == {"ALREADY_ENROLLED"}


async def test_two_programmes_at_once_are_counted_together(loaded: Database, enrol: Enrol) -> None:
    known = enrol(first_semester=S("2026W")).person
    order = EnrolmentOrder(known.matriculation_number, "DATA-MSC", "", S("2025W"))
    other = replace(order, programme_code="PROM", first_semester=S("2026S"))
    _, failures = await enrol_together(loaded, [order, other])
    assert failures == []
    found = within(loaded, enrolments_of_person, known.person_id)
    assert {each.semesters[-1].university_semester for each in found} == {3}
    assert {each.semesters[0].recorded.status for each in found} == {SemesterStatus.ENROLLED}


@pytest.fixture
def on_postgres(
    tmp_path: Path, clock: DrivenClock, postgres: str, profile: Profile
) -> Iterator[Database]:
    database = fresh_database(service, tmp_path, clock, postgres)
    within(database, load_profile, profile)
    yield database
    database.close()


async def test_without_the_lock_two_persons_would_get_the_same_number(
    on_postgres: Database, facts: PersonFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = EnrolmentOrder(facts, "HIST-BA", "", S("2026W"))
    within(on_postgres, enrol_person, order, FIRST_NUMBER)
    both_are_there = threading.Barrier(2, timeout=10)

    def meet_instead_of_locking(tx: Transaction, column: object, keys: object) -> None:
        both_are_there.wait()

    monkeypatch.setattr(Transaction, "lock", meet_instead_of_locking)
    outcomes = await asyncio.gather(
        *(on_postgres.write(enrol_person, order, FIRST_NUMBER) for _ in range(2)),
        return_exceptions=True,
    )
    assert {type(each) for each in outcomes} == {IntegrityError, PersonEnrolled}
