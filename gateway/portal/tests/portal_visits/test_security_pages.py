"""The pages about second factors, passkeys and the recovery address, over the real identity."""

import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pyotp
import pytest
import pytest_asyncio
from chassis.testing import DrivenClock
from identity.domain.roles import Role
from identity.domain.totp import STEP

from services.identity.tests.factors_factories import PASSWORD, Device

from .identity_world import ORIGIN, IdentityVisit, identity_behind_pages

pytestmark = pytest.mark.asyncio

SECURITY = "/de/account/security"
PRIVATE = "ayse@privat.example"


@pytest_asyncio.fixture
async def visit(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[IdentityVisit]:
    """A browser in front of identity."""
    async with identity_behind_pages(tmp_path, clock) as one:
        yield one


async def test_the_overview_says_what_is_missing_and_leads_there(visit: IdentityVisit) -> None:
    await visit.sign_in()
    page = await visit.browser.get(SECURITY)
    assert page.status_code == 200
    assert "Das fehlt noch" in page.text
    assert 'href="/de/account/security/set-up"' in page.text
    assert 'href="/de/account/security/recovery-address"' in page.text
    english = await visit.browser.get("/en/account/security")
    assert "Still missing" in english.text


async def test_an_app_is_set_up_with_qr_code_and_key_and_codes_follow(
    visit: IdentityVisit,
) -> None:
    await visit.sign_in()
    shown = await visit.browser.post(f"{SECURITY}/totp/start")
    assert 'src="data:image/svg+xml;base64,' in shown.text
    app = _app(shown)
    again = await _post(visit, f"{SECURITY}/totp/confirm", code="000000")
    assert again.status_code == 422
    assert 'href="#code"' in again.text
    assert app.secret not in again.text.replace(" ", "")
    done = await _post(visit, f"{SECURITY}/totp/confirm", code=visit.desk.code(app))
    assert done.url.path == f"{SECURITY}/recovery-codes"
    assert "Die Authenticator-App ist eingerichtet" in done.text
    made = await visit.browser.post(f"{SECURITY}/recovery-codes")
    codes = re.findall(r"<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</li>", made.text)
    assert len(set(codes)) == 10
    later = await visit.browser.get(f"{SECURITY}/recovery-codes")
    assert "10 von 10 übrig" in later.text
    assert not any(code in later.text for code in codes)


async def test_an_app_is_renamed_and_removed_after_a_question(visit: IdentityVisit) -> None:
    someone = await visit.sign_in()
    await visit.desk.totp(someone)
    renamed = await _post(visit, f"{SECURITY}/totp/rename", name="Tablet", request_id=_request_id())
    assert "Tablet" in renamed.text
    question = await visit.browser.get(f"{SECURITY}/totp/remove")
    assert "Tablet entfernen" in question.text
    assert "letzter zweiter Faktor" in question.text
    removed = await _post(visit, f"{SECURITY}/totp/remove", request_id=_request_id())
    assert removed.url.path == SECURITY
    assert "Die Authenticator-App ist entfernt" in removed.text


async def test_staff_set_up_a_factor_on_the_way_to_the_page_that_they_wanted(
    visit: IdentityVisit,
) -> None:
    await visit.sign_in(Role.STUDENT_SERVICES)
    wanted = "/de/students"
    assert (await visit.browser.get(wanted)).status_code == 403
    onward = f"?next={quote(wanted, safe='')}"
    page = await visit.browser.get(f"{SECURITY}/set-up{onward}")
    assert "Sie brauchen einen zweiten Faktor" in page.text
    assert "Jetzt nicht" not in page.text
    assert f'href="{SECURITY}/passkeys/add{onward}"' in page.text
    assert f'href="{SECURITY}/totp{onward}"' in page.text
    assert (
        f"{SECURITY}/totp/start{onward}"
        in (await visit.browser.get(f"{SECURITY}/totp{onward}")).text
    )
    app = _app(await visit.browser.post(f"{SECURITY}/totp/start{onward}"))
    again = await _post(visit, f"{SECURITY}/totp/confirm{onward}", code="000000")
    assert f"{SECURITY}/totp/confirm{onward}" in again.text
    codes = await _post(visit, f"{SECURITY}/totp/confirm{onward}", code=visit.desk.code(app))
    assert codes.url.path == f"{SECURITY}/recovery-codes"
    made = await _post(visit, str(codes.url))
    assert f'href="{wanted}"' in made.text
    assert (await visit.browser.get(wanted)).status_code == 200
    assert f'href="{wanted}"' in (await visit.browser.get(f"{SECURITY}/set-up{onward}")).text


async def test_a_second_factor_is_offered_and_may_wait(visit: IdentityVisit) -> None:
    await visit.sign_in()
    page = await visit.browser.get(f"{SECURITY}/set-up?next=/de/certificates")
    assert "Jetzt nicht" in page.text
    assert 'href="/de/certificates"' in page.text
    elsewhere = await visit.browser.get(f"{SECURITY}/set-up?next=https://evil.example/")
    assert 'href="https://evil' not in elsewhere.text
    assert "next=https%3A" not in elsewhere.text


async def test_a_fresh_proof_on_the_way_does_not_lose_the_page_that_was_wanted(
    visit: IdentityVisit,
) -> None:
    await visit.sign_in()
    visit.clock.advance(timedelta(minutes=6))
    page = await visit.browser.post(f"{SECURITY}/totp/start?next=/de/certificates")
    assert page.url.path == "/de/confirm"
    back = await _post(visit, str(page.url), password=PASSWORD)
    assert str(back.url).endswith(f"{SECURITY}/totp?next=%2Fde%2Fcertificates")


async def test_the_last_factor_of_staff_stays_and_the_page_says_why(visit: IdentityVisit) -> None:
    someone = await visit.sign_in(Role.EXAMINER)
    await visit.desk.totp(someone)
    page = await visit.browser.get(f"{SECURITY}/totp/remove")
    assert page.status_code == 409
    assert "verlangen einen zweiten Faktor" in page.text


async def test_after_five_minutes_the_page_asks_to_confirm_and_leads_back(
    visit: IdentityVisit,
) -> None:
    await visit.sign_in()
    visit.clock.advance(timedelta(minutes=6))
    page = await visit.browser.post(f"{SECURITY}/totp/start")
    assert page.url.path == "/de/confirm"
    assert page.url.params["next"] == f"{SECURITY}/totp"
    back = await _post(visit, str(page.url), password=PASSWORD)
    assert back.url.path == f"{SECURITY}/totp"
    shown = await visit.browser.post(f"{SECURITY}/totp/start")
    assert 'src="data:image/svg+xml;base64,' in shown.text


async def test_a_passkey_is_added_listed_renamed_and_removed(visit: IdentityVisit) -> None:
    await visit.sign_in()
    page = await visit.browser.get(f"{SECURITY}/passkeys/add")
    assert "passkeys.js" in page.text
    assert "Passkeys brauchen JavaScript" in page.text
    answer = Device(ORIGIN).register(_options(page))
    added = await _post(visit, f"{SECURITY}/passkeys/add", name="Notebook", credential_json=answer)
    assert added.url.path == f"{SECURITY}/recovery-codes"
    listed = await visit.browser.get(f"{SECURITY}/passkeys")
    assert "Notebook" in listed.text
    found = re.search(r"/de/account/security/passkeys/([0-9a-f-]{36})/remove", listed.text)
    assert found
    one = f"{SECURITY}/passkeys/{found.group(1)}"
    renamed = await _post(visit, f"{one}/rename", name="Telefon", request_id=_request_id())
    assert "Telefon" in renamed.text
    assert "Telefon entfernen" in (await visit.browser.get(f"{one}/remove")).text
    removed = await _post(visit, f"{one}/remove", request_id=_request_id())
    assert "Sie haben noch keinen Passkey" in removed.text
    assert (await visit.browser.get(f"{one}/remove")).status_code == 404


async def test_a_refused_passkey_is_told_with_a_new_question_to_the_device(
    visit: IdentityVisit,
) -> None:
    await visit.sign_in()
    page = await visit.browser.get(f"{SECURITY}/passkeys/add")
    answer = Device("https://elsewhere.example").register(_options(page))
    refused = await _post(
        visit, f"{SECURITY}/passkeys/add", name="Notebook", credential_json=answer
    )
    assert refused.status_code == 422
    assert _options(refused) != _options(page)
    assert 'value="Notebook"' in refused.text


async def test_a_passkey_signs_in_alone_and_leads_on(visit: IdentityVisit) -> None:
    someone, device = await visit.desk.person(), Device(ORIGIN)
    await visit.desk.passkey(someone, device)
    page = await visit.browser.get("/de/sign-in/passkey", params={"next": SECURITY})
    signed_in = await _post(
        visit,
        f"/de/sign-in/passkey?next={quote(SECURITY)}",
        credential_json=device.sign(_options(page)),
    )
    assert signed_in.url.path == SECURITY
    assert "Anzahl: 1" in signed_in.text


async def test_a_passkey_that_is_not_known_signs_nobody_in(visit: IdentityVisit) -> None:
    page = await visit.browser.get("/de/sign-in/passkey")
    refused = await _post(
        visit, "/de/sign-in/passkey", credential_json=Device(ORIGIN).sign(_options(page))
    )
    assert refused.status_code == 422
    assert "Anmeldung mit diesem Passkey" in refused.text
    nothing = await _post(visit, "/de/sign-in/passkey", credential_json="")
    assert nothing.status_code == 422


async def test_a_passkey_completes_a_sign_in_after_the_password(visit: IdentityVisit) -> None:
    someone, device = await visit.desk.person(), Device(ORIGIN)
    await visit.desk.passkey(someone, device)
    step = await _post(visit, "/de/sign-in", user_name=someone.user_name, password=PASSWORD)
    found = re.search(r'name="second_factor_challenge" value="([^"]+)"', step.text)
    assert found
    challenge = html.unescape(found.group(1))
    page = await _post(visit, "/de/sign-in/passkey/second", second_factor_challenge=challenge)
    signed_in = await _post(
        visit,
        "/de/sign-in/passkey",
        second_factor_challenge=challenge,
        credential_json=device.sign(_options(page)),
    )
    assert signed_in.url.path == "/de/"
    assert "Abmelden" in signed_in.text


async def test_an_expired_challenge_leads_back_to_the_sign_in(visit: IdentityVisit) -> None:
    page = await _post(visit, "/de/sign-in/passkey/second", second_factor_challenge="unknown")
    assert page.url.path == "/de/sign-in"


async def test_a_passkey_confirms_and_leads_back(visit: IdentityVisit) -> None:
    someone, device = await visit.sign_in(), Device(ORIGIN)
    await visit.desk.passkey(someone, device)
    visit.clock.advance(timedelta(minutes=6))
    page = await visit.browser.get("/de/confirm/passkey", params={"next": f"{SECURITY}/totp"})
    wrong = await _post(visit, str(page.url), credential_json="{}")
    assert wrong.status_code == 422
    back = await _post(visit, str(page.url), credential_json=device.sign(_options(wrong)))
    assert back.url.path == f"{SECURITY}/totp"
    assert (await visit.browser.post(f"{SECURITY}/totp/start")).status_code == 200


async def test_a_recovery_address_is_entered_confirmed_and_removed(visit: IdentityVisit) -> None:
    await visit.sign_in()
    wrong = await _post(
        visit,
        f"{SECURITY}/recovery-address/set",
        email_address="ayse@stud.leuphana.example",
        request_id=_request_id(),
    )
    assert wrong.status_code == 422
    assert 'href="#email_address"' in wrong.text
    sent = await _post(
        visit,
        f"{SECURITY}/recovery-address/set",
        email_address=PRIVATE,
        request_id=_request_id(),
    )
    assert "Code unterwegs" in sent.text
    missing = await _post(visit, f"{SECURITY}/recovery-address/confirm", code="")
    assert missing.status_code == 422
    refused = await _post(visit, f"{SECURITY}/recovery-address/confirm", code="0000-0000")
    assert refused.status_code == 422
    assert 'href="#code"' in refused.text
    code = visit.desk.mailed_code("recovery_address_code")
    done = await _post(visit, f"{SECURITY}/recovery-address/confirm", code=code)
    assert "Die Adresse ist bestätigt" in done.text
    removed = await _post(visit, f"{SECURITY}/recovery-address/remove", request_id=_request_id())
    assert "Die Adresse ist entfernt" in removed.text


async def test_at_a_bare_address_the_pages_say_that_there_are_no_passkeys(
    tmp_path: Path, clock: DrivenClock
) -> None:
    async with identity_behind_pages(tmp_path, clock, "https://192.0.2.7") as visit:
        await visit.sign_in()
        page = await visit.browser.get(f"{SECURITY}/passkeys")
        assert "Unter dieser Adresse gehen keine Passkeys" in page.text
        refused = await visit.browser.get("/de/sign-in/passkey", params={"again": "yes"})
        assert refused.status_code == 409
        assert "Passwort und Code" in refused.text


async def test_who_is_not_signed_in_is_led_to_the_sign_in(visit: IdentityVisit) -> None:
    page = await visit.browser.get(f"{SECURITY}/totp")
    assert page.url.path == "/de/sign-in"
    assert page.url.params["next"] == f"{SECURITY}/totp"


async def test_the_code_of_the_app_signs_in_after_the_set_up(visit: IdentityVisit) -> None:
    someone = await visit.sign_in(Role.STUDENT_SERVICES)
    app = _app(await visit.browser.post(f"{SECURITY}/totp/start"))
    await _post(visit, f"{SECURITY}/totp/confirm", code=visit.desk.code(app))
    visit.clock.advance(STEP)
    visit.use("")
    step = await _post(visit, "/de/sign-in", user_name=someone.user_name, password=PASSWORD)
    found = re.search(r'name="second_factor_challenge" value="([^"]+)"', step.text)
    assert found
    signed_in = await _post(
        visit,
        "/de/sign-in/second-factor",
        second_factor_challenge=html.unescape(found.group(1)),
        second_factor_kinds="1",
        code=visit.desk.code(app),
    )
    assert signed_in.url.path == "/de/"


def _app(page: httpx.Response) -> pyotp.TOTP:
    found = re.search(r'href="(otpauth://[^"]+)"', page.text)
    assert found
    app = pyotp.parse_uri(html.unescape(found.group(1)))
    assert isinstance(app, pyotp.TOTP)
    return app


def _options(page: httpx.Response) -> str:
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found
    return html.unescape(found.group(1))


def _request_id() -> str:
    return str(uuid4())


async def _post(visit: IdentityVisit, address: str, **fields: str) -> httpx.Response:
    return await visit.browser.post(address, data=fields)
