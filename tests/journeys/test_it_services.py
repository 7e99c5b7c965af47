"""An IT service that is activated, and a password for one device."""

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.post import mail_to
from tests.suite import Suite

SERVICE = "email"
DEVICE = "Tablet mit Sprung"


def test_a_service_is_activated_and_a_device_gets_a_password_that_is_shown_once(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Postfach")
    student = visitor(Language.DE)
    student.sign_in(newcomer.user_name, suite.password)
    student.open("it-services")
    card = student.page.locator(f"#{SERVICE}")
    student.press_in(card, "my_services.activate")
    expect(student.alert.first).to_contain_text(student.texts("my_services.activated"))
    expect(card).to_contain_text(student.texts("it_service_state.active"))

    student.open("account")
    student.follow("areas.service_passwords")
    student.choose("service_passwords.service", SERVICE)
    student.fill_in("service_passwords.name", DEVICE)
    student.press("service_passwords.create")
    password = student.fact(student.texts("sign_in.password"))
    assert len(password.replace("-", "")) >= 20
    mail = mail_to(newcomer.mailbox, suite, DEVICE)
    assert password not in mail.text

    student.follow("service_passwords.noted")
    listed = student.page.locator("tbody tr", has_text=DEVICE)
    expect(listed).to_be_visible()
    assert password not in student.page.content()
    listed.get_by_role("link").click()
    student.press("service_passwords.revoke")
    expect(student.alert).to_contain_text(student.texts("service_passwords.revoked"))
    expect(listed).to_have_count(0)
