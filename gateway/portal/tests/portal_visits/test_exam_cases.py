"""Sick notes, theses, the calendar's address, lotteries, and the picture of a module."""

import httpx
import pytest

from . import exam_world as e
from . import portal_pages
from . import portal_world as w

PDF = ("attest.pdf", b"%PDF-1.7 ill", "application/pdf")
DAYS = {"ill_from_date": "2027-02-03", "ill_until_date": "2027-02-05"}
APPLY = f"/de/exams/theses/apply/{w.ENROLMENT}"
EXAMINERS = {"first_examiner_user_name": "ameier", "second_examiner_user_name": "bmueller"}


@pytest.fixture
async def own(student: httpx.AsyncClient) -> str:
    """The address of a registration."""
    tree = await student.get(f"/de/exams/tree?enrolment={w.ENROLMENT}&module=STAT")
    form = portal_pages.read(tree).form("exams/register")
    answer = await student.post(form.action, data=form.fields)
    return str(answer.headers["location"]).partition("?")[0]


async def test_a_sick_note_is_filed_listed_and_downloaded(
    student: httpx.AsyncClient, own: str
) -> None:
    form = portal_pages.read(await student.get(f"{own}/sick-note")).form("/sick-note")

    answer = await student.post(form.action, data={**form.fields, **DAYS}, files={"document": PDF})

    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert page.first(1) == "Ihre Krankmeldung ist eingegangen"
    assert "3. Februar 2027 bis 5. Februar 2027" in page.text
    listed = portal_pages.read(await student.get("/de/exams/sick-notes"))
    assert "In Prüfung" in listed.text
    link = next(link for link in page.links if link.endswith("/document"))
    document = await student.get(link)
    assert document.content == PDF[1]
    assert "attest.pdf" in document.headers["content-disposition"]


async def test_what_is_missing_in_a_sick_note_is_said_at_each_field(
    student: httpx.AsyncClient, own: str
) -> None:
    answer = await student.post(f"{own}/sick-note", files={"document": ("", b"")})

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Fehler:")
    assert {"#ill_from_date", "#ill_until_date", "#document"} <= set(page.links)


async def test_the_last_day_of_an_illness_is_not_before_the_first(
    student: httpx.AsyncClient, own: str
) -> None:
    days = {"ill_from_date": "2027-02-05", "ill_until_date": "2027-02-03"}

    answer = await student.post(f"{own}/sick-note", data=days, files={"document": PDF})

    assert answer.status_code == 422
    assert "Der letzte Tag darf nicht vor dem ersten liegen." in answer.text
    assert 'value="2027-02-05"' in answer.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ this is a program", "Das ist kein PDF oder Bild."),
        (b"%PDF" + b"x" * 10 * 1024 * 1024, "Die Datei ist größer als 10 MB."),
    ],
)
async def test_an_unusable_document_is_refused_at_its_field(
    student: httpx.AsyncClient, own: str, content: bytes, sentence: str
) -> None:
    answer = await student.post(
        f"{own}/sick-note", data=DAYS, files={"document": ("a.pdf", content, "application/pdf")}
    )

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert "#document" in page.links


async def test_a_refused_sick_note_names_every_reason(student: httpx.AsyncClient, own: str) -> None:
    answer = await student.post(
        f"{own}/sick-note", data={**DAYS, "remark": "too late"}, files={"document": PDF}
    )

    page = portal_pages.read(answer)
    assert answer.status_code == 409
    assert page.first(1) == "Die Krankmeldung wurde nicht angenommen"
    assert "RPO § 7 (5)" in page.text


async def test_two_files_in_one_form_are_refused(student: httpx.AsyncClient, own: str) -> None:
    answer = await student.post(
        f"{own}/sick-note", data=DAYS, files=[("document", PDF), ("document", PDF)]
    )

    assert answer.status_code == 400


async def test_a_thesis_is_applied_for(student: httpx.AsyncClient) -> None:
    form = portal_pages.read(await student.get(f"{APPLY}?exam={e.THESIS_EXAM}")).form(w.ENROLMENT)
    assert form.fields["exam_number"] == e.THESIS_EXAM

    answer = await student.post(
        APPLY, data={**form.fields, **EXAMINERS, "title": "Über das Warten"}
    )

    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert page.first(1) == "Über das Warten"
    assert "Ihr Antrag ist eingegangen" in page.text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"#title", "#first_examiner_user_name", "#second_examiner_user_name"}),
        (
            {**EXAMINERS, "title": "Warten", "first_examiner_user_name": "nobody"},
            {"#first_examiner_user_name"},
        ),
    ],
)
async def test_what_is_wrong_in_an_application_is_said_at_its_fields(
    student: httpx.AsyncClient, fields: dict[str, str], wrong: set[str]
) -> None:
    answer = await student.post(APPLY, data=fields)

    assert answer.status_code == 422
    assert wrong <= set(portal_pages.read(answer).links)


async def test_a_refused_application_names_every_reason(student: httpx.AsyncClient) -> None:
    answer = await student.post(APPLY, data={**EXAMINERS, "title": "Zu früh"})

    assert answer.status_code == 409
    assert "Bestehen Sie zuerst dieses Modul" in answer.text


async def test_a_thesis_is_handed_in_once_and_can_be_downloaded(
    student: httpx.AsyncClient, world: w.World
) -> None:
    thesis = e.thesis()
    world.cases.theses[thesis.thesis_id] = thesis
    path = f"/de/exams/theses/{thesis.thesis_id}"
    form = portal_pages.read(await student.get(f"{path}/hand-in")).form("/hand-in")

    answer = await student.post(form.action, data=form.fields, files={"document": PDF})

    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert "Ihre Arbeit ist abgegeben" in page.text
    assert "Noch nicht veröffentlicht" in page.text
    assert (await student.get(f"{path}/document")).content == PDF[1]
    assert (await student.get(f"{path}/hand-in")).status_code == 303


async def test_a_thesis_that_is_no_pdf_is_refused_at_its_field(
    student: httpx.AsyncClient, world: w.World
) -> None:
    thesis = e.thesis()
    world.cases.theses[thesis.thesis_id] = thesis

    answer = await student.post(
        f"/de/exams/theses/{thesis.thesis_id}/hand-in",
        files={"document": ("a.docx", b"PK", "application/pdf")},
    )

    assert answer.status_code == 422
    assert "#document" in portal_pages.read(answer).links
    assert "Das ist kein PDF." in answer.text


async def test_the_calendars_address_is_shown_once_and_can_be_ended(
    student: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await student.get("/de/exams/calendar")).form("exams/calendar")

    made = await student.post(form.action, data=form.fields)
    later = await student.get("/de/exams/calendar")
    ended = await student.post("/de/exams/calendar/end", data={})

    assert f"http://portal.test{e.SECRET_PATH}" in made.text
    assert f"webcal://portal.test{e.SECRET_PATH}" in portal_pages.read(made).links
    assert e.SECRET_PATH not in later.text
    assert "Die Adresse ist beendet" in (await student.get(ended.headers["location"])).text
    assert not world.cases.has_feed


async def test_everybody_sees_what_a_lottery_is_bound_to_before_the_draw(
    visitor: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await visitor.get(f"/en/lotteries/{w.OPEN_SITTING}"))

    assert "ab" * 32 in page.text
    assert "Lotto 6aus49" in page.text
    assert "The seats have not been drawn yet." in page.text
    publication = await visitor.get(f"/en/lotteries/{w.OPEN_SITTING}/publication")
    assert publication.status_code == 404


async def test_everybody_can_download_a_draw_and_learns_how_to_recompute_it(
    visitor: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await visitor.get(f"/de/lotteries/{e.DRAWN_SITTING}"))
    link = next(link for link in page.links if link.endswith("/publication"))

    answer = await visitor.get(link)

    assert "exams lottery verify" in page.text
    assert answer.json() == {"seats": 40}
    assert ".json" in answer.headers["content-disposition"]


async def test_the_picture_of_a_module_leads_from_courses_to_exams(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(
        await student.get(f"/de/exams/regulations/{e.VERSION}/modules/STAT?semester=2026S")
    )

    courses, exams = page.text.index("Übung zur Statistik"), page.text.index("Statistik I ")
    assert courses < page.text.index("führt zu") < exams
    for said in ("Tutorium", "Modul „Mathematik“", "30 CP", "Sommersemester 2026", "Wiederholbar"):
        assert said in page.text
    assert "https://www.leuphana.example/rpo.pdf" in page.links


async def test_the_rules_are_shown_with_their_sections(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get(f"/de/exams/regulations/{e.VERSION}"))

    assert "Drei Versuche." in page.text
    assert "RPO § 16" in page.text
