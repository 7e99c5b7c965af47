"""The portal in front of the real records service at its small university, for a student.

Everything else (identity, exams, certificates) is the test servicers of the other pages. It is
2 November 2026, 10:00; `university` moves the clock and does what offices and the bank do.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import httpx
import pytest_asyncio
from chassis.testing import DrivenClock, ServiceUnderTest, running, within
from chassis.testing.databases import fresh_database
from chassis.values import local_date
from matrikel.access.v1 import access_pb2
from portal.app import create_portal
from portal.services import SignedIn
from records.app.persons import remember_account
from records.app.profile_loading import ProfileLoaded, load_profile
from records.domain.profile import Profile
from records.domain.semester_jobs import JobKind
from records.main import service
from records.profile.files import read_profile
from starlette.requests import Request

import services.records.tests as records_tests
from services.records.tests.enrol_factories import OPENS, University

from . import portal_host as host
from . import portal_world as w
from .form_client import AlreadySignedIn, FormClient
from .signed_calls import carrying

_PROFILE = Path(next(iter(records_tests.__path__))) / "profile"
_OF_RECORDS = (
    "university",
    "catalogue",
    "calendar",
    "persons",
    "enrolments",
    "contact",
    "student_cards",
    "appointments",
    "ledger",
    "refunds",
    "reregistrations",
    "applications",
    "study_credit",
)


@dataclass
class RecordsVisit:
    """The small university, one of its students, and the student's browser."""

    university: University
    person_id: UUID
    enrolment_id: UUID
    browser: httpx.AsyncClient

    def called_to_reregister(self) -> None:
        """The window for the summer semester opens: the contribution is charged."""
        self.university.on(OPENS).runs(JobKind.OPEN)

    def pays(self, cents: int, value_date: date = OPENS) -> None:
        """Money arrives at the bank."""
        self.university.pays(self.person_id, cents, value_date)


@dataclass
class _Sessions(AlreadySignedIn):
    """The student is signed in."""

    person_id: UUID

    async def current(self, request: Request) -> SignedIn | None:
        return SignedIn(str(self.person_id), frozenset({"account", "student"}))


class _Tokens:
    """The student's token; the service that takes it is known once it runs."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id = person_id
        self.service: ServiceUnderTest | None = None

    def __call__(self) -> Sequence[tuple[str, str]]:
        assert self.service is not None
        return self.service.signed_in(self.person_id, (access_pb2.ROLE_STUDENT,))


@asynccontextmanager
async def _hosted(university: University, person_id: UUID) -> AsyncIterator[Any]:
    tokens = _Tokens(person_id)
    server, port = await host.serve(w.World())
    async with (
        running(service, university.database) as records,
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
        grpc.aio.insecure_channel(records.target, interceptors=carrying(tokens)) as channel,
    ):
        tokens.service = records
        stubs = host.MixedStubs(others, channel, _OF_RECORDS)
        yield create_portal(stubs, _Sessions(person_id), lambda: local_date(university.clock.now()))
    await server.stop(None)


@pytest_asyncio.fixture
async def records(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[RecordsVisit]:
    """A student in the first semester of History."""
    database = fresh_database(service, tmp_path, clock, None)
    profile = read_profile(_PROFILE)
    assert isinstance(profile, Profile)
    assert isinstance(within(database, load_profile, profile), ProfileLoaded)
    university = University(database, clock)
    enrolled = university.student()
    person_id = enrolled.person.person_id
    within(database, remember_account, person_id, "lg100001", "lg100001@leuphana.example")
    async with _hosted(university, person_id) as portal:
        transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)
        async with FormClient(
            transport=transport, base_url="http://portal.test", follow_redirects=True
        ) as browser:
            yield RecordsVisit(university, person_id, enrolled.enrolment.enrolment_id, browser)
    database.close()
