"""Passkeys in a real browser, with an authenticator of software that it takes for a device.

Passkeys are bound to names, so that the suite is visited as localhost here.
"""

from collections.abc import Callable, Iterator

import pytest
from chassis.values import Language
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.journeys.newcomers import Newcomers
from tests.journeys.visitor import Visitor
from tests.suite import Suite

PATIENCE_MILLISECONDS = 15_000
# A device with a screen lock that its owner opens at once.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Owner = Callable[..., Visitor]


@pytest.fixture
def owner(browser: Browser, suite: Suite) -> Iterator[Owner]:
    """Lets somebody arrive whose browser has a device for passkeys: owner(isUserVerified=False)."""
    contexts: list[BrowserContext] = []

    def arrive(**device: object) -> Visitor:
        context = browser.new_context(locale="de")
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        connection = context.new_cdp_session(page)
        connection.send("WebAuthn.enable")
        connection.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **device}})
        return Visitor(page, suite.base_url.replace("127.0.0.1", "localhost"), Language.DE)

    yield arrive
    for context in contexts:
        context.close()


def test_a_passkey_is_made_and_signs_in_without_a_password(
    suite: Suite, owner: Owner, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Schlüssel")
    visitor = owner()
    complaints: list[str] = []
    visitor.page.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    visitor.sign_in(newcomer.user_name, suite.password)
    visitor.open("account/security/passkeys/add")
    visitor.fill_in_optional("security.name", "Notebook")
    visitor.press("security.passkey.add")
    expect(visitor.page).to_have_url(
        visitor.address("account/security/recovery-codes?done=passkey")
    )
    visitor.open("account/security/passkeys")
    expect(visitor.page.get_by_role("heading", name="Notebook")).to_be_visible()
    visitor.sign_out()

    visitor.open("sign-in")
    visitor.follow("forgotten.passkey_link")
    visitor.press("security.use.submit")
    expect(_sign_out(visitor)).to_be_visible()
    visitor.open("account")
    assert newcomer.user_name in visitor.page.locator("main").inner_text()
    assert not [each for each in complaints if "Content Security Policy" in each]


def test_a_passkey_follows_the_password(suite: Suite, owner: Owner, newcomers: Newcomers) -> None:
    newcomer = newcomers.welcome("Zweitfaktor")
    visitor = owner()
    visitor.sign_in(newcomer.user_name, suite.password)
    visitor.open("account/security/passkeys/add")
    visitor.press("security.passkey.add")
    expect(visitor.page.locator("h1")).to_have_text(visitor.texts("security.codes.title"))
    visitor.sign_out()

    visitor.open("sign-in")
    visitor.fill_in("sign_in.user_name", newcomer.user_name)
    visitor.fill_in("sign_in.password", suite.password)
    visitor.press("layout.sign_in")
    visitor.press("second_step.passkey")
    visitor.press("security.use.submit")
    expect(_sign_out(visitor)).to_be_visible()


def test_a_device_that_does_not_verify_its_owner_makes_no_passkey(
    suite: Suite, owner: Owner, newcomers: Newcomers
) -> None:
    visitor = owner(isUserVerified=False)
    visitor.sign_in(newcomers.welcome("Ungeprüft").user_name, suite.password)
    visitor.open("account/security/passkeys/add")
    visitor.press("security.passkey.add")
    expect(
        visitor.page.get_by_role("heading", name=visitor.texts("security.passkey.failed_title"))
    ).to_be_visible()


def test_without_javascript_the_page_says_what_works_instead(
    suite: Suite, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    visitor = Visitor(context.new_page(), suite.base_url, Language.EN)
    visitor.open("sign-in/passkey")
    title = visitor.texts("security.passkey.no_script_title")
    expect(visitor.page.get_by_role("heading", name=title)).to_be_visible()
    expect(
        visitor.page.get_by_role("button", name=visitor.texts("security.use.submit"))
    ).to_be_hidden()
    context.close()


def test_under_a_number_the_page_names_the_right_name(suite: Suite, browser: Browser) -> None:
    context = browser.new_context()
    visitor = Visitor(context.new_page(), suite.base_url, Language.DE)
    visitor.open("sign-in/passkey")
    expect(visitor.page.get_by_text("an den Namen localhost gebunden")).to_be_visible()
    context.close()


def _sign_out(visitor: Visitor) -> Locator:
    """The button that only who is signed in has."""
    return visitor.page.get_by_role("banner").get_by_role(
        "button", name=visitor.texts("layout.sign_out")
    )
