"""What registering and withdrawing answer: seats, waiting lists, draws, warnings, receipts."""

import httpx
import pytest
from matrikel.exams.v1 import status_pb2

from . import exam_world as e
from . import portal_pages
from . import portal_world as w

TREE = f"/de/exams/tree?enrolment={w.ENROLMENT}&module=STAT"
WAITING = status_pb2.REGISTRATION_STATUS_WAITING
IN_LOTTERY = status_pb2.REGISTRATION_STATUS_IN_LOTTERY


async def _register(student: httpx.AsyncClient) -> httpx.Response:
    fields = portal_pages.read(await student.get(TREE)).form("exams/register").fields
    return await student.post("/de/exams/register", data=fields)


async def _registered(student: httpx.AsyncClient) -> str:
    return (await _register(student)).headers["location"].partition("?")[0]


@pytest.mark.parametrize(
    ("status", "button", "heading"),
    [
        (
            status_pb2.REGISTRATION_STATUS_REGISTERED,
            "Zur Prüfung anmelden",
            "Sie sind zur Prüfung angemeldet",
        ),
        (WAITING, "In die Warteliste eintragen", "Sie stehen auf der Warteliste"),
        (IN_LOTTERY, "An der Verlosung teilnehmen", "Sie nehmen an der Verlosung teil"),
    ],
)
async def test_the_button_says_what_registering_leads_to_and_the_answer_says_it_again(
    student: httpx.AsyncClient,
    world: w.World,
    status: status_pb2.RegistrationStatus.ValueType,
    button: str,
    heading: str,
) -> None:
    world.registers_as = status

    assert button in (await student.get(TREE)).text
    page = portal_pages.read(await student.get((await _register(student)).headers["location"]))

    assert page.first(1) == heading
    assert "Status: OK" in page.text


async def test_a_waiting_place_stands_in_the_tree_and_among_the_registrations(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.registers_as = WAITING
    await _register(student)

    for path in (TREE, f"/de/exams/registered/{w.ENROLMENT}"):
        assert "Platz 4 auf der Warteliste" in (await student.get(path)).text


async def test_a_warning_is_shown_before_and_after_registering(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.warns = True

    assert "Bitte beachten Sie:" in (await student.get(TREE)).text
    page = portal_pages.read(await student.get((await _register(student)).headers["location"]))

    assert (2, "Bitte beachten Sie") in page.headings
    assert "RPO § 7 (2)" in page.text


async def test_a_receipt_is_shown_and_downloaded_as_it_was_signed(
    student: httpx.AsyncClient,
) -> None:
    path = await _registered(student)
    page = portal_pages.read(await student.get(path))
    link = next(link for link in page.links if "/receipts/7" in link)

    answer = await student.get(link)

    assert e.RECEIPT in page.text
    assert answer.text == e.RECEIPT
    assert answer.headers["content-type"] == "application/jose"
    assert "quittung-1010101-7.jws" in answer.headers["content-disposition"]


async def test_a_receipt_that_there_is_not_is_not_found(student: httpx.AsyncClient) -> None:
    path = await _registered(student)

    assert (await student.get(f"{path}/receipts/99")).status_code == 404


async def test_a_withdrawal_that_registers_for_the_second_period_says_so(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.repeats = True
    path = await _registered(student)
    form = portal_pages.read(await student.get(f"{path}/withdraw")).form("/withdraw")

    answer = await student.post(form.action, data=form.fields)

    page = portal_pages.read(await student.get(answer.headers["location"]))
    assert page.first(1) == "Sie sind von der Prüfung abgemeldet"
    assert (2, "Sie sind zum zweiten Prüfungszeitraum angemeldet") in page.headings


async def test_a_place_in_a_waiting_list_can_be_given_up(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.registers_as = WAITING
    path = await _registered(student)

    assert (await student.get(f"{path}/withdraw")).status_code == 200


async def test_the_names_of_statuses_come_from_the_university_and_are_asked_for_once(
    student: httpx.AsyncClient, world: w.World
) -> None:
    path = await _registered(student)

    for _ in range(2):
        assert "Status registered (AN)" in (await student.get(path)).text
    assert world.calls.count("ListStatuses") == 1


async def test_an_overloaded_service_asks_to_wait_and_the_same_form_registers_then(
    student: httpx.AsyncClient, world: w.World
) -> None:
    fields = portal_pages.read(await student.get(TREE)).form("exams/register").fields
    world.overloaded = True

    refused = await student.post("/de/exams/register", data=fields)
    world.overloaded = False
    taken = await student.post("/de/exams/register", data=fields)

    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "2"
    assert taken.status_code == 303
    assert len(world.registrations) == 1


async def test_refused_attempts_are_listed_with_time_reasons_and_receipt(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/en/exams/attempts"))
    link = next(link for link in page.links if link.endswith("/receipt"))

    answer = await student.get(link)

    assert "20 October 2026, 12:31" in page.text
    assert "Pass this module first" in page.text
    assert w.ATTEMPT in page.text
    assert answer.text == "e30.e30.c2ln"


async def test_the_receipt_of_an_attempt_of_somebody_else_is_not_found(
    student: httpx.AsyncClient,
) -> None:
    answer = await student.get(f"/de/exams/attempts/{w.CERTIFICATE}/receipt")

    assert answer.status_code == 404


async def test_the_tree_shows_grades_attempts_part_time_credits_and_applications(
    student: httpx.AsyncClient,
) -> None:
    answer = await student.get(f"/de/exams/tree?enrolment={w.ENROLMENT}&module=ALT")

    page = portal_pages.read(answer)
    assert "Bestanden, Note 1,7" in page.text
    assert "Endgültig nicht bestanden" in page.text
    assert "7,5 von 15 CP an Prüfungen in diesem Semester angemeldet" in page.text
    assert "Noch kein Versuch verbraucht, 2 erlaubt" in page.text
    assert f"/de/exams/theses/apply/{w.ENROLMENT}?exam={e.THESIS_EXAM}" in page.links


async def test_everybody_can_verify_a_receipt_that_was_broken_into_lines(
    visitor: httpx.AsyncClient,
) -> None:
    broken = f"{e.RECEIPT[:20]}\r\n{e.RECEIPT[20:]}\n"

    page = portal_pages.read(await visitor.post("/en/receipts/verify", data={"signed": broken}))

    assert page.first(1) == "The receipt is genuine"
    assert "3012345" in page.text
    assert "Registration" in page.text


@pytest.mark.parametrize(
    ("signed", "sentence"),
    [("", "Fügen Sie den Inhalt der Quittung ein."), ("a.b.c", "Diese Quittung ist nicht echt.")],
)
async def test_what_is_no_receipt_is_said_at_the_field(
    visitor: httpx.AsyncClient, signed: str, sentence: str
) -> None:
    answer = await visitor.post("/de/receipts/verify", data={"signed": signed})

    assert answer.status_code == 422
    page = portal_pages.read(answer)
    assert sentence in page.text
    assert "#signed" in page.links
