"""Looking numbers up, as anybody: an employer with the paper in hand."""

import httpx
import pytest

from . import certificate_world as c
from . import portal_pages
from . import portal_world as w

# The beginning of `printf 'seal of 2026' | sha256sum`, in groups of four.
SEAL_OF_2026 = "8d24 97fc 7f05 e6e9 b8e0 74d8 971e 7706"
FIELDS = {"birth_date": "2004-05-17", "pin": c.PIN}


async def _look_up(
    visitor: httpx.AsyncClient, number: str, language: str = "de", **more: str
) -> httpx.Response:
    return await visitor.post(f"/{language}/verify", data={"verification_number": number, **more})


@pytest.mark.parametrize("typed", [w.NUMBER, "4711 0815 1234 5676", " 4711-0815-1234-5676 "])
async def test_anybody_can_confirm_a_certificate(visitor: httpx.AsyncClient, typed: str) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Nach Eingabe der „VerifikationsNr“ wird die
    Echtheit des Dokuments bestätigt und es werden die Daten der Bescheinigung zu Kontrollzwecken
    dargestellt."
    """
    answer = await _look_up(visitor, typed)

    page = portal_pages.read(answer)
    assert answer.status_code == 200
    assert page.first(1) == "Die Bescheinigung ist echt"
    assert "Echt und gültig" in page.text
    for field in c.printed():
        assert field.value in page.text
    assert "4711 0815 1234 5676" in page.text
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("number", "heading", "said"),
    [
        (c.EXPIRED, "The certificate is genuine", "its validity ended on 31 March 2027"),
        (c.OUTDATED, "The certificate is genuine", "Since 23 November 2026 at least one line"),
        (c.SUPERSEDED, "The certificate is genuine", "On 23 November 2026 a new certificate"),
        (c.WITHDRAWN, "The certificate was withdrawn", "withdrew this certificate on 23 November"),
    ],
)
async def test_every_state_is_told_in_words_with_its_day(
    visitor: httpx.AsyncClient, number: str, heading: str, said: str
) -> None:
    page = portal_pages.read(await _look_up(visitor, number, "en"))

    assert page.first(1) == heading
    assert said in page.text
    assert "Genuine and valid" not in page.text


async def test_the_successor_is_named_where_its_holder_lets_it(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await _look_up(visitor, c.SUPERSEDED))

    assert "8822 3344 5566 7789" in page.text


async def test_birth_date_and_pin_are_always_offered_and_sent_along(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await visitor.get("/de/verify")).form("/verify")
    assert {"verification_number", "birth_date", "pin"} <= set(form.fields)

    answer = await _look_up(visitor, c.RESTRICTED, **FIELDS)

    assert portal_pages.read(answer).first(1) == "Die Bescheinigung ist echt"
    (asked,) = world.orders
    assert asked.pin == c.PIN


@pytest.mark.parametrize(
    "more",
    [{}, {"pin": c.PIN}, {"birth_date": "2004-05-18", "pin": c.PIN}, {**FIELDS, "pin": "000000"}],
)
async def test_what_is_missing_or_wrong_is_answered_like_an_unknown_number(
    visitor: httpx.AsyncClient, more: dict[str, str]
) -> None:
    restricted = await _look_up(visitor, c.RESTRICTED, **more)
    unknown = await _look_up(visitor, "1" * 16, **more)

    said = portal_pages.read(restricted)
    assert restricted.status_code == unknown.status_code == 404
    assert said.first(1) == "Nicht bestätigt"
    assert said.text.replace("4711 0815 1234 5725", "1111 1111 1111 1111") == (
        portal_pages.read(unknown).text
    )


@pytest.mark.parametrize(
    ("entries", "field", "sentence"),
    [
        ({"verification_number": "12"}, "verification_number", "Die Nummer hat 16 Ziffern."),
        ({"verification_number": ""}, "verification_number", "Geben Sie die VerifikationsNr ein."),
        ({"verification_number": "1" * 41}, "verification_number", "Das ist zu lang."),
        ({"birth_date": "2004-13-01"}, "birth_date", "einen Tag an, den es gibt"),
        ({"pin": "1" * 21}, "pin", "Eine PIN hat höchstens 10 Ziffern."),
    ],
)
async def test_what_cannot_be_looked_up_is_explained_at_the_field(
    visitor: httpx.AsyncClient, entries: dict[str, str], field: str, sentence: str
) -> None:
    answer = await visitor.post(
        "/de/verify", data={"verification_number": w.NUMBER, **FIELDS, **entries}
    )

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert f"#{field}" in page.links
    assert sentence in page.text
    assert c.PIN not in answer.text


async def test_who_guesses_is_told_to_wait(visitor: httpx.AsyncClient) -> None:
    answer = await _look_up(visitor, c.THROTTLED)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"
    assert "Zu viele unbekannte Nummern." in portal_pages.read(answer).text


async def test_while_certificates_is_away_the_visitor_is_told_to_try_later(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    world.down.add("certificates")

    answer = await _look_up(visitor, w.NUMBER)

    assert answer.status_code == 503


@pytest.mark.parametrize("number", [w.NUMBER, "12", "1" * 16])
async def test_a_number_never_appears_in_an_address(
    visitor: httpx.AsyncClient, number: str
) -> None:
    answer = await _look_up(visitor, number)

    assert all(number not in link.replace(w.CERTIFICATE, "") for link in _links(answer))


def _links(answer: httpx.Response) -> list[str]:
    page = portal_pages.read(answer)
    return [link for link in page.links if "?" in link] + [form.action for form in page.forms]


async def test_the_qr_codes_link_fills_the_field_without_sending_the_number(
    visitor: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await visitor.get("/de/verify"))

    script = next(one for one in page.assets if one.startswith("/static/verify.js"))
    assert "location.hash" in (await visitor.get(script)).text


async def test_employers_read_how_verification_works_with_fingerprints_to_compare(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    page = portal_pages.read(await visitor.get("/de/verify/how"))

    for said in ("Die Nummer nachschlagen", "Die PDF-Datei prüfen", "Das öffentliche Verzeichnis"):
        assert said in page.text
    assert "matrikel-verify --trust matrikel-trust.json" in page.text
    assert SEAL_OF_2026 in page.text
    assert "Schlüssel der Strichcodes DEMT01" in page.text
    assert "https://matrikel.example/v1/certificates:statusList" in page.text
    world.down.add("certificates")
    away = portal_pages.read(await visitor.get("/de/verify/how"))
    assert "Die Vertrauensdatei ist gerade nicht erreichbar." in away.text


async def test_the_trust_file_is_downloaded_as_the_service_made_it(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/de/verify/trust")

    assert answer.content == c.trust()
    assert answer.headers["content-type"].startswith("application/json")
    assert "matrikel-trust.json" in answer.headers["content-disposition"]
