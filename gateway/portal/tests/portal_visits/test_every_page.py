"""What holds on every page: language, headings, landmarks, labels, links that lead somewhere."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from portal.addresses import PAGES

from . import exam_world as e
from . import portal_pages
from . import portal_world as w
from .security_servicers import NOTEBOOK

_PUBLIC = (
    "",
    "contact",
    "it-services",
    "verify",
    "verify/file",
    "verify/barcode",
    "verify/how",
    "receipts/verify",
    f"lotteries/{w.OPEN_SITTING}",
    f"lotteries/{e.DRAWN_SITTING}",
    "sign-in",
    "signed-out",
    "activate",
    "activated",
    "terms-of-use",
    "sign-in/passkey",
    "forgotten-password",
    "forgotten-password/code",
    "forgotten-password/done",
)
_STUDENT = (
    "",
    "account",
    "account/connections",
    "exams",
    "exams/terms",
    f"exams/tree?enrolment={w.ENROLMENT}&module=STAT",
    f"exams/registered/{w.ENROLMENT}",
    "exams/attempts",
    f"exams/transcript/{w.ENROLMENT}",
    f"exams/transcript/{w.ENROLMENT}?show=passed",
    f"exams/distribution/{e.DRAWN_SITTING}",
    f"exams/distribution/{e.FEW_SITTING}",
    f"exams/progress/{w.ENROLMENT}",
    f"exams/progress/{w.ENROLMENT}/plan",
    "exams/sick-notes",
    "exams/theses",
    f"exams/theses/apply/{w.ENROLMENT}?exam={e.THESIS_EXAM}",
    "exams/calendar",
    f"exams/regulations/{e.VERSION}",
    f"exams/regulations/{e.VERSION}/modules/STAT",
    "certificates",
    "certificates/new/enrolment",
    "certificates/new/transcript",
    "certificates/new/study_history",
    "certificates/new/fee_receipt",
    "account/data",
    "account/terms",
    "account/sessions",
    "account/password",
    "confirm?next=/de/account",
    "confirm/passkey?next=/de/account",
    "account/security",
    "account/security/set-up",
    "account/security/totp",
    "account/security/recovery-codes",
    "account/security/passkeys",
    "account/security/passkeys/add",
    f"account/security/passkeys/{NOTEBOOK}/remove",
    "account/security/recovery-address",
)


def _check(answer: httpx.Response, language: str) -> portal_pages.Page:
    assert answer.status_code == 200, answer.url
    page = portal_pages.read(answer)
    assert page.language == language
    assert page.title.strip()
    assert [level for level, _ in page.headings].count(1) == 1
    assert page.landmarks.count("main") == 1
    assert {"header", "nav", "footer"} <= set(page.landmarks)
    assert "#content" in page.links
    assert len(page.ids) == len(set(page.ids))
    assert set(page.controls) <= page.labelled
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return page


async def _check_with_links(
    client: httpx.AsyncClient, paths: tuple[str, ...], language: str
) -> None:
    known: set[str] = set()
    for path in paths:
        answer = await client.get(f"/{language}/{path}")
        page = _check(answer, language)
        found = portal_pages.internal_links(page, str(answer.url))
        for link in found - known:
            assert (await client.get(link)).status_code in (200, 303), f"{link} on {path}"
        known |= found
        for asset in page.assets:
            assert (await client.get(asset)).status_code == 200, asset


@pytest.mark.parametrize("language", ["de", "en"])
async def test_public_pages_are_whole_and_their_links_lead_somewhere(
    visitor: httpx.AsyncClient, language: str
) -> None:
    await _check_with_links(visitor, _PUBLIC, language)


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_students_pages_are_whole_and_their_links_lead_somewhere(
    student: httpx.AsyncClient, language: str
) -> None:
    await _check_with_links(student, _STUDENT, language)


async def test_the_root_follows_the_browsers_language(visitor: httpx.AsyncClient) -> None:
    german = await visitor.get("/", headers={"accept-language": "de-DE,de;q=0.9,en;q=0.8"})
    english = await visitor.get("/", headers={"accept-language": "en-GB,en;q=0.9,de;q=0.5"})

    assert german.headers["location"] == "/de/"
    assert english.headers["location"] == "/en/"
    assert english.headers["vary"] == "Accept-Language"


async def test_the_address_on_certificates_leads_to_the_verification_page(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/verify", headers={"accept-language": "en"})

    assert answer.headers["location"] == "/en/verify"


async def test_changing_the_language_keeps_the_page_and_its_query(
    student: httpx.AsyncClient,
) -> None:
    answer = await student.get(f"/de/exams/tree?enrolment={w.ENROLMENT}&module=STAT")

    wanted = f"/en/exams/tree?enrolment={w.ENROLMENT}&module=STAT"
    assert wanted in portal_pages.read(answer).links


async def test_an_unknown_address_has_a_page_in_the_language_of_the_address(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/en/no-such-page")

    assert answer.status_code == 404
    assert portal_pages.read(answer).first(1) == "This page does not exist"


async def test_pages_that_need_a_sign_in_ask_for_it_and_remember_the_page(
    visitor: httpx.AsyncClient,
) -> None:
    for page in PAGES:
        if page.needs is None:
            continue
        path = re.sub(r"\{\w+:uuid\}", w.STUDENT, page.path)
        path = re.sub(r"\{\w+(:int)?\}", "1", path)
        answer = await visitor.request(page.method, f"/de/{path}")
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/de/sign-in?next=%2Fde%2F"), path


async def test_a_page_for_another_role_is_refused_in_words(student: httpx.AsyncClient) -> None:
    for path in ("students", "sittings", f"students/{w.NEWCOMER}/initial-code"):
        answer = await student.get(f"/de/{path}")
        assert answer.status_code == 403
        assert portal_pages.read(answer).first(1) == "Kein Zugang"


async def test_pages_load_nothing_from_other_hosts(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get("/de/"))

    assert all(urlsplit(asset).netloc == "" for asset in page.assets)
    assert any(asset.startswith("/static/kern/kern.min.css") for asset in page.assets)


async def test_static_files_named_by_their_content_may_be_kept(visitor: httpx.AsyncClient) -> None:
    page = portal_pages.read(await visitor.get("/de/"))

    answer = await visitor.get(page.assets[0])

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
