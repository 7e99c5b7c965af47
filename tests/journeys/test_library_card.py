"""The Leuphana Card from the registration to its loss, at the screen and at the library's desk."""

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.identity_scene import unused_card_number
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

SECRET = "dreizehn-moewen-am-stintmarkt"
DEPOSIT = "10,00"


def test_a_card_is_registered_for_issued_used_and_blocked(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Leserin")
    student, desk = visitor(Language.DE), visitor(Language.EN)
    student.sign_in(newcomer.user_name, suite.password)
    desk.sign_in(suite.user_names("library_desk")[0], suite.password)
    student.open("library")
    student.press("library.register")
    expect(student.alert.first).to_contain_text(student.texts("library.done_registered"))

    number = _issue(desk, newcomer)
    code = _start_code(desk)
    _choose_password(student, code)
    student.open("library")
    assert student.fact(student.texts("library.card_number")) == number
    student.follow("library.block")
    student.page.locator("#loss-lost").check()
    student.press("library.block")
    expect(student.alert.first).to_contain_text(student.texts("library.done_blocked"))
    mail_to(newcomer.mailbox, suite, number)

    desk.open(f"library-desk/people/{newcomer.person_id}")
    expect(desk.page.get_by_role("main")).to_contain_text(desk.texts("library_card_state.blocked"))
    student.open("studies/fees")
    expect(student.page.get_by_role("main")).to_contain_text(DEPOSIT)


def _issue(desk: Visitor, newcomer: Newcomer) -> str:
    """Finds the student, mistypes the number first; returns the card's number."""
    desk.open("library-desk")
    desk.fill_in("library_desk.query", newcomer.user_name)
    desk.press("library_desk.search")
    desk.page.locator("main h3 a").click()
    desk.follow("library_desk.issue")
    number = unused_card_number()
    desk.fill_in("field_label.card_number", number[:-1] + str((int(number[-1]) + 1) % 10))
    desk.page.locator("#identity_document-passport").check()
    desk.press("change_page.check_first")
    expect(desk.error_at("card_number")).to_be_visible()
    desk.fill_in("field_label.card_number", number)
    desk.press("change_page.check_first")
    desk.press("change.issue_library_card_submit")
    expect(desk.alert.first).to_contain_text(desk.texts("library_desk.done_issued"))
    return number


def _start_code(desk: Visitor) -> str:
    desk.follow("library_desk.start_code")
    desk.press("library_desk.make_code")
    return desk.page.locator(".letter__code dd").nth(1).inner_text()


def _choose_password(student: Visitor, code: str) -> None:
    student.open("library")
    student.follow("library.set_secret")
    student.fill_in("library_secret.code", code)
    student.fill_in("library_secret.secret", SECRET)
    student.press("library_secret.submit")
    expect(student.alert).to_contain_text(student.texts("library_secret.done"))
