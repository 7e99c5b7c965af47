"""What the tests of records share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import Filling, database_fixture, within
from chassis.values import PersonName, Semester
from google.protobuf.message import Message
from matrikel.records.v1 import events_pb2
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.profile_loading import load_profile
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from records.profile.files import read_profile
from sqlalchemy import select

database = database_fixture(service)
filling = Filling(service)

FIRST_NUMBER = 3_100_001

Enrol = Callable[..., PersonEnrolled]


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The small profile of these tests."""
    read = read_profile(Path(__file__).parent / "profile")
    assert isinstance(read, Profile)
    return read


@pytest.fixture
def loaded(database: Database, profile: Profile) -> Database:
    """A database with the profile loaded."""
    filling.put(database, load_profile, profile)
    return database


@pytest.fixture
def facts() -> PersonFacts:
    """The facts of a new person."""
    return PersonFacts(PersonName("Ayşe", "Öztürk"), date(2004, 5, 17), "İzmir", "TR")


@pytest.fixture
def enrol(loaded: Database, facts: PersonFacts) -> Enrol:
    """Enrols a new person in History from the current semester on, or as told otherwise."""

    def enrol_one(
        given_names: str = "Ayşe", family_name: str = "Öztürk", **other: Any
    ) -> PersonEnrolled:
        person = replace(facts, name=PersonName(given_names, family_name))
        order = EnrolmentOrder(person, "HIST-BA", "", Semester.parse("2026W"))
        return within(loaded, enrol_person, replace(order, **other), FIRST_NUMBER)

    return enrol_one


@pytest.fixture
def told(database: Database) -> Callable[[], list[Message]]:
    """The events told since the last call, in order."""
    seen = 0

    def read(tx: Transaction) -> list[Message]:
        nonlocal seen
        rows = tx.execute(select(outbox).order_by(outbox.c.position)).all()
        new, seen = rows[seen:], len(rows)
        return [
            getattr(events_pb2, row.event_type.rpartition(".")[2]).FromString(row.body)
            for row in new
        ]

    return lambda: within(database, read)
