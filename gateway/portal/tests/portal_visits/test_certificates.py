"""Drawing certificates of every type, keeping them, and choosing who can look them up."""

import httpx
import pytest
from matrikel.certificates.v1 import certificate_pb2 as certificates
from portal import menu
from portal.services import SignedIn

from . import certificate_world as c
from . import portal_pages
from . import portal_world as w

OWN = f"/de/certificates/{w.CERTIFICATE}"
CHOICE = f"{w.ENROLMENT}_2026W"


async def _draw(
    student: httpx.AsyncClient, kind: str = "enrolment", **entries: str
) -> httpx.Response:
    page = portal_pages.read(await student.get(f"/de/certificates/new/{kind}"))
    form = page.form(f"/certificates/new/{kind}")
    return await student.post(form.action, data={**form.fields, **entries})


async def test_every_type_is_offered_with_what_it_is_for(student: httpx.AsyncClient) -> None:
    """Source: guide 000, "Startseite": "Erstellung verschiedener Bescheinigungen im PDF-Format"."""
    page = portal_pages.read(await student.get("/de/certificates"))

    for info in c.types():
        name = certificates.CertificateType.Name(info.type).removeprefix("CERTIFICATE_TYPE_")
        assert f"/de/certificates/new/{name.lower()}" in page.links
        assert info.description.de in page.text.replace("\xad", "")
    assert page.text.count(" maschinenlesbar ") == sum(one.machine_readable for one in c.types())


@pytest.mark.parametrize("role", ["student", "doctoral_student", "former_student"])
def test_whoever_studies_or_studied_finds_certificates_in_the_menu(role: str) -> None:
    names = [entry.name for entry in menu.entries_for(SignedIn(w.STUDENT, frozenset({role})))]

    assert "certificates" in names
    assert "issued_certificates" not in names


async def test_the_current_semester_is_chosen_beforehand(student: httpx.AsyncClient) -> None:
    html = (await student.get("/de/certificates/new/enrolment")).text

    assert f'value="{CHOICE}" selected' in html


@pytest.mark.parametrize("kind", ["enrolment", "bafoeg", "transcript", "study_history"])
async def test_a_certificate_is_drawn_listed_and_downloaded(
    student: httpx.AsyncClient, kind: str
) -> None:
    drawn = await _draw(student, kind)

    page = portal_pages.read(await student.get(drawn.headers["location"]))
    assert "4711 0815 1234 5676" in page.text
    assert "Ihr Dokument ist fertig" in page.text
    download = next(link for link in page.links if link.endswith("/download"))
    document = await student.get(download)
    assert document.content == b"%PDF-1.7 the rest"
    assert document.headers["content-type"] == "application/pdf"
    listed = portal_pages.read(await student.get("/de/certificates"))
    assert download in listed.links
    assert "Gültig" in listed.text


async def test_the_order_says_what_was_chosen(student: httpx.AsyncClient, world: w.World) -> None:
    await _draw(student, language="both")
    await _draw(student, "fee_receipt", about="2026S")

    enrolment, receipt = world.orders
    assert enrolment.enrolment_id == w.ENROLMENT
    assert enrolment.semester.code == "2026W"
    assert enrolment.language == certificates.DOCUMENT_LANGUAGE_BOTH
    assert not enrolment.HasField("lookup_rule")
    assert receipt.enrolment_id == ""
    assert receipt.semester.code == "2026S"


@pytest.mark.parametrize(
    ("kind", "about", "sentence", "link"),
    [
        (
            "enrolment",
            f"{w.ENROLMENT}_2025W",
            "In diesem Semester sind Sie nicht eingeschrieben.",
            "#about",
        ),
        ("exmatriculation", w.ENROLMENT, "Diese Einschreibung ist nicht beendet.", "#about"),
        ("master_data", "", "Ein Name enthält Zeichen, die sich nicht drucken lassen.", ""),
    ],
)
async def test_a_refused_order_is_explained_in_the_form(
    student: httpx.AsyncClient, kind: str, about: str, sentence: str, link: str
) -> None:
    answer = await _draw(student, kind, **({"about": about} if about else {}))

    page = portal_pages.read(answer)
    assert answer.status_code == 409
    assert sentence in page.text
    assert link == "" or link in page.links
    assert page.title.startswith("Fehler:")


@pytest.mark.parametrize("about", ["", "nonsense", f"{w.ENROLMENT}_2026X", "x_2026W"])
async def test_a_choice_that_is_none_is_sent_back(
    student: httpx.AsyncClient, world: w.World, about: str
) -> None:
    answer = await _draw(student, about=about, language="fr")

    assert answer.status_code == 422
    assert {"#about", "#language"} <= set(portal_pages.read(answer).links)
    assert world.orders == []


async def test_a_type_or_document_that_does_not_exist_has_a_page(
    student: httpx.AsyncClient,
) -> None:
    unknown = await student.get("/de/certificates/new/diploma")
    missing = await student.get(f"{OWN}/download")

    assert unknown.status_code == missing.status_code == 404
    assert "Diese Bescheinigung gibt es nicht." in missing.text


async def test_while_records_is_away_nothing_is_lost_but_time(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.down.add("records")

    answer = await student.get("/de/certificates/new/enrolment")

    assert answer.status_code == 503
    assert portal_pages.read(answer).first(1) == "Zurzeit nicht erreichbar"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (certificates.CERTIFICATE_STATE_EXPIRED, "Abgelaufen am 31. März 2027"),
        (certificates.CERTIFICATE_STATE_NO_LONGER_CURRENT, "Nicht mehr aktuell seit 23. November"),
        (certificates.CERTIFICATE_STATE_SUPERSEDED, "Ersetzt am 23. November 2026"),
        (certificates.CERTIFICATE_STATE_WITHDRAWN, "Zurückgezogen am 23. November 2026"),
    ],
)
async def test_the_holder_reads_what_the_state_means(
    student: httpx.AsyncClient,
    world: w.World,
    state: certificates.CertificateState.ValueType,
    said: str,
) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate(state=state)

    page = portal_pages.read(await student.get(OWN))

    assert said in page.text
    ended = state in (
        certificates.CERTIFICATE_STATE_SUPERSEDED,
        certificates.CERTIFICATE_STATE_WITHDRAWN,
    )
    assert (f"{OWN}/replace" in page.links) is not ended
    if ended:
        assert (await student.get(f"{OWN}/replace")).headers["location"] == OWN


async def test_a_certificate_is_drawn_anew_and_takes_the_place_of_the_old_one(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate(
        state=certificates.CERTIFICATE_STATE_NO_LONGER_CURRENT
    )
    overview = portal_pages.read(await student.get("/de/certificates"))
    assert f"{OWN}/replace" in overview.links
    form = portal_pages.read(await student.get(f"{OWN}/replace")).form("/replace")
    assert form.fields["language"] == "both"
    assert form.fields["name_successor"] == "yes"

    answer = await student.post(form.action, data=form.fields)

    assert answer.status_code == 303
    (order,) = world.orders
    assert order.replaces_certificate_id == w.CERTIFICATE
    assert order.name_successor
    old = portal_pages.read(await student.get(OWN))
    assert answer.headers["location"].split("?")[0] in old.links


async def test_who_does_not_want_the_successor_named_says_so(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()
    form = portal_pages.read(await student.get(f"{OWN}/replace")).form("/replace")
    form.fields.pop("name_successor")

    await student.post(form.action, data=form.fields)

    assert not world.orders[0].name_successor


async def test_something_wrong_is_reported_as_an_application(
    student: httpx.AsyncClient, world: w.World
) -> None:
    """Source: guide 000, "Grundsätzliches": "Fehlende oder falsche Angaben in den zur Verfügung
    gestellten Bescheinigungen"
    """
    world.certificates[w.CERTIFICATE] = c.certificate()

    page = portal_pages.read(await student.get(OWN))

    report = "/de/studies/applications/new/error_report?subject=certificate"
    assert report in page.links
    assert 'value="certificate" checked' in (await student.get(report)).text
