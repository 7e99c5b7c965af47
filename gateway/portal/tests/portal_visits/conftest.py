"""The portal in front of small test services, and browsers without JavaScript."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from . import portal_host as host
from . import portal_world as w
from .form_client import FormClient
from .office_world import office
from .records_world import records
from .staff_campus import staff

__all__ = ["office", "records", "staff"]

BUILD = Path(__file__).parents[2] / "build_static.py"
USER_NAMES = {person_id: user_name for user_name, person_id in w.USER_NAMES.items()}


@pytest.fixture(scope="session", autouse=True)
def design_system() -> None:
    """The stylesheets are built once and found up to date afterwards."""
    subprocess.run([sys.executable, BUILD], check=True)


@pytest.fixture
def world() -> w.World:
    return w.World()


@pytest_asyncio.fixture
async def visitor(world: w.World) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with cookies that nobody is signed in at."""
    async with host.hosted(world) as portal:
        transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)
        async with FormClient(transport=transport, base_url="http://portal.test") as client:
            yield client


@pytest.fixture
def sign_in(visitor: httpx.AsyncClient) -> Callable[[str], Awaitable[httpx.AsyncClient]]:
    async def sign_in_as(person_id: str) -> httpx.AsyncClient:
        form = {"user_name": USER_NAMES[person_id], "password": w.PASSWORD}
        answer = await visitor.post("/de/sign-in", data=form)
        assert answer.status_code == 303
        return visitor

    return sign_in_as


@pytest_asyncio.fixture
async def student(sign_in: Callable[[str], Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    return await sign_in(w.STUDENT)


@pytest_asyncio.fixture
async def clerk(sign_in: Callable[[str], Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    return await sign_in(w.CLERK)


@pytest_asyncio.fixture
async def exams_office(
    sign_in: Callable[[str], Awaitable[httpx.AsyncClient]],
) -> httpx.AsyncClient:
    return await sign_in(w.EXAMS_OFFICE)


@pytest_asyncio.fixture
async def administrator(
    sign_in: Callable[[str], Awaitable[httpx.AsyncClient]],
) -> httpx.AsyncClient:
    return await sign_in(w.ADMINISTRATOR)


@pytest_asyncio.fixture
async def examiner(sign_in: Callable[[str], Awaitable[httpx.AsyncClient]]) -> httpx.AsyncClient:
    return await sign_in(w.EXAMINER)
