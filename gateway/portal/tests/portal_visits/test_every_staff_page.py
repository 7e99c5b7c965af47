"""What holds on every page for staff: language, headings, labels, links that lead somewhere."""

import re
from uuid import UUID

import httpx
import pytest
from exams.domain.statuses import Status

from services.exams.tests.cases_factories import admitted, with_thesis
from services.exams.tests.results_factories import after_the_exam, entry, released, seated

from . import portal_pages
from .staff_campus import StaffCampus, whole

# Identity's pages are like everybody's; those of records are crawled by test_every_office_page.
OF_OTHER_SERVICES = re.compile(r"/account(/|$)|/(applications|appointments)$")


async def _crawl(browser: httpx.AsyncClient, language: str) -> set[str]:
    """Opens every page that links lead to, from the start page on; returns the paths.

    Pages of one kind are alike: of each kind a few are opened.
    """
    waiting, seen, kinds = [f"http://portal.test/{language}/"], set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop()
        path = httpx.URL(address).path
        kind = "/".join("…" if _is_id(part) else part for part in path.split("/"))
        if OF_OTHER_SERVICES.search(path):
            continue
        if address in seen or kinds.get(kind, 0) >= 6 or not path.startswith(f"/{language}/"):
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
        return part.isupper()


@pytest.mark.parametrize("language", ["de", "en"])
async def test_pages_are_whole_and_their_links_lead_somewhere(
    staff: StaffCampus, language: str
) -> None:
    campus = staff.campus
    with_thesis(campus)
    admitted(campus)
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting, family_name="Adams")
    seated(campus, sitting, family_name="Brandt", status=Status.WAITING)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("1.7"))

    office = await _crawl(staff.office, language)
    examiner = await _crawl(staff.examiner, language)
    adviser = await _crawl(staff.adviser, language)

    below = f"/{language}"
    assert {
        f"{below}/office",
        f"{below}/periods/save",
        f"{below}/regulations/…/download",
        f"{below}/sittings/…/results/…",
        f"{below}/sittings/…/lottery",
        f"{below}/sittings/import",
        f"{below}/theses/…",
        f"{below}/student-records",
    } <= office
    assert f"{below}/sittings/…/results/upload" in examiner
    assert f"{below}/sittings/…/change" not in examiner
    assert f"{below}/office" not in examiner | adviser


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_students_record_is_whole(staff: StaffCampus, language: str) -> None:
    campus = staff.campus
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("1.7"))
    path = f"/{language}/student-records/{seat.person_id}"

    for browser in (staff.office, staff.adviser):
        for address in (path, f"{path}/{seat.enrolment_id}"):
            page = whole(await browser.get(address))
            links = portal_pages.internal_links(page, f"http://portal.test{address}")
            for link in sorted(one for one in links if not OF_OTHER_SERVICES.search(one)):
                assert (await browser.get(link)).status_code == 200, link
