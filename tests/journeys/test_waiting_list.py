"""A full exam: who waits moves up when a seat is given back, and receipts prove it."""

import pytest
from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import Dates, Office
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

EXAM = "1020301"
NAME = {
    Language.DE: "Wissenschaft macht Geschichte",
    Language.EN: "Science and its History",
}


@pytest.mark.parametrize(
    ("language", "scripts_run"),
    [(Language.DE, False), (Language.EN, True)],
    ids=["german-without-javascript", "english"],
)
def test_who_waits_gets_the_seat_that_is_given_back(
    suite: Suite,
    visitor: Arrival,
    newcomers: Newcomers,
    office: Office,
    language: Language,
    scripts_run: bool,
) -> None:
    sitting_id = office.offer(EXAM, Dates.open_now(), seats=1)
    first, second = newcomers.welcome_all(["Zuerst", "Danach"], "KUWI-BA")
    seated, waiting = (
        _at_the_tree(visitor, language, scripts_run, newcomer, suite)
        for newcomer in (first, second)
    )

    seated.press_in(seated.sitting(sitting_id), "tree.register_seat")
    assert seated.heading == seated.texts("registration.title_registered")
    _wait_for_a_seat(waiting, sitting_id)
    mail_to(second.mailbox, suite, NAME[Language.DE], "noch\nnicht angemeldet", "waiting list")

    seated.follow("tree.withdraw")
    seated.press("withdraw.submit")
    assert seated.heading == seated.texts("registration.title_withdrawn")

    waiting.page.reload()
    assert waiting.heading == waiting.texts("registration.title_registered")
    assert waiting.fact(waiting.texts("registration.state")).endswith("(AN)")
    promoted = mail_to(second.mailbox, suite, NAME[Language.DE], "von der Warteliste aufgerückt")
    assert "moved up from the waiting list" in promoted.text
    receipts = [_receipt(waiting, action) for action in ("waiting", "promoted")]

    _is_verified(visitor(language, java_script_enabled=scripts_run), second, language, *receipts)


def _at_the_tree(
    visitor: Arrival, language: Language, scripts_run: bool, newcomer: Newcomer, suite: Suite
) -> Visitor:
    studying = visitor(language, java_script_enabled=scripts_run, accept_downloads=True)
    studying.open_tree(newcomer.user_name, suite.password)
    return studying


def _wait_for_a_seat(waiting: Visitor, sitting_id: str) -> None:
    """Finds the exam full and joins the waiting list as the first one."""
    waiting.page.reload()
    full = waiting.sitting(sitting_id)
    expect(full).to_contain_text(waiting.texts("sitting_state.waiting_list"))
    waiting.press_in(full, "tree.register_waiting")
    assert waiting.heading == waiting.texts("registration.title_waiting")
    expect(waiting.alert).to_contain_text(waiting.texts("registration.confirmed_waiting"))
    assert waiting.fact(waiting.texts("registration.waiting_place")) == "1"


def _receipt(studying: Visitor, action: str) -> str:
    """Downloads the receipt of what happened to the registration that is shown."""
    said = studying.page.get_by_role("heading", name=studying.texts(f"receipt_action.{action}"))
    entry = studying.page.locator("li.entry").filter(has=said)
    with studying.page.expect_download() as started:
        entry.get_by_role("link").click()
    assert started.value.suggested_filename.endswith(".jws")
    return started.value.path().read_text(encoding="ascii")


def _is_verified(
    anybody: Visitor, student: Newcomer, language: Language, waited: str, promoted: str
) -> None:
    """Somebody without an account reads both receipts, and is warned of a forged one."""
    for signed, action in ((waited, "waiting"), (promoted, "promoted")):
        anybody.open("receipts/verify")
        anybody.fill_in("receipt_verification.signed", signed)
        anybody.press("receipt_verification.submit")
        assert anybody.heading == anybody.texts("receipt_verification.confirmed_title")
        said = anybody.fact(anybody.texts("receipt.action"))
        assert said == anybody.texts(f"receipt_action.{action}")
        assert anybody.fact(anybody.texts("person.matriculation_number")) == (
            student.matriculation_number
        )
        assert NAME[language] in anybody.fact(anybody.texts("registration.exam"))

    header, says, signature = promoted.split(".")
    anybody.follow("receipt_verification.another")
    anybody.fill_in("receipt_verification.signed", f"{header}.{says}.{signature[::-1]}")
    anybody.press("receipt_verification.submit")
    assert anybody.heading == anybody.texts("receipt_verification.title")
    expect(anybody.error_at("signed")).to_be_visible()
