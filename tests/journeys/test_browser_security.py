"""What protects a signed-in browser: its cookie, its history, its address bar, other sites."""

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys import tour
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor
from tests.suite import Suite

FOREIGN_SITE = "http://foreign.example"


def test_session_form_secret_and_device_are_in_cookies_that_scripts_and_others_cannot_use(
    suite: Suite, visitor: Arrival
) -> None:
    working = visitor()
    working.sign_in(suite.user_names("library_desk")[0], suite.password)

    cookies = {cookie["name"]: cookie for cookie in working.page.context.cookies()}
    assert set(cookies) == {"__Host-sid", "__Host-form", "__Host-device"}
    for cookie in cookies.values():
        assert cookie["httpOnly"]
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"].startswith(".")
    assert cookies["__Host-sid"]["sameSite"] == "Lax"
    assert cookies["__Host-device"]["sameSite"] == "Strict"
    assert working.page.evaluate("document.cookie") == ""


def test_after_signing_out_neither_the_back_button_nor_the_old_cookie_shows_anything(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Ausgang")
    leaving = visitor()
    leaving.sign_in(newcomer.user_name, suite.password)
    leaving.open("account")
    assert newcomer.user_name in leaving.page.locator("main").inner_text()
    old = leaving.page.context.cookies()
    leaving.sign_out()
    expect(leaving.alert).to_contain_text(leaving.texts("signed_out.heading"))
    assert "__Host-sid" not in {each["name"] for each in leaving.page.context.cookies()}

    leaving.page.go_back()
    assert leaving.heading == leaving.texts("sign_in.title")
    assert newcomer.family_name not in leaving.page.content()

    stolen = visitor(storage_state={"cookies": old, "origins": []})
    stolen.open("account")
    assert stolen.heading == stolen.texts("sign_in.title")


def test_what_belongs_to_another_student_is_not_found(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, scene: Scene
) -> None:
    addresses = tour.prepare("student", scene, visitor(), suite).addresses
    certificate = addresses["certificate"].partition("?")[0]
    names = ("registration", "withdraw", "registered", "transcript", "progress")
    private = [addresses[name] for name in (*names, "sick-note", "thesis", "distribution")]
    parts = ("download", "replace", "lookup")
    private += [certificate, *(f"{certificate}/{part}" for part in parts)]

    for language in Language:
        curious = visitor(language)
        curious.sign_in(newcomers.welcome("Neugier").user_name, suite.password)
        for path in private:
            assert curious.open(path).status == 404, path
            assert curious.heading == curious.texts("fault.not_found.title")


def test_another_site_cannot_send_our_forms(suite: Suite, visitor: Arrival) -> None:
    working = visitor()
    working.sign_in(suite.user_names("library_desk")[0], suite.password)
    action = working.address("sign-out")
    form = f'<form method="post" action="{action}"><button>Gewinn abholen</button></form>'
    working.page.route(
        f"{FOREIGN_SITE}/", lambda asked: asked.fulfill(content_type="text/html", body=form)
    )
    working.page.goto(f"{FOREIGN_SITE}/", wait_until="load")
    with working.page.expect_response(action) as answered:
        working.page.get_by_role("button").click()
    assert answered.value.status == 403

    asked = working.page.context.request.post(action, headers={"Origin": FOREIGN_SITE})
    assert asked.status == 403
    working.open("account")
    assert working.heading == working.texts("menu.account")


def test_pressing_twice_registers_once(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Doppelklick")
    studying = visitor()
    studying.open("exams/tree")
    studying.sign_in(newcomer.user_name, suite.password)
    studying.accept_terms_if_asked()
    sitting = studying.sittings_to_register_for().first
    studying.unfold(sitting)
    form = sitting.locator("input").evaluate_all(
        "fields => Object.fromEntries(fields.map(one => [one.name, one.value]))"
    )
    sitting.get_by_role("button").dblclick()
    expect(studying.alert).to_contain_text("Status: OK")
    registration = tour.path_of(studying)

    again = studying.page.context.request.post(
        studying.address("exams/register"),
        form=form,
        headers={"Origin": suite.base_url, "Sec-Fetch-Site": "same-origin"},
    )
    assert again.url == studying.address(registration)
    assert _registrations(studying) == 1


def _registrations(studying: Visitor) -> int:
    """How many registrations the student has, as the list shows them."""
    studying.open("exams/registered")
    return studying.page.locator("li.entry").count()
