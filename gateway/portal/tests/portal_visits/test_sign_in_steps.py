"""The second step of signing in, confirming, sessions and devices, the password."""

import httpx
import pytest

from . import portal_pages
from . import portal_world as w
from . import sign_in_servicers as i

LOGIN = {"user_name": "lg100001", "password": w.PASSWORD}


async def _first_step(visitor: httpx.AsyncClient, language: str = "de") -> portal_pages.Page:
    address = f"/{language}/sign-in?next=/{language}/certificates"
    answer = await visitor.post(address, data=LOGIN)
    assert answer.status_code == 200
    return portal_pages.read(answer)


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Anmeldung bestätigen"), ("en", "Confirm your sign-in")]
)
async def test_with_a_second_factor_the_code_follows_the_password(
    visitor: httpx.AsyncClient, world: w.World, language: str, title: str
) -> None:
    world.second_factor = True
    page = await _first_step(visitor, language)
    assert page.first(1) == title
    form = page.form(f"sign-in/second-factor?next=%2F{language}%2Fcertificates")
    answer = await visitor.post(form.action, data={**form.fields, "code": i.CODE})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{language}/certificates"
    assert (await visitor.get(f"/{language}/certificates")).status_code == 200


async def test_a_wrong_code_is_said_at_its_field_and_the_sign_in_goes_on(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    world.second_factor = True
    form = (await _first_step(visitor)).forms[-1]
    for code, sentence in (("000000", "Der Code stimmt nicht."), ("", "Bitte geben Sie den Code")):
        answer = await visitor.post(form.action, data={**form.fields, "code": code})
        page = portal_pages.read(answer)
        assert answer.status_code == 422
        assert sentence in page.text
        assert "#code" in page.links
    answer = await visitor.post(
        page.forms[-1].action, data={**page.forms[-1].fields, "code": i.CODE}
    )
    assert answer.status_code == 303


async def test_a_sign_in_that_took_too_long_begins_again_where_it_wanted_to_go(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    world.second_factor = True
    form = (await _first_step(visitor)).forms[-1]
    sent = {**form.fields, "second_factor_challenge": "another", "code": i.CODE}
    answer = await visitor.post(form.action, data=sent, follow_redirects=True)
    assert "Die Anmeldung ist abgelaufen" in answer.text
    assert "next=%2Fde%2Fcertificates" in portal_pages.read(answer).forms[-1].action


async def test_a_browser_is_known_again_at_its_next_sign_in(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    await visitor.post("/de/sign-in", data=LOGIN)
    await visitor.post("/de/sign-out")
    await visitor.post("/de/sign-in", data=LOGIN)
    assert [each for each in world.calls if each.startswith("device:")] == [
        "device:",
        "device:a-token-of-the-device",
    ]


@pytest.mark.parametrize(
    ("terms_needed", "second_factor_needed", "target"),
    [
        (True, False, "/de/account/terms?next=%2Fde%2Fcertificates"),
        (False, True, "/de/account/security/set-up?next=%2Fde%2Fcertificates"),
        (
            True,
            True,
            "/de/account/terms?next=%2Fde%2Faccount%2Fsecurity%2Fset-up"
            "%3Fnext%3D%252Fde%252Fcertificates",
        ),
    ],
)
async def test_terms_and_then_a_second_factor_are_on_the_way_to_the_page_that_was_wanted(
    visitor: httpx.AsyncClient,
    world: w.World,
    terms_needed: bool,
    second_factor_needed: bool,
    target: str,
) -> None:
    world.terms_needed, world.second_factor_needed = terms_needed, second_factor_needed
    answer = await visitor.post("/de/sign-in?next=/de/certificates", data=LOGIN)
    assert answer.headers["location"] == target


async def test_the_page_of_the_second_step_keeps_the_wanted_page_in_another_language(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    world.second_factor = True
    form = (await _first_step(visitor)).forms[-1]
    answer = await visitor.post(form.action, data={**form.fields, "code": "000000"})
    assert "/en/sign-in?next=%2Fde%2Fcertificates" in portal_pages.read(answer).links


async def test_what_is_protected_leads_to_the_confirmation_and_back(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/de/confirm?next=/de/account/sessions&lost=yes"))
    assert "noch nicht ausgeführt" in page.text
    for field, wrong, right in (("password", "x", w.PASSWORD), ("code", "000000", i.CODE)):
        form = next(each for each in page.forms if field in each.fields)
        refused = await student.post(form.action, data={**form.fields, field: wrong})
        assert refused.status_code == 422
        assert f"#{field}" in portal_pages.read(refused).links
        missing = await student.post(form.action, data={**form.fields, field: ""})
        assert missing.status_code == 422
        answer = await student.post(form.action, data={**form.fields, field: right})
        assert answer.headers["location"] == "/de/account/sessions"


@pytest.mark.parametrize("language", ["de", "en"])
async def test_sessions_and_devices_are_listed_and_ended(
    student: httpx.AsyncClient, world: w.World, language: str
) -> None:
    page = portal_pages.read(await student.get(f"/{language}/account/sessions"))
    assert "Firefox, Linux" in page.text
    assert "192.0.2.0/24" in page.text
    for path, call in (
        (f"account/sessions/{i.OTHER_SESSION}/end", f"EndSession:{i.OTHER_SESSION}"),
        ("account/sessions/end-others", "EndOtherSessions"),
        (f"account/devices/{i.DEVICE}/remove", f"RemoveDevice:{i.DEVICE}"),
    ):
        form = page.form(path)
        answer = await student.post(form.action, data=form.fields)
        assert call in world.calls
        done = await student.get(answer.headers["location"])
        assert 'role="status"' in done.text
    assert not any(form.action.endswith(f"{i.THIS_SESSION}/end") for form in page.forms)


async def _change(student: httpx.AsyncClient, **fields: str) -> httpx.Response:
    form = portal_pages.read(await student.get("/de/account/password")).form("account/password")
    sent = {**form.fields, "new_password_again": fields.get("new_password", ""), **fields}
    return await student.post(form.action, data=sent)


async def test_a_password_is_changed_even_where_a_fresh_proof_is_asked_for(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.asks_for_proof = True
    answer = await _change(
        student, current_password=w.PASSWORD, new_password=i.NEW_PASSWORD, end_others="yes"
    )
    assert answer.status_code == 200
    assert "Ihr Passwort ist geändert" in answer.text
    assert "Beendete andere Sitzungen: 1" in answer.text


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"current_password": "x", "new_password": i.NEW_PASSWORD}, "current_password"),
        ({"current_password": w.PASSWORD, "new_password": "kurz"}, "new_password"),
        ({"current_password": "", "new_password": i.NEW_PASSWORD}, "current_password"),
        ({"current_password": w.PASSWORD, "new_password": ""}, "new_password"),
        (
            {
                "current_password": w.PASSWORD,
                "new_password": i.NEW_PASSWORD,
                "new_password_again": "x",
            },
            "new_password_again",
        ),
    ],
)
async def test_what_is_wrong_with_a_change_is_said_at_its_field_and_nothing_typed_is_shown(
    student: httpx.AsyncClient, world: w.World, fields: dict[str, str], at: str, asks: bool
) -> None:
    world.asks_for_proof = asks
    answer = await _change(student, **fields)
    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert f"#{at}" in page.links
    shown = page.form("account/password").fields
    assert not any(shown[name] for name in shown if name.endswith(("password", "again")))


async def test_the_strength_of_a_password_is_a_hint_without_changing_anything(
    student: httpx.AsyncClient, world: w.World
) -> None:
    answer = await _change(student, new_password=i.NEW_PASSWORD, check="yes")
    assert "stark" in answer.text
    answer = await _change(student, new_password="kurz", check="yes")
    assert answer.status_code == 422
    assert "Zu kurz." in answer.text
    assert "ChangePassword" not in world.calls


async def test_password_managers_find_the_fields(student: httpx.AsyncClient) -> None:
    page = (await student.get("/de/account/password")).text
    for purpose in ("username", "current-password", "new-password"):
        assert f'autocomplete="{purpose}"' in page
    sign_in = (await student.get("/de/sign-in?again=yes")).text
    assert 'autocomplete="username"' in sign_in
    assert 'autocomplete="current-password"' in sign_in
