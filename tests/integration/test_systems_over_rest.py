"""Another system of the university calls the REST interface with a token of its own."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from tests.integration.rest_client import RestClient
from tests.suite import Suite


@pytest_asyncio.fixture
async def http(suite: Suite) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=suite.base_url) as one:
        yield one


async def _system(suite: Suite, http: httpx.AsyncClient, scope: str) -> RestClient:
    """The demo library system, with a token for one scope (RFC 6749, section 4.4)."""
    [client] = [one for one in suite.facts["clients"] if not one["redirect_uri"]]
    answer = await http.post(
        "/oauth2/token",
        data={"grant_type": "client_credentials", "scope": scope},
        auth=(client["client_id"], client["client_secret"]),
    )
    issued = answer.json()
    assert issued["token_type"] == "Bearer", issued
    assert issued["scope"] == scope
    return RestClient(http, issued["access_token"])


async def test_a_system_gets_as_far_as_its_scope(suite: Suite, http: httpx.AsyncClient) -> None:
    library = await _system(suite, http, "library")
    card = "31100000012"
    found = await library.get(f"/libraryCards/{card}")
    assert found["cardNumber"] == card
    wrong = await library.refused(
        "POST", "/libraryCards:check", json={"cardNumber": card, "secret": "Kein Geheimnis"}
    )
    assert (wrong.http_status, wrong.reason) == (401, "LIBRARY_CHECK_REFUSED")


async def test_another_scope_and_no_scope_open_nothing(
    suite: Suite, http: httpx.AsyncClient
) -> None:
    reader = await _system(suite, http, "accounts:read")
    refused = await reader.refused("GET", "/libraryCards/31100000012")
    assert (refused.http_status, refused.reason) == (403, "SCOPE_MISSING")
    nobody = await RestClient(http).refused("GET", "/libraryCards/31100000012")
    assert (nobody.http_status, nobody.reason) == (401, "SIGN_IN_REQUIRED")
