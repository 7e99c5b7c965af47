"""A role that two administrators give, and a look at what a student sees."""

from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

NARROW = {"width": 320, "height": 640}
REASON = "Die Anmeldung zur Klausur erscheint nicht."
COLLEAGUE = "padvise"


def test_support_sees_a_students_pages_changes_nothing_and_is_seen(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Ratlos")
    helper = visitor(Language.DE, viewport=NARROW)
    helper.sign_in(suite.user_names("student_services")[0], suite.password)
    helper.open(f"students/{newcomer.person_id}/support")
    helper.press("support.start")
    expect(helper.error_at("reason")).to_be_visible()
    helper.fill_in("support.why", REASON)
    helper.press("support.start")

    banner = helper.page.get_by_role("region", name=helper.texts("support.banner"))
    expect(banner).to_contain_text(newcomer.family_name)
    assert Axe().run(helper.page).response["violations"] == []
    for path in ("account", "studies", "exams/tree"):
        helper.open(path)
        expect(banner).to_be_visible()
        assert _overhang(helper) == 0, path
    helper.open("it-services")
    helper.press_in(helper.page.locator("#email"), "my_services.activate")
    expect(helper.page.get_by_role("main")).not_to_contain_text(
        helper.texts("my_services.activated")
    )
    banner.get_by_role("button", name=helper.texts("support.leave")).click()
    expect(banner).to_have_count(0)
    helper.open(f"students/{newcomer.person_id}/support")
    expect(helper.page.get_by_role("main")).to_contain_text(REASON)

    student = visitor(Language.EN)
    student.sign_in(newcomer.user_name, suite.password)
    student.open("account/support-accesses")
    expect(student.page.get_by_role("main")).to_contain_text(REASON)
    student.open("it-services")
    expect(student.page.locator("#email")).to_contain_text(
        student.texts("it_service_state.to_be_activated")
    )
    mail_to(newcomer.mailbox, suite, REASON)


def test_a_role_with_wide_rights_takes_effect_when_a_second_administrator_agrees(
    suite: Suite, visitor: Arrival
) -> None:
    asking, agreeing, colleague = (visitor(Language.DE) for _ in range(3))
    for administrator, user_name in zip(
        (asking, agreeing), suite.user_names("system_administrator")[:2], strict=True
    ):
        administrator.sign_in(user_name, suite.password)
    colleague.sign_in(COLLEAGUE, suite.password)
    reason = f"Vertretung im Prüfungsamt, Vorgang {uuid4()}"

    asking.open("roles/give")
    asking.fill_in("roles.find_label", COLLEAGUE)
    asking.press("roles.find_submit")
    asking.page.locator("main h3 a").click()
    asking.page.locator("#role-examinations_office").check()
    asking.fill_in("roles.reason", reason)
    asking.press("roles.give_submit")
    expect(asking.alert.first).to_contain_text(asking.texts("roles.done_asked"))
    expect(asking.page.locator("main")).to_contain_text(asking.texts("roles.mine"))
    assert "office" not in _menu(colleague)

    agreeing.open("roles")
    waiting = agreeing.page.locator("li.entry, section", has_text=reason).last
    waiting.get_by_role("button", name=agreeing.texts("roles.approve")).click()
    expect(agreeing.alert.first).to_contain_text(agreeing.texts("roles.done_approved"))

    colleague.open("")
    colleague.sign_in(COLLEAGUE, suite.password)
    assert "office" in _menu(colleague)
    colleague.open("office")
    assert colleague.heading == colleague.texts("menu.office")
    _take_back(agreeing, reason)


def _take_back(administrator: Visitor, reason: str) -> None:
    """The role, so that other tests meet everybody as before."""
    administrator.open("roles?role=examinations_office")
    held = administrator.page.locator("main tr, main li.entry", has_text=reason).last
    held.get_by_role("link").first.click()
    administrator.fill_in("roles.reason", "Die Vertretung ist beendet.")
    administrator.press("roles.revoke_submit")
    expect(administrator.alert.first).to_contain_text(administrator.texts("roles.done_revoked"))


def _menu(reading: Visitor) -> set[str]:
    """Where the functions in the header lead."""
    links = reading.page.get_by_role("navigation", name=reading.texts("layout.functions"))
    found = links.get_by_role("link").evaluate_all("all => all.map(one => one.pathname)")
    return {path.removeprefix(f"/{reading.language}/") for path in found}


def _overhang(reading: Visitor) -> int:
    overhang: int = reading.page.evaluate(
        "document.documentElement.scrollWidth - document.body.clientWidth"
    )
    return overhang
