"""RP-initiated logout: clients ask to sign people out.

The 11 modules of `oidcc-rp-initiated-logout-certification-test-plan` of the OpenID Foundation's
conformance suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCRpInitiatedLogoutTestPlan.java`.
Each test bears the name of its module and does what that does. Where the suite wants a picture of
a page, the page is looked at.
"""

import secrets
import time
from urllib.parse import urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.conformance import checks
from tests.conformance.flow import whole_flow
from tests.conformance.pages import Page
from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty, changed_to_unsigned
from tests.conformance.started_provider import Provider

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIGNED_OUT = ("Abgemeldet", "Signed out")


def new_state() -> str:
    """A state of 128 characters, which must come back whole."""
    return secrets.token_urlsafe(96)


async def is_signed_out(party: RelyingParty, browser: Browser) -> bool:
    """Whether prompt=none is answered with an error."""
    request = party.request(prompt="none")
    answer = await browser.open(request.url)
    assert isinstance(answer, Returned)
    if "code" in answer.parameters:
        return False
    return checks.check_error(party, request, answer) in checks.INTERACTION_ERRORS


async def check_refused(party: RelyingParty, browser: Browser, shown: Page | Returned) -> None:
    """A page of the provider says what is wrong; nothing was done, and the browser stays there."""
    assert isinstance(shown, Page)
    assert shown.status == 400
    assert shown.heading not in SIGNED_OUT
    assert shown.form_to("/logout/decision") is None
    assert not await is_signed_out(party, browser)


async def confirmed(browser: Browser, shown: Page | Returned) -> Page:
    """The page after the person confirmed to sign out, where the page asks for it; the browser is
    never led away."""
    assert isinstance(shown, Page)
    if (question := shown.form_to("/logout/decision")) is not None:
        shown = await browser.send(question, decision="sign_out")
        assert isinstance(shown, Page)
    return shown


async def test_oidcc_rp_initiated_logout_discovery_endpoint_verification(
    provider: Provider, http: httpx.AsyncClient
) -> None:
    """The configuration names the end-session endpoint, under https."""
    said = (await http.get(provider.discovery_url)).json()

    assert urlsplit(said["end_session_endpoint"]).scheme == "https"


async def test_oidcc_rp_initiated_logout(party: RelyingParty, browser: Browser) -> None:
    """With hint, address and state the browser comes back with the state, signed out."""
    tokens = await whole_flow(party, browser)
    state = new_state()
    answer = await browser.open(
        party.logout_url(
            id_token_hint=tokens.id_token,
            post_logout_redirect_uri=party.client.post_logout_redirect_uri,
            state=state,
        )
    )

    assert isinstance(answer, Returned)
    assert answer.address == party.client.post_logout_redirect_uri
    assert answer.parameters == {"state": state}
    assert await is_signed_out(party, browser)


async def test_oidcc_rp_initiated_logout_no_state(party: RelyingParty, browser: Browser) -> None:
    """Without a state none comes back."""
    tokens = await whole_flow(party, browser)
    answer = await browser.open(
        party.logout_url(
            id_token_hint=tokens.id_token,
            post_logout_redirect_uri=party.client.post_logout_redirect_uri,
        )
    )

    assert isinstance(answer, Returned)
    assert answer.address == party.client.post_logout_redirect_uri
    assert answer.parameters == {}
    assert await is_signed_out(party, browser)


async def test_oidcc_rp_initiated_logout_bad_post_logout_redirect_uri(
    party: RelyingParty, browser: Browser
) -> None:
    """An address that is not registered is not led to."""
    tokens = await whole_flow(party, browser)
    wrong = party.client.post_logout_redirect_uri.replace("post_logout", "bad_post_logout")
    shown = await browser.open(
        party.logout_url(
            id_token_hint=tokens.id_token, post_logout_redirect_uri=wrong, state=new_state()
        )
    )

    await check_refused(party, browser, shown)


async def test_oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri(
    party: RelyingParty, browser: Browser
) -> None:
    """A registered address with a query added is another address."""
    tokens = await whole_flow(party, browser)
    shown = await browser.open(
        party.logout_url(
            id_token_hint=tokens.id_token,
            post_logout_redirect_uri=f"{party.client.post_logout_redirect_uri}?foo=bar",
            state=new_state(),
        )
    )

    await check_refused(party, browser, shown)


async def test_oidcc_rp_initiated_logout_modified_id_token_hint(
    party: RelyingParty, browser: Browser
) -> None:
    """A hint whose signature was taken off leads nowhere."""
    tokens = await whole_flow(party, browser)
    shown = await browser.open(
        party.logout_url(
            id_token_hint=changed_to_unsigned(tokens.id_token),
            post_logout_redirect_uri=party.client.post_logout_redirect_uri,
            state=new_state(),
        )
    )

    await check_refused(party, browser, shown)


async def test_oidcc_rp_initiated_logout_bad_id_token_hint(
    party: RelyingParty, browser: Browser
) -> None:
    """A hint that the client signed itself leads nowhere."""
    await whole_flow(party, browser)
    now = int(time.time())
    claims = {
        "iss": party.client.client_id,
        "sub": "SubjectID",
        "aud": party.provider.issuer,
        "nonce": "flibble",
        "iat": now,
        "exp": now + 300,
    }
    own = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(party.client.secret))
    shown = await browser.open(
        party.logout_url(
            id_token_hint=own,
            post_logout_redirect_uri=party.client.post_logout_redirect_uri,
            state=new_state(),
        )
    )

    await check_refused(party, browser, shown)


async def test_oidcc_rp_initiated_logout_no_id_token_hint(
    party: RelyingParty, browser: Browser
) -> None:
    """Without a hint nobody knows whose address it is: it is not led to."""
    await whole_flow(party, browser)
    shown = await browser.open(
        party.logout_url(
            post_logout_redirect_uri=party.client.post_logout_redirect_uri, state=new_state()
        )
    )

    page = await confirmed(browser, shown)
    assert page.status == 200
    assert page.heading in SIGNED_OUT
    assert await is_signed_out(party, browser)


async def test_oidcc_rp_initiated_logout_no_params(party: RelyingParty, browser: Browser) -> None:
    """Without any parameter the person is asked and then signed out."""
    await whole_flow(party, browser)
    page = await confirmed(browser, await browser.open(party.logout_url()))

    assert page.status == 200
    assert page.heading in SIGNED_OUT
    assert await is_signed_out(party, browser)


async def test_oidcc_rp_initiated_logout_no_post_logout_redirect_uri(
    party: RelyingParty, browser: Browser
) -> None:
    """With a hint and no address the person is signed out and reads so."""
    tokens = await whole_flow(party, browser)
    url = party.logout_url(id_token_hint=tokens.id_token, state=new_state())
    page = await confirmed(browser, await browser.open(url))

    assert page.heading in SIGNED_OUT
    assert await is_signed_out(party, browser)


async def test_oidcc_rp_initiated_logout_only_state(party: RelyingParty, browser: Browser) -> None:
    """With nothing but a state the person is asked and then signed out."""
    await whole_flow(party, browser)
    page = await confirmed(browser, await browser.open(party.logout_url(state=new_state())))

    assert page.heading in SIGNED_OUT
    assert await is_signed_out(party, browser)
