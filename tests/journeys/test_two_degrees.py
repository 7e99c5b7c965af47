"""Studying for two degrees: two advisers and Student Services decide, one after the other."""

from chassis.values import Language
from playwright.sync_api import Locator, expect

from tests.journeys import applications
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.papers import one_page
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices, coming_semester
from tests.journeys.visitor import Visitor
from tests.suite import Suite

KIND = "second_degree"
SECOND = "BWL-BSC"
# Who advises on the first programme, and who on the second.
ADVISERS = ("padvise", "rfeld")
REASON = "Überdurchschnittliche Leistungen in allen Modulen."


def test_two_degrees_take_the_consent_of_three_people(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, student_services: StudentServices
) -> None:
    student = newcomers.welcome("Doppelt")
    studying = visitor(Language.EN)
    studying.sign_in(student.user_name, suite.password)
    _apply(studying, one_page())

    deciding = {}
    for user_name in (*ADVISERS, student_services.user_name):
        deciding[user_name] = visitor(Language.DE)
        deciding[user_name].sign_in(user_name, suite.password)
    # Nobody decides before it is their turn.
    own = studying.page.url.partition("?")[0].rpartition("/")[2]
    for user_name in (ADVISERS[1], student_services.user_name):
        deciding[user_name].open(f"applications/{own}")
        expect(deciding[user_name].page.locator("#decision")).to_have_count(0)
    for step, (user_name, one) in enumerate(deciding.items(), start=1):
        applications.open_case(one, student, KIND)
        # The first adviser's reason goes along to those who decide later.
        if step > 1:
            expect(one.page.locator("main")).to_contain_text(REASON)
        applications.decide(one, reason=REASON if user_name == ADVISERS[0] else "")
        studying.page.reload()
        expect(_steps(studying, "approved")).to_have_count(step)

    # The second programme waits for its contribution now, as a first one does.
    assert applications.state_of(studying) == studying.texts("application_state.approved")
    mail_to(student.mailbox, suite, "acceptance: Business")


def _apply(studying: Visitor, transcript: bytes) -> None:
    applications.begin(studying, KIND)
    studying.choose("field_label.second_programme", SECOND)
    studying.choose("field_label.first_semester", coming_semester().code)
    studying.fill_in(
        "field_label.second_degree_justification", "Museums need people who can read a balance."
    )
    applications.save(studying)
    studying.follow("application.check")
    expect(studying.page.locator(".obstacle")).not_to_have_count(0)
    studying.follow("application_check.back")
    applications.attach(studying, "transcript", transcript)
    applications.submit(studying)
    expect(_steps(studying, "waiting")).to_have_count(3)


def _steps(studying: Visitor, state: str) -> Locator:
    said = studying.texts(f"step_state.{state}")
    return studying.page.locator(".steps .kern-badge", has_text=said)
