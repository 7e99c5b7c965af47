"""Passwords that are off for unknown devices: seen and lifted by a system administrator."""

import httpx
import pytest

from . import portal_pages
from . import portal_world as w


@pytest.mark.parametrize(
    ("language", "title", "none"),
    [
        ("de", "Gesperrte Passwörter", "Bei keinem Account ist das Passwort eingeschränkt."),
        ("en", "Blocked passwords", "No account's password is restricted."),
    ],
)
async def test_without_a_block_the_page_says_so(
    administrator: httpx.AsyncClient, language: str, title: str, none: str
) -> None:
    accounts = portal_pages.read(await administrator.get(f"/{language}/accounts"))
    assert f"/{language}/password-blocks" in accounts.links

    page = portal_pages.read(await administrator.get(f"/{language}/password-blocks"))

    assert page.first(1) == title
    assert none in page.text


async def test_a_block_is_lifted_and_the_others_stay(
    administrator: httpx.AsyncClient, world: w.World
) -> None:
    world.blocked = {w.STUDENT, w.EXAMINER}
    page = portal_pages.read(await administrator.get("/de/password-blocks"))
    assert "lg100001" in page.text
    assert "1.100" in page.text
    assert f"/de/accounts/{w.STUDENT}" in page.links
    following = next(link for link in page.links if link.startswith("/de/password-blocks?after="))
    assert "ameier" in (await administrator.get(following)).text

    form = page.form("/lift")
    lifted = await administrator.post(form.action, data=form.fields, follow_redirects=True)

    assert "Das Passwort geht wieder überall." in lifted.text
    assert "lg100001" not in lifted.text
    assert world.blocked == {w.EXAMINER}


async def test_lifting_asks_for_a_fresh_proof_and_leads_back_to_the_list(
    administrator: httpx.AsyncClient, world: w.World
) -> None:
    world.blocked, world.asks_for_proof = {w.STUDENT}, True
    form = portal_pages.read(await administrator.get("/de/password-blocks")).form("/lift")

    answer = await administrator.post(form.action, data=form.fields)

    assert answer.headers["location"] == "/de/confirm?next=%2Fde%2Fpassword-blocks&lost=yes"
    assert world.blocked == {w.STUDENT}


async def test_blocks_are_for_system_administrators_alone(
    student: httpx.AsyncClient, world: w.World
) -> None:
    assert (await student.get("/de/password-blocks")).status_code == 403
    assert "ListPasswordBlocks" not in world.calls
