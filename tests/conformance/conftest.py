"""One provider for all tests of this package, and what each of them begins with."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from identity.domain.oidc.clients import Authentication

from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty
from tests.conformance.started_provider import SUITE_CLIENT, Login, Provider, started_provider

HERE = Path(__file__).parent


# First, because xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the tests of this package on one worker, so that the provider is started once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("conformance"))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def provider(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Provider]:
    """The running provider."""
    async with started_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def http(provider: Provider) -> AsyncIterator[httpx.AsyncClient]:
    """What clients call the provider with."""
    async with httpx.AsyncClient(verify=provider.trust, timeout=30) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def login(provider: Provider) -> Login:
    """A student with an active account."""
    person = await provider.identity.student()
    return Login(str(person.person_id), person.user_name, person.password)


@pytest_asyncio.fixture(loop_scope="session")
async def browser(provider: Provider, login: Login) -> AsyncIterator[Browser]:
    """The student's browser, without any cookie yet."""
    one = Browser(provider, login)
    yield one
    await one.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def party(provider: Provider, http: httpx.AsyncClient) -> RelyingParty:
    """The suite's client: it proves itself in the header and may leave PKCE out."""
    return await discovered(RelyingParty(provider, provider.register(), http))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def second_party(provider: Provider, http: httpx.AsyncClient) -> RelyingParty:
    """The suite's second client."""
    return await discovered(RelyingParty(provider, provider.register(), http))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def post_party(provider: Provider, http: httpx.AsyncClient) -> RelyingParty:
    """The suite's client that proves itself in the form."""
    registration = replace(SUITE_CLIENT, authentication=Authentication.SECRET_POST)
    return await discovered(RelyingParty(provider, provider.register(registration), http))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def strict_party(provider: Provider, http: httpx.AsyncClient) -> RelyingParty:
    """A client with a secret that has to do PKCE, as every client but the suite's."""
    registration = replace(SUITE_CLIENT, pkce_optional=False)
    return await discovered(RelyingParty(provider, provider.register(registration), http))


async def discovered(party: RelyingParty) -> RelyingParty:
    """The client after it has read the provider's configuration."""
    await party.discover()
    return party
