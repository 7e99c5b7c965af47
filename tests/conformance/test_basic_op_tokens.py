"""Basic OP: codes, tokens and how clients prove themselves.

Modules of `oidcc-basic-certification-test-plan` (38 modules) of the OpenID Foundation's conformance
suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCBasicTestPlan.java`. Each test bears the name
of its module and does what that does; "a warning is raised" counts as a failure here.
"""

import asyncio
import base64
import hashlib
import re
import secrets
from datetime import timedelta

import pytest

from tests.conformance import checks
from tests.conformance.flow import code_for, whole_flow
from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFRESH_TOKEN_CHARACTERS = re.compile(r"[\x20-\x7E]+")


async def test_oidcc_server(party: RelyingParty, browser: Browser) -> None:
    """Happy flow; the ID token holds the hash of the access token if at all, and no claim that was
    not asked for."""
    tokens = await whole_flow(party, browser)

    checks.check_only_asked_for(tokens)
    if "at_hash" in tokens.claims:
        half = hashlib.sha256(tokens.access_token.encode()).digest()[:16]
        expected = base64.urlsafe_b64encode(half).decode().rstrip("=")
        assert tokens.claims["at_hash"] == expected


async def test_oidcc_server_client_secret_post(post_party: RelyingParty, browser: Browser) -> None:
    """Happy flow of a client that sends its secret in the form."""
    assert "client_secret_post" in post_party.metadata["token_endpoint_auth_methods_supported"]

    await whole_flow(post_party, browser)


async def test_oidcc_idtoken_signature(party: RelyingParty, browser: Browser) -> None:
    """An ID token without a wish for an algorithm is signed with RS256 and names its key."""
    tokens = await whole_flow(party, browser)

    assert tokens.id_token_header["alg"] == "RS256"
    key_ids = [key.kid for key in (await party.keys()).keys]
    assert tokens.id_token_header["kid"] in key_ids


async def test_oidcc_idtoken_unsigned(party: RelyingParty, browser: Browser) -> None:
    """The module is skipped where "none" is not among the algorithms; then nobody gets one."""
    assert "none" not in party.metadata["id_token_signing_alg_values_supported"]

    tokens = await whole_flow(party, browser)
    assert tokens.id_token_header["alg"] != "none"


async def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(
    party: RelyingParty, browser: Browser
) -> None:
    """A request for a code needs no nonce."""
    tokens = await whole_flow(party, browser, party.request(without=("nonce",)))

    assert "nonce" not in tokens.claims


async def test_oidcc_ensure_request_with_valid_pkce_succeeds(
    party: RelyingParty, browser: Browser
) -> None:
    """A request with a code challenge is redeemed with its verifier (RFC 7636)."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    request = party.request(code_challenge=challenge, code_challenge_method="S256")

    await whole_flow(party, browser, request, code_verifier=verifier)


async def test_oidcc_codereuse(party: RelyingParty, browser: Browser) -> None:
    """A code that is sent again at once is refused with invalid_grant."""
    code = await code_for(party, browser, party.request())
    await party.redeem(code)

    checks.check_token_error(await party.redeem_answer(code), "invalid_grant")


async def test_oidcc_codereuse_30seconds(party: RelyingParty, browser: Browser) -> None:
    """A code that is sent again after 30 seconds is refused, and the access token that it gave has
    ended (RFC 6749, section 4.1.2). The suite waits; here the clock is put forward."""
    code = await code_for(party, browser, party.request())
    tokens = await party.redeem(code)
    assert (await party.user_info(tokens.access_token)).status_code == 200

    with party.provider.clock.forward(timedelta(seconds=30)):
        checks.check_token_error(await party.redeem_answer(code), "invalid_grant")
        ended = await party.user_info(tokens.access_token)
    assert 400 <= ended.status_code < 500


async def test_oidcc_refresh_token(
    party: RelyingParty, second_party: RelyingParty, browser: Browser
) -> None:
    """Refresh tokens of two clients work, give ID tokens about the same sign-in, and are bound to
    their client."""
    assert "refresh_token" in party.metadata["grant_types_supported"]
    for one, also in ((party, {"scope": "openid offline_access"}), (second_party, {})):
        nonce = secrets.token_urlsafe(43)[:43]
        request = one.request("openid offline_access", prompt="consent", nonce=nonce)
        first = await one.redeem(await code_for(one, browser, request))
        assert REFRESH_TOKEN_CHARACTERS.fullmatch(first.refresh_token)
        await asyncio.sleep(1)

        answer = await one.refresh(first.refresh_token, **also)
        assert answer.headers["content-type"].startswith("application/json")
        checks.check_not_stored(answer)
        second = await one.tokens_of(answer)
        checks.check_token_answer(second.answer)
        assert second.access_token != first.access_token
        assert len(second.refresh_token) * 8 >= 128
        assert checks.entropy_bits(second.refresh_token) >= checks.LEAST_BITS
        for name in ("iss", "sub", "aud", "azp", "auth_time"):
            assert second.claims.get(name) == first.claims.get(name), name
        assert second.claims["iat"] != first.claims["iat"]
        assert (await one.user_info(second.access_token)).status_code == 200

    foreign = await party.refresh(second.refresh_token)
    checks.check_token_error(foreign, "invalid_grant")
