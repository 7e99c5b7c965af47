"""A sick note from the doctor's form to the decision."""

from datetime import UTC, datetime

import pytest
from chassis.values import Language, local_date
from playwright.sync_api import expect

from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomer, Newcomers
from tests.journeys.office import Dates, Office
from tests.journeys.papers import one_page
from tests.journeys.post import mail_to
from tests.journeys.visitor import Visitor
from tests.suite import Suite

EXAM = "1020301"


@pytest.mark.parametrize(
    "language", [Language.DE, pytest.param(Language.EN, marks=pytest.mark.prove)]
)
def test_a_sick_note_is_filed_looked_at_and_approved(
    suite: Suite, visitor: Arrival, newcomers: Newcomers, office: Office, language: Language
) -> None:
    student = newcomers.welcome("Grippe")
    registration_id = office.register(office.offer(EXAM, Dates.just_begun()), student)
    form = one_page()
    studying = visitor(language)
    studying.sign_in(student.user_name, suite.password)

    _file(studying, registration_id, form)
    assert "Your sick note" in mail_to(student.mailbox, suite, "sick note").text

    deciding = visitor(language, accept_downloads=True)
    deciding.sign_in(office.user_name, suite.password)
    _approve(deciding, student, form)

    studying.page.reload()
    approved = studying.texts("sick_note_state.approved")
    assert studying.fact(studying.texts("own_sick_note.state")) == approved
    mail_to(student.mailbox, suite, "sick note", "No attempt is counted")
    studying.follow("own_sick_note.registration")
    assert studying.fact(studying.texts("registration.state")).endswith("(GR)")


def _file(studying: Visitor, registration_id: str, form: bytes) -> None:
    """Files it; a file of another type is refused at the field, and what was typed stays."""
    today = local_date(datetime.now(UTC)).isoformat()
    studying.open("exams/sick-notes")
    studying.page.locator(f"main a[href*='{registration_id}']").click()
    studying.fill_in("own_sick_note.ill_from", today)
    studying.fill_in("own_sick_note.ill_until", today)
    studying.upload("own_sick_note.content", "attest.pdf", b"Ich bin krank.")
    studying.press("own_sick_note.submit")
    expect(studying.error_at("document")).to_contain_text("PDF")
    expect(studying.page.get_by_label(studying.texts("own_sick_note.ill_from"))).to_have_value(
        today
    )

    studying.upload("own_sick_note.content", "attest.pdf", form)
    studying.press("own_sick_note.submit")
    expect(studying.alert).to_contain_text(studying.texts("own_sick_note.filed_title"))
    filed = studying.texts("sick_note_state.filed")
    assert studying.fact(studying.texts("own_sick_note.state")) == filed


def _approve(deciding: Visitor, student: Newcomer, form: bytes) -> None:
    """Finds it among what waits, reads the form as it was filed, and approves."""
    deciding.open("office")
    deciding.page.get_by_role(
        "link", name=deciding.texts("office.waiting_sick_notes"), exact=True
    ).click()
    named = deciding.page.locator("li.entry", has_text=student.family_name)
    named.get_by_role("link").last.click()
    assert deciding.fact(deciding.texts("person.matriculation_number")) == (
        student.matriculation_number
    )
    with deciding.page.expect_download() as started:
        deciding.follow("own_sick_note.download")
    assert started.value.path().read_bytes() == form
    deciding.page.get_by_label(deciding.texts("sick_notes.approve")).check()
    deciding.press("decision.submit")
    # The regulations register for the next sitting at once.
    expect(deciding.alert.first).to_have_text(
        deciding.texts("sick_notes.done_approved_and_repeated")
    )
