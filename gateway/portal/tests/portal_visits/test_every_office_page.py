"""Every page of the offices: language, headings, labels, links that lead somewhere."""

from uuid import UUID

import httpx
import pytest
from records.domain.semester_jobs import JobKind

from services.records.tests.application_factories import REPORT, student, submitted
from services.records.tests.bank_factories import Camt, Entry, Paid, Stated
from services.records.tests.enrol_factories import OPENS

from . import portal_pages
from .office_world import Office
from .staff_campus import opened, sent, whole

# The first part of the paths of identity's and exams' pages, which are other tests' concern.
OF_OTHER_SERVICES = (
    "account",
    "accounts",
    "initial-codes",
    "library-desk",
    "exams",
    "student-records",
)


async def crawled(browser: httpx.AsyncClient, language: str) -> set[str]:
    """Opens every page that links lead to, from the start page on; returns the kinds of paths.

    Pages of one kind are alike: of each kind a few are opened.
    """
    waiting, seen, kinds = [f"http://portal.test/{language}/"], set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop()
        path = httpx.URL(address).path
        kind = "/".join("…" if _is_id(part) else part for part in path.split("/"))
        if path.removeprefix(f"/{language}/").split("/")[0] in OF_OTHER_SERVICES:
            continue
        if address in seen or kinds.get(kind, 0) >= 4 or not path.startswith(f"/{language}/"):
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = await browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = whole(answer)
        assert page.language == language
        assert page.title.strip()
        waiting += sorted(portal_pages.internal_links(page, str(answer.url)))
    return set(kinds)


def _is_id(part: str) -> bool:
    try:
        return bool(UUID(part))
    except ValueError:
        return part[:1].isdigit()


@pytest.mark.parametrize("language", ["de", "en"])
async def test_pages_are_whole_and_their_links_lead_somewhere(
    office: Office, language: str
) -> None:
    university, database = office.university, office.university.database
    submitted(database, student(office.person_id), REPORT)
    university.applicant()
    university.on(OPENS).runs(JobKind.OPEN)
    file = Camt((Stated((Entry((Paid(lines=("Rückmeldung",)),), number="1"),)),)).xml()
    form = await opened(office.clerk, "/de/bank/import")
    checked = await sent(
        office.clerk, form, "bank/import", files={"document": ("auszug.xml", file, "text/xml")}
    )
    await sent(office.clerk, checked, "bank/import")

    clerk = await crawled(office.clerk, language)
    abroad = await crawled(office.abroad, language)
    adviser = await crawled(office.adviser, language)
    library = await crawled(office.library, language)

    below = f"/{language}"
    assert {
        f"{below}/applications/…",
        f"{below}/applicants/…/extend",
        f"{below}/bank/clearing/…",
        f"{below}/bank/statements/…",
        f"{below}/money/balance",
        f"{below}/money/credit",
        f"{below}/money/refunds/order",
        f"{below}/reregistration/jobs/…",
        f"{below}/reregistration/preview/close",
        f"{below}/students/…/applications/new/leave_of_absence",
        f"{below}/students/…/card/issue",
        f"{below}/students/…/contact/home-address",
        f"{below}/students/…/credit/prior-studies",
        f"{below}/students/…/deregister",
        f"{below}/students/…/fees/cash",
        f"{below}/students/…/fees/charges/…/waive",
    } <= clerk
    assert f"{below}/abroad" in abroad
    assert f"{below}/appointments/offer" in adviser
    assert f"{below}/card-check" in library
    assert not {one for one in abroad | adviser | library if "/students" in one or "/bank" in one}
