"""Drawing certificates, downloading them, and verifying them as anybody."""

import httpx
import pytest

from . import portal_pages
from . import portal_world as w

CHOICE = f"{w.ENROLMENT}_2026W"


async def _draw(
    student: httpx.AsyncClient, choice: str = CHOICE, language: str = "en"
) -> httpx.Response:
    form = portal_pages.read(await student.get("/de/certificates")).form("/certificates")
    return await student.post(
        form.action, data={**form.fields, "semester": choice, "language": language}
    )


async def test_the_current_semester_is_chosen_beforehand(student: httpx.AsyncClient) -> None:
    html = (await student.get("/de/certificates")).text

    assert f'value="{CHOICE}" selected' in html


async def test_a_certificate_is_drawn_listed_and_downloaded(student: httpx.AsyncClient) -> None:
    drawn = await _draw(student)

    page = portal_pages.read(await student.get(drawn.headers["location"]))
    assert "4711 0815 1234 5676" in page.text
    download = next(link for link in page.links if link.endswith("/download"))
    document = await student.get(download)
    assert document.content == b"%PDF-1.7 the rest"
    assert document.headers["content-type"] == "application/pdf"
    assert "immatrikulationsbescheinigung-2026W.pdf" in document.headers["content-disposition"]
    listed = portal_pages.read(await student.get("/de/certificates"))
    assert download in listed.links


async def test_a_semester_without_enrolment_is_refused_next_to_the_field(
    student: httpx.AsyncClient,
) -> None:
    answer = await _draw(student, f"{w.ENROLMENT}_2025W")

    assert answer.status_code == 409
    assert "#semester" in portal_pages.read(answer).links
    assert "In diesem Semester sind Sie nicht eingeschrieben." in answer.text


@pytest.mark.parametrize("choice", ["", "nonsense", f"{w.ENROLMENT}_2026X", "x_2026W"])
async def test_a_choice_that_is_none_is_sent_back(student: httpx.AsyncClient, choice: str) -> None:
    answer = await _draw(student, choice, language="fr")

    assert answer.status_code == 422
    assert {"#semester", "#language"} <= set(portal_pages.read(answer).links)


async def test_a_document_that_does_not_exist_has_a_page(student: httpx.AsyncClient) -> None:
    answer = await student.get(f"/de/certificates/{w.CERTIFICATE}/download")

    assert answer.status_code == 404
    assert "Diese Bescheinigung gibt es nicht." in answer.text


@pytest.mark.parametrize("typed", [w.NUMBER, "4711 0815 1234 5676", " 4711-0815-1234-5676 "])
async def test_anybody_can_confirm_a_certificate(visitor: httpx.AsyncClient, typed: str) -> None:
    answer = await visitor.post("/de/verify", data={"verification_number": typed})

    page = portal_pages.read(answer)
    assert answer.status_code == 200
    assert page.first(1) == "Die Bescheinigung ist echt"
    assert "Bestätigt und gültig" in page.text
    assert "Ayşe Öztürk" in page.text
    assert "4711 0815 1234 5676" in page.text
    assert answer.headers["x-robots-tag"] == "noindex"


async def test_an_expired_certificate_is_real_but_not_valid(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/en/verify", data={"verification_number": w.NUMBER[::-1]})

    assert "Genuine, but no longer valid" in answer.text


async def test_an_unknown_number_is_not_confirmed(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/de/verify", data={"verification_number": "1" * 16})

    assert answer.status_code == 404
    assert portal_pages.read(answer).first(1) == "Nicht bestätigt"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("12", "Die Nummer hat 16 Ziffern."), ("", "Geben Sie die VerifikationsNr ein.")],
)
async def test_a_malformed_number_is_explained_at_the_field(
    visitor: httpx.AsyncClient, typed: str, sentence: str
) -> None:
    answer = await visitor.post("/de/verify", data={"verification_number": typed})

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert "#verification_number" in page.links
    assert sentence in page.text


async def test_a_number_never_appears_in_an_address(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/de/verify", data={"verification_number": w.NUMBER})

    assert all(w.NUMBER not in link for link in portal_pages.read(answer).links)
