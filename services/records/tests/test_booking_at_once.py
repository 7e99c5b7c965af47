"""Booking and offering at once: an appointment is never booked twice, and the lock keeps it so."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from chassis.values import PersonName, Semester
from records.app import appointments as app
from records.app.appointments import Host, ShownAppointment
from records.app.enrolling import EnrolmentOrder, enrol_person
from records.app.profile_loading import load_profile
from records.domain.appointments import Appointment, HostOffice, Series
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from records.store import appointments as store

from services.records.tests.persons_factories import Enrol

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
EACH = timedelta(minutes=30)
ADVISER = Host("padvise", HostOffice.ADVISER)


async def test_of_many_who_book_at_once_one_gets_the_appointment(
    loaded: Database, enrol: Enrol
) -> None:
    people = [enrol("Ida", f"Groß {each}").person.person_id for each in "ABCDEFGH"]
    wanted = Series(START, START + EACH, EACH, weeks=1)
    (one,) = await loaded.write(app.offer_appointments, ADVISER, wanted, "C5.101")
    outcomes = await asyncio.gather(
        *(
            loaded.write(app.book_appointment, person, one.appointment.appointment_id, "")
            for person in people
        ),
        return_exceptions=True,
    )
    booked = [each for each in outcomes if isinstance(each, ShownAppointment)]
    assert len(booked) == 1
    refused = {each.reason for each in outcomes if isinstance(each, Failure)}
    assert refused == {"APPOINTMENT_TAKEN"}


async def test_of_the_same_times_offered_at_once_one_series_stands(loaded: Database) -> None:
    wanted = Series(START, START + 4 * EACH, EACH, weeks=2)
    outcomes = await asyncio.gather(
        *(loaded.write(app.offer_appointments, ADVISER, wanted, "C5.101") for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, tuple) for each in outcomes) == 1
    refused = {each.reason for each in outcomes if isinstance(each, Failure)}
    assert refused == {"APPOINTMENTS_OVERLAP"}


@pytest.fixture
def on_postgres(
    tmp_path: Path, clock: DrivenClock, postgres: str, profile: Profile
) -> Iterator[Database]:
    database = fresh_database(service, tmp_path, clock, postgres)
    within(database, load_profile, profile)
    yield database
    database.close()


async def test_without_the_lock_two_students_would_get_the_same_appointment(
    on_postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Series(START, START + EACH, EACH, weeks=1)
    (one,) = within(on_postgres, app.offer_appointments, ADVISER, wanted, "C5.101")
    people = [within(on_postgres, _enrol, name) for name in ("Ida", "Mai")]
    both_have_seen_it = threading.Barrier(2, timeout=10)
    load = store.load_appointment

    def load_and_meet(tx: Transaction, appointment_id: UUID) -> Appointment | None:
        found = load(tx, appointment_id)
        both_have_seen_it.wait()
        return found

    monkeypatch.setattr(store, "lock_appointment", lambda *_: None)
    monkeypatch.setattr(store, "load_appointment", load_and_meet)
    outcomes = await asyncio.gather(
        *(
            on_postgres.write(app.book_appointment, person, one.appointment.appointment_id, "")
            for person in people
        )
    )
    assert {each.appointment.person_id for each in outcomes} == set(people)


def _enrol(tx: Transaction, given_names: str) -> UUID:
    facts = PersonFacts(PersonName(given_names, "Groß"), date(2004, 5, 17), "Lüneburg", "DE")
    order = EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2026W"))
    return enrol_person(tx, order, 3_100_001).person.person_id
