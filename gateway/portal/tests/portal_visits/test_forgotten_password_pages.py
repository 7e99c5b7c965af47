"""The pages for a forgotten password, over the real identity."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from chassis.testing import DrivenClock
from identity.domain.totp import STEP
from matrikel.identity.v1 import recovery_pb2

from services.identity.tests.factors_factories import Device, Someone

from .identity_world import ORIGIN, IdentityVisit, identity_behind_pages

pytestmark = pytest.mark.asyncio

FORGOTTEN = "/de/forgotten-password"
NEW = "Acht Dohlen im Nebel"


@pytest_asyncio.fixture
async def visit(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[IdentityVisit]:
    """A browser in front of identity."""
    async with identity_behind_pages(tmp_path, clock) as one:
        yield one


async def test_a_new_password_is_chosen_with_the_mailed_code(visit: IdentityVisit) -> None:
    someone = await _with_address(visit)
    code = await _ask(visit, someone)
    chosen = await _post(
        visit, f"{FORGOTTEN}/code", user_name=someone.user_name, mailed_code=code.lower()
    )
    assert "Neues Passwort wählen" in chosen.text
    done = await _post(
        visit,
        f"{FORGOTTEN}/password",
        reset_secret=_hidden(chosen, "reset_secret"),
        password=NEW,
        password_again=NEW,
    )
    assert done.url.path == f"{FORGOTTEN}/done"
    signed_in = await _post(visit, "/de/sign-in", user_name=someone.user_name, password=NEW)
    assert signed_in.url.path == "/de/"


async def test_the_page_says_the_same_to_everybody(visit: IdentityVisit) -> None:
    known = await _with_address(visit)
    without = await visit.desk.person()
    pages = [
        (await _post(visit, FORGOTTEN, user_name=name)).text.replace(name, "")
        for name in (known.user_name, without.user_name, "nobody")
    ]
    plain = [re.sub(r'name="form_token" value="[^"]+"', "", each) for each in pages]
    assert len(set(plain)) == 1
    assert "Wenn es den Account gibt" in plain[0]


async def test_a_missing_user_name_and_a_missing_code_are_named(visit: IdentityVisit) -> None:
    assert 'href="#user_name"' in (await _post(visit, FORGOTTEN, user_name="")).text
    page = await _post(visit, f"{FORGOTTEN}/code", user_name="", mailed_code="")
    assert page.status_code == 422
    assert 'href="#user_name"' in page.text
    assert 'href="#mailed_code"' in page.text


async def test_a_wrong_code_is_told_and_then_makes_wait(visit: IdentityVisit) -> None:
    someone = await visit.desk.person()
    for _ in range(5):
        wrong = await _post(
            visit, f"{FORGOTTEN}/code", user_name=someone.user_name, mailed_code="0000-0000"
        )
        assert wrong.status_code == 422
        assert 'href="#mailed_code"' in wrong.text
    waits = await _post(
        visit, f"{FORGOTTEN}/code", user_name=someone.user_name, mailed_code="0000-0000"
    )
    assert waits.status_code == 429
    asking = await _post(visit, FORGOTTEN, user_name=someone.user_name)
    assert asking.status_code == 429
    assert int(asking.headers["retry-after"]) > 0


async def test_the_second_factor_is_asked_for_on_the_same_page(visit: IdentityVisit) -> None:
    someone = await _with_address(visit)
    app = await visit.desk.totp(someone)
    code = await _ask(visit, someone)
    wanted = await _post(visit, f"{FORGOTTEN}/code", user_name=someone.user_name, mailed_code=code)
    assert "Noch ein Schritt" in wanted.text
    typed = {"user_name": someone.user_name, "mailed_code": code, "factor_wanted": "yes"}
    empty = await _post(visit, f"{FORGOTTEN}/code", **typed)
    assert 'href="#code"' in empty.text
    used = await _post(visit, f"{FORGOTTEN}/code", **typed, code=visit.desk.code(app))
    assert used.status_code == 422
    assert 'href="#code"' in used.text
    visit.clock.advance(STEP)
    chosen = await _post(visit, f"{FORGOTTEN}/code", **typed, code=visit.desk.code(app))
    assert "Neues Passwort wählen" in chosen.text


async def test_a_passkey_is_a_second_factor_here_too(visit: IdentityVisit) -> None:
    someone, device = await _with_address(visit), Device(ORIGIN)
    await visit.desk.passkey(someone, device)
    code = await _ask(visit, someone)
    asked = await _post(
        visit, f"{FORGOTTEN}/passkey", user_name=someone.user_name, mailed_code=code
    )
    found = re.search(r'data-options="([^"]+)"', asked.text)
    assert found
    chosen = await _post(
        visit,
        f"{FORGOTTEN}/code",
        user_name=_hidden(asked, "user_name"),
        mailed_code=_hidden(asked, "mailed_code"),
        factor_wanted="yes",
        credential_json=device.sign(html.unescape(found.group(1))),
    )
    assert "Neues Passwort wählen" in chosen.text


async def test_a_weak_password_is_told_with_every_objection_and_can_be_corrected(
    visit: IdentityVisit,
) -> None:
    someone = await _with_address(visit)
    code = await _ask(visit, someone)
    page = await _post(visit, f"{FORGOTTEN}/code", user_name=someone.user_name, mailed_code=code)
    secret = _hidden(page, "reset_secret")
    for password, again, field in (
        ("", "", "password"),
        (NEW, "x", "password_again"),
        ("kurz", "kurz", "password"),
    ):
        page = await _post(
            visit,
            f"{FORGOTTEN}/password",
            reset_secret=secret,
            password=password,
            password_again=again,
        )
        assert page.status_code == 422
        assert f'href="#{field}"' in page.text
        assert _hidden(page, "reset_secret") == secret
    done = await _post(
        visit, f"{FORGOTTEN}/password", reset_secret=secret, password=NEW, password_again=NEW
    )
    assert done.url.path == f"{FORGOTTEN}/done"
    late = await _post(
        visit, f"{FORGOTTEN}/password", reset_secret=secret, password=NEW, password_again=NEW
    )
    assert late.status_code == 422
    assert "dauerte zu lange" in late.text


async def test_the_sign_in_page_leads_here_and_to_passkeys(visit: IdentityVisit) -> None:
    page = await visit.browser.get("/de/sign-in")
    assert 'href="/de/forgotten-password"' in page.text
    assert 'href="/de/sign-in/passkey"' in page.text
    start = await visit.browser.get(FORGOTTEN)
    assert "Lichtbildausweis" in start.text
    assert "Ich habe schon einen Code" in start.text
    assert (await visit.browser.get(f"{FORGOTTEN}/code")).status_code == 200


async def _with_address(visit: IdentityVisit) -> Someone:
    """Somebody with a confirmed recovery address."""
    desk = visit.desk
    someone = await desk.person()
    person_id = str(someone.person_id)
    await desk.recovery.SetRecoveryAddress(
        recovery_pb2.SetRecoveryAddressRequest(
            person_id=person_id, email_address="ayse@privat.example", request_id=person_id
        ),
        metadata=someone.metadata,
    )
    await desk.recovery.ConfirmRecoveryAddress(
        recovery_pb2.ConfirmRecoveryAddressRequest(
            person_id=person_id, code=desk.mailed_code("recovery_address_code")
        ),
        metadata=someone.metadata,
    )
    return someone


async def _ask(visit: IdentityVisit, someone: Someone) -> str:
    """Asks for a code and reads the mail."""
    page = await _post(visit, FORGOTTEN, user_name=someone.user_name)
    assert f'value="{someone.user_name}"' in page.text
    for _ in range(200):
        if visit.desk.mails("password_reset_code"):
            return visit.desk.mailed_code("password_reset_code")
        await asyncio.sleep(0.02)
    raise AssertionError("no code was mailed")


def _hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found
    return html.unescape(found.group(1))


async def _post(visit: IdentityVisit, address: str, **fields: str) -> httpx.Response:
    return await visit.browser.post(address, data=fields)
