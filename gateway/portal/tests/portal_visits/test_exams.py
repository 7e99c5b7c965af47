"""Terms, tree, registering, withdrawing, registered exams."""

import httpx
import pytest
from matrikel.certificates.v1 import certificate_pb2

from . import portal_pages
from . import portal_world as w

TREE = f"/de/exams/tree?enrolment={w.ENROLMENT}&module=STAT"


async def _register(student: httpx.AsyncClient, sitting_id: str = w.OPEN_SITTING) -> httpx.Response:
    page = portal_pages.read(await student.get(TREE))
    fields = {**page.form("exams/register").fields, "sitting_id": sitting_id}
    return await student.post("/de/exams/register", data=fields)


async def test_the_terms_come_before_the_tree(student: httpx.AsyncClient, world: w.World) -> None:
    world.terms_accepted = False

    answer = await student.get("/de/exams/tree")

    assert answer.headers["location"] == "/de/exams/terms"


async def test_accepting_the_terms_leads_to_the_tree(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.terms_accepted = False
    form = portal_pages.read(await student.get("/de/exams/terms")).form("exams/terms")

    answer = await student.post(form.action, data={**form.fields, "accepted": "yes"})

    assert answer.headers["location"] == "/de/exams/tree"
    assert world.terms_accepted


async def test_terms_that_are_not_ticked_are_not_accepted(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.terms_accepted = False

    answer = await student.post("/de/exams/terms", data={"terms_version": "2026-10-01"})

    assert answer.status_code == 422
    assert "#accepted" in portal_pages.read(answer).links
    assert not world.terms_accepted


async def test_an_outdated_version_of_the_terms_shows_the_new_one(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.terms_accepted = False

    answer = await student.post(
        "/de/exams/terms", data={"terms_version": "2025-10-01", "accepted": "yes"}
    )

    assert answer.status_code == 409
    assert "Inzwischen gilt eine neue Fassung." in answer.text
    assert portal_pages.read(answer).form("terms").fields["terms_version"] == "2026-10-01"


async def test_the_tree_is_open_at_the_named_module(student: httpx.AsyncClient) -> None:
    html = (await student.get(TREE)).text

    assert 'id="module-STAT" open' in html
    assert 'id="module-RECHT" open' not in html


async def test_the_tree_says_why_a_sitting_cannot_be_registered_for(
    student: httpx.AsyncClient,
) -> None:
    html = (await student.get(TREE)).text

    assert "Alle 120 Plätze sind belegt." in html
    assert "RPO § 7 (5)" in html


async def test_a_registration_is_confirmed_with_status_ok_and_its_details(
    student: httpx.AsyncClient,
) -> None:
    answer = await _register(student)

    assert answer.status_code == 303
    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert page.first(1) == "Sie sind zur Prüfung angemeldet"
    assert "Status: OK" in page.text
    assert "Donnerstag, 4. Februar 2027, 10:00 Uhr" in page.text
    assert "Wintersemester 2026/27" in page.text


async def test_sending_the_same_form_twice_registers_once(
    student: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await student.get(TREE)).form("exams/register")

    first = await student.post(form.action, data=form.fields)
    second = await student.post(form.action, data=form.fields)

    assert first.headers["location"] == second.headers["location"]
    assert len(world.registrations) == 1


async def test_every_form_of_a_page_carries_a_request_id_of_its_own(
    student: httpx.AsyncClient,
) -> None:
    first = portal_pages.read(await student.get(TREE)).form("exams/register").fields["request_id"]
    second = portal_pages.read(await student.get(TREE)).form("exams/register").fields["request_id"]

    assert first != second


@pytest.mark.parametrize(
    ("language", "sentence", "remedy"),
    [
        ("de", "Die Anmeldung ist nicht möglich.", "Bestehen Sie zuerst dieses Modul"),
        ("en", "The registration is not possible.", "Pass this module first"),
    ],
)
async def test_a_refusal_lists_every_obstacle_with_remedy_and_section(
    student: httpx.AsyncClient, language: str, sentence: str, remedy: str
) -> None:
    fields = {
        "sitting_id": w.REFUSED_SITTING,
        "enrolment_id": w.ENROLMENT,
        "module_code": "RECHT",
        "request_id": w.CERTIFICATE,
    }

    answer = await student.post(f"/{language}/exams/register", data=fields)

    page = portal_pages.read(answer)
    assert answer.status_code == 409
    assert sentence in page.text
    assert remedy in page.text
    assert "RPO § 7 (2)" in page.text
    assert "RPO § 7 (5)" in page.text
    assert "019aa000-aaaa" in page.text
    assert f"/{language}/exams/tree?enrolment={w.ENROLMENT}&module=RECHT#module-RECHT" in page.links


async def test_a_form_that_was_tampered_with_is_refused_in_words(
    student: httpx.AsyncClient,
) -> None:
    answer = await student.post("/de/exams/register", data={"sitting_id": "' OR 1=1"})

    assert answer.status_code == 422
    assert "Die Prüfung fehlt." in answer.text


async def test_withdrawing_asks_first_and_is_confirmed(student: httpx.AsyncClient) -> None:
    registered = (await _register(student)).headers["location"].split("?")[0]
    form = portal_pages.read(await student.get(f"{registered}/withdraw")).form("/withdraw")

    answer = await student.post(form.action, data=form.fields)

    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert page.first(1) == "Sie sind von der Prüfung abgemeldet"
    assert "Status: OK" in page.text
    assert "21. Oktober 2026, 08:15 Uhr" in page.text


async def test_a_refused_withdrawal_leaves_the_registration(student: httpx.AsyncClient) -> None:
    registered = (await _register(student, w.UNDATED_SITTING)).headers["location"].split("?")[0]
    form = portal_pages.read(await student.get(f"{registered}/withdraw")).form("/withdraw")

    answer = await student.post(form.action, data=form.fields)

    assert answer.status_code == 409
    assert portal_pages.read(answer).first(1) == "Die Abmeldung wurde abgelehnt"


async def test_an_address_alone_never_confirms_anything(student: httpx.AsyncClient) -> None:
    registered = (await _register(student)).headers["location"].split("?")[0]

    page = portal_pages.read(await student.get(f"{registered}?done=withdrawn"))

    assert "Status: OK" not in page.text


async def test_registered_exams_show_withdrawn_ones_too(student: httpx.AsyncClient) -> None:
    registered = (await _register(student)).headers["location"].split("?")[0]
    form = portal_pages.read(await student.get(f"{registered}/withdraw")).form("/withdraw")
    await student.post(form.action, data=form.fields)
    await _register(student)

    answer = await student.get("/de/exams/registered", follow_redirects=True)

    page = portal_pages.read(answer)
    assert page.headings.count((3, "Statistik I")) == 2
    assert "Abgemeldet am" in page.text
    assert (2, "Wintersemester 2026/27") in page.headings


async def test_a_student_with_two_enrolments_chooses_one(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.second_enrolment = True

    page = portal_pages.read(await student.get("/de/exams/registered"))

    assert f"/de/exams/registered/{w.SECOND_ENROLMENT}" in page.links


async def test_the_overview_is_downloaded_with_one_click(
    student: httpx.AsyncClient, world: w.World
) -> None:
    """Source: guide 000, "Info über angemeldete Prüfungen": "Drucken bzw. Speichern Sie diese
    Übersicht im PDF-Format nach jedem An- bzw. Abmeldevorgang."
    """
    await _register(student)
    path = f"/en/exams/registered/{w.ENROLMENT}"
    form = portal_pages.read(await student.get(path)).form("/pdf")

    answer = await student.post(form.action, data=form.fields)

    document = await student.get(answer.headers["location"])
    assert document.content == b"%PDF-1.7 the rest"
    (order,) = world.orders
    assert order.type == certificate_pb2.CERTIFICATE_TYPE_REGISTERED_EXAMS
    assert order.language == certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH
    assert order.semester.code == "2026W"


async def test_exams_work_while_every_other_service_is_down(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.down |= {"identity", "records", "certificates"}

    answer = await _register(student)

    assert (await student.get(answer.headers["location"])).status_code == 200
