"""What members of staff see and do in the browser."""

import re

import pytest
from chassis.values import Language
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import Office
from tests.journeys.visitor import Visitor
from tests.suite import Suite

NEW_PASSWORD = "Siebzehn Möwen über dem Stint"


@pytest.mark.parametrize("language", Language)
def test_an_initial_code_brings_a_new_student_in(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, language: Language
) -> None:
    newcomer = newcomers.enrol("Neuling")
    clerk = visitor(language)
    clerk.sign_in(suite.user_names("student_services")[0], suite.password)
    code = _issue_a_code(clerk, newcomer)

    studying = visitor(language)
    studying.open("activate")
    studying.fill_in("sign_in.user_name", newcomer.user_name)
    studying.fill_in("activate.initial_code", code.lower().replace("-", " "))
    studying.fill_in("activate.password", NEW_PASSWORD)
    studying.fill_in("activate.password_again", NEW_PASSWORD)
    studying.press("activate.submit")
    assert studying.heading == studying.texts("activated.title")
    studying.follow("layout.sign_in")
    studying.sign_in(newcomer.user_name, NEW_PASSWORD)
    studying.page.get_by_label(studying.texts("terms_of_use.accepted")).check()
    studying.press("terms_of_use.submit")
    studying.open("")
    assert newcomer.family_name in studying.heading

    clerk.open(f"students/{newcomer.person_id}")
    assert clerk.fact(clerk.texts("account.state")) == clerk.texts("account_state.active")
    expect(clerk.page.get_by_role("link", name=clerk.texts("initial_code.title"))).to_have_count(0)


def _issue_a_code(clerk: Visitor, newcomer: Newcomer) -> str:
    """Finds the student by the matriculation number and issues a code; returns the code."""
    clerk.follow("menu.students")
    clerk.fill_in("person.matriculation_number", newcomer.matriculation_number)
    clerk.press("students.submit")
    clerk.page.get_by_role("link", name=re.compile(newcomer.family_name)).click()
    assert clerk.fact(clerk.texts("sign_in.user_name")) == newcomer.user_name
    clerk.follow("initial_code.title")
    clerk.press("initial_code.submit")
    user_name, code = clerk.page.locator(".letter dd").all_inner_texts()
    assert user_name == newcomer.user_name
    return code


def test_sittings_show_their_participants_to_their_examiner_and_the_office_only(
    suite: Suite, visitor: Arrival, newcomers: Newcomers
) -> None:
    newcomer = newcomers.welcome("Prüfling")
    examiner, exam_number = _register(visitor(Language.DE), newcomer, suite.password)
    examiners = {name: visitor(Language.DE) for name in suite.user_names("examiner")}
    for user_name, examining in examiners.items():
        examining.sign_in(user_name, suite.password)
    own = next(one for one in examiners.values() if _full_name(one) in examiner)
    other = next(one for one in examiners.values() if one is not own)

    address = _open_the_sitting(own, exam_number, newcomer)
    assert _examiners(own) == {examiner}

    assert examiner not in _examiners(other)
    other.page.goto(address)
    assert other.heading == other.texts("fault.not_found.title")

    office = visitor(Language.DE)
    office.sign_in(suite.user_names("examinations_office")[0], suite.password)
    assert _open_the_sitting(office, exam_number, newcomer) == address
    assert len(_examiners(office)) == len(examiners)


def _register(studying: Visitor, newcomer: Newcomer, password: str) -> tuple[str, str]:
    """Registers for an exam; returns its examiner and number as the page shows them."""
    studying.open("exams/tree")
    studying.sign_in(newcomer.user_name, password)
    studying.accept_terms_if_asked()
    sitting = studying.sittings_to_register_for().first
    studying.unfold(sitting)
    studying.press_in(sitting, "tree.register_seat")
    exam = studying.fact(studying.texts("registration.exam"))
    return studying.fact(studying.texts("sitting.examiner")), exam[-8:-1]


def _full_name(examining: Visitor) -> str:
    examining.open("account")
    return examining.fact(examining.texts("person.name"))


def _open_the_sitting(looking: Visitor, exam_number: str, participant: Newcomer) -> str:
    """Finds the sitting with the participant by the exam's number; returns its address."""
    looking.open("sittings")
    looking.fill_in("sittings.query", exam_number)
    looking.press("sittings.show")
    named = looking.page.locator("main h2 a", has_text=f"({exam_number})")
    links = [one.get_attribute("href") or "" for one in named.all()]
    for link in links:
        looking.page.goto(f"{looking.base_url}{link}")
        row = looking.page.locator("tbody tr", has_text=participant.matriculation_number)
        if row.count():
            expect(row).to_contain_text(participant.family_name)
            return looking.page.url
    raise AssertionError(f"no sitting of {exam_number} has the participant")


def _examiners(looking: Visitor) -> set[str]:
    """The examiners of all sittings that somebody sees on the first page."""
    looking.open("sittings?semester=all")
    names = looking.page.locator("dl > div").filter(has_text=looking.texts("sitting.examiner"))
    return set(names.locator("dd").all_inner_texts())


def test_a_programme_adviser_reads_how_studies_go_and_changes_nothing(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    student = newcomers.welcome("Ratlos")
    office.give_results("1020301", [student], ["2.7"])
    advising = visitor(Language.EN)
    advising.sign_in(suite.user_names("programme_adviser")[0], suite.password)

    advising.follow("menu.records")
    advising.fill_in("person.matriculation_number", student.matriculation_number)
    advising.press("students.submit")
    advising.page.get_by_role("link", name=student.family_name).first.click()
    advising.page.locator(f"main a[href*='{student.enrolment_id}']").click()

    expect(advising.page.locator("tbody tr", has_text="1020301").first).to_contain_text("2.7")
    expect(advising.page.get_by_role("main").get_by_role("button")).to_have_count(0)
    recognising = f"student-records/{student.person_id}/{student.enrolment_id}/recognitions"
    assert advising.open(recognising).status == 403
