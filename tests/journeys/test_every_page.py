"""What holds on every page, in the browser: accessibility, layout, languages, links."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from itertools import product
from typing import Literal
from urllib.parse import urldefrag, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from chassis.values import Language
from playwright.sync_api import APIResponse, Browser, expect
from portal.addresses import PAGES

from tests.journeys import certificates, tour
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.papers import one_page
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor
from tests.suite import Suite

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ROLES = tuple(tour.ROLES)
# Documents, which are not pages, end so.
DOCUMENTS = (
    "/download",
    "/file",
    "/document",
    "/documents/{document_id:uuid}",
    "/receipt",
    "/receipts/{seq:int}",
    "/publication",
    "/photo/picture",
    "/{person_id:uuid}/photo",
    "/orders/{payment_order_number}",
    "/trust",
)
# Pages that say no begin so.
REFUSALS = ("no-", "not-", "unknown-")
NARROWEST = 320
_LINK = r'<a\s[^>]*?href="([^"]*)"'
_OTHER_LANGUAGE = r'<a\s[^>]*?hreflang="\w+" href="([^"]*)"'


@dataclass(frozen=True)
class Variant:
    """How somebody looks at the pages."""

    language: Language
    width: int
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}"


WIDE_AND_LIGHT = Variant(Language.DE, 1280, "light")
NARROW_AND_DARK = Variant(Language.EN, NARROWEST, "dark")
VARIANTS = [Variant(*one) for one in product(Language, (1280, NARROWEST), SCHEMES)]
# Who sees something of everything that pages are made of: tables, forms, lists, badges.
FIRST_ROLE = "examiner"

Parts = Mapping[str, tour.Part]


@pytest.fixture(scope="module")
def parts(browser: Browser, suite: Suite, scene: Scene) -> Parts:
    """The tour, prepared once: what everybody sees of the scene."""
    prepared = {}
    for role in ROLES:
        with browser.new_context() as context:
            visitor = Visitor(context.new_page(), suite.base_url, Language.DE)
            prepared[role] = tour.prepare(role, scene, visitor, suite)
    return prepared


@pytest.fixture
def looking(parts: Parts, visitor: Arrival) -> Callable[[str, Variant], Visitor]:
    """Somebody of a role who looks at the pages in a variant."""

    def look(role: str, variant: Variant) -> Visitor:
        return visitor(
            variant.language,
            viewport={"width": variant.width, "height": 800},
            color_scheme=variant.scheme,
            storage_state=parts[role].state,
        )

    return look


Looking = Callable[[str, Variant], Visitor]


def test_the_tour_visits_every_page(parts: Parts) -> None:
    visited = {
        path.partition("?")[0] for part in parts.values() for path in part.addresses.values()
    }
    pages = [
        page.path for page in PAGES if page.method == "GET" and not page.path.endswith(DOCUMENTS)
    ]
    missed = [
        page
        for page in pages
        if not any(re.fullmatch(re.sub(r"\{.+?\}", "[^/]+", page), one) for one in visited)
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("variant", "role"),
    [
        pytest.param(variant, role, marks=() if is_first else pytest.mark.prove)
        for variant, role in product(VARIANTS, ROLES)
        for is_first in [
            variant == NARROW_AND_DARK or (variant == WIDE_AND_LIGHT and role == FIRST_ROLE)
        ]
    ],
    ids=str,
)
def test_axe_finds_no_violation(
    looking: Looking, parts: Parts, role: str, variant: Variant
) -> None:
    reading = looking(role, variant)
    found = {}
    for name, path in parts[role].addresses.items():
        reading.open(path)
        if violations := _violations(reading):
            found[name] = violations
        assert _overhang(reading) == 0, name

    assert found == {}


def _violations(reading: Visitor) -> list[str]:
    answer = Axe().run(reading.page).response
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


def test_axe_finds_no_violation_in_an_open_tree(looking: Looking, parts: Parts) -> None:
    reading = looking("student", NARROW_AND_DARK)
    reading.open("exams/tree")
    reading.page.locator("details").evaluate_all(
        "branches => branches.forEach(branch => { branch.open = true; })"
    )

    assert _violations(reading) == []
    assert _overhang(reading) == 0


@pytest.mark.parametrize(
    "variant",
    [pytest.param(WIDE_AND_LIGHT, marks=pytest.mark.prove), NARROW_AND_DARK],
    ids=str,
)
def test_axe_finds_no_violation_in_answers_to_forms(
    suite: Suite, newcomers: Newcomers, scene: Scene, looking: Looking, variant: Variant
) -> None:
    trying = looking("anybody", variant)
    for number in ("", "4711081512345671", "4711081512345672", scene.certificates.number):
        certificates.look_up(trying, number)
        expect(trying.alert).to_be_visible()
        assert _violations(trying) == []
        assert _overhang(trying) == 0
    for name, content in (("nothing.txt", b"nothing"), ("forged.pdf", one_page())):
        certificates.upload(trying, name, content)
        expect(trying.alert).to_be_visible()
        assert _violations(trying) == []
        assert _overhang(trying) == 0
    trying.open("activate")
    trying.press("activate.submit")
    expect(trying.alert).to_be_visible()
    assert _violations(trying) == []

    clerk = looking("student_services", variant)
    person_id = newcomers.enrol("Briefkasten").person_id
    clerk.open(f"students/{person_id}/initial-code")
    clerk.press("initial_code.submit")
    assert clerk.heading == clerk.texts("code_letter.title")
    assert _violations(clerk) == []
    assert _overhang(clerk) == 0


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("language", "fonts_arrive"),
    [
        pytest.param(Language.DE, True, id="german"),
        pytest.param(Language.DE, False, id="german-before-fonts-arrive", marks=pytest.mark.prove),
        pytest.param(Language.EN, True, id="english", marks=pytest.mark.prove),
    ],
)
def test_every_page_fits_the_narrowest_window_and_says_its_language(
    looking: Looking, parts: Parts, role: str, language: Language, fonts_arrive: bool
) -> None:
    reading = looking(role, Variant(language, NARROWEST, "light"))
    if not fonts_arrive:
        reading.page.route("**/*.woff2*", lambda asked: asked.abort())
    with _no_complaints(reading):
        for name, path in parts[role].addresses.items():
            reading.open(path)
            assert _overhang(reading) == 0, name
            assert reading.page.locator("html").get_attribute("lang") == language, name
            assert reading.page.locator("h1").count() == 1, name


def _overhang(reading: Visitor) -> int:
    """By how many pixels the content is wider than the room beside the scrollbar."""
    overhang: int = reading.page.evaluate(
        "document.documentElement.scrollWidth - document.body.clientWidth"
    )
    return overhang


@contextmanager
def _no_complaints(reading: Visitor) -> Iterator[None]:
    """Nothing that the browser complains of: scripts, styles, the content security policy."""
    complaints: list[str] = []
    reading.page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    reading.page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    # A page with a status of its own is an answer, not a complaint.
    assert [one for one in complaints if "Failed to load resource" not in one] == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "language", [Language.DE, pytest.param(Language.EN, marks=pytest.mark.prove)]
)
def test_every_link_on_every_page_leads_somewhere(
    suite: Suite, visitor: Arrival, parts: Parts, role: str, language: Language
) -> None:
    """Asks without a window, which is faster; pages have the same links in both."""
    asking = visitor(language, storage_state=parts[role].state)
    get = asking.page.context.request.get
    links: dict[str, str] = {}
    refusals = set()
    for name, path in parts[role].addresses.items():
        answer = get(asking.address(path))
        if not answer.ok:
            assert name.startswith(REFUSALS), f"{name}: {answer.status}"
            refusals |= {answer.url, *_links(answer, _OTHER_LANGUAGE)}
        for target in _links(answer):
            links.setdefault(target, path)
    # Refusals are pages of the tour themselves; they link to their other language.
    inside = [one for one in links if one.startswith(suite.base_url) and one not in refusals]
    statuses = {target: get(target).status for target in inside}

    assert len(statuses) > 5
    dead = {target: links[target] for target, status in statuses.items() if status >= 400}
    assert dead == {}


def _links(answer: APIResponse, kind: str = _LINK) -> list[str]:
    """Where the links of a page lead, without their fragments."""
    found = re.findall(kind, answer.text())
    return [urldefrag(urljoin(answer.url, unescape(one))).url for one in found]
