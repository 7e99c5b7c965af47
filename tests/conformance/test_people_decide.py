"""What people read and decide on the way to another system, in a browser without scripts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from tests.conformance import checks
from tests.conformance.flow import whole_flow
from tests.conformance.pages import Page
from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty
from tests.conformance.started_provider import SUITE_CLIENT, Login, Provider

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(provider: Provider, http: httpx.AsyncClient) -> AsyncIterator[RelyingParty]:
    """A client of somebody else that nobody has agreed to yet."""
    party = RelyingParty(provider, provider.register(), http)
    await party.discover()
    yield party


async def asked_for_consent(party: RelyingParty, browser: Browser, scope: str) -> Page:
    """The consent page after the sign-in."""
    sign_in = await browser.open(party.request(scope).url)
    assert isinstance(sign_in, Page)
    assert "Prüfstand Nord" in sign_in.text
    form = sign_in.form_with("password")
    assert form is not None
    consent = await browser.send(
        form, user_name=browser.login.user_name, password=browser.login.password
    )
    assert isinstance(consent, Page)
    return consent


async def test_the_consent_page_shows_the_values_that_the_client_would_get(
    stranger: RelyingParty, browser: Browser
) -> None:
    consent = await asked_for_consent(stranger, browser, "openid email profile")

    assert "Prüfstand Nord" in consent.heading
    assert browser.login.user_name in consent.text
    assert f"{browser.login.user_name}@stud.leuphana.example" in consent.text
    assert "https://client.example/privacy" in consent.links
    policy = consent.headers["content-security-policy"]
    assert "form-action 'self' https://client.example;" in policy


async def test_who_declines_goes_back_with_access_denied_and_is_asked_again_next_time(
    stranger: RelyingParty, browser: Browser
) -> None:
    consent = await asked_for_consent(stranger, browser, "openid email")
    form = consent.form_to("/consent")
    assert form is not None
    declined = await browser.send(form, decision="deny")
    again = await browser.open(stranger.request("openid email").url)

    assert isinstance(declined, Returned)
    assert declined.parameters["error"] == "access_denied"
    assert declined.parameters["iss"] == stranger.provider.issuer
    assert isinstance(again, Page)
    assert again.form_to("/consent") is not None


async def test_a_consent_is_given_once_and_asked_for_again_after_it_was_taken_back(
    stranger: RelyingParty, browser: Browser
) -> None:
    tokens = await whole_flow(stranger, browser)
    browser.forget_pages()
    await whole_flow(stranger, browser)
    assert browser.seen == []

    issuer = stranger.provider.issuer
    connections = await browser.open(f"{issuer}/de/account/connections")
    assert isinstance(connections, Page)
    form = connections.form_to(f"{stranger.client.client_id}/revoke")
    assert form is not None
    after = await browser.send(form)
    assert isinstance(after, Page)
    assert after.form_to(f"{stranger.client.client_id}/revoke") is None

    assert (await stranger.user_info(tokens.access_token)).status_code == 401
    again = await browser.open(stranger.request().url)
    assert isinstance(again, Page)
    assert again.form_to("/consent") is not None


async def test_a_client_of_the_university_asks_nobody(
    provider: Provider, http: httpx.AsyncClient, browser: Browser
) -> None:
    own = replace(SUITE_CLIENT, third_party=False)
    party = RelyingParty(provider, provider.register(own), http)
    await party.discover()
    await whole_flow(party, browser)

    assert all(page.form_to("/consent") is None for page in browser.seen)


async def test_who_wants_to_stay_stays_signed_in(stranger: RelyingParty, browser: Browser) -> None:
    await whole_flow(stranger, browser)
    question = await browser.open(stranger.logout_url(client_id=stranger.client.client_id))
    assert isinstance(question, Page)
    assert "Prüfstand Nord" in question.text
    form = question.form_to("/logout/decision")
    assert form is not None
    stayed = await browser.send(form, decision="stay")

    assert isinstance(stayed, Page)
    assert stayed.form_to("/sign-out") is not None


async def test_an_answer_by_form_post_is_sent_by_a_page_that_may_lead_to_the_client_only(
    stranger: RelyingParty, browser: Browser
) -> None:
    request = stranger.request(response_mode="form_post")
    returned = await browser.authorize(request.url)

    assert returned.method == "POST"
    checks.check_answer(stranger, request, returned)
    policy = browser.seen[-1].headers["content-security-policy"]
    assert "form-action 'self' https://client.example;" in policy
    assert browser.seen[-1].headers["cache-control"] == "no-store"


async def test_a_page_of_another_site_can_neither_agree_nor_sign_out(
    stranger: RelyingParty, browser: Browser, login: Login
) -> None:
    consent = await asked_for_consent(stranger, browser, "openid")
    form = consent.form_to("/consent")
    assert form is not None
    forged = await browser.http.post(
        form.action,
        data={**form.fields, "decision": "allow"},
        headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    )
    without_token = await browser.send(replace(form, fields={}), decision="allow")

    assert forged.status_code == 403
    assert isinstance(without_token, Page)
    form.fields["form_token"] = "0.0"
    again = await browser.send(form, decision="allow")
    assert isinstance(again, Page)
    assert again.form_to("/consent") is not None


async def test_an_old_handle_is_explained(party: RelyingParty, browser: Browser) -> None:
    issuer = party.provider.issuer
    shown = await browser.open(f"{issuer}/oauth2/authorize?request_handle=gone&ui_locales=en")

    assert isinstance(shown, Page)
    assert shown.status == 404
    assert shown.heading == "This request is not valid any more"
