"""The areas of the account beside its pages."""

import httpx
import pytest
from portal.account_areas import area_of, areas_for
from portal.services import SignedIn

STUDENT = SignedIn("01", frozenset({"account", "student"}))


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("account", "overview"),
        ("account/security/totp/remove", "security"),
        ("account/service-passwords", "service_passwords"),
        ("it-services", "services"),
        ("library/secret", "library"),
        ("library-desk", ""),
        ("accounts", ""),
        ("account/terms", ""),
        ("", ""),
    ],
)
def test_a_page_is_in_the_area_that_its_address_begins_with(path: str, area: str) -> None:
    assert area_of(path) == area


def test_nobody_has_areas_without_a_sign_in() -> None:
    assert areas_for(None) == []


async def test_the_overview_leads_to_every_area(student: httpx.AsyncClient) -> None:
    page = (await student.get("/de/account")).text
    content = page[page.index("<main") :]

    for one in areas_for(STUDENT)[1:]:
        assert f'href="/de/{one.path}"' in content


async def test_the_present_area_is_marked(student: httpx.AsyncClient) -> None:
    page = (await student.get("/de/account")).text

    assert '<a href="/de/account" aria-current="page">Übersicht</a>' in page


async def test_visitors_see_no_areas(visitor: httpx.AsyncClient) -> None:
    assert 'class="areas"' not in (await visitor.get("/de/it-services")).text
