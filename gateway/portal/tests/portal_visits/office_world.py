"""The portal in front of the real records service at its small university, for the offices.

Everything else (identity, exams, certificates) is the test servicers of the other pages. Whoever
visits is named by a cookie; each call carries a token of that person. It is 2 November 2026.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
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
from records.main import service
from records.profile.files import read_profile
from starlette.requests import Request
from starlette.responses import Response

import services.records.tests as records_tests
from services.records.tests.enrol_factories import University

from . import portal_host as host
from . import portal_world as w

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


class _Sessions:
    """Knows who visits by a cookie with the person's id."""

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        raise AssertionError("nobody signs in here")

    def end(self, response: Response) -> None:
        raise AssertionError("nobody signs out here")

    async def current(self, request: Request) -> SignedIn | None:
        person_id = UUID(request.cookies[_COOKIE])
        _visitor.set(person_id)
        return SignedIn(str(person_id), frozenset({"account", _STAFF[person_id][0]}))


class _Tokens:
    """Attaches the visitor's token to each call; the service is known once it runs."""

    def __init__(self) -> None:
        self.service: ServiceUnderTest | None = None

    def attach(self, details: Any) -> Any:
        person_id = _visitor.get()
        if person_id is None or self.service is None:
            # The university's facts are asked for before anybody is known.
            return details
        role = access_pb2.Role.Value(f"ROLE_{_STAFF[person_id][0].upper()}")
        metadata = self.service.signed_in(person_id, (role,))
        return grpc.aio.ClientCallDetails(
            details.method,
            details.timeout,
            grpc.aio.Metadata(*metadata),
            details.credentials,
            details.wait_for_ready,
        )


@dataclass
class _InUnaryCalls(grpc.aio.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    tokens: _Tokens

    async def intercept_unary_unary(self, go_on: Any, details: Any, request: Any) -> Any:
        return await go_on(self.tokens.attach(details), request)


@dataclass
class _InStreams(grpc.aio.UnaryStreamClientInterceptor):  # type: ignore[misc]
    tokens: _Tokens

    async def intercept_unary_stream(self, go_on: Any, details: Any, request: Any) -> Any:
        return await go_on(self.tokens.attach(details), request)


class _Stubs(host.Stubs):
    """The test servicers, with the real records in place of theirs."""

    def __init__(self, others: grpc.aio.Channel, records: grpc.aio.Channel) -> None:
        super().__init__(others)
        real = host.Stubs(records)
        for name in _OF_RECORDS:
            setattr(self, name, getattr(real, name))


@asynccontextmanager
async def _hosted(university: University) -> AsyncIterator[Any]:
    tokens = _Tokens()
    interceptors = [_InUnaryCalls(tokens), _InStreams(tokens)]
    server, port = await host.serve(w.World())
    async with (
        running(service, university.database) as records,
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
        grpc.aio.insecure_channel(records.target, interceptors=interceptors) as channel,
    ):
        tokens.service = records
        stubs = _Stubs(others, channel)
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
            client = httpx.AsyncClient(
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
