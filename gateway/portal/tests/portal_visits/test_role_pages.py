"""The pages about roles and support access, over the real identity."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from chassis.testing import DrivenClock
from identity.domain.roles import Role

from services.identity.tests.role_factories import Office

from .identity_world import IdentityVisit, identity_behind_pages

pytestmark = pytest.mark.asyncio

WHY = "Vertritt Frau Amtmann im Winter"


@dataclass
class RolesVisit:
    """A university with two administrators, and a browser in front of identity."""

    visit: IdentityVisit
    office: Office

    def be(self, person_id: UUID) -> None:
        """The browser is this person's from now on."""
        self.visit.use(self.office.signed_in(person_id).session_token)

    async def page(self, path: str) -> str:
        """What a page says, and that it is there."""
        answer = await self.visit.browser.get(path)
        assert answer.status_code == 200, answer.text
        return html.unescape(answer.text)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Sends a form."""
        return await self.visit.browser.post(path, data={"request_id": str(uuid4()), **fields})


@pytest_asyncio.fixture
async def pages(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[RolesVisit]:
    async with identity_behind_pages(tmp_path, clock) as visit:
        yield RolesVisit(visit, Office(visit.desk.identity.database, clock))


async def test_a_role_is_asked_for_agreed_to_and_listed(pages: RolesVisit) -> None:
    person = pages.office.staff("pamt")
    pages.be(pages.office.first)
    found = await pages.page("/de/roles/give?query=pamt")
    assert f'href="/de/roles/give/{person}"' in found
    form = await pages.page(f"/de/roles/give/{person}")
    assert "Eine zweite Systemadministration muss zustimmen." in form
    sent = await pages.send(f"/de/roles/give/{person}", role="examinations_office", reason=WHY)
    assert sent.url.path == "/de/roles"
    assert "sobald eine zweite Systemadministration zugestimmt hat" in sent.text
    mine = html.unescape(sent.text)
    assert "Sie haben die Rolle beantragt; zustimmen muss jemand anders." in mine
    assert "/approve" not in mine
    pages.be(pages.office.second)
    waiting = await pages.page("/en/roles")
    assert WHY in waiting
    [address] = re.findall(r'action="(/en/roles/requests/[^"]+/approve)"', waiting)
    agreed = await pages.send(address)
    assert "You agreed; the role is in effect." in agreed.text
    assert pages.office.account(person).roles == {Role.EXAMINATIONS_OFFICE}
    assert "by Kim First" in agreed.text
    assert "agreed by Kim Second" in agreed.text
    assert "granted" in await pages.page("/en/roles/requests")


async def test_a_form_without_reason_or_role_says_what_is_missing(pages: RolesVisit) -> None:
    person = pages.office.staff("pamt")
    pages.be(pages.office.first)
    sent = await pages.send(f"/de/roles/give/{person}", reason="kurz", expire_date="2026-99-99")
    assert sent.status_code == 422
    for field in ("role", "reason", "expire_date"):
        assert f'href="#{field}"' in sent.text


async def test_what_identity_refuses_stands_at_its_field(pages: RolesVisit) -> None:
    person = pages.office.staff("pamt")
    pages.be(pages.office.first)
    sent = await pages.send(
        f"/de/roles/give/{person}", role="examiner", reason=WHY, expire_date="2020-01-01"
    )
    assert 'href="#expire_date"' in sent.text
    assert "Der letzte Tag liegt in der Vergangenheit" in sent.text
    assert WHY in sent.text


async def test_a_request_is_withdrawn_with_a_reason(pages: RolesVisit) -> None:
    person = pages.office.staff("pamt")
    pages.be(pages.office.first)
    sent = await pages.send(f"/de/roles/give/{person}", role="examinations_office", reason=WHY)
    [address] = re.findall(r'action="(/de/roles/requests/[^"]+/refuse)"', sent.text)
    nothing = await pages.send(address, reason="")
    assert nothing.status_code == 422
    assert "Bitte nennen Sie einen Grund." in nothing.text
    done = await pages.send(address, reason="Doch nicht nötig")
    assert "die Rolle wurde nicht vergeben" in done.text
    assert "Doch nicht nötig" in await pages.page("/de/roles/requests")


async def test_a_role_is_revoked_and_stays_listed_as_ended(pages: RolesVisit) -> None:
    person = pages.office.staff("ameier", Role.EXAMINER)
    pages.be(pages.office.first)
    assert f'href="/de/roles/revoke/{person}/examiner"' in await pages.page("/de/roles")
    form = f"/de/roles/revoke/{person}/examiner"
    assert "überall abgemeldet" in await pages.page(form)
    assert (await pages.send(form, reason="kurz")).status_code == 422
    done = await pages.send(form, reason="Wechselt die Hochschule")
    assert "Die Rolle ist entzogen." in done.text
    assert "Wechselt die Hochschule" not in await pages.page("/de/roles")
    ended = await pages.page("/de/roles?ended=yes&role=examiner")
    assert "Wechselt die Hochschule" in ended
    unknown = await pages.visit.browser.get(f"/de/roles/revoke/{person}/nonsense")
    assert unknown.status_code == 404


async def test_ones_own_roles_have_no_link_to_change_them(pages: RolesVisit) -> None:
    pages.be(pages.office.first)
    assert "Rollen vergeben, bestätigen und entziehen." in await pages.page("/de/")
    shown = await pages.page("/de/roles")
    assert f"/de/roles/revoke/{pages.office.first}/" not in shown
    assert f"/de/roles/revoke/{pages.office.second}/system_administrator" in shown
    assert "Niemand gefunden" in await pages.page("/de/roles/give?query=first")


async def test_only_administrators_see_roles(pages: RolesVisit) -> None:
    pages.be(pages.office.staff("sservice", Role.STUDENT_SERVICES))
    assert (await pages.visit.browser.get("/de/roles")).status_code == 403
    assert 'href="/de/roles"' not in (await pages.visit.browser.get("/de/")).text


async def test_a_clerk_sees_a_students_pages_under_a_banner_and_leaves_them(
    pages: RolesVisit,
) -> None:
    student = pages.office.student()
    pages.be(pages.office.staff("sservice", Role.STUDENT_SERVICES))
    form = f"/de/students/{student}/support"
    assert "höchstens 15 Minuten" in await pages.page(form)
    assert (await pages.send(form, reason="kurz")).status_code == 422
    inside = await pages.send(form, reason="Sieht die Anmeldung nicht")
    assert inside.url.path == "/de/"
    banner = "Sie sehen die Seiten von Ayşe Öztürk"
    assert banner in inside.text
    for path in ("/de/account", "/de/verify", "/de/account/support-accesses", "/de/nothing"):
        assert banner in (await pages.visit.browser.get(path)).text
    assert "Ansicht beenden" in inside.text
    back = await pages.send("/de/sign-out")
    assert banner not in back.text
    assert "Kim Sservice" in await pages.page("/de/account")
    assert "Sieht die Anmeldung nicht" in await pages.page(form)


async def test_students_find_who_has_looked(pages: RolesVisit) -> None:
    student = pages.office.student()
    pages.be(student)
    assert "Bisher hat niemand Ihre Seiten gesehen." in await pages.page(
        "/de/account/support-accesses"
    )
    pages.be(pages.office.staff("sservice", Role.STUDENT_SERVICES))
    await pages.send(f"/de/students/{student}/support", reason="Sieht die Anmeldung nicht")
    pages.be(student)
    listed = await pages.page("/en/account/support-accesses")
    assert "Kim Sservice" in listed
    assert "still under way" in listed
    assert 'href="/en/account/support-accesses"' in await pages.page("/en/account")


async def test_staff_are_not_looked_at(pages: RolesVisit) -> None:
    colleague = pages.office.staff("ameier", Role.EXAMINER)
    pages.be(pages.office.staff("sservice", Role.STUDENT_SERVICES))
    refused = await pages.send(f"/de/students/{colleague}/support", reason="Aus Neugier gefragt")
    assert "nur für Accounts von Studierenden" in refused.text
