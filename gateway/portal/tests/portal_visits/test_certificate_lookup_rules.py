"""Who can look a certificate up: chosen when it is drawn, and changed afterwards."""

import httpx
import pytest
from matrikel.certificates.v1 import certificate_pb2 as certificates

from . import certificate_world as c
from . import portal_pages
from . import portal_world as w

OWN = f"/de/certificates/{w.CERTIFICATE}"
RESTRICTED = {
    "birth_date_required": "yes",
    "pin_required": "yes",
    "pin": "246810",
    "pin_repeat": "246810",
    "last_date": "2027-01-31",
}


async def _draw(student: httpx.AsyncClient, kind: str, **entries: str) -> httpx.Response:
    page = portal_pages.read(await student.get(f"/de/certificates/new/{kind}"))
    form = page.form(f"/certificates/new/{kind}")
    return await student.post(form.action, data={**form.fields, **entries})


async def _change(student: httpx.AsyncClient, **entries: str) -> httpx.Response:
    form = portal_pages.read(await student.get(f"{OWN}/lookup")).form("/lookup")
    return await student.post(form.action, data={**form.fields, **entries})


async def test_a_transcript_can_ask_for_more_than_its_number(
    student: httpx.AsyncClient, world: w.World
) -> None:
    drawn = await _draw(student, "transcript", **RESTRICTED)

    (order,) = world.orders
    assert order.lookup_rule.birth_date_required
    assert order.lookup_rule.pin_required
    assert order.lookup_rule.last_date.day == 31
    assert order.pin == "246810"
    page = portal_pages.read(await student.get(drawn.headers["location"]))
    assert "Nötig sind die VerifikationsNr, Ihr Geburtsdatum und Ihre PIN." in page.text
    assert "Nachzuschlagen bis einschließlich 31. Januar 2027." in page.text


async def test_an_enrolment_certificate_always_answers_to_the_number_alone(
    student: httpx.AsyncClient, world: w.World
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Sie oder jede Behörde bzw. jedes Unternehmen,
    das diese Bescheinigung von Ihnen erhält, kann die Echtheit der Bescheinigung anhand der
    „VerifikationsNr“ überprüfen."
    """
    page = portal_pages.read(await student.get("/de/certificates/new/enrolment"))
    assert "pin" not in page.controls

    drawn = await _draw(student, "enrolment", **RESTRICTED)

    assert not world.orders[0].HasField("lookup_rule")
    assert world.orders[0].pin == ""
    own = portal_pages.read(await student.get(drawn.headers["location"]))
    assert not any(link.endswith("/lookup") for link in own.links)
    world.certificates[w.CERTIFICATE] = c.certificate(kind=certificates.CERTIFICATE_TYPE_ENROLMENT)
    assert (await student.get(f"{OWN}/lookup")).headers["location"] == OWN


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"pin_required": "yes"}, "pin"),
        ({"pin_required": "yes", "pin": "12345", "pin_repeat": "12345"}, "pin"),
        ({"pin_required": "yes", "pin": "12345a", "pin_repeat": "12345a"}, "pin"),
        ({"pin_required": "yes", "pin": "123456", "pin_repeat": "123457"}, "pin_repeat"),
        ({"pin": "123456", "pin_repeat": "123456"}, "pin_required"),
        ({"last_date": "2027-02-30"}, "last_date"),
        ({"last_date": "2025-01-01"}, "last_date"),
    ],
)
async def test_a_rule_that_cannot_be_is_explained_at_its_field(
    student: httpx.AsyncClient, entries: dict[str, str], field: str
) -> None:
    answer = await _draw(student, "transcript", **entries)

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert f"#{field}" in page.links
    assert "<details" in answer.text
    assert "open>" in answer.text


async def test_a_pin_is_never_shown_again(student: httpx.AsyncClient) -> None:
    answer = await _draw(student, "transcript", **{**RESTRICTED, "last_date": "2025-01-01"})

    assert "246810" not in answer.text
    assert 'name="birth_date_required" value="yes" checked' in answer.text


async def test_the_rule_is_changed_afterwards(student: httpx.AsyncClient, world: w.World) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()

    answer = await _change(student, switched_off="yes")

    assert answer.headers["location"] == f"{OWN}?done=rule"
    (order,) = world.orders
    assert order.version == 3
    assert order.lookup_rule.switched_off
    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert "Niemand kann diese Nummer nachschlagen." in page.text
    assert "Ab sofort gilt die neue Regel." in page.text


async def test_a_pin_that_is_set_stays_where_none_is_typed(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()
    world.certificates[w.CERTIFICATE].lookup_rule.pin_required = True

    answer = await _change(student, last_date="2027-06-30")

    assert answer.status_code == 303
    (order,) = world.orders
    assert order.lookup_rule.pin_required
    assert order.pin == ""


async def test_a_first_pin_has_to_be_typed(student: httpx.AsyncClient, world: w.World) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()

    answer = await _change(student, pin_required="yes")

    assert answer.status_code == 422
    assert "#pin" in portal_pages.read(answer).links
    assert world.orders == []


async def test_who_saw_an_older_version_looks_again(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.certificates[w.CERTIFICATE] = c.certificate()
    form = portal_pages.read(await student.get(f"{OWN}/lookup")).form("/lookup")
    world.certificates[w.CERTIFICATE].version = 4

    answer = await student.post(form.action, data={**form.fields, "switched_off": "yes"})

    page = portal_pages.read(answer)
    assert answer.status_code == 409
    assert "Die Bescheinigung wurde inzwischen geändert." in page.text
    assert page.form("/lookup").fields["version"] == "4"
