"""From the letter with the initial code to an account that two steps protect."""

import time

import pyotp
import pytest
from chassis.values import Language
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Arrival
from tests.journeys.identity_scene import STEP_SECONDS
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.visitor import Visitor
from tests.suite import Suite

PASSWORD = "nebelhorn-und-rapsfeld-7"


@pytest.mark.parametrize(
    "language", [Language.DE, pytest.param(Language.EN, marks=pytest.mark.prove)]
)
def test_an_account_is_activated_protected_and_signed_in_to_in_two_steps(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, language: Language
) -> None:
    newcomer = newcomers.enrol("Anfang")
    clerk, student = visitor(language), visitor(language)
    clerk.sign_in(suite.user_names("student_services")[0], suite.password)
    code = _letter(clerk, newcomer)

    _activate(student, newcomer.user_name, code)
    student.follow("layout.sign_in")
    student.sign_in(newcomer.user_name, PASSWORD)
    _accept_terms_of_use(student)
    key = _set_up_app(student)
    recovery_codes = _make_recovery_codes(student)
    assert len(recovery_codes) == 10
    student.sign_out()

    _begin(student, newcomer.user_name)
    student.fill_in("second_step.code", "000000")
    student.press("second_step.finish")
    expect(student.error_at("code")).to_be_visible()
    student.fill_in("second_step.code", pyotp.TOTP(key).at(time.time() + STEP_SECONDS))
    student.press("second_step.finish")
    expect(_signed_in(student)).to_be_visible()
    student.sign_out()

    _begin(student, newcomer.user_name)
    student.fill_in("second_step.code", recovery_codes[0])
    student.press("second_step.finish")
    expect(_signed_in(student)).to_be_visible()
    student.open("account/security/recovery-codes")
    expect(student.page.get_by_role("main")).to_contain_text(
        student.texts("security.codes.left", left=9)
    )


def test_a_session_ended_elsewhere_shows_nothing_from_the_next_click_on(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Anderswo")
    left_open, at_home = visitor(Language.DE), visitor(Language.DE)
    left_open.sign_in(newcomer.user_name, suite.password)
    left_open.open("account")
    at_home.sign_in(newcomer.user_name, suite.password)
    at_home.open("account/sessions")
    # The account was signed in to once more, by the test itself.
    end = at_home.page.get_by_role("button", name=at_home.texts("sessions.end"), exact=True)
    other = at_home.page.get_by_role("article", name="Chrome").filter(has=end)
    other.get_by_role("button").click()
    expect(at_home.alert).to_contain_text(at_home.texts("sessions.ended"))
    expect(other).to_have_count(0)

    left_open.open("account")
    expect(left_open.page.locator("#password")).to_be_visible()
    cookies = left_open.page.context.request
    answer = cookies.get(f"{suite.base_url}/v1/accounts/{newcomer.person_id}")
    assert answer.status == 401
    at_home.open("account")
    expect(at_home.page.get_by_role("main")).to_contain_text(newcomer.user_name)


def _letter(clerk: Visitor, newcomer: Newcomer) -> str:
    """Prints the letter; returns the initial code on it."""
    clerk.open(f"students/{newcomer.person_id}/initial-code")
    clerk.press("initial_code.submit")
    user_name, code = clerk.page.locator(".letter__code dd").all_inner_texts()
    assert user_name == newcomer.user_name
    return code


def _activate(student: Visitor, user_name: str, code: str) -> None:
    """Tries a password that is too short first."""
    student.open("activate")
    for password in ("rapsfeld", PASSWORD):
        student.fill_in("sign_in.user_name", user_name)
        student.fill_in("activate.initial_code", code)
        student.fill_in("activate.password", password)
        student.fill_in("activate.password_again", password)
        student.press("activate.submit")
        if password != PASSWORD:
            expect(student.error_at("password")).to_be_visible()
    assert student.heading == student.texts("activated.title")


def _accept_terms_of_use(student: Visitor) -> None:
    student.page.get_by_label(student.texts("terms_of_use.accepted")).check()
    student.press("terms_of_use.submit")
    assert student.heading == student.texts("security.set_up.title")


def _set_up_app(student: Visitor) -> str:
    """Returns the key that an app would have scanned."""
    student.follow("security.totp.title")
    student.press("security.totp.start")
    expect(student.page.get_by_role("img", name=student.texts("security.totp.qr"))).to_be_visible()
    key = student.fact(student.texts("security.totp.key")).replace(" ", "")
    student.fill_in("security.totp.code", pyotp.TOTP(key).now())
    student.press("security.totp.confirm")
    return key


def _make_recovery_codes(student: Visitor) -> list[str]:
    assert student.heading == student.texts("security.codes.title")
    student.press("security.codes.make")
    codes = student.page.locator(".recovery-codes li").all_inner_texts()
    student.follow("security.codes.kept")
    return codes


def _begin(student: Visitor, user_name: str) -> None:
    """User name and password, which are not enough."""
    student.open("sign-in")
    student.sign_in(user_name, PASSWORD)
    assert student.heading == student.texts("second_step.title")


def _signed_in(student: Visitor) -> Locator:
    """The button that only who is signed in has."""
    return student.page.get_by_role("banner").get_by_role(
        "button", name=student.texts("layout.sign_out")
    )
