"""A second factor on the way to another system: asked for by the client, typed on a page without
scripts, told in the ID token."""

import pytest

from services.identity.tests.factors_factories import PASSWORD, FactorsDesk
from tests.conformance.flow import whole_flow
from tests.conformance.pages import Page
from tests.conformance.persons_browser import Browser
from tests.conformance.relying_party import RelyingParty
from tests.conformance.started_provider import Login, Provider

pytestmark = pytest.mark.asyncio(loop_scope="session")

TWO_FACTORS = "https://refeds.org/profile/mfa"


async def test_a_code_after_the_password_leads_on_to_the_client_and_is_told(
    provider: Provider, party: RelyingParty
) -> None:
    desk = FactorsDesk(provider.identity)
    someone = await desk.person()
    app = await desk.totp(someone)
    browser = Browser(provider, Login(str(someone.person_id), someone.user_name, PASSWORD))
    request = party.request(acr_values=TWO_FACTORS)
    sign_in = await browser.open(request.url)
    assert isinstance(sign_in, Page)
    form = sign_in.form_with("password")
    assert form is not None
    second = await browser.send(form, user_name=someone.user_name, password=PASSWORD)
    assert isinstance(second, Page)
    code_form = second.form_with("code")
    assert code_form is not None
    policy = second.headers["content-security-policy"]
    assert "form-action 'self' https://client.example;" in policy

    # The step of the set-up is used up.
    shown = await browser.send(code_form, code=desk.code(app, steps=1))
    returned = await browser.answer_questions(shown)
    tokens = await party.redeem(returned.code)
    await browser.close()

    assert tokens.claims["acr"] == TWO_FACTORS
    assert set(tokens.claims["amr"]) >= {"pwd", "otp"}


async def test_who_has_no_second_factor_is_not_kept_out_by_a_mere_wish(
    party: RelyingParty, browser: Browser
) -> None:
    tokens = await whole_flow(party, browser, party.request(acr_values=TWO_FACTORS))

    assert tokens.claims["acr"] != TWO_FACTORS
