"""A leave of absence, from the first look at the form to what it changes."""

from datetime import UTC, datetime, timedelta

from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys import applications
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import SOON, Dates, Office
from tests.journeys.papers import one_page
from tests.journeys.post import mail_to
from tests.journeys.student_services import StudentServices, coming_semester
from tests.journeys.visitor import Visitor
from tests.suite import Suite

# Of a programme whose exams no other test counts.
PROGRAMME, EXAM = "CUO-MA", "7010101"
KIND = "leave_of_absence"
QUESTION = "Von wann bis wann dauert das Praktikum?"
ANSWER = "Vom 1. April bis zum 31. August."


def test_a_leave_of_absence_is_applied_for_without_scripts_and_approved(
    suite: Suite,
    visitor: Arrival,
    newcomers: Newcomers,
    office: Office,
    student_services: StudentServices,
) -> None:
    student = newcomers.welcome("Auszeit", PROGRAMME)
    student_services.call_to_reregister()
    studying = visitor(Language.DE, java_script_enabled=False)
    studying.sign_in(student.user_name, suite.password)
    contribution = _owed(studying)

    _apply(studying, one_page())
    mail_to(student.mailbox, suite, "Beurlaubung")
    deciding = visitor(Language.DE)
    deciding.sign_in(student_services.user_name, suite.password)
    _ask(deciding, student)
    # A question may be about somebody's health: it is read behind the sign-in.
    assert QUESTION not in mail_to(student.mailbox, suite, "Beurlaubung", "Rückfrage").text
    _answer(studying)
    _approve(deciding, student)

    mail_to(student.mailbox, suite, "Beurlaubung", "genehmigt")
    studying.page.reload()
    assert applications.state_of(studying) == studying.texts("application_state.approved")
    # Only the part for the Studentenwerk is due in a semester on leave.
    assert _cents(_owed(studying)) < _cents(contribution)
    student_services.receive_what_is_due(student)
    studying.open("studies/enrolments")
    on_leave = studying.texts("semester_status.on_leave")
    expect(studying.page.locator("tbody tr", has_text=on_leave)).to_have_count(1)
    _exams_are_not_possible(studying, office)


def _exams_are_not_possible(studying: Visitor, office: Office) -> None:
    """An exam of the coming semester says why nobody on leave registers for it."""
    now, semester = datetime.now(UTC), coming_semester()
    last = datetime.combine(semester.last_date, datetime.min.time(), UTC)
    dates = Dates(now - SOON, now + SOON, last - timedelta(days=60))
    sitting_id = office.offer(EXAM, dates, semester=semester)
    studying.open("exams/tree")
    studying.accept_terms_if_asked()
    sitting = studying.sitting(sitting_id)
    expect(sitting).to_contain_text("beurlaubt")
    expect(sitting.get_by_role("button")).to_have_count(0)


def _owed(studying: Visitor) -> str:
    studying.open("studies/fees")
    return studying.fact(studying.texts("fees.sum"))


def _cents(said: str) -> int:
    return int("".join(one for one in said if one.isdigit()))


def _apply(studying: Visitor, proof: bytes) -> None:
    """Asks for three semesters in a row, which needs a proof; is told so, adds it, and submits."""
    applications.begin(studying, KIND)
    studying.press("application.save")
    expect(studying.error_at("semesters")).to_be_visible()
    semester = coming_semester()
    for _ in range(3):
        studying.page.locator(f"#semesters-{semester.code}").check()
        semester = semester.next()
    studying.page.locator("#ground-internship").check()
    applications.save(studying)

    studying.follow("application.check")
    assert studying.heading == studying.texts("application_check.refused")
    expect(studying.page.locator(".obstacle")).to_have_count(1)
    expect(studying.page.locator(".obstacle")).to_contain_text("Praktikumsvertrag")
    expect(studying.page.get_by_role("main").get_by_role("button")).to_have_count(0)
    studying.follow("application_check.back")

    applications.attach(studying, "internship_contract", proof)
    applications.submit(studying)


def _ask(deciding: Visitor, student: Newcomer) -> None:
    applications.open_case(deciding, student, KIND)
    deciding.page.locator("summary", has_text=deciding.texts("case.ask")).click()
    deciding.fill_in("case.question", QUESTION)
    deciding.press("case.ask_submit")


def _answer(studying: Visitor) -> None:
    """Finds the question among what waits, and answers it."""
    studying.open("studies")
    to_do = studying.page.locator(".to-do")
    to_do.get_by_role("link", name=studying.texts("studies.answer")).click()
    expect(studying.page.locator("main")).to_contain_text(QUESTION)
    studying.fill_in("application.answer", ANSWER)
    studying.press("application.answer_submit")
    expect(studying.alert.first).to_have_text(studying.texts("application.done_answered"))


def _approve(deciding: Visitor, student: Newcomer) -> None:
    applications.open_case(deciding, student, KIND)
    expect(deciding.page.locator("main")).to_contain_text(ANSWER)
    applications.decide(deciding)
    expect(deciding.alert.first).to_be_visible()
