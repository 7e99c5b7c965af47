"""Basic OP: when people sign in again, and when not.

Modules of `oidcc-basic-certification-test-plan` (38 modules) of the OpenID Foundation's conformance
suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCBasicTestPlan.java`. Each test bears the name
of its module and does what that does; "a warning is raised" counts as a failure here.
"""

import asyncio
import secrets
import time

import pytest

from tests.conformance import checks
from tests.conformance.flow import whole_flow
from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty, Tokens

pytestmark = pytest.mark.asyncio(loop_scope="session")


def check_same_sign_in(first: Tokens, second: Tokens) -> None:
    """Both ID tokens speak of the same person and the same proof."""
    assert second.claims["sub"] == first.claims["sub"]
    assert second.claims.get("auth_time") == first.claims.get("auth_time")


async def test_oidcc_prompt_login(party: RelyingParty, browser: Browser) -> None:
    """prompt=login asks who is signed in to sign in again, and the time of that is told."""
    first = await whole_flow(party, browser)
    browser.forget_pages()
    await asyncio.sleep(1)
    second = await whole_flow(party, browser, party.request(prompt="login"))

    assert browser.was_asked_to_sign_in()
    assert second.claims["auth_time"] > first.claims["auth_time"]
    assert second.claims["sub"] == first.claims["sub"]


async def test_oidcc_prompt_none_not_logged_in(party: RelyingParty, browser: Browser) -> None:
    """prompt=none shows nothing: who is not signed in comes back with an error and the state."""
    request = party.request(prompt="none", state=secrets.token_urlsafe(96))
    answer = await browser.open(request.url)

    assert len(request.state) == 128
    assert isinstance(answer, Returned)
    assert checks.check_error(party, request, answer) in checks.INTERACTION_ERRORS
    assert browser.seen == []


async def test_oidcc_prompt_none_logged_in(party: RelyingParty, browser: Browser) -> None:
    """prompt=none gives a code at once to who is signed in and has agreed."""
    first = await whole_flow(party, browser)
    browser.forget_pages()
    second = await whole_flow(party, browser, party.request(prompt="none"))

    assert browser.seen == []
    check_same_sign_in(first, second)


async def test_oidcc_id_token_hint(party: RelyingParty, browser: Browser) -> None:
    """The same with the former ID token as hint."""
    first = await whole_flow(party, browser)
    browser.forget_pages()
    request = party.request(prompt="none", id_token_hint=first.id_token)
    second = await whole_flow(party, browser, request)

    assert browser.seen == []
    check_same_sign_in(first, second)


async def test_oidcc_max_age_1(party: RelyingParty, browser: Browser) -> None:
    """max_age=1 two seconds after the sign-in asks for another one, and its time is told."""
    first = await whole_flow(party, browser)
    browser.forget_pages()
    await asyncio.sleep(2)
    second = await whole_flow(party, browser, party.request(max_age="1"))

    assert browser.was_asked_to_sign_in()
    assert second.claims["auth_time"] > first.claims.get("auth_time", 0)
    assert second.claims["auth_time"] > time.time() - checks.SKEW_SECONDS


async def test_oidcc_max_age_10000(party: RelyingParty, browser: Browser) -> None:
    """max_age=10000 does not ask who signed in a moment ago; auth_time is told both times."""
    first = await whole_flow(party, browser, party.request(max_age="15000"))
    assert isinstance(first.claims["auth_time"], int)
    browser.forget_pages()
    second = await whole_flow(party, browser, party.request(max_age="10000"))

    assert browser.seen == []
    assert isinstance(second.claims["auth_time"], int)
    check_same_sign_in(first, second)
