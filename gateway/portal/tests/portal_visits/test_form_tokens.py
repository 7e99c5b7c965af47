"""Only pages of the portal send forms: each form carries a token of the browser's own."""

from pathlib import Path

import httpx
import portal
import pytest
from portal import form_tokens

from . import portal_pages
from . import portal_world as w
from .form_client import FORM_COOKIE, FormClient

LOGIN = {"user_name": "lg100001", "password": w.PASSWORD}


def test_a_token_is_of_use_to_the_browser_it_was_made_for_alone() -> None:
    mine, another = form_tokens.new_secret(), form_tokens.new_secret()
    token = form_tokens.new_token(mine)
    assert form_tokens.is_token_of(token, mine)
    assert not form_tokens.is_token_of(token, another)
    assert token != form_tokens.new_token(mine)
    for forged in ("", ".", token[:-1], f"x{token}", token.partition(".")[2], "ä.ö"):
        assert not form_tokens.is_token_of(forged, mine)
    assert not form_tokens.is_token_of(form_tokens.new_token(""), "")


def test_every_form_that_sends_to_the_portal_gets_the_token_and_no_other_one_does() -> None:
    own = '<form class="form" method="post" action="/de/sign-in">'
    without_action = '<form method="post" novalidate>'
    assert form_tokens.with_token(own, "t").count('value="t"') == 1
    assert form_tokens.with_token(without_action, "t").count('value="t"') == 1
    for foreign in (
        '<form method="get" action="/de/students">',
        '<form method="post" action="https://client.example/callback">',
        '<form action="//client.example/callback" method="post">',
    ):
        assert form_tokens.with_token(foreign, "t") == foreign
        assert not form_tokens.has_forms(foreign)


def test_no_template_writes_a_form_that_gets_no_token() -> None:
    """A form is found by its method, so every template has to write that in one way."""
    folder = Path(portal.__file__).parent / "templates"
    for template in folder.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        for form in text.split("<form")[1:]:
            tag = form.partition(">")[0]
            assert 'method="post"' in tag or 'method="get"' in tag, template.name


async def test_pages_give_a_visitor_a_secret_once_and_every_form_a_token(
    visitor: httpx.AsyncClient,
) -> None:
    first = await visitor.get("/de/sign-in")
    assert FORM_COOKIE in first.cookies
    second = await visitor.get("/de/sign-in")
    assert FORM_COOKIE not in second.cookies
    tokens = [portal_pages.read(one).forms[-1].fields[form_tokens.FIELD] for one in (first, second)]
    assert len(set(tokens)) == 2
    secret = visitor.cookies[FORM_COOKIE]
    assert all(form_tokens.is_token_of(one, secret) for one in tokens)


@pytest.mark.parametrize("token", ["", "forged.0123456789abcdef"])
async def test_a_form_without_the_browsers_token_signs_nobody_in(
    visitor: FormClient, world: w.World, token: str
) -> None:
    await visitor.get("/de/sign-in")
    answer = await visitor.post(
        "/de/sign-in", data={**LOGIN, form_tokens.FIELD: token}, as_it_is=True
    )
    assert answer.status_code == 403
    assert "SignIn" not in world.calls


async def test_what_was_typed_comes_back_and_can_be_sent_again_except_secrets(
    student: FormClient, world: w.World
) -> None:
    """Another tab signed in meanwhile: the page's token is not this browser's any more."""
    old = form_tokens.new_token(form_tokens.new_secret())
    sitting = {"sitting_id": w.OPEN_SITTING, "request_id": "019aa000-0000-7000-8000-00000000e001"}
    sent = {**sitting, "password": "geheim", form_tokens.FIELD: old}
    answer = await student.post("/en/exams/register", data=sent, as_it_is=True)
    assert answer.status_code == 403
    assert "CreateRegistration" not in world.calls
    page = portal_pages.read(answer)
    assert "Please send it again" in page.text
    assert "geheim" not in answer.text
    form = page.form("exams/register")
    assert sitting.items() <= form.fields.items()
    again = await student.post(form.action, data=form.fields, as_it_is=True)
    assert again.status_code in (200, 303)
    assert "CreateRegistration" in world.calls


async def test_signing_out_needs_the_token_too(student: FormClient, world: w.World) -> None:
    answer = await student.post("/de/sign-out", as_it_is=True)
    assert answer.status_code == 403
    assert "SignOut" not in world.calls
