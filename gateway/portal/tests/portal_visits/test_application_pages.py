"""Applications: a form for each kind, documents, checking, submitting, questions, withdrawing."""

from typing import Any
from uuid import UUID

import pytest
from chassis.testing import within
from records.app.applications import review

from services.records.tests.application_factories import approved, clerk, international

from .portal_pages import Page
from .records_world import RecordsVisit
from .staff_campus import opened, sent

NEW = "/de/studies/applications/new"
PDF = ("bescheinigung.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n", "text/plain")
REPORT = {
    "subject": "result",
    "reference": "1010101",
    "text": "Es fehlt meine Note.",
}
ADDRESS = {
    "address.street_address": "Am Sande 1",
    "address.postal_code": "21335",
    "address.city": "Lüneburg",
    "address.country": "DE",
}
FILLED: dict[str, dict[str, str]] = {
    "leave_of_absence": {"semesters": "2027S", "ground": "abroad", "explanation": "Ankara"},
    "leave_withdrawal": {"semester": "2027S"},
    "part_time": {
        "to_part_time": "yes",
        "from_semester": "2027S",
        "reason": "job",
        "consultation_confirmed_by": "Prof. Rat",
        "bafoeg_loss_acknowledged": "yes",
    },
    "semester_abroad": {
        "semester": "2027S",
        "host_university": "Boğaziçi Üniversitesi",
        "country": "TR",
        "recognised_work_planned": "yes",
    },
    "deregistration": {"when": "on_date", "date": "2026-12-01", "card_returned": "yes"},
    "focus_change": {"new_major": "Moderne", "justification": "Es passt besser."},
    "second_degree": {
        "programme_code": "DATA-MSC",
        "first_semester": "2027S",
        "justification": "Es ergänzt die Geschichte.",
    },
    "address_change": {**ADDRESS, "valid_from_date": "2026-11-01"},
    "name_change": {
        "name.given_names": "Ayşe",
        "name.family_name": "Yılmaz",
        "valid_from_date": "2026-10-30",
    },
    "fee_exemption": {"semester": "2027S", "ground": "hardship_health", "waived_cents": "250,00"},
    "card_replacement": {"loss": "lost", "explanation": "Im Bus.", "delivery": "post"},
    "error_report": REPORT,
    "preselection": {
        "semester": "2027S",
        "ground": "child_care",
        "child_birth_date": "2020-05-17",
    },
}


async def _draft(records: RecordsVisit, kind: str) -> Page:
    form = await opened(records.browser, f"{NEW}/{kind}")
    return await sent(records.browser, form, kind, **FILLED[kind])


def _link(page: Page, end: str) -> str:
    return next(one for one in page.links if one.endswith(end))


def _id(page: Page) -> UUID:
    parts = _link(page, "/withdraw").split("/")
    return UUID(parts[parts.index("applications") + 1])


async def _submitted(records: RecordsVisit) -> Page:
    draft = await _draft(records, "error_report")
    check = await opened(records.browser, _link(draft, "/check"))
    return await sent(records.browser, check, "/submit")


async def test_every_kind_can_be_chosen_and_says_what_it_is_for(records: RecordsVisit) -> None:
    page = await opened(records.browser, NEW)

    for kind in FILLED:
        assert f"{NEW}/{kind}" in page.links


@pytest.mark.parametrize("kind", FILLED)
async def test_what_was_entered_becomes_a_draft_that_opens_as_it_was_left(
    records: RecordsVisit, kind: str
) -> None:
    draft = await _draft(records, kind)

    assert "Der Entwurf ist gespeichert." in draft.text
    form = await opened(records.browser, _link(draft, "/change"))
    fields = form.form("/change").fields
    assert {name: fields.get(name) for name in FILLED[kind]} == FILLED[kind]
    check = await opened(records.browser, _link(draft, "/check"))
    assert check.first(1) in ("Antrag einreichen", "So kann der Antrag nicht eingereicht werden")
    english = await opened(records.browser, _link(draft, "/change").replace("/de/", "/en/"))
    assert english.language == "en"


@pytest.mark.parametrize("kind", FILLED)
async def test_an_empty_form_names_what_is_missing_at_its_fields(
    records: RecordsVisit, kind: str
) -> None:
    form = await opened(records.browser, f"{NEW}/{kind}")
    emptied = {
        name: "" for name in form.form(kind).fields if name not in ("request_id", "enrolment_id")
    }

    page = await sent(records.browser, form, kind, expected=422, **emptied)

    named = {one.removeprefix("#") for one in page.links if one.startswith("#")} - {"content"}
    assert named
    assert named <= set(page.ids)


async def test_a_form_with_a_mistake_loses_nothing(records: RecordsVisit) -> None:
    form = await opened(records.browser, f"{NEW}/fee_exemption")

    page = await sent(
        records.browser,
        form,
        "fee_exemption",
        expected=422,
        semester="2027S",
        ground="hardship_health",
        waived_cents="viel",
        child_birth_date="17.5.2020",
        explanation="Ich war lange krank.",
    )

    assert {"#waived_cents", "#child_birth_date"} <= set(page.links)
    fields = page.form("fee_exemption").fields
    assert fields["waived_cents"] == "viel"
    assert fields["explanation"] == "Ich war lange krank."


async def test_every_obstacle_is_named_with_its_remedy_before_anything_is_submitted(
    records: RecordsVisit,
) -> None:
    form = await opened(records.browser, f"{NEW}/leave_of_absence")
    draft = await sent(
        records.browser, form, "leave_of_absence", semesters="2026W", ground="health"
    )

    page = await opened(records.browser, _link(draft, "/check"))

    assert page.first(1) == "So kann der Antrag nicht eingereicht werden"
    assert len([level for level, _ in page.headings if level == 3]) >= 2
    assert "Was hilft:" in page.text
    assert "Quelle:" in page.text
    assert not [form for form in page.forms if form.action.endswith("/submit")]
    assert any("/change#semesters" in one for one in page.links)


async def test_a_document_is_added_seen_and_removed(records: RecordsVisit) -> None:
    draft = await _draft(records, "name_change")
    refused = await sent(
        records.browser,
        draft,
        "/documents",
        files={"document": ("a.docx", b"PK", "application/pdf")},
        expected=422,
    )
    assert "#document" in refused.links

    added = await sent(records.browser, draft, "/documents", files={"document": PDF})
    assert "bescheinigung.pdf" in added.text
    document = next(one for one in added.links if "/documents/" in one)
    assert (await records.browser.get(document)).content == PDF[1]

    removed = await sent(records.browser, added, "/remove")
    assert "Die Unterlage ist entfernt." in removed.text


async def test_an_application_is_checked_confirmed_and_submitted(records: RecordsVisit) -> None:
    page = await _submitted(records)

    assert "Der Antrag ist eingereicht." in page.text
    assert "In Bearbeitung" in page.text
    assert "Schritt 1: Info-Portal" in page.text
    overview = await opened(records.browser, "/de/studies/applications")
    assert "Wartet auf" in overview.text
    assert "Info-Portal" in overview.text


async def test_submitting_twice_submits_once_and_leads_to_the_same_page(
    records: RecordsVisit,
) -> None:
    draft = await _draft(records, "error_report")
    check = await opened(records.browser, _link(draft, "/check"))

    first = await sent(records.browser, check, "/submit")
    second = await sent(records.browser, check, "/submit")

    assert first.text == second.text


async def test_a_question_is_shown_and_answered(records: RecordsVisit) -> None:
    application_id = _id(await _submitted(records))
    database = records.university.database
    within(database, review.ask_question, clerk(), application_id, "Welche Prüfung meinen Sie?")
    overview = await opened(records.browser, "/de/studies")
    assert "gibt es eine Rückfrage" in overview.text

    page = await opened(records.browser, f"/de/studies/applications/{application_id}")
    assert "Welche Prüfung meinen Sie?" in page.text
    empty = await sent(records.browser, page, "/answer", expected=422)
    assert "#answer" in empty.links
    answered = await sent(records.browser, page, "/answer", answer="Statistik I.")

    assert "Ihre Antwort ist gesendet." in answered.text
    assert "Statistik I." in answered.text
    assert "In Bearbeitung" in answered.text


async def test_the_decision_is_shown_with_its_reason(records: RecordsVisit) -> None:
    application_id = _id(await _submitted(records))
    approved(records.university.database, clerk(), application_id)

    page = await opened(records.browser, f"/en/studies/applications/{application_id}")

    assert "Approved" in page.text
    assert "Geprüft." in page.text
    assert not [one for one in page.links if one.endswith("/withdraw")]


async def test_the_written_notification_of_a_semester_abroad_can_be_downloaded(
    records: RecordsVisit,
) -> None:
    draft = await _draft(records, "semester_abroad")
    proven = await sent(
        records.browser,
        draft,
        "/documents",
        files={"document": PDF},
        proof="study_abroad_confirmation",
    )
    check = await opened(records.browser, _link(proven, "/check"))
    page = await sent(records.browser, check, "/submit")
    application_id = _id(page)
    approved(records.university.database, international(), application_id)
    approved(records.university.database, clerk(), application_id, step=2)

    decided = await opened(records.browser, f"/en/studies/applications/{application_id}")

    assert (2, "Written notification") in decided.headings
    answer = await records.browser.get(next(one for one in decided.links if "/documents/" in one))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


async def test_withdrawing_asks_first(records: RecordsVisit) -> None:
    page = await _submitted(records)
    asked = await opened(records.browser, _link(page, "/withdraw"))

    withdrawn = await sent(records.browser, asked, "/withdraw")

    assert "Der Antrag ist zurückgezogen." in withdrawn.text


async def test_a_draft_that_changed_meanwhile_is_not_overwritten(records: RecordsVisit) -> None:
    draft = await _draft(records, "error_report")
    form = await opened(records.browser, _link(draft, "/change"))
    await sent(records.browser, form, "/change", text="Erste Fassung.")

    late: dict[str, Any] = {**form.form("/change").fields, "text": "Zweite Fassung."}
    late["request_id"] = str(UUID(int=7))
    answer = await records.browser.post(form.form("/change").action, data=late)

    assert answer.status_code == 409
    assert "Zweite Fassung." in answer.text


async def test_an_unknown_kind_and_an_unknown_application_are_not_found(
    records: RecordsVisit,
) -> None:
    for path in (f"{NEW}/holiday", f"/de/studies/applications/{records.person_id}"):
        assert (await records.browser.get(path)).status_code == 404
