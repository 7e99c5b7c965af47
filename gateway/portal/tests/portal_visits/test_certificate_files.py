"""Checking files and barcodes, as anybody."""

import base64

import httpx
import pytest

from . import certificate_world as c
from . import portal_pages
from . import portal_world as w

SEAL = b"\xdc\x03 a data seal"


async def _check(
    visitor: httpx.AsyncClient, content: bytes, number: str = "", language: str = "de"
) -> httpx.Response:
    return await visitor.post(
        f"/{language}/verify/file",
        data={"verification_number": number},
        files={"document": ("bescheinigung.pdf", content, "application/pdf")},
    )


async def _scan(visitor: httpx.AsyncClient, typed: str, number: str = "") -> httpx.Response:
    form = {"barcode": typed, "verification_number": number}
    return await visitor.post("/de/verify/barcode", data=form)


async def test_a_sealed_file_is_authentic_with_every_check_and_field(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    answer = await _check(visitor, c.PDF, w.NUMBER)

    page = portal_pages.read(answer)
    assert answer.status_code == 200
    assert page.first(1) == "Die Datei ist echt"
    assert "Bestanden Das Siegel umfasst die ganze Datei." in page.text
    assert "Nicht geprüft Ein Strichcode wird bei einer gesiegelten Datei" in page.text
    assert "Betriebswirtschaftslehre" in page.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    (asked,) = world.orders
    assert asked.content == c.PDF
    assert asked.verification_number == w.NUMBER


async def test_an_altered_file_is_rejected_with_the_first_failure_as_reason(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await _check(visitor, c.PDF + b" appended", language="en")

    page = portal_pages.read(answer)
    assert page.first(1) == "The file is not confirmed"
    assert (2, "Not confirmed") in page.headings
    assert page.text.count("Something was appended after sealing.") == 2
    assert "Do not rely on the document." in page.text
    assert "Genuine" not in page.text


async def test_a_withdrawn_file_is_called_withdrawn(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await _check(visitor, c.PDF + b" withdrawn"))

    assert page.first(1) == "Die Bescheinigung wurde zurückgezogen"
    assert "am 23. November 2026 zurückgezogen" in page.text


async def test_a_real_file_whose_data_has_changed_says_so(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await _check(visitor, c.PDF + b" outdated"))

    assert page.first(1) == "Die Datei ist echt"
    assert "Echt, aber nicht mehr aktuell" in page.text


async def test_a_picture_shows_what_its_barcode_says(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await _check(visitor, b"\x89PNG picture"))

    assert (2, "Was im Strichcode steht") in page.headings
    assert "Ayşe Öztürk" in page.text
    assert page.first(1) == "Der Strichcode ist echt"
    assert "Echt, aber nicht mehr aktuell" in page.text
    assert "niemand verändert" not in page.text
    assert "Ausgestellt am" not in page.text


async def test_of_a_restricted_certificate_nothing_but_the_state_is_told(
    visitor: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await _check(visitor, c.PDF + b" restricted"))

    assert "Die Universität hat die Bescheinigung ausgestellt, und sie gilt." in page.text
    assert "Die Person hat eingeschränkt, wer ihre Bescheinigung nachschlagen kann." in page.text
    assert "Daten der Bescheinigung" not in page.text


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "Wählen Sie eine Datei aus."),
        (b"%PDF" + b" " * (10 * 1024 * 1024), 422, "Die Datei ist größer als 10 MB."),
        (b"GIF89a", 422, "PDF, PNG oder JPEG bitte."),
        (b"busy", 429, "Gerade zu viele Dateien."),
    ],
)
async def test_a_file_that_cannot_be_checked_is_explained(
    visitor: httpx.AsyncClient, content: bytes, status: int, sentence: str
) -> None:
    answer = await _check(visitor, content)

    page = portal_pages.read(answer)
    assert answer.status_code == status
    assert sentence in page.text
    assert ("#document" in page.links) is (status == 422)
    assert page.form("/verify/file").fields["document"] == ""


async def test_a_number_that_is_too_long_is_explained(visitor: httpx.AsyncClient) -> None:
    answer = await _check(visitor, c.PDF, "1" * 41)

    assert answer.status_code == 422
    assert "#verification_number" in portal_pages.read(answer).links


@pytest.mark.parametrize(
    "typed",
    [
        SEAL.hex(),
        SEAL.hex(" ").upper(),
        SEAL.hex(":"),
        base64.b64encode(SEAL).decode(),
        base64.urlsafe_b64encode(SEAL).rstrip(b"=").decode(),
    ],
)
async def test_a_scanned_barcode_is_read_in_every_spelling(
    visitor: httpx.AsyncClient, world: w.World, typed: str
) -> None:
    answer = await _scan(visitor, typed, w.NUMBER)

    page = portal_pages.read(answer)
    assert page.first(1) == "Der Strichcode ist echt"
    assert "Ayşe Öztürk" in page.text
    (asked,) = world.orders
    assert asked.content == SEAL
    assert asked.verification_number == w.NUMBER


async def test_a_forged_barcode_is_rejected(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await _scan(visitor, (SEAL + b"\xff").hex()))

    assert page.first(1) == "Der Strichcode ist nicht bestätigt"
    assert "Die Unterschrift stimmt nicht." in page.text


@pytest.mark.parametrize(
    ("number", "heading", "said"),
    [
        (c.WITHDRAWN, "Die Bescheinigung wurde zurückgezogen", "Zurückgezogen"),
        (c.OUTDATED, "Der Strichcode ist echt", "Echt, aber nicht mehr aktuell"),
    ],
)
async def test_a_real_barcode_says_whether_its_certificate_still_holds(
    visitor: httpx.AsyncClient, number: str, heading: str, said: str
) -> None:
    page = portal_pages.read(await _scan(visitor, SEAL.hex(), number))

    assert page.first(1) == heading
    assert said in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Fügen Sie den Inhalt des Strichcodes ein."),
        ("kein Strichcode!", "Das sind weder hexadezimale Ziffern noch Base64."),
        ("dc03" + "00" * 4096, "Das sind weder hexadezimale Ziffern noch Base64."),
        (base64.b64encode(b"other").decode(), "Das ist kein Siegel der Universität."),
    ],
)
async def test_what_is_no_barcode_is_explained_at_the_field(
    visitor: httpx.AsyncClient, typed: str, sentence: str
) -> None:
    answer = await _scan(visitor, typed)

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert "#barcode" in page.links
    assert sentence in page.text
    assert page.form("/verify/barcode").fields["barcode"] == typed
