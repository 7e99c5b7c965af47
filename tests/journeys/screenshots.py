"""Takes pictures of the main pages in both languages, wide and narrow, light and dark.

Usage: python tests/journeys/screenshots.py DIR [--demo FILE [--base-url URL]]

Without --demo it starts a suite of its own and stops it again. FILE is the demo.json of a running
suite; the student Anna Schmidt gets a registration and a certificate there.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).parents[2]))

from chassis.values import Language
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.chromium import chromium
from tests.journeys.visitor import Visitor
from tests.suite import Suite, start_suite, stop_suite

SIZES = {1280: 900, 320: 640}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# A number that the check digit refuses, and one that nobody was given.
FORGED, UNKNOWN = "4711081512345672", "4711081512345671"


@dataclass
class Places:
    """Addresses that exist once somebody has registered."""

    of_student: dict[str, str] = field(default_factory=dict)
    of_office: dict[str, str] = field(default_factory=dict)
    of_clerk: dict[str, str] = field(default_factory=dict)


ANYBODY = {
    "start": "",
    "sign-in": "sign-in?next=/de/exams",
    "activate": "activate",
    "verify": "verify",
    "it-services": "it-services",
    "contact": "contact",
    "unknown-page": "nothing-here",
}


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--demo", type=Path, help="the demo.json of a running suite")
    parser.add_argument("--base-url", help="where the suite is, if not where demo.json says")
    arguments = parser.parse_args()
    with _suite(arguments.demo, arguments.base_url) as suite, chromium() as browser:
        take_all(browser, suite, arguments.directory)


@contextmanager
def _suite(demo: Path | None, base_url: str | None) -> Iterator[Suite]:
    if demo is not None:
        facts = json.loads(demo.read_text(encoding="utf-8"))
        yield Suite({**facts, "base_url": base_url or facts["base_url"]}, demo.parents[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        process, suite = start_suite(Path(folder) / "var")
        try:
            yield suite
        finally:
            stop_suite(process)


def take_all(browser: Browser, suite: Suite, directory: Path) -> None:
    """Prepares the data once, then takes every page in every variant."""
    places = _prepare(browser, suite)
    people = {
        "": ANYBODY,
        suite.user_names("student")[0]: places.of_student,
        suite.user_names("examinations_office")[0]: places.of_office,
        suite.user_names("student_services")[0]: places.of_clerk,
    }
    for user_name, addresses in people.items():
        state = _state_of(browser, suite, user_name)
        for language, width, scheme in product(Language, SIZES, SCHEMES):
            folder = directory / language / f"{width}-{scheme}"
            folder.mkdir(parents=True, exist_ok=True)
            context = browser.new_context(
                viewport={"width": width, "height": SIZES[width]},
                color_scheme=scheme,
                storage_state=state,
            )
            _take(context, suite, language, addresses, folder)
            context.close()


def _take(
    context: BrowserContext,
    suite: Suite,
    language: Language,
    addresses: dict[str, str],
    folder: Path,
) -> None:
    visitor = Visitor(context.new_page(), suite.base_url, language)
    for name, path in addresses.items():
        visitor.open(path)
        visitor.page.screenshot(path=folder / f"{name}.png", full_page=True)
    if addresses is ANYBODY:
        for name, number in (("verify-forged", FORGED), ("verify-unknown", UNKNOWN)):
            visitor.open("verify")
            visitor.fill_in("verify.number", number)
            visitor.press("verify.submit")
            visitor.page.screenshot(path=folder / f"{name}.png", full_page=True)


def _state_of(browser: Browser, suite: Suite, user_name: str) -> "StorageState | None":
    if not user_name:
        return None
    context = browser.new_context()
    Visitor(context.new_page(), suite.base_url, Language.DE).sign_in(user_name, suite.password)
    state = context.storage_state()
    context.close()
    return state
