"""The portal in front of the real exams service at its small university, for staff.

Everything else (identity, records) is the test servicers of the students' pages. Whoever visits is
named by a cookie; each call carries a token of that person, as the gateway would attach it.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import httpx
import pytest_asyncio
from chassis.testing import DrivenClock, ServiceUnderTest, running_with_sessions
from chassis.testing.databases import fresh_database
from chassis.values import local_date
from exams.main import service
from matrikel.access.v1 import access_pb2
from portal.app import create_portal
from portal.services import SignedIn
from starlette.requests import Request

from services.exams.tests.conftest import Campus
from services.exams.tests.results_factories import OFFICE_ID, SECOND_ID

from . import portal_host as host
from . import portal_pages
from . import portal_world as w
from .form_client import AlreadySignedIn, FormClient
from .signed_calls import carrying

# The first examiner of the factories' theses too.
EXAMINER_ID = UUID(int=1)
ADVISER_ID = UUID(int=0xADB1)
CLERK_ID = UUID(int=0xC1E4)
STAFF = {
    EXAMINER_ID: "examiner",
    OFFICE_ID: "examinations_office",
    SECOND_ID: "examinations_office",
    ADVISER_ID: "programme_adviser",
    CLERK_ID: "student_services",
}
_COOKIE = "person"
_OF_EXAMS = (
    "terms",
    "exam_tree",
    "registrations",
    "sittings",
    "statuses",
    "receipts",
    "results",
    "students",
    "study_progress",
    "recognitions",
    "sick_notes",
    "theses",
    "lotteries",
    "calendar_feeds",
    "regulations",
    "examination_periods",
)

_visitor: ContextVar[UUID | None] = ContextVar("visitor", default=None)


@dataclass
class StaffCampus:
    """The small university, and a browser per member of its staff."""

    campus: Any
    browsers: Callable[[UUID], httpx.AsyncClient]

    @property
    def examiner(self) -> httpx.AsyncClient:
        """The examiner of the sittings of exam 1001."""
        return self.browsers(EXAMINER_ID)

    @property
    def office(self) -> httpx.AsyncClient:
        """Somebody of the examinations office."""
        return self.browsers(OFFICE_ID)

    @property
    def second(self) -> httpx.AsyncClient:
        """Somebody else of the examinations office."""
        return self.browsers(SECOND_ID)

    @property
    def adviser(self) -> httpx.AsyncClient:
        """A programme adviser."""
        return self.browsers(ADVISER_ID)


class _Sessions(AlreadySignedIn):
    """Knows who visits by a cookie with the person's id."""

    async def current(self, request: Request) -> SignedIn | None:
        person_id = UUID(request.cookies[_COOKIE])
        _visitor.set(person_id)
        return SignedIn(str(person_id), frozenset({"account", STAFF[person_id]}))


class _Tokens:
    """The visitor's token; the service that takes it is known once it runs."""

    def __init__(self) -> None:
        self.service: ServiceUnderTest | None = None

    def __call__(self) -> Sequence[tuple[str, str]]:
        person_id = _visitor.get()
        assert person_id is not None
        assert self.service is not None
        role = access_pb2.Role.Value(f"ROLE_{STAFF[person_id].upper()}")
        return self.service.signed_in(person_id, (role,))


@asynccontextmanager
async def _hosted(campus: Any) -> AsyncIterator[Any]:
    tokens = _Tokens()
    server, port = await host.serve(w.World())
    async with (
        running_with_sessions(service, campus.database) as (exams, _),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
        grpc.aio.insecure_channel(exams.target, interceptors=carrying(tokens)) as channel,
    ):
        tokens.service = exams
        stubs = host.MixedStubs(others, channel, _OF_EXAMS)
        yield create_portal(stubs, _Sessions(), lambda: local_date(campus.clock.now()))
    await server.stop(None)


@pytest_asyncio.fixture
async def staff(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[StaffCampus]:
    """The staff's browsers; it is 2 November 2026, 10:00."""
    database = fresh_database(service, tmp_path, clock, None)
    campus = Campus(database, clock)
    campus.account(EXAMINER_ID, "ameier", "ameier@leuphana.example")
    campus.account(OFFICE_ID, "pamt", "pamt@leuphana.example")
    campus.account(SECOND_ID, "pamt2", "pamt2@leuphana.example")
    opened: list[httpx.AsyncClient] = []
    async with _hosted(campus) as portal:
        transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)

        def browser(person_id: UUID) -> httpx.AsyncClient:
            client = FormClient(
                transport=transport,
                base_url="http://portal.test",
                cookies={_COOKIE: str(person_id)},
                follow_redirects=True,
            )
            opened.append(client)
            return client

        yield StaffCampus(campus, browser)
        for one in opened:
            await one.aclose()
    database.close()


async def opened(client: httpx.AsyncClient, path: str) -> portal_pages.Page:
    """A page that is there and whole."""
    answer = await client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, portal_pages.read(answer).text)
    return whole(answer)


async def sent(
    client: httpx.AsyncClient,
    page: portal_pages.Page,
    action_end: str,
    files: dict[str, tuple[str, bytes, str]] | None = None,
    expected: int = 200,
    **entries: str,
) -> portal_pages.Page:
    """What answers a form of a page, filled in and sent."""
    form = page.form(action_end)
    fields = {name: value for name, value in form.fields.items() if name not in (files or {})}
    answer = await client.post(form.action, data={**fields, **entries}, files=files)
    text = portal_pages.read(answer).text
    assert answer.status_code == expected, (form.action, answer.status_code, text)
    return whole(answer)


def whole(answer: httpx.Response) -> portal_pages.Page:
    """The page in an answer: one main heading, landmarks, labels, no id twice."""
    page = portal_pages.read(answer)
    assert [level for level, _ in page.headings].count(1) == 1
    assert page.landmarks.count("main") == 1
    assert len(page.ids) == len(set(page.ids)), page.ids
    assert set(page.controls) <= page.labelled, set(page.controls) - page.labelled
    assert set(_targets(page.links)) <= set(page.ids)
    return page


def _targets(links: Iterable[str]) -> list[str]:
    return [link.removeprefix("#") for link in links if link.startswith("#")]
