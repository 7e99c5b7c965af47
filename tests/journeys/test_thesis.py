"""A thesis: applied for, admitted, handed in, graded by two people, released."""

from datetime import UTC, datetime

from chassis.values import Language, local_date
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import Office
from tests.journeys.papers import one_page
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

# Thirty credit points of a master's programme, which its thesis asks for.
MODULES = [f"SUM21-0{number}" for number in range(1, 7)]
TITLE = "Lieferketten für Kaffee: Wer trägt das Risiko?"
FIRST, SECOND = "ameier", "ckaya"


def test_a_thesis_goes_from_the_application_to_the_released_grade(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office
) -> None:
    student = newcomers.welcome("Schlusswort", "SUM-MBA")
    office.recognise(student, MODULES)
    studying = visitor(Language.EN)
    studying.sign_in(student.user_name, suite.password)
    deciding = visitor(Language.DE)
    deciding.sign_in(office.user_name, suite.password)
    thesis = one_page()

    thesis_id = _apply(studying)
    mail_to(student.mailbox, suite, "thesis", "Your application for a thesis has arrived.")
    _admit(deciding, thesis_id)
    mail_to(student.mailbox, suite, "thesis", "Your thesis is admitted")
    _hand_in(studying, thesis_id, thesis)
    mail_to(student.mailbox, suite, "thesis", "Your thesis is handed in on time.")

    mail_to(f"{SECOND}@leuphana.example", suite, TITLE, "A thesis that you examine is handed in.")
    for user_name, label, grade in ((FIRST, "first", "1,3"), (SECOND, "second", "2,0")):
        examining = visitor(Language.DE, accept_downloads=True)
        examining.sign_in(user_name, suite.password)
        _read_and_grade(examining, thesis_id, thesis, f"own_thesis.{label}_grade", grade)
    studying.open(f"exams/theses/{thesis_id}")
    secret = studying.texts("own_thesis.not_released")
    assert studying.fact(studying.texts("own_thesis.first_grade")) == secret

    _release(deciding, student)
    mail_to(student.mailbox, suite, "exam result available")
    studying.page.reload()
    assert studying.fact(studying.texts("own_thesis.first_grade")) == "1.3"
    assert studying.fact(studying.texts("own_thesis.second_grade")) == "2.0"
    studying.open(f"exams/transcript/{student.enrolment_id}")
    # The mean of both is 1.65, of which the regulations keep one decimal.
    expect(studying.page.locator("tbody tr", has_text="8011001")).to_contain_text("1.6")


def _apply(studying: Visitor) -> str:
    studying.open("exams/theses")
    studying.page.get_by_role("link", name=studying.texts("own_thesis.apply")).click()
    studying.fill_in("own_thesis.subject", TITLE)
    studying.fill_in("own_thesis.first_examiner", FIRST)
    studying.press("own_thesis.submit")
    expect(studying.error_at("second_examiner_user_name")).to_be_visible()
    studying.fill_in("own_thesis.second_examiner", SECOND)
    studying.press("own_thesis.submit")
    expect(studying.alert).to_contain_text(studying.texts("own_thesis.done_applied_title"))
    assert studying.heading == TITLE
    return studying.page.url.partition("?")[0].rpartition("/")[2]


def _admit(deciding: Visitor, thesis_id: str) -> None:
    """Finds the application among what waits, and fixes the first day."""
    deciding.open("office")
    deciding.page.get_by_role(
        "link", name=deciding.texts("office.waiting_theses"), exact=True
    ).click()
    deciding.page.locator(f"main a[href*='{thesis_id}']").click()
    deciding.fill_in("own_thesis.start", local_date(datetime.now(UTC)).isoformat())
    deciding.press("theses.admit_submit")
    expect(deciding.alert.first).to_have_text(deciding.texts("theses.done_admitted"))
    admitted = deciding.texts("thesis_state.admitted")
    assert deciding.fact(deciding.texts("own_thesis.state")) == admitted


def _hand_in(studying: Visitor, thesis_id: str, thesis: bytes) -> None:
    studying.open(f"exams/theses/{thesis_id}")
    assert studying.fact(studying.texts("own_thesis.due"))
    studying.follow("own_thesis.hand_in")
    studying.upload("own_thesis.content", "arbeit.pdf", thesis)
    studying.press("own_thesis.hand_in_submit")
    expect(studying.alert).to_contain_text(studying.texts("own_thesis.done_handed_in_title"))


def _read_and_grade(
    examining: Visitor, thesis_id: str, thesis: bytes, field: str, grade: str
) -> None:
    """Finds the thesis, reads it as it was handed in, and enters the one grade that is asked."""
    examining.open("theses?state=handed_in")
    examining.page.locator(f"main a[href*='{thesis_id}']").click()
    with examining.page.expect_download() as started:
        examining.follow("own_thesis.download")
    assert started.value.path().read_bytes() == thesis
    expect(examining.page.get_by_role("textbox")).to_have_count(1)
    examining.fill_in(field, grade)
    examining.press("theses.save_grade")
    expect(examining.alert.first).to_have_text(examining.texts("theses.done_graded"))
    assert examining.fact(examining.texts(field)) == grade


def _release(deciding: Visitor, student: Newcomer) -> None:
    """Releases the result, found by way of the student's record."""
    deciding.open(f"student-records/{student.person_id}")
    deciding.page.locator("tbody tr", has_text="8011001").get_by_role("link").first.click()
    deciding.page.get_by_role("navigation").get_by_role(
        "link", name=deciding.texts("results_page.title"), exact=True
    ).click()
    deciding.follow("release.title")
    deciding.press("release.submit")
    expect(deciding.alert.first).to_have_text(
        deciding.texts("results_page.done_released", count="1")
    )
