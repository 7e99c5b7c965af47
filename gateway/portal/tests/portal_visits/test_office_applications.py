"""Applications as the offices see them: deciding, asking, and filing what came on paper."""

from chassis.values import Semester
from records.domain.applications import contents
from records.domain.rules import PartTimeReason

from services.records.tests.application_factories import REPORT, student, submitted
from services.records.tests.semester_factories import publish_until

from .office_world import Office
from .portal_pages import Page
from .staff_campus import opened, sent

PDF = ("urkunde.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n", "application/pdf")


def _report(office: Office) -> str:
    application_id = submitted(office.university.database, student(office.person_id), REPORT)
    return f"/de/applications/{application_id}"


def _link(page: Page, part: str) -> str:
    return next(one for one in page.links if part in one)


async def test_what_waits_is_counted_by_kind_and_opened_from_the_list(office: Office) -> None:
    path = _report(office)

    inbox = await opened(office.clerk, "/de/applications")
    assert "Fehlermeldung" in inbox.text
    assert "/de/applications?kind=error_report" in inbox.links
    page = await opened(office.clerk, _link(inbox, path))
    assert "Es fehlt meine Note." in page.text
    assert "Nach den Regeln spricht nichts gegen den Antrag." in page.text


async def test_an_answer_needs_its_text_and_is_told(office: Office) -> None:
    path = _report(office)
    page = await opened(office.clerk, path)

    refused = await sent(office.clerk, page, "/decide", expected=422, decision="approve")
    assert "#reason" in refused.links
    inbox = await sent(
        office.clerk, page, "/decide", decision="approve", reason="Die Note ist nachgetragen."
    )

    assert "Der Antrag ist genehmigt" in inbox.text
    assert "Die Note ist nachgetragen." in (await opened(office.clerk, path)).text


async def test_a_decision_has_to_be_chosen(office: Office) -> None:
    page = await opened(office.clerk, _report(office))

    again = await sent(office.clerk, page, "/decide", expected=422, reason="Vielleicht.")

    assert "Wählen Sie eine Entscheidung." in again.text
    assert again.form("/decide").fields["reason"] == "Vielleicht."


async def test_a_question_is_asked_once(office: Office) -> None:
    path = _report(office)
    page = await opened(office.clerk, path)

    inbox = await sent(office.clerk, page, "/ask", question="Welche Prüfung?")

    assert "Die Rückfrage ist gestellt." in inbox.text
    asked = await opened(office.clerk, path)
    assert "Welche Prüfung?" in asked.text
    assert not [form for form in asked.forms if form.action.endswith("/ask")]


async def test_an_adviser_sees_and_decides_the_steps_of_the_own_programmes(office: Office) -> None:
    publish_until(office.university, "2028S")
    caller = student(office.person_id)
    wanted = contents.PartTime(
        True, Semester.parse("2027W"), PartTimeReason.JOB, "halbe Stelle", "Prof. Rat", True
    )
    proofs = ("employment_confirmation",)
    application_id = submitted(
        office.university.database, caller, wanted, office.enrolment_id, proofs
    )
    path = f"/de/applications/{application_id}"

    inbox = await opened(office.adviser, "/de/applications")
    assert path in inbox.links
    page = await opened(office.adviser, path)
    await sent(office.adviser, page, "/decide", decision="approve", reason="Passt.")

    assert "Schritt 1" in (await opened(office.clerk, path)).text
    assert path not in (await opened(office.adviser, "/de/applications")).links


async def test_the_international_center_sees_no_other_applications(office: Office) -> None:
    path = _report(office)

    assert path not in (await opened(office.abroad, "/de/applications")).links
    assert (await office.abroad.get(path)).status_code == 404


async def test_a_paper_application_is_filed_with_its_documents_and_submitted(
    office: Office,
) -> None:
    form = await opened(office.clerk, office.record("applications/new/name_change"))
    name = "content.name_change.name"
    draft = await sent(
        office.clerk,
        form,
        "name_change",
        **{
            "receive_date": "2026-10-30",
            f"{name}.given_names": "Ayşe",
            f"{name}.family_name": "Yılmaz",
            "content.name_change.valid_from_date": "2026-10-28",
        },
    )
    assert "30. Oktober 2026" in draft.text
    assert "Auf Papier eingegangen" in draft.text

    refused = await sent(office.clerk, draft, "/submit", expected=409)
    assert "Fehlt" in refused.text
    with_proof = await sent(office.clerk, draft, "/documents", files={"document": PDF})
    submitted_page = await sent(office.clerk, with_proof, "/submit")

    assert "Der Antrag ist eingereicht." in submitted_page.text
    await sent(
        office.clerk, submitted_page, "/decide", decision="approve", reason="Urkunde liegt vor."
    )
    record = await opened(office.clerk, office.record())
    assert record.first(1) == "Ayşe Yılmaz"
    assert "Frühere Namen" in record.text


async def test_what_cannot_be_read_of_a_paper_stands_at_its_field(office: Office) -> None:
    form = await opened(office.clerk, office.record("applications/new/error_report"))

    again = await sent(
        office.clerk, form, "error_report", expected=422, receive_date="2030-01-01", **_REPORT
    )

    assert "#receive_date" in again.links
    assert again.form("error_report").fields["content.error_report.text"] == "Falsch."


_REPORT = {
    "content.error_report.subject": "result",
    "content.error_report.text": "Falsch.",
}
