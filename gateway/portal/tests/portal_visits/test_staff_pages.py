"""Pages of Student Services and of examiners."""

import httpx

from . import portal_pages
from . import portal_world as w


async def test_a_student_is_found_by_the_beginning_of_the_name(clerk: httpx.AsyncClient) -> None:
    page = portal_pages.read(await clerk.get("/de/students", params={"family_name_prefix": "öz"}))

    assert "Öztürk, Ayşe" in page.text
    assert f"/de/students/{w.STUDENT}" in page.links


async def test_a_student_is_found_by_a_number_with_blanks(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.get("/de/students", params={"matriculation_number": "301 2345"})

    assert "Öztürk, Ayşe" in answer.text


async def test_a_malformed_number_is_explained_at_its_field(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.get("/de/students", params={"matriculation_number": "12"})

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert "#matriculation_number" in page.links
    assert "Eine Matrikelnummer hat sieben Ziffern." in page.text


async def test_an_unknown_student_has_a_page_that_says_so(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.get(f"/de/students/{w.EXAMINER}")

    assert answer.status_code == 404
    assert "Diese Person ist nicht bekannt." in answer.text


async def test_a_students_facts_are_shown_with_the_account(clerk: httpx.AsyncClient) -> None:
    page = portal_pages.read(await clerk.get(f"/de/students/{w.STUDENT}"))

    assert "lg100001" in page.text
    assert "17. Mai 2004 in Lüneburg" in page.text


async def test_an_initial_code_is_shown_once_in_a_letter_in_both_languages(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    path = f"/de/students/{w.NEWCOMER}/initial-code"
    form = portal_pages.read(await clerk.get(path)).form("/initial-code")
    assert "IssueInitialCode" not in world.calls

    answer = await clerk.post(form.action, data=form.fields)

    assert "K7QM-2XTD-9RWP-4HJC" in answer.text
    assert "lg100002" in answer.text
    assert "5. Dezember 2026, 09:00\u00a0Uhr" in answer.text
    assert "5 December 2026, 09:00" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_an_activated_account_gets_no_initial_code(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.get(f"/de/students/{w.STUDENT}/initial-code")

    assert answer.headers["location"] == f"/de/students/{w.STUDENT}"


async def test_sittings_are_listed_by_semester(examiner: httpx.AsyncClient) -> None:
    winter = portal_pages.read(await examiner.get("/de/sittings?semester=2026W"))
    summer = portal_pages.read(await examiner.get("/de/sittings?semester=2026S"))

    assert "Statistik I (1010101)" in winter.text
    assert "/de/sittings?page=more&semester=2026W" in winter.links
    assert "Für diese Auswahl gibt es keine Prüfungstermine." in summer.text


async def test_sittings_are_shown_while_the_calendar_is_down(
    examiner: httpx.AsyncClient, world: w.World
) -> None:
    world.down.add("records")

    page = portal_pages.read(await examiner.get("/de/sittings?semester=2026W"))

    assert "Statistik I (1010101)" in page.text
    assert "Sommersemester 2027" in page.text
