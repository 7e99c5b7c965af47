"""A system administrator registers systems, gives them secrets, changes and disables them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from chassis.testing import DrivenClock

from . import portal_pages
from .registry_world import Registry, registry_of
from .staff_campus import opened, sent, whole

MOODLE = {
    "name_de": "Moodle",
    "name_en": "Moodle",
    "description_de": "Lernplattform der Universität",
    "description_en": "The university's learning platform",
    "contact": "moodle@leuphana.example",
    "authentication": "secret_basic",
    "redirect_uris": "https://moodle.leuphana.example/callback",
}
TICKED = {"grants": ["authorization_code"], "scopes": ["openid", "email"], "claims": ["email"]}


@pytest_asyncio.fixture
async def registry(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[Registry]:
    async with registry_of(tmp_path, clock) as one:
        yield one


async def registered(registry: Registry) -> portal_pages.Page:
    """The page of a system that was just registered."""
    page = await opened(registry.browser, "/de/clients/register")
    form = page.form("/clients/register")
    answer = await registry.browser.post(form.action, data={**form.fields, **MOODLE, **TICKED})
    assert answer.status_code == 200, portal_pages.read(answer).text
    return whole(answer)


async def test_a_system_is_registered_and_its_secret_is_shown_once(registry: Registry) -> None:
    assert "Noch ist kein System" in (await opened(registry.browser, "/de/clients")).text
    one = await registered(registry)
    assert "Das System ist eingetragen." in one.text
    assert "Noch kein Geheimnis" in one.text
    asking = await opened(registry.browser, _linked(one, "/secret"))
    shown = await sent(registry.browser, asking, "/secret")
    [secret] = re.findall(r"\b[\w-]{43}\b", shown.text)
    again = await opened(registry.browser, _linked(one, "/change").removesuffix("/change"))
    assert secret not in again.text
    assert "seit 2. November 2026" in again.text
    listed = await opened(registry.browser, "/en/clients")
    assert "The university's learning platform" in listed.text


async def test_what_does_not_fit_is_said_at_the_field_and_what_was_typed_stays(
    registry: Registry,
) -> None:
    page = await opened(registry.browser, "/de/clients/register")
    form = page.form("/clients/register")
    wrong = {**MOODLE, **TICKED, "redirect_uris": "http://moodle.leuphana.example/", "contact": "x"}
    answer = await registry.browser.post(form.action, data={**form.fields, **wrong})
    refused = whole(answer)
    assert answer.status_code == 422
    assert "#contact" in refused.links
    fixed = {**wrong, "contact": MOODLE["contact"]}
    answer = await registry.browser.post(form.action, data={**form.fields, **fixed})
    refused = whole(answer)
    assert "#redirect_uris" in refused.links
    assert "Die Adresse muss mit https:// beginnen" in refused.text
    assert refused.form("/clients/register").fields["redirect_uris"] == wrong["redirect_uris"]


async def test_a_system_is_changed_disabled_and_enabled_again(registry: Registry) -> None:
    one = await registered(registry)
    changing = await opened(registry.browser, _linked(one, "/change"))
    form = changing.form("/change")
    changed = {**form.fields, **TICKED, "name_de": "Moodle 5"}
    answer = await registry.browser.post(form.action, data=changed)
    assert whole(answer).first(1) == "Moodle 5"
    stale = await registry.browser.post(form.action, data=changed | {"request_id": ""})
    assert stale.status_code in (409, 422)
    asking = await opened(registry.browser, _linked(one, "/disable"))
    disabled = await sent(registry.browser, asking, "/disable")
    assert "Niemand kann sich dort anmelden" in disabled.text
    asking = await opened(registry.browser, _linked(disabled, "/enable"))
    assert "Das System ist eingeschaltet." in (await sent(registry.browser, asking, "/enable")).text


async def test_who_signed_in_a_while_ago_confirms_it_first(
    registry: Registry, clock: DrivenClock
) -> None:
    one = await registered(registry)
    asking = await opened(registry.browser, _linked(one, "/secret"))
    clock.advance(timedelta(minutes=4, seconds=59))
    await sent(registry.browser, asking, "/secret")
    clock.advance(timedelta(seconds=2))
    form = asking.form("/secret")
    answer = await registry.browser.post(form.action, data=form.fields, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(("/de/confirm", "/de/sign-in"))


def _linked(page: portal_pages.Page, end: str) -> str:
    return next(link for link in page.links if link.endswith(end))
