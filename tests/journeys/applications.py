"""What students and offices do with an application on its pages."""

from playwright.sync_api import expect

from tests.journeys.newcomers import Newcomer
from tests.journeys.visitor import Visitor

_PDF = "Nachweis Müller & Töchter.pdf"


def begin(studying: Visitor, kind: str) -> None:
    """Follows the links to the form of a kind, from wherever the student is."""
    studying.open("studies")
    studying.follow("applications.title")
    studying.follow("applications.new")
    studying.follow(f"application_kind.{kind}")
    assert studying.heading == studying.texts(f"application_kind.{kind}")


def save(studying: Visitor) -> None:
    """Keeps the draft; its page says so."""
    studying.press("application.save")
    expect(studying.alert.first).to_have_text(studying.texts("application.done_created"))


def attach(studying: Visitor, proof: str, content: bytes) -> None:
    """Adds a document to the draft, as the proof with this name in the contract."""
    studying.choose("application.proof", proof)
    studying.upload("application.file", _PDF, content)
    studying.press("application.add")
    expect(studying.alert.first).to_have_text(studying.texts("application.done_added"))
    expect(studying.page.locator("main")).to_contain_text(_PDF)


def submit(studying: Visitor) -> None:
    """Checks the draft, against which nothing stands, and submits it."""
    studying.follow("application.check")
    assert studying.heading == studying.texts("application_check.title")
    studying.press("application_check.submit")
    expect(studying.alert.first).to_have_text(studying.texts("application.done_submitted"))


def state_of(studying: Visitor) -> str:
    """The badge at the top of the application's page."""
    return studying.page.locator("main .kern-badge").first.inner_text()


def open_case(deciding: Visitor, student: Newcomer, kind: str) -> None:
    """Finds the student's application among what waits for an office."""
    deciding.open("")
    deciding.follow("inbox.title")
    deciding.choose("inbox.kind", kind)
    deciding.press("inbox.show")
    waiting = deciding.page.locator("tbody tr", has_text=student.matriculation_number)
    waiting.get_by_role("link").click()
    assert deciding.fact(deciding.texts("person.matriculation_number")) == (
        student.matriculation_number
    )


def decide(deciding: Visitor, approving: bool = True, reason: str = "") -> None:
    """Takes the step that waits."""
    answer = "case.approve" if approving else "case.reject"
    deciding.page.get_by_label(deciding.texts(answer), exact=True).check()
    if reason:
        deciding.fill_in_optional("decision.reason", reason)
    deciding.press("decision.submit")
