"""A student card that was lost: blocked, replaced, paid for."""

from chassis.values import Language
from playwright.sync_api import Locator, expect

from tests.journeys import applications
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices
from tests.journeys.visitor import Visitor
from tests.suite import Suite

KIND = "card_replacement"
FEE = "5,00"


def test_a_lost_card_is_blocked_replaced_and_paid_for_at_the_desk(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Verloren")
    student_services.enter_home_address(student)
    student_services.issue_card(student)
    studying = visitor(Language.EN)
    studying.sign_in(student.user_name, suite.password)

    lost = _block(studying)
    mail_to(student.mailbox, suite, lost)
    _apply(studying)
    deciding = visitor(Language.DE)
    deciding.sign_in(student_services.user_name, suite.password)
    applications.open_case(deciding, student, KIND)
    applications.decide(deciding)

    studying.open("studies/card")
    new = studying.fact(studying.texts("card.number"))
    assert new != lost
    expect(_row(studying, lost)).to_contain_text(studying.texts("student_card_state.blocked"))
    receipt = _pay_at_the_desk(deciding, student)
    studying.open("studies/fees/receipts")
    expect(studying.page.locator("main")).to_contain_text(receipt)
    studying.open("studies/fees")
    expect(studying.page.locator("main")).not_to_contain_text("Replacement")


def _row(studying: Visitor, card_number: str) -> Locator:
    return studying.page.locator("tbody tr", has_text=card_number)


def _block(studying: Visitor) -> str:
    """Reports the loss; returns the card's number."""
    studying.open("studies")
    studying.follow("card.title")
    number = studying.fact(studying.texts("card.number"))
    studying.follow("card.block")
    studying.press("card.block_submit")
    expect(studying.error_at("reason")).to_be_visible()
    studying.page.locator("#reason-lost").check()
    studying.press("card.block_submit")
    expect(studying.alert.first).to_contain_text(studying.texts("card.blocked_title"))
    return number


def _apply(studying: Visitor) -> None:
    """Asks for more than there is after a loss; is told each reason, and changes the draft."""
    studying.follow("card.apply")
    expect(studying.page.locator("#loss-lost")).to_be_checked()
    studying.page.locator("#delivery-in_person").check()
    applications.save(studying)
    studying.follow("application.check")
    expect(studying.page.locator(".obstacle")).to_have_count(2)

    studying.page.locator(".obstacle").first.get_by_role("link").click()
    studying.fill_in_optional("field_label.loss_explanation", "Left on the train to Hamburg.")
    studying.page.locator("#delivery-post").check()
    studying.press("application.save")
    applications.submit(studying)


def _pay_at_the_desk(deciding: Visitor, student: Newcomer) -> str:
    """Finds what the student owes, takes the money in cash; returns the receipt's number."""
    deciding.open(f"students/{student.person_id}/fees")
    fee = deciding.page.locator("li.entry", has_text="Ersatz")
    expect(fee).to_contain_text(deciding.texts("statement.is_open"))
    deciding.follow("change.book_cash_title")
    deciding.fill_in("field_label.cash_amount", FEE)
    deciding.press("change_page.check_first")
    expect(deciding.page.locator("main")).to_contain_text(f"{FEE} €")
    deciding.press("change.book_cash_submit")
    # The receipt is there to be printed.
    expect(deciding.page.locator(".letter")).to_contain_text(student.family_name)
    expect(deciding.page.locator(".letter")).to_contain_text(f"{FEE} €")
    return deciding.page.locator(".letter dd").first.inner_text()
