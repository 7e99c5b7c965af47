"""How programs are refused: the statuses, headers and error codes of the standards, over HTTP."""

import httpx
import pytest

from tests.conformance import checks
from tests.conformance.flow import code_for, whole_flow
from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty
from tests.conformance.started_provider import Provider

pytestmark = pytest.mark.asyncio(loop_scope="session")

APP = "http://127.0.0.1:8099"


async def test_without_a_token_the_userinfo_endpoint_asks_for_one(
    party: RelyingParty, http: httpx.AsyncClient
) -> None:
    """RFC 6750, section 3.1: no error code where no token was sent."""
    answer = await http.get(party.metadata["userinfo_endpoint"])

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "error=" not in answer.headers["www-authenticate"]


async def test_a_wrong_token_is_named_so(party: RelyingParty) -> None:
    answer = await party.user_info("no-such-token")

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_a_wrong_secret_is_an_invalid_client(party: RelyingParty) -> None:
    """RFC 6749, section 5.2: 401 with the scheme that the client used."""
    answer = await party.http.post(
        party.metadata["token_endpoint"],
        data={"grant_type": "authorization_code", "code": "c"},
        auth=httpx.BasicAuth(party.client.client_id, "wrong"),
    )

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert answer.headers["www-authenticate"].startswith("Basic")
    checks.check_not_stored(answer)


async def test_a_grant_that_is_not_offered_is_named_so(party: RelyingParty) -> None:
    answer = await party.token_answer(grant_type="password", username="a", password="b")

    checks.check_token_error(answer, "unsupported_grant_type")


async def test_a_client_that_has_to_do_pkce_gets_no_code_without(
    strict_party: RelyingParty, browser: Browser
) -> None:
    request = strict_party.request()
    returned = await browser.authorize(request.url)

    assert checks.check_error(strict_party, request, returned) == "invalid_request"


async def test_a_code_is_of_no_use_to_another_client(
    party: RelyingParty, second_party: RelyingParty, browser: Browser
) -> None:
    code = await code_for(party, browser, party.request())

    checks.check_token_error(await second_party.redeem_answer(code), "invalid_grant")


async def test_revoking_ends_a_token_and_says_nothing_about_others(
    party: RelyingParty, browser: Browser
) -> None:
    """RFC 7009, section 2.2: an unknown token is answered like a known one."""
    tokens = await whole_flow(party, browser)
    credential = httpx.BasicAuth(party.client.client_id, party.client.secret)
    for token in (tokens.access_token, "no-such-token"):
        answer = await party.http.post(
            party.metadata["revocation_endpoint"], data={"token": token}, auth=credential
        )
        assert answer.status_code == 200

    assert (await party.user_info(tokens.access_token)).status_code == 401
    asked = await party.http.post(
        party.metadata["introspection_endpoint"],
        data={"token": tokens.access_token},
        auth=credential,
    )
    assert asked.json() == {"active": False}


async def test_browsers_may_read_answers_at_origins_of_public_clients_only(
    provider: Provider, party: RelyingParty, http: httpx.AsyncClient
) -> None:
    provider.register_public_client(f"{APP}/")
    for path in ("token_endpoint", "userinfo_endpoint", "revocation_endpoint"):
        asked = {"access-control-request-method": "POST"}
        known = await http.options(party.metadata[path], headers={**asked, "origin": APP})
        # The suite's client is registered with this origin, but keeps a secret.
        other = await http.options(
            party.metadata[path], headers={**asked, "origin": "https://client.example"}
        )
        assert known.headers["access-control-allow-origin"] == APP
        assert "access-control-allow-origin" not in other.headers
