"""The portal in front of the real records service at its small university, for the offices.

Everything else (identity, exams, certificates) is the test servicers of the other pages. Whoever
visits is named by a cookie; each call carries a token of that person. It is 2 November 2026.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import httpx
import pytest_asyncio
from chassis.testing import DrivenClock, ServiceUnderTest, running_with_sessions, within
from chassis.testing.databases import fresh_database
from chassis.values import local_date
from matrikel.access.v1 import access_pb2
from portal.app import create_portal
from portal.services import SignedIn
from records.app.persons import remember_account
from records.app.profile_loading import ProfileLoaded, load_profile
from records.domain.profile import Profile
from records.main import service
from records.profile.files import read_profile
from starlette.requests import Request

import services.records.tests as records_tests
from services.records.tests.enrol_factories import University

from . import portal_host as host
from . import portal_world as w
from .form_client import AlreadySignedIn, FormClient
from .signed_calls import carrying

_PROFILE = Path(next(iter(records_tests.__path__))) / "profile"
CLERK_ID = UUID(int=0xC1E4)
ABROAD_ID = UUID(int=0xAB40AD)
ADVISER_ID = UUID(int=0xADB1)
LIBRARY_ID = UUID(int=0x11B)
_STAFF = {
    CLERK_ID: ("student_services", "sservice"),
    ABROAD_ID: ("international_center", "ioffice"),
    ADVISER_ID: ("programme_adviser", "padvise"),
    LIBRARY_ID: ("library_desk", "bibdesk"),
}
_COOKIE = "person"
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
    "semester_jobs",
    "applications",
    "study_credit",
    "semester_plan",
    "applicants",
    "deregistration",
    "bank",
)
_visitor: ContextVar[UUID | None] = ContextVar("office_visitor", default=None)


@dataclass
class Office:
    """The small university with a student, and a browser for each of the staff."""

    university: University
    person_id: UUID
    enrolment_id: UUID
    browsers: Callable[[UUID], httpx.AsyncClient]

    @property
    def clerk(self) -> httpx.AsyncClient:
        """Somebody of Student Services."""
        return self.browsers(CLERK_ID)

    @property
    def abroad(self) -> httpx.AsyncClient:
        """Somebody of the International Center."""
        return self.browsers(ABROAD_ID)

    @property
    def adviser(self) -> httpx.AsyncClient:
        """The adviser of the student's programme."""
        return self.browsers(ADVISER_ID)

    @property
    def library(self) -> httpx.AsyncClient:
        """Somebody at the library's desk."""
        return self.browsers(LIBRARY_ID)

    def record(self, tab: str = "") -> str:
        """The German page of the student's record."""
        own = f"/de/students/{self.person_id}"
        return f"{own}/{tab}" if tab else own


class _Sessions(AlreadySignedIn):
    """Knows who visits by a cookie with the person's id."""

    async def current(self, request: Request) -> SignedIn | None:
        person_id = UUID(request.cookies[_COOKIE])
        _visitor.set(person_id)
        return SignedIn(str(person_id), frozenset({"account", _STAFF[person_id][0]}))


class _Tokens:
    """The visitor's token; the service that takes it is known once it runs."""

    def __init__(self) -> None:
        self.service: ServiceUnderTest | None = None

    def __call__(self) -> Sequence[tuple[str, str]]:
        person_id = _visitor.get()
        if person_id is None or self.service is None:
            # The university's facts are asked for before anybody is known.
            return ()
        role = access_pb2.Role.Value(f"ROLE_{_STAFF[person_id][0].upper()}")
        return self.service.signed_in(person_id, (role,))


@asynccontextmanager
async def _hosted(university: University) -> AsyncIterator[Any]:
    tokens = _Tokens()
    server, port = await host.serve(w.World())
    async with (
        running_with_sessions(service, university.database) as (records, _),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
        grpc.aio.insecure_channel(records.target, interceptors=carrying(tokens)) as channel,
    ):
        tokens.service = records
        stubs = host.MixedStubs(others, channel, _OF_RECORDS)
        yield create_portal(stubs, _Sessions(), lambda: local_date(university.clock.now()))
    await server.stop(None)


@pytest_asyncio.fixture
async def office(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[Office]:
    """The offices' browsers, and a student in the first semester of History."""
    database = fresh_database(service, tmp_path, clock, None)
    profile = read_profile(_PROFILE)
    assert isinstance(profile, Profile)
    assert isinstance(within(database, load_profile, profile), ProfileLoaded)
    university = University(database, clock)
    enrolled = university.student()
    person_id = enrolled.person.person_id
    within(database, remember_account, person_id, "lg100001", "lg100001@leuphana.example")
    for staff_id, (_, user_name) in _STAFF.items():
        mailbox = f"{user_name}@leuphana.example"
        within(database, remember_account, staff_id, user_name, mailbox)
    opened: list[httpx.AsyncClient] = []
    async with _hosted(university) as portal:
        transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)

        def browser(staff_id: UUID) -> httpx.AsyncClient:
            client = FormClient(
                transport=transport,
                base_url="http://portal.test",
                cookies={_COOKIE: str(staff_id)},
                follow_redirects=True,
            )
            opened.append(client)
            return client

        yield Office(university, person_id, enrolled.enrolment.enrolment_id, browser)
        for one in opened:
            await one.aclose()
    database.close()
