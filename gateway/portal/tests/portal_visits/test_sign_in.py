"""Signing in, activating an account, and signing out."""

import httpx
import pytest

from . import portal_pages
from . import portal_world as w

CODE = "K7QM-2XTD-9RWP-4HJC"


async def test_a_sign_in_leads_to_the_page_that_asked_for_it(visitor: httpx.AsyncClient) -> None:
    asked = await visitor.get("/en/certificates")
    form = portal_pages.read(await visitor.get(asked.headers["location"])).form("certificates")

    answer = await visitor.post(form.action, data={"user_name": "lg100001", "password": w.PASSWORD})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/en/certificates"


async def test_whose_session_ended_before_sending_is_told_that_nothing_was_done(
    visitor: httpx.AsyncClient,
) -> None:
    sent = await visitor.post("/de/exams/register", data={"sitting_id": w.OPEN_SITTING})
    page = await visitor.get(sent.headers["location"])

    assert "Ihre Eingabe wurde nicht ausgeführt" in page.text
    asked = await visitor.get("/de/exams/tree")
    page = await visitor.get(asked.headers["location"])
    assert "Ihre Eingabe wurde nicht ausgeführt" not in page.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/de/",
        "/\\evil.example",
        "/de/\\..",
        "/v1/x",
        "/de/ x",
    ],
)
async def test_a_sign_in_never_leads_to_another_site(
    visitor: httpx.AsyncClient, elsewhere: str
) -> None:
    answer = await visitor.post(
        "/de/sign-in",
        params={"next": elsewhere},
        data={"user_name": "lg100001", "password": w.PASSWORD},
    )

    assert answer.headers["location"] == "/de/"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Nutzername oder Passwort stimmt nicht."),
        ("en", "User name or password is wrong."),
    ],
)
async def test_a_refused_sign_in_says_so_next_to_the_field(
    visitor: httpx.AsyncClient, language: str, sentence: str
) -> None:
    answer = await visitor.post(
        f"/{language}/sign-in", data={"user_name": "lg100001", "password": "wrong"}
    )

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert page.text.count(sentence) == 2
    assert "#password" in page.links
    assert page.title.startswith(("Fehler:", "Error:"))
    assert page.form("sign-in").fields["user_name"] == "lg100001"
    assert "wrong" not in page.form("sign-in").fields["password"]


async def test_too_many_attempts_say_how_long_to_wait(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/de/sign-in", data={"user_name": "locked", "password": "x"})

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"
    assert "Warten Sie 60 Sekunden." in answer.text


async def test_an_empty_form_is_sent_back_without_asking_anybody(
    visitor: httpx.AsyncClient, world: w.World
) -> None:
    answer = await visitor.post("/de/sign-in", data={})

    assert answer.status_code == 422
    assert {"#user_name", "#password"} <= set(portal_pages.read(answer).links)
    assert "SignIn" not in world.calls


async def test_signing_out_ends_the_session_here_and_there(
    student: httpx.AsyncClient, world: w.World
) -> None:
    answer = await student.post("/de/sign-out")

    assert answer.status_code == 303
    confirmation = await student.get(answer.headers["location"])
    assert "Sie sind abgemeldet" in confirmation.text
    assert "SignOut" in world.calls
    assert (await student.get("/de/account")).status_code == 303


async def test_a_sign_out_that_did_not_happen_is_not_confirmed(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.down.add("identity")

    assert (await student.post("/de/sign-out")).status_code == 503


async def test_a_service_that_refuses_the_session_leads_to_a_new_sign_in(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.refusing_tokens.add("certificates")

    asked = await student.get("/de/certificates")
    answer = await student.get(asked.headers["location"])

    assert answer.status_code == 200
    form = portal_pages.read(answer).forms[-1]
    again = await student.post(form.action, data={"user_name": "lg100001", "password": w.PASSWORD})
    assert again.headers["location"] == "/de/certificates"


async def test_an_account_is_activated_with_code_and_password(visitor: httpx.AsyncClient) -> None:
    form = {
        "user_name": "lg100002",
        "initial_code": CODE,
        "password": w.PASSWORD,
        "password_again": w.PASSWORD,
    }

    answer = await visitor.post("/en/activate", data=form)

    assert answer.headers["location"] == "/en/activated"
    assert "Your account is activated" in (await visitor.get("/en/activated")).text


async def test_an_activation_on_the_way_to_a_page_leads_back_to_the_sign_in_for_it(
    visitor: httpx.AsyncClient,
) -> None:
    onward = "?next=%2Fde%2Fcertificates"
    assert (
        f"/de/activate{onward}"
        in portal_pages.read(await visitor.get(f"/de/sign-in{onward}")).links
    )
    form = portal_pages.read(await visitor.get(f"/de/activate{onward}")).form(onward)
    typed = {
        "user_name": "lg100002",
        "initial_code": CODE,
        "password": w.PASSWORD,
        "password_again": w.PASSWORD,
    }

    answer = await visitor.post(form.action, data=typed)

    assert answer.headers["location"] == f"/de/activated{onward}"
    page = portal_pages.read(await visitor.get(answer.headers["location"]))
    assert f"/de/sign-in{onward}" in page.links


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"initial_code": "X"}, "#initial_code", "Nutzername oder Initialcode stimmt nicht."),
        (
            {"password": "kurz", "password_again": "kurz"},
            "#password",
            "Nehmen Sie mindestens 15 Zeichen.",
        ),
        ({"password_again": "anders"}, "#password_again", "stimmen nicht überein"),
        ({"initial_code": ""}, "#initial_code", "Geben Sie den Initialcode"),
    ],
)
async def test_a_refused_activation_names_the_field(
    visitor: httpx.AsyncClient, change: dict[str, str], field: str, sentence: str
) -> None:
    form = {
        "user_name": "lg100002",
        "initial_code": CODE,
        "password": w.PASSWORD,
        "password_again": w.PASSWORD,
    }

    answer = await visitor.post("/de/activate", data={**form, **change})

    assert answer.status_code == 422
    assert field in portal_pages.read(answer).links
    assert sentence in answer.text
