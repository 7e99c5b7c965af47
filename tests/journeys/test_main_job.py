"""The main job from end to end, as a student does it and as an employer checks it."""

import re
from io import BytesIO

import pytest
from chassis.values import Language
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.integration.mails import ReceivedMail, mails_to
from tests.journeys import certificates
from tests.journeys.conftest import Arrival
from tests.journeys.patience import patiently
from tests.journeys.visitor import Visitor
from tests.suite import Suite

# Its check digit is right, and no certificate bears it.
NOBODYS_NUMBER = "4711081512345671"


@pytest.mark.parametrize(
    ("language", "student", "scripts_run"),
    [(Language.DE, 0, False), (Language.EN, 1, True)],
    ids=["german-without-javascript", "english"],
)
def test_a_student_registers_draws_a_certificate_and_an_employer_verifies_it(
    suite: Suite, visitor: Arrival, language: Language, student: int, scripts_run: bool
) -> None:
    user_name = suite.user_names("student")[student]
    browser = {"java_script_enabled": scripts_run, "accept_downloads": True}
    studying = visitor(language, **browser)

    _accept_the_terms(studying, user_name, suite.password)
    exam = _register_and_change_the_mind(studying, suite, user_name)
    _keep_the_list(studying, exam)
    number, facts = _draw_a_certificate(studying)
    studying.sign_out()
    expect(studying.alert).to_contain_text(studying.texts("signed_out.heading"))

    _verify(visitor(language, **browser), number, facts)


def _accept_the_terms(studying: Visitor, user_name: str, password: str) -> None:
    """The way to the exams leads through the sign-in and the terms."""
    studying.open("exams/tree")
    assert studying.heading == studying.texts("sign_in.title")
    studying.sign_in(user_name, password)
    assert studying.page.url == studying.address("exams/terms")
    paragraphs = studying.page.locator("article p")
    assert paragraphs.count() > 5

    studying.press("terms.next")
    expect(studying.alert).to_contain_text(studying.texts("terms.not_ticked"))

    studying.accept_terms_if_asked()
    assert studying.heading == studying.texts("tree.title")


def _register_and_change_the_mind(studying: Visitor, suite: Suite, user_name: str) -> str:
    """Registers, withdraws and registers again; returns the exam's title."""
    mailbox = f"{user_name}@stud.leuphana.example"
    place = _open_a_sitting(studying)
    sitting = studying.page.locator(f"#{place}")
    exam = sitting.locator("xpath=ancestor::details[1]").get_by_role("heading", level=4)
    title = exam.inner_text()
    studying.press_in(sitting, "tree.register_seat")
    _status_is_ok(studying, "registered")
    mail = _mail_number(1, title, suite, mailbox)
    _names_the_details(mail, studying)

    studying.follow("tree.withdraw")
    studying.press("withdraw.submit")
    _status_is_ok(studying, "withdrawn")
    mail = _mail_number(2, title, suite, mailbox)
    assert "You are withdrawn from the following exam." in mail.text

    studying.follow("registration.back")
    studying.press_in(studying.page.locator(f"#{place}"), "tree.register_seat")
    _status_is_ok(studying, "registered")
    mail = _mail_number(3, title, suite, mailbox)
    assert "You are registered for the following exam." in mail.text
    return title


def _open_a_sitting(studying: Visitor) -> str:
    """Opens the tree along degree, programme, version, module and exam to a sitting."""
    sitting = studying.sittings_to_register_for().first
    kinds = sitting.locator("xpath=ancestor::details/summary//span[@class='branch__kind']")
    levels = ("degree", "programme", "regulations_version", "area", "module", "exam")
    assert kinds.all_text_contents() == [studying.texts(f"tree.{level}") for level in levels]
    studying.unfold(sitting)
    expect(sitting).to_be_visible()
    return sitting.get_attribute("id") or ""


def _status_is_ok(studying: Visitor, done: str) -> None:
    assert studying.heading == studying.texts(f"registration.title_{done}")
    expect(studying.alert).to_contain_text("Status: OK")
    assert studying.fact(studying.texts("registration.outcome")) == "OK"


def _names_the_details(mail: ReceivedMail, studying: Visitor) -> None:
    """The mail says in both languages what the page says."""
    module, code = re.findall(r"(.+) \((.+)\)", studying.fact(studying.texts("tree.module")))[0]
    assert code
    assert module in mail.text
    assert "Status:" in mail.text
    assert "Sie sind zu der folgenden Prüfung angemeldet." in mail.text
    assert "You are registered for the following exam." in mail.text


def _mail_number(number: int, exam: str, suite: Suite, mailbox: str) -> ReceivedMail:
    """The student's nth mail about an exam, as soon as it is there."""

    def about_the_exam() -> list[ReceivedMail]:
        return [one for one in mails_to(mailbox, suite.mail_dir) if exam in one.subject]

    return patiently(lambda: about_the_exam()[number - 1], IndexError)


def _keep_the_list(studying: Visitor, exam: str) -> None:
    """Finds the exam among the registered ones and keeps the list as a document."""
    studying.open("exams")
    studying.follow("registered.title")
    expect(studying.page.get_by_role("link", name=exam, exact=True).first).to_be_visible()
    with studying.page.expect_download() as started:
        studying.press("registered.pdf")
    assert started.value.suggested_filename.endswith(".pdf")
    assert exam in _text(started.value.path().read_bytes())


def _text(document: bytes) -> str:
    pages = PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _draw_a_certificate(studying: Visitor) -> tuple[str, list[str]]:
    """Draws an enrolment certificate; returns its number and the student's name on it."""
    number = certificates.draw(studying, "enrolment")
    printed = _text(certificates.download(studying))
    assert number in printed
    studying.open("account")
    facts = [studying.fact(studying.texts("person.name"))]
    assert facts[0] in printed
    return number, facts


def _verify(anybody: Visitor, number: str, facts: list[str]) -> None:
    """Somebody without an account confirms the number, and two that nobody was given."""
    anybody.page.goto(f"{anybody.base_url}/verify")
    assert anybody.page.url == anybody.address("verify")
    certificates.look_up(anybody, f"  {number} ")
    assert anybody.heading == anybody.texts("verify.confirmed_title")
    expect(anybody.alert).to_contain_text(anybody.texts("verify_state.valid"))
    values = anybody.page.locator("main dd").all_inner_texts()
    assert number in values
    assert set(facts) <= set(values)

    anybody.follow("verify.another")
    assert anybody.page.url == anybody.address("verify")
    certificates.look_up(anybody, NOBODYS_NUMBER)
    assert anybody.heading == anybody.texts("verify.unknown_title")
    expect(anybody.alert).to_contain_text(anybody.texts("verify.unknown_heading"))

    anybody.follow("verify.again")
    assert anybody.page.url == anybody.address("verify")
    forged = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    certificates.look_up(anybody, forged)
    malformed = {
        Language.DE: "Das ist keine Verifikationsnummer.",
        Language.EN: "This is not a verification number.",
    }
    expect(anybody.alert).to_contain_text(malformed[anybody.language])
    expect(anybody.page.get_by_label(anybody.texts("verify.number"))).to_have_value(forged)
