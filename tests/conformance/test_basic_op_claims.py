"""Basic OP: the UserInfo endpoint, scopes and claims.

Modules of `oidcc-basic-certification-test-plan` (38 modules) of the OpenID Foundation's conformance
suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCBasicTestPlan.java`. Each test bears the name
of its module and does what that does; "a warning is raised" counts as a failure here. The scopes
`address` and `phone` are not offered: there the suite skips the module, and these tests see to it
that asking for them is no mistake and gives nothing.
"""

import json
from typing import Any

import pytest

from tests.conformance import checks
from tests.conformance.flow import whole_flow
from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty, Request, Tokens

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_OFFERED = {"address", "phone"}
ABOUT_THEM = {"address", "phone_number", "phone_number_verified"}


async def claims_for(
    party: RelyingParty, browser: Browser, request: Request
) -> tuple[Tokens, dict[str, Any]]:
    """The tokens and the claims of the UserInfo endpoint for a request."""
    tokens = await whole_flow(party, browser, request)
    return tokens, checks.check_user_info(await party.user_info(tokens.access_token), tokens)


def expected_for(party: RelyingParty, *scopes: str) -> set[str]:
    """The claims of scopes, as far as the provider says that it knows them."""
    asked = set().union(*(checks.CLAIMS_OF_SCOPES[scope] for scope in scopes))
    expected = asked & set(party.metadata["claims_supported"])
    assert expected
    return expected


async def test_oidcc_userinfo_get(party: RelyingParty, browser: Browser) -> None:
    """GET with the token in the header."""
    await claims_for(party, browser, party.request())


async def test_oidcc_userinfo_post_header(party: RelyingParty, browser: Browser) -> None:
    """POST with the token in the header."""
    tokens = await whole_flow(party, browser)
    header = {"authorization": f"Bearer {tokens.access_token}"}
    answer = await party.http.post(party.metadata["userinfo_endpoint"], headers=header)

    checks.check_user_info(answer, tokens)


async def test_oidcc_userinfo_post_body(party: RelyingParty, browser: Browser) -> None:
    """POST with the token in the form."""
    tokens = await whole_flow(party, browser)
    form = {"access_token": tokens.access_token}
    answer = await party.http.post(party.metadata["userinfo_endpoint"], data=form)

    checks.check_user_info(answer, tokens)


async def test_oidcc_scope_profile(party: RelyingParty, browser: Browser) -> None:
    """The scope `profile` gives its claims at the UserInfo endpoint."""
    _, claims = await claims_for(party, browser, party.request("openid profile"))

    assert expected_for(party, "profile") <= claims.keys()


async def test_oidcc_scope_email(party: RelyingParty, browser: Browser) -> None:
    """The scope `email` gives the address at the UserInfo endpoint only, and no name."""
    tokens, claims = await claims_for(party, browser, party.request("openid email"))

    assert expected_for(party, "email") <= claims.keys()
    assert "name" not in claims
    assert {"email", "name"}.isdisjoint(tokens.claims)


async def test_oidcc_scope_address(party: RelyingParty, browser: Browser) -> None:
    """The scope `address` is not offered; asking for it gives nothing and is no mistake."""
    assert "address" not in party.metadata["scopes_supported"]
    _, claims = await claims_for(party, browser, party.request("openid address"))

    assert ABOUT_THEM.isdisjoint(claims)


async def test_oidcc_scope_phone(party: RelyingParty, browser: Browser) -> None:
    """The scope `phone` is not offered; asking for it gives nothing and is no mistake."""
    assert "phone" not in party.metadata["scopes_supported"]
    _, claims = await claims_for(party, browser, party.request("openid phone"))

    assert ABOUT_THEM.isdisjoint(claims)


async def test_oidcc_scope_all(party: RelyingParty, browser: Browser) -> None:
    """All scopes at once give the claims of those that are offered."""
    assert NOT_OFFERED.isdisjoint(party.metadata["scopes_supported"])
    request = party.request("openid email phone address profile")
    _, claims = await claims_for(party, browser, request)

    assert expected_for(party, "profile", "email") <= claims.keys()
    assert ABOUT_THEM.isdisjoint(claims)


async def test_oidcc_claims_essential(party: RelyingParty, browser: Browser) -> None:
    """A claim that is asked for by its name comes at the UserInfo endpoint, without its scope."""
    assert party.metadata["claims_parameter_supported"] is True
    wanted = json.dumps({"userinfo": {"name": {"essential": True}}})
    tokens, claims = await claims_for(party, browser, party.request(claims=wanted))

    assert claims["name"]
    assert "name" not in tokens.claims
