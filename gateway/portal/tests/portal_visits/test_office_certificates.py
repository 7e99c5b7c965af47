"""Offices find certificates, issue them for students and withdraw them."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from matrikel.certificates.v1 import certificate_pb2 as certificates
from portal import menu
from portal.services import SignedIn

from . import certificate_world as c
from . import portal_pages
from . import portal_world as w
from .staff_campus import whole

ISSUED = f"/de/issued-certificates/{w.CERTIFICATE}"
OF_STUDENT = f"/de/students/{w.STUDENT}/certificates"


@pytest.fixture(autouse=True)
def _one_certificate(world: w.World) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()


@pytest.mark.parametrize(
    ("role", "jobs"), [("student_services", True), ("examinations_office", False)]
)
def test_offices_have_their_own_entry_in_the_menu(role: str, jobs: bool) -> None:
    names = [entry.name for entry in menu.entries_for(SignedIn(w.CLERK, frozenset({role})))]

    assert "issued_certificates" in names
    assert "certificates" not in names


async def test_a_certificate_is_found_by_its_number(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.post(
        "/de/issued-certificates", data={"verification_number": "4711 0815 1234 5676"}
    )

    assert answer.headers["location"] == ISSUED
    page = whole(await clerk.get(ISSUED))
    assert page.first(1) == "Noten\xadspiegel"
    assert "Ayşe Öztürk" in page.text
    assert "Studentin oder Student selbst" in page.text
    assert f"/de/students/{w.STUDENT}" in page.links
    document = await clerk.get(f"{ISSUED}/download")
    assert document.content == b"%PDF-1.7 the rest"


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ("", 422, "Geben Sie die VerifikationsNr ein."),
        ("12", 422, "Die Nummer hat 16 Ziffern."),
        ("1" * 41, 422, "Das ist zu lang."),
        ("1" * 16, 404, "Diese Bescheinigung gibt es nicht."),
    ],
)
async def test_a_number_that_finds_nothing_is_explained(
    clerk: httpx.AsyncClient, typed: str, status: int, sentence: str
) -> None:
    answer = await clerk.post("/de/issued-certificates", data={"verification_number": typed})

    page = portal_pages.read(answer)
    assert answer.status_code == status
    assert "#verification_number" in page.links
    assert sentence in page.text


async def test_the_record_of_a_student_has_their_certificates(clerk: httpx.AsyncClient) -> None:
    page = whole(await clerk.get(OF_STUDENT))

    assert page.first(1) == "Ayşe Öztürk"
    assert ISSUED in page.links
    assert f"{OF_STUDENT}/new/study_history" in page.links
    assert f"/de/students/{w.STUDENT}/fees" in page.links


async def test_the_examinations_office_sees_them_from_its_own_record(
    exams_office: httpx.AsyncClient, world: w.World
) -> None:
    page = whole(await exams_office.get(OF_STUDENT))

    assert f"/de/student-records/{w.STUDENT}" in page.links
    assert f"/de/students/{w.STUDENT}/fees" not in page.links
    assert "GetPerson" not in world.calls
    assert (await exams_office.get(ISSUED)).status_code == 200
    assert (await exams_office.get("/de/certificate-jobs")).status_code == 403


@pytest.mark.parametrize(("who", "about"), [(w.CLERK, "2026W"), (w.EXAMS_OFFICE, "2026S")])
async def test_an_office_issues_for_a_student(
    who: str,
    about: str,
    world: w.World,
    sign_in: Callable[[str], Awaitable[httpx.AsyncClient]],
) -> None:
    browser = await sign_in(who)
    form = whole(await browser.get(f"{OF_STUDENT}/new/enrolment")).form("/new/enrolment")
    assert "birth_date_required" not in form.fields

    answer = await browser.post(
        form.action,
        data={
            **form.fields,
            "about": f"{w.ENROLMENT}_{about}",
            "language": "both",
            "with_address": "yes",
        },
    )

    (order,) = world.orders
    assert order.with_address
    assert order.person_id == w.STUDENT
    assert order.semester.code == about
    page = whole(await browser.get(answer.headers["location"]))
    assert "Die Bescheinigung ist ausgestellt." in page.text


async def test_a_refused_order_of_an_office_is_explained(clerk: httpx.AsyncClient) -> None:
    path = f"{OF_STUDENT}/new/enrolment"
    form = portal_pages.read(await clerk.get(path)).form("/new/enrolment")

    refused = await clerk.post(form.action, data={**form.fields, "about": f"{w.ENROLMENT}_2025W"})
    missing = await clerk.post(form.action, data={**form.fields, "about": "", "language": ""})

    assert refused.status_code == 409
    assert "#about" in portal_pages.read(refused).links
    assert missing.status_code == 422
    assert {"#about", "#language"} <= set(portal_pages.read(missing).links)
    assert (await clerk.get(f"{OF_STUDENT}/new/diploma")).status_code == 404


async def test_a_certificate_is_withdrawn_after_a_look_at_what_that_means(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    form = whole(await clerk.get(f"{ISSUED}/withdraw")).form("/withdraw")
    looked = await clerk.post(form.action, data={**form.fields, "reason": "Irrtum"})
    preview = whole(looked)
    assert "Noch ist nichts geschehen." in preview.text
    assert "Das lässt sich nicht zurücknehmen." in preview.text
    assert world.orders[-1].validate_only

    fields = {**preview.form("/withdraw").fields, "confirmed": "yes"}
    fields.pop("again", None)
    answer = await clerk.post(form.action, data=fields)

    assert answer.headers["location"] == f"{ISSUED}?done=withdrawn"
    order = world.orders[-1]
    assert (order.reason, order.version, order.validate_only) == ("Irrtum", 3, False)
    page = whole(await clerk.get(answer.headers["location"]))
    assert "Die Bescheinigung ist zurückgezogen." in page.text
    assert "Zurückgezogen von clerk" in page.text
    assert "Grund Irrtum" in page.text
    assert f"{ISSUED}/withdraw" not in page.links


async def test_withdrawing_needs_a_reason(clerk: httpx.AsyncClient, world: w.World) -> None:
    form = portal_pages.read(await clerk.get(f"{ISSUED}/withdraw")).form("/withdraw")

    answer = await clerk.post(form.action, data={**form.fields, "reason": " "})

    assert answer.status_code == 422
    assert "#reason" in portal_pages.read(answer).links
    assert world.orders == []


async def test_who_saw_an_older_version_decides_again(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await clerk.get(f"{ISSUED}/withdraw")).form("/withdraw")
    world.certificates[w.CERTIFICATE].version = 4

    answer = await clerk.post(form.action, data={**form.fields, "reason": "Irrtum"})

    assert answer.status_code == 409
    assert "Die Bescheinigung wurde inzwischen geändert." in portal_pages.read(answer).text


async def test_withdrawing_asks_who_it_is_once_more(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    world.asks_for_proof = True
    form = portal_pages.read(await clerk.get(f"{ISSUED}/withdraw")).form("/withdraw")

    answer = await clerk.post(form.action, data={**form.fields, "reason": "Irrtum"})

    assert answer.headers["location"].startswith("/de/confirm?next=")
    assert world.certificates[w.CERTIFICATE].state == certificates.CERTIFICATE_STATE_VALID


async def test_students_have_no_access_to_what_offices_see(student: httpx.AsyncClient) -> None:
    for path in (ISSUED, OF_STUDENT, "/de/issued-certificates", "/de/certificate-jobs"):
        assert (await student.get(path)).status_code == 403


async def test_an_office_has_no_certificates_of_its_own(clerk: httpx.AsyncClient) -> None:
    assert (await clerk.get("/de/certificates")).status_code == 403
