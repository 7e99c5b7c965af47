"""The main job without a mouse: Tab, Enter, Space and letters."""

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.keys import Keys
from tests.journeys.newcomers import Newcomers
from tests.journeys.office import EXAMINER, Dates, Office
from tests.suite import Suite


def test_the_main_job_needs_no_mouse(suite: Suite, visitor: Arrival, newcomers: Newcomers) -> None:
    newcomer = newcomers.welcome("Tastmann")
    studying = visitor(Language.EN)
    keys = Keys(studying)

    studying.open("exams/tree")
    keys.type_into("sign_in.user_name", newcomer.user_name)
    keys.type_into("sign_in.password", suite.password)
    with studying.page.expect_navigation():
        keys.press("Enter")
    keys.reach(studying.page.locator("#accepted"))
    keys.press("Space")
    keys.enter(keys.button("terms.next"))

    _register_and_withdraw(keys)
    number = _draw_a_certificate(keys)
    keys.enter(keys.button("layout.sign_out", within="header"))

    studying.open("verify")
    keys.type_into("verify.number", number)
    with studying.page.expect_navigation():
        keys.press("Enter")
    assert studying.heading == studying.texts("verify.confirmed_title")


def _register_and_withdraw(keys: Keys) -> None:
    studying = keys.visitor
    sitting = studying.sittings_to_register_for().first
    branches = sitting.locator("xpath=ancestor::details")
    for number in range(branches.count()):
        branch = branches.nth(number)
        if branch.get_attribute("open") is None:
            keys.reach(branch.locator("summary").first)
            keys.press("Enter")
    expect(sitting).to_be_visible()
    keys.enter(sitting.get_by_role("button"))
    expect(studying.alert).to_contain_text("Status: OK")

    keys.enter(keys.link("tree.withdraw"))
    keys.enter(keys.button("withdraw.submit"))
    expect(studying.alert).to_contain_text("Status: OK")


def _draw_a_certificate(keys: Keys) -> str:
    """Draws one in German, chosen with the arrow keys, and downloads it; returns its number."""
    studying = keys.visitor
    studying.open("certificates/new/enrolment")
    keys.reach(studying.page.locator("#language-en"))
    keys.press("ArrowUp")
    keys.enter(keys.button("draw.submit"))
    german = studying.texts("document_language.de")
    assert studying.fact(studying.texts("certificate.language")) == german
    keys.reach(keys.link("certificate.download"))
    with studying.page.expect_download() as started:
        keys.press("Enter")
    assert started.value.path().read_bytes().startswith(b"%PDF-")
    return studying.fact(studying.texts("certificate.number"))


def test_the_first_stop_skips_to_the_content(visitor: Arrival, suite: Suite) -> None:
    reading = visitor(Language.DE)
    reading.open("contact")
    keys = Keys(reading)

    keys.press("Tab")
    assert reading.page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    keys.press("Enter")
    keys.press("Tab")

    focused = reading.page.locator("main :focus")
    expect(focused).to_have_count(1)


def test_a_form_with_errors_leads_to_its_fields(visitor: Arrival, suite: Suite) -> None:
    trying = visitor(Language.EN)
    trying.open("sign-in")
    trying.press("layout.sign_in")

    expect(trying.page.locator("[role=alert]")).to_be_focused()
    assert trying.page.title().startswith("Error:")
    keys = Keys(trying)
    missing = trying.page.get_by_role("link", name=trying.texts("sign_in.user_name_missing"))
    keys.reach(missing)
    keys.press("Enter")
    expect(trying.page.locator("#user_name")).to_be_focused()
    expect(trying.page.locator("#user_name")).to_have_attribute("aria-invalid", "true")


def test_entering_results_needs_no_mouse(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    sitting_id = office.offer("1020301", Dates.just_begun())
    students = newcomers.welcome_all(["Tastatur", "Zwischenruf"], "KUWI-BA")
    registered = [office.register(sitting_id, one) for one in students]
    examining = visitor(Language.DE)
    keys = Keys(examining)

    examining.open(f"sittings/{sitting_id}/results")
    keys.type_into("sign_in.user_name", EXAMINER)
    keys.type_into("sign_in.password", suite.password)
    with examining.page.expect_navigation():
        keys.press("Enter")
    keys.reach(examining.page.locator(f"#grade-{registered[0]}"))
    examining.page.keyboard.type("1,4")
    keys.reach(examining.page.locator(f"#status-{registered[1]}"))
    # The name of the status, as far as it tells it from others.
    examining.page.keyboard.type("nicht ersch")
    keys.enter(keys.button("results_page.save"))

    # What is wrong stands at its cell, to which the summary leads; the other row is not lost.
    expect(examining.page.locator("[role=alert]")).to_be_focused()
    keys.enter_within_page(examining.page.locator("[role=alert] a"))
    expect(examining.page.locator(f"#grade-{registered[0]}")).to_be_focused()
    keys.press("Control+a")
    examining.page.keyboard.type("1,3")
    keys.enter(keys.button("results_page.save"))
    expect(examining.alert).to_have_text(examining.texts("results_page.done_saved", count="2"))
    expect(examining.page.locator(f"#grade-{registered[0]}")).to_have_value("1,3")
    expect(examining.page.locator(f"#status-{registered[1]}")).to_have_value("no_show")


def test_applying_needs_no_mouse(suite: Suite, visitor: Arrival, newcomers: Newcomers) -> None:
    newcomer = newcomers.welcome("Tastendruck")
    studying = visitor(Language.EN)
    keys = Keys(studying)
    studying.open("sign-in")
    keys.type_into("sign_in.user_name", newcomer.user_name)
    keys.type_into("sign_in.password", suite.password)
    with studying.page.expect_navigation():
        keys.press("Enter")

    for key in (
        "menu.studies",
        "applications.title",
        "applications.new",
        "application_kind.error_report",
    ):
        keys.enter(keys.link(key))
    keys.reach(studying.page.locator("#subject-result"))
    # Arrows move within the choice.
    for _ in range(3):
        keys.press("ArrowDown")
    expect(studying.page.locator("#subject-master_data")).to_be_checked()
    keys.enter(keys.button("application.save"))

    # The summary has the focus and leads to the field.
    expect(studying.page.locator("[role=alert]")).to_be_focused()
    keys.enter_within_page(studying.page.locator("[role=alert] a"))
    expect(studying.page.locator("#text")).to_be_focused()
    studying.page.keyboard.type("My place of birth is Lüneburg, not Lüneberg.")
    keys.enter(keys.button("application.save"))
    keys.enter(keys.link("application.check"))
    keys.enter(keys.button("application_check.submit"))
    expect(studying.alert.first).to_have_text(studying.texts("application.done_submitted"))
