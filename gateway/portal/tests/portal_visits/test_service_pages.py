"""The pages about IT services, service passwords and the library, over the real identity."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from chassis.testing import DrivenClock
from identity.domain.roles import Role

from services.identity.tests.factors_factories import Someone
from services.identity.tests.services_factories import SECRET, Campus, card_number, enrol

from . import portal_pages
from .identity_world import ORIGIN, IdentityVisit, identity_behind_pages

pytestmark = pytest.mark.asyncio

PASSWORDS = "/de/account/service-passwords"
DESK = "/de/library-desk"


@pytest_asyncio.fixture
async def visit(tmp_path: Path, clock: DrivenClock) -> AsyncIterator[IdentityVisit]:
    """A browser in front of identity."""
    async with identity_behind_pages(tmp_path, clock) as one:
        yield one


@pytest.fixture
def campus(visit: IdentityVisit) -> Campus:
    """The university's directory and library behind the browser."""
    return Campus(visit.desk.identity, issuer=ORIGIN)


async def student(visit: IdentityVisit, campus: Campus) -> Someone:
    """An enrolled student who is signed in at the browser."""
    someone = await visit.sign_in()
    enrol(campus.database, someone.person_id)
    return someone


async def clerk(visit: IdentityVisit) -> Someone:
    """A clerk of the library's desk who is signed in at the browser."""
    someone = await visit.sign_in(Role.LIBRARY_DESK)
    await visit.desk.totp(someone)
    return someone


def is_in_order(answer: httpx.Response, status: int = 200) -> None:
    """The page has one heading of the first level, labelled fields and a title."""
    assert answer.status_code == status, answer.url
    page = portal_pages.read(answer)
    assert page.title.strip()
    assert [level for level, _ in page.headings].count(1) == 1


async def post(visit: IdentityVisit, path: str, **fields: str) -> httpx.Response:
    return await visit.browser.post(path, data={"request_id": str(uuid4()), **fields})


async def test_the_directory_is_public_and_says_more_to_a_student(
    visit: IdentityVisit, campus: Campus
) -> None:
    public = await visit.browser.get("/de/it-services")
    is_in_order(public)
    assert "Freizuschalten" not in public.text
    assert "https://intranet.leuphana.example/miz/wifi" in public.text
    await student(visit, campus)
    for language, badge in (("de", "Freizuschalten"), ("en", "To be activated")):
        own = await visit.browser.get(f"/{language}/it-services")
        is_in_order(own)
        assert badge in own.text


async def test_a_service_is_activated_and_deactivated_after_a_question(
    visit: IdentityVisit, campus: Campus
) -> None:
    await student(visit, campus)
    done = await post(visit, "/de/it-services/email/activate")
    is_in_order(done)
    assert "Der Dienst ist für Sie freigeschaltet" in done.text
    question = await visit.browser.get("/de/it-services/email/deactivate")
    is_in_order(question)
    assert "E-Mail abschalten" in question.text
    gone = await post(visit, "/de/it-services/email/deactivate")
    assert "Der Dienst ist abgeschaltet" in gone.text
    refused = await post(visit, "/de/it-services/printing/activate")
    is_in_order(refused, 409)
    assert "muss nicht freigeschaltet werden" in refused.text


async def test_a_service_password_is_shown_once_and_deleted_after_a_question(
    visit: IdentityVisit, campus: Campus
) -> None:
    await student(visit, campus)
    empty = await visit.browser.get(PASSWORDS)
    is_in_order(empty)
    assert "Kein Dienst ist freigeschaltet" in empty.text
    await post(visit, "/de/it-services/wifi/activate")
    missing = await post(visit, PASSWORDS, service="wifi")
    is_in_order(missing, 422)
    assert 'href="#name"' in missing.text
    made = await post(visit, PASSWORDS, service="wifi", name="Laptop")
    is_in_order(made)
    shown = made.text.replace("<wbr>", "")
    found = re.search(r">((?:[0-9A-Z]{4}-){5}[0-9A-Z]{4})<", shown)
    assert found is not None
    listed = await visit.browser.get(PASSWORDS)
    is_in_order(listed)
    assert "Laptop" in listed.text
    assert found[1] not in listed.text
    [link] = re.findall(rf'href="({PASSWORDS}/[0-9a-f-]+/revoke)"', listed.text)
    question = await visit.browser.get(link)
    is_in_order(question)
    assert "Passwort „Laptop“ löschen" in question.text
    gone = await post(visit, link)
    assert "Das Passwort gilt nicht mehr" in gone.text
    assert (await visit.browser.get(link)).status_code == 404


async def test_a_student_registers_sets_a_secret_and_blocks_the_card(
    visit: IdentityVisit, campus: Campus
) -> None:
    someone = await student(visit, campus)
    first = await visit.browser.get("/de/library")
    is_in_order(first)
    assert "10,00" in first.text
    registered = await post(visit, "/de/library/register")
    is_in_order(registered)
    assert "Servicetisch der Bibliothek" in registered.text
    await campus.issue_card(someone.person_id, 1)
    code = await campus.start_code(someone.person_id)
    form = await visit.browser.get(f"/de/library/secret?card={card_number(1)}")
    is_in_order(form)
    typed = {"card_number": card_number(1), "start_code": code}
    weak = await post(visit, "/de/library/secret", **typed, secret="150302")
    is_in_order(weak, 422)
    assert 'href="#secret"' in weak.text
    assert code not in weak.text
    done = await post(visit, "/de/library/secret", **typed, secret=SECRET)
    is_in_order(done)
    assert "Der Bibliotheks-Account ist bereit" in done.text
    wrong = await post(visit, "/de/library/secret", **typed, secret=SECRET)
    is_in_order(wrong, 422)
    change = {"with": "secret", "card_number": card_number(1), "current_secret": SECRET}
    changed = await post(visit, "/de/library/secret", **change, secret="Sieben Möwen im Wind")
    assert "Ihr Passwort ist gespeichert" in changed.text
    question = await visit.browser.get("/de/library/block")
    is_in_order(question)
    unanswered = await post(visit, "/de/library/block")
    is_in_order(unanswered, 422)
    blocked = await post(visit, "/de/library/block", loss="lost")
    is_in_order(blocked)
    assert "Ihre Karte ist gesperrt" in blocked.text


async def test_the_desk_registers_issues_replaces_and_takes_back(
    visit: IdentityVisit, campus: Campus
) -> None:
    await clerk(visit)
    is_in_order(await visit.browser.get(DESK))
    guest = await post(
        visit,
        f"{DESK}/register",
        **{"name.given_names": "Grace", "name.family_name": "Hopper", "email": "g@example.org"},
    )
    is_in_order(guest)
    path = str(guest.url.path)
    assert "Geben Sie nun die Karte aus" in guest.text
    is_in_order(await visit.browser.get(f"{path}/issue"))
    typed = {"card_number": card_number(1), "identity_document": "passport"}
    wrong = await post(visit, f"{path}/issue", **{**typed, "card_number": "31100000010"})
    is_in_order(wrong, 422)
    assert 'href="#card_number"' in wrong.text
    preview = await post(visit, f"{path}/issue", **typed)
    is_in_order(preview)
    issued = await post(visit, f"{path}/issue", **typed, confirmed="yes")
    is_in_order(issued)
    assert card_number(1) in issued.text
    is_in_order(await visit.browser.get(f"{path}/start-code"))
    slip = await post(visit, f"{path}/start-code")
    is_in_order(slip)
    assert re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", slip.text)
    card = f"{path}/cards/{card_number(1)}"
    blocked = await post(visit, f"{card}/block", loss="by_library", confirmed="yes")
    assert "Die Karte ist gesperrt" in blocked.text
    opened = await post(visit, f"{card}/unblock", confirmed="yes")
    assert "wieder freigegeben" in opened.text
    new = {"loss": "lost", "new_card_number": card_number(2)}
    replaced = await post(visit, f"{card}/replace", **new, confirmed="yes")
    assert "für immer gesperrt" in replaced.text
    back = await post(visit, f"{path}/cards/{card_number(2)}/return", confirmed="yes")
    assert "Das Pfand geht zurück" in back.text
    found = await visit.browser.get(f"{DESK}?query=hop")
    is_in_order(found)
    assert "Hopper" in found.text
    is_in_order(await visit.browser.get(f"{DESK}?query=zz"))
    is_in_order(await visit.browser.get(f"{DESK}?query=z"), 422)


async def test_the_desk_hands_cards_to_tutors_with_a_list(
    visit: IdentityVisit, campus: Campus
) -> None:
    people = [enrol(campus.database) for _ in range(2)]
    await clerk(visit)
    lists = f"{DESK}/lists"
    is_in_order(await visit.browser.get(lists))
    is_in_order(await visit.browser.get(f"{lists}/new"))
    new = {"name": "Gruppe 7", "programme_code": "KUWI-BA", "semester": "2026W"}
    preview = await post(visit, f"{lists}/new", **new, most_people="25")
    is_in_order(preview)
    made = await post(visit, f"{lists}/new", **new, most_people="25", confirmed="yes")
    is_in_order(made)
    path = str(made.url.path)
    nothing = await post(visit, f"{path}/assign", card_numbers="")
    is_in_order(nothing, 422)
    numbers = f"{card_number(1)}\n{card_number(2)}"
    assigned = await post(visit, f"{path}/assign", card_numbers=numbers)
    assert "Die Karten sind zugewiesen" in assigned.text
    slips = await visit.browser.post(f"{path}/slips")
    is_in_order(slips)
    assert slips.text.count('class="letter slip"') == 2
    file = await visit.browser.get(f"{path}/file")
    assert file.headers["content-type"].startswith("text/csv")
    first = f"{card_number(1)};;".encode()
    ticked = file.content.replace(first, f"{card_number(1)};x;".encode())
    none = await post(visit, f"{path}/record")
    is_in_order(none, 422)
    read = await visit.browser.post(
        f"{path}/import",
        data={"request_id": str(uuid4())},
        files={"document": ("list.csv", ticked, "text/csv")},
    )
    is_in_order(read)
    assert "vermerkte Karten: 1" in read.text
    [waiting] = re.findall(r'name="person" value="([0-9a-f-]+)"', read.text)
    assert UUID(waiting) in people
    recorded = await post(visit, f"{path}/record", person=waiting)
    assert "vermerkte Karten: 1" in recorded.text
    closed = await post(visit, f"{path}/close", confirmed="yes")
    is_in_order(closed)
    assert "Die Liste ist abgeschlossen" in closed.text
    is_in_order(await visit.browser.get(lists))


async def test_a_student_finds_no_way_to_the_desk(visit: IdentityVisit, campus: Campus) -> None:
    await student(visit, campus)
    start = await visit.browser.get("/de/")
    assert 'href="/de/library"' in start.text
    assert 'href="/de/library-desk"' not in start.text
    assert (await visit.browser.get(DESK)).status_code == 403
