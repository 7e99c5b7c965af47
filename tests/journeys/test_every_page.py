"""What holds on every page, in the browser: accessibility, layout, languages, links."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Literal
from urllib.parse import urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe
from chassis.values import Language
from playwright.sync_api import Browser, expect
from portal.app import PAGES

from tests.journeys import tour
from tests.journeys.conftest import Arrival
from tests.journeys.newcomers import Newcomers
from tests.journeys.visitor import Visitor
from tests.suite import Suite

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ROLES = ("anybody", *tour.ROLES)
# Documents, which are not pages.
DOCUMENTS = ("certificates/{certificate_id:uuid}/download",)
NARROWEST = 320


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
FURTHER_VARIANTS = [
    pytest.param(variant, marks=pytest.mark.prove, id=str(variant))
    for language, width, scheme in product(Language, (1280, NARROWEST), SCHEMES)
    if (variant := Variant(language, width, scheme)) not in (WIDE_AND_LIGHT, NARROW_AND_DARK)
]

Parts = Mapping[str, tour.Part]


@pytest.fixture(scope="module")
def parts(browser: Browser, suite: Suite, newcomers: Newcomers) -> Parts:
    """The tour, prepared once: a new student and one member of staff of every kind."""
    people = {role: suite.user_names(role)[0] for role in tour.ROLES if role != "student"}
    people["student"] = newcomers.welcome("Rundgänger").user_name
    prepared = {"anybody": tour.Part("anybody", None, tour.ANYBODY)}
    for role, user_name in people.items():
        with browser.new_context() as context:
            visitor = Visitor(context.new_page(), suite.base_url, Language.DE)
            prepared[role] = tour.prepare(role, visitor, user_name, suite.password)
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
    pages = [page.path for page in PAGES if page.method == "GET" and page.path not in DOCUMENTS]
    missed = [
        page
        for page in pages
        if not any(re.fullmatch(re.sub(r"\{.+?\}", "[0-9a-f-]{36}", page), one) for one in visited)
    ]

    assert missed == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(WIDE_AND_LIGHT, id=str(WIDE_AND_LIGHT)),
        pytest.param(NARROW_AND_DARK, id=str(NARROW_AND_DARK)),
        *FURTHER_VARIANTS,
    ],
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


@pytest.mark.parametrize("variant", [WIDE_AND_LIGHT, NARROW_AND_DARK], ids=str)
def test_axe_finds_no_violation_in_answers_to_forms(
    suite: Suite, newcomers: Newcomers, looking: Looking, variant: Variant
) -> None:
    trying = looking("anybody", variant)
    for number in ("", "4711081512345671", "4711081512345672"):
        trying.open("verify")
        trying.fill_in("verify.number", number)
        trying.press("verify.submit")
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
    [(Language.DE, True), (Language.DE, False), (Language.EN, True)],
    ids=["german", "german-before-fonts-arrive", "english"],
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
def test_every_link_on_every_page_leads_somewhere(
    suite: Suite, looking: Looking, parts: Parts, role: str
) -> None:
    reading = looking(role, WIDE_AND_LIGHT)
    links: dict[str, str] = {}
    refusals = set()
    for language, path in product(Language, parts[role].addresses.values()):
        address = f"{suite.base_url}/{language}/{path}"
        answer = reading.page.goto(address)
        if answer is None or answer.status >= 400:
            refusals.add(address)
        targets = reading.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
        links |= {urldefrag(target).url: address for target in targets}
    # Refusals are pages of the tour themselves; they link to their other language.
    inside = [one for one in links if one.startswith(suite.base_url) and one not in refusals]
    statuses = {target: reading.page.context.request.get(target).status for target in inside}

    assert len(statuses) > 5
    dead = {target: links[target] for target, status in statuses.items() if status >= 400}
    assert dead == {}
