"""Basic OP: what authorization requests may hold, and how wrong ones are answered.

Modules of `oidcc-basic-certification-test-plan` (38 modules) of the OpenID Foundation's conformance
suite, release-v5.2.3 and 84 commits (12f2a4da), `OIDCCBasicTestPlan.java`. Each test bears the name
of its module and does what that does; "a warning is raised" counts as a failure here.
"""

import base64
import json
from urllib.parse import urlencode

import pytest

from tests.conformance import checks
from tests.conformance.flow import whole_flow
from tests.conformance.pages import Page
from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty, Request

pytestmark = pytest.mark.asyncio(loop_scope="session")


def with_request_object(party: RelyingParty, **changed: str) -> Request:
    """A request whose parameters are in an unsigned request object; those that OAuth needs are in
    the query as well, `changed` there only."""
    inside = party.request()
    header, claims = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "none"}, inside.parameters)
    )
    needed = ("response_type", "client_id", "scope", "redirect_uri")
    outside = {name: inside.parameters[name] for name in needed} | changed
    query = urlencode({**outside, "request": f"{header}.{claims}."})
    return Request(f"{party.metadata['authorization_endpoint']}?{query}", inside.parameters)


def check_error_page(shown: Page | Returned) -> Page:
    """The provider says what is wrong on a page of its own and leads nowhere."""
    assert isinstance(shown, Page)
    assert shown.status == 400
    assert shown.heading
    return shown


async def test_oidcc_response_type_missing(party: RelyingParty, browser: Browser) -> None:
    """A request without response_type comes back with an error, or is answered by a page."""
    request = party.request(without=("response_type",))
    answer = await browser.open(request.url)

    if isinstance(answer, Page):
        check_error_page(answer)
    else:
        error = checks.check_error(party, request, answer)
        assert error in ("unsupported_response_type", "invalid_request")


async def test_oidcc_ensure_registered_redirect_uri(party: RelyingParty, browser: Browser) -> None:
    """A redirect URI that is not registered is led to under no circumstances."""
    request = party.request(redirect_uri=f"{party.client.redirect_uri}/HsTRa9cPQ1")

    page = check_error_page(await browser.open(request.url))
    assert "redirect_uri" in page.text


async def test_oidcc_ensure_post_request_succeeds(party: RelyingParty, browser: Browser) -> None:
    """The authorization endpoint takes forms, too."""
    request = party.request()
    address = party.metadata["authorization_endpoint"]
    shown = await browser.post_from_elsewhere(address, request.parameters)
    returned = await browser.answer_questions(shown)

    tokens = await party.redeem(checks.check_answer(party, request, returned))
    checks.check_id_token(party, request, tokens)


async def test_oidcc_alternate_happy_flow(party: RelyingParty, browser: Browser) -> None:
    """Neither the order of scopes nor that of parameters matters."""
    request = party.request("email openid")
    turned = urlencode(list(reversed(request.parameters.items())))
    request.url = f"{party.metadata['authorization_endpoint']}?{turned}"

    tokens = await whole_flow(party, browser, request)
    claims = checks.check_user_info(await party.user_info(tokens.access_token), tokens)
    assert "email" in claims
    assert {"email", "name"}.isdisjoint(tokens.claims)


async def test_oidcc_ensure_request_with_unknown_parameter_succeeds(
    party: RelyingParty, browser: Browser
) -> None:
    """Parameters that no specification knows are passed over (RFC 6749, section 3.1)."""
    await whole_flow(party, browser, party.request(extra="foobar"))


async def test_oidcc_display_page(party: RelyingParty, browser: Browser) -> None:
    """display=page shows a sign-in page to who is not signed in."""
    await whole_flow(party, browser, party.request(display="page"))

    assert browser.was_asked_to_sign_in()


async def test_oidcc_display_popup(party: RelyingParty, browser: Browser) -> None:
    """display=popup is no mistake."""
    await whole_flow(party, browser, party.request(display="popup"))

    assert browser.was_asked_to_sign_in()


async def test_oidcc_login_hint(party: RelyingParty, browser: Browser) -> None:
    """The user name that the client means is filled in on the sign-in page."""
    await whole_flow(party, browser, party.request(login_hint="buffy@127.0.0.1"))

    sign_in = browser.seen[0].form_with("password")
    assert sign_in is not None
    assert sign_in.fields["user_name"] == "buffy@127.0.0.1"


async def test_oidcc_ui_locales(party: RelyingParty, browser: Browser) -> None:
    """A language that is not spoken here ("se", as the suite asks) is no mistake; one that is
    spoken is that of the sign-in page."""
    await whole_flow(party, browser, party.request(ui_locales="se"))

    for language in ("en", "de"):
        other = Browser(browser.provider, browser.login)
        await other.authorize(party.request(ui_locales=f"se {language}").url)
        assert other.seen[0].address.path == f"/{language}/sign-in"
        await other.close()


async def test_oidcc_claims_locales(party: RelyingParty, browser: Browser) -> None:
    """A language of claims is no mistake."""
    await whole_flow(party, browser, party.request(claims_locales="se"))


async def test_oidcc_ensure_request_with_acr_values_succeeds(
    party: RelyingParty, browser: Browser
) -> None:
    """Any of the advertised classes of authentication may be asked for; the ID token names one."""
    offered = party.metadata["acr_values_supported"]
    tokens = await whole_flow(party, browser, party.request(acr_values=" ".join(offered)))

    assert tokens.claims["acr"] in offered


async def test_oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(
    party: RelyingParty, browser: Browser
) -> None:
    """A request object by reference is refused with request_uri_not_supported and not fetched."""
    assert party.metadata["request_uri_parameter_supported"] is False
    request = party.request(request_uri="https://client.example/request#Vz3")
    answer = await browser.open(request.url)

    assert isinstance(answer, Returned)
    assert checks.check_error(party, request, answer) == "request_uri_not_supported"


async def test_oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(
    party: RelyingParty, browser: Browser
) -> None:
    """A request object by value is refused with request_not_supported; its state is inside of it,
    so that it does not come back."""
    assert party.metadata["request_parameter_supported"] is False
    answer = await browser.open(with_request_object(party).url)

    assert isinstance(answer, Returned)
    assert answer.address == party.client.redirect_uri
    assert answer.parameters["error"] == "request_not_supported"
    assert "code" not in answer.parameters


async def test_oidcc_ensure_request_object_with_redirect_uri(
    party: RelyingParty, browser: Browser
) -> None:
    """A wrong redirect URI beside the request object is answered by a page: neither that in the
    object nor the registered one takes its place."""
    wrong = with_request_object(party, redirect_uri=f"{party.client.redirect_uri}/INVALID")

    check_error_page(await browser.open(wrong.url))
