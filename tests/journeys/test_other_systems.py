"""A system that an administrator registers, and a student who signs in there."""

from collections.abc import Iterator

import pytest
from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.relying_party import RelyingParty, relying_party
from tests.journeys.visitor import Visitor
from tests.suite import Suite

NAME = {"name_de": "Kursraum Elbe", "name_en": "Course Room Elbe"}
DESCRIPTION = {
    "description_de": "Kurse mehrerer Hochschulen.",
    "description_en": "Courses of several universities.",
}


@pytest.fixture
def party() -> Iterator[RelyingParty]:
    """A system that is not registered yet."""
    with relying_party() as running:
        yield running


def test_a_registered_system_signs_a_student_in_with_consent_and_out(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, party: RelyingParty
) -> None:
    administrator, student = visitor(Language.DE), visitor(Language.EN)
    administrator.sign_in(suite.user_names("system_administrator")[0], suite.password)
    _register(administrator, party)
    newcomer = newcomers.welcome("Kursteilnehmer")

    student.page.goto(party.sign_in_url(suite.base_url, student.language))
    expect(student.page.get_by_role("main")).to_contain_text(NAME["name_en"])
    student.sign_in(newcomer.user_name, suite.password)
    assert student.heading == student.texts("consent.title", client=NAME["name_en"])
    expect(student.page.get_by_role("main")).to_contain_text(newcomer.mailbox)
    student.press("consent.allow")
    student.page.wait_for_url(f"{party.redirect_uri}?*")
    tokens = party.tokens(suite.base_url, student.page.url)
    person = party.person(suite.base_url, tokens["access_token"])
    assert person["email"] == newcomer.mailbox
    assert "birthdate" not in person

    student.open("account/connections")
    expect(student.page.get_by_role("main")).to_contain_text(DESCRIPTION["description_en"])
    student.page.goto(party.sign_out_url(suite.base_url, tokens["id_token"]))
    student.page.wait_for_url(party.post_logout_redirect_uri)
    student.open("account")
    expect(student.page.locator("#password")).to_be_visible()


def _register(administrator: Visitor, party: RelyingParty) -> None:
    """Fills in the form, leaves out the privacy address first, and makes the secret."""
    administrator.open("clients")
    administrator.follow("clients.register")
    page = administrator.page
    for name, value in (NAME | DESCRIPTION).items():
        administrator.fill_in(f"clients.{name}", value)
    administrator.fill_in("clients.contact", "betrieb@kursraum.example")
    page.locator("#third_party").check()
    page.locator("#grants-authorization_code").check()
    page.locator("#authentication-secret_basic").check()
    for scope in ("openid", "profile", "email"):
        page.locator(f"#scopes-{scope}").check()
    for claim in ("name", "email"):
        page.locator(f"#claims-{claim}").check()
    administrator.fill_in_optional("clients.redirect_uris", party.redirect_uri)
    administrator.fill_in_optional(
        "clients.post_logout_redirect_uris", party.post_logout_redirect_uri
    )
    administrator.press("clients.save_new")
    expect(administrator.error_at("privacy_uri")).to_be_visible()
    administrator.fill_in_optional("clients.privacy_uri", "https://kursraum.example/datenschutz")
    administrator.press("clients.save_new")
    expect(administrator.alert.first).to_contain_text(
        administrator.texts("clients.done_registered")
    )
    administrator.follow("clients.new_secret")
    administrator.press("clients.do_secret")
    party.client_id = administrator.fact(administrator.texts("clients.client_id"))
    party.client_secret = administrator.fact(administrator.texts("clients.secret"))
