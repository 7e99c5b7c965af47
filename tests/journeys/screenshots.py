"""Takes pictures of the main pages in both languages, wide and narrow, light and dark.

Usage: python tests/journeys/screenshots.py DIR [--demo FILE [--base-url URL]]

Without --demo it starts a suite of its own and stops it again. FILE is the demo.json of a running
suite; its last student gets a registration and certificates there.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

from chassis.values import Language
from playwright.sync_api import Browser, Page

from tests.journeys.chromium import chromium
from tests.journeys.visitor import Visitor
from tests.suite import Suite, start_suite, stop_suite

HEIGHTS = {1280: 900, 320: 640}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What people might enter on the page for verification; the last has a wrong check digit.
ENTERED = {"empty": "", "unknown": "4711081512345671", "malformed": "4711081512345672"}
ANYBODY = {
    "start": "",
    "sign-in": "sign-in?next=/de/exams",
    "activate": "activate",
    "verify": "verify",
    "it-services": "it-services",
    "contact": "contact",
    "unknown-page": "no-such-page",
}


@dataclass(frozen=True)
class Album:
    """One variant of the pictures: its folder and the browser's cookies by user name."""

    directory: Path
    browser: Browser
    base_url: str

    def take(self, role: str, state: Path | None, addresses: Mapping[str, str]) -> None:
        """Takes pages of somebody in every variant: `role` begins the files' names."""
        for language, width, scheme in product(Language, HEIGHTS, SCHEMES):
            folder = self.directory / language / f"{width}-{scheme}"
            context = self.browser.new_context(
                viewport={"width": width, "height": HEIGHTS[width]},
                color_scheme=scheme,
                storage_state=state,
            )
            visitor = Visitor(context.new_page(), self.base_url, language)
            for name, path in addresses.items():
                visitor.open(path)
                _picture(visitor.page, folder / f"{role}-{name}.png")
            if state is None:
                _verifications(visitor, folder)
            context.close()


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--demo", type=Path, help="the demo.json of a running suite")
    parser.add_argument("--base-url", help="where the suite is, if not where demo.json says")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        _suite(Path(folder), arguments.demo, arguments.base_url) as suite,
        chromium() as browser,
    ):
        album = Album(arguments.directory, browser, suite.base_url)
        album.take("anybody", None, ANYBODY)
        for role in ("student", "examinations_office", "student_services"):
            state = Path(folder) / f"{role}.json"
            page = browser.new_page()
            visitor = Visitor(page, suite.base_url, Language.DE)
            visitor.sign_in(suite.user_names(role)[-1], suite.password)
            addresses = PREPARATIONS[role](visitor)
            page.context.storage_state(path=state)
            page.close()
            album.take(role, state, addresses)


@contextmanager
def _suite(folder: Path, demo: Path | None, base_url: str | None) -> Iterator[Suite]:
    if demo is not None:
        facts = json.loads(demo.read_text(encoding="utf-8"))
        yield Suite({**facts, "base_url": base_url or facts["base_url"]}, demo.parents[1])
        return
    process, suite = start_suite(folder / "var")
    try:
        yield suite
    finally:
        stop_suite(process)


def _student(visitor: Visitor) -> dict[str, str]:
    """Registers for an exam and draws both kinds of certificates."""
    visitor.open("exams/tree")
    visitor.accept_terms_if_asked()
    sitting = visitor.sittings_to_register_for().first
    visitor.unfold(sitting)
    visitor.press_in(sitting, "tree.register")
    registration = _path(visitor)
    visitor.follow("registration.back")
    tree = _path(visitor)
    visitor.open("exams/registered")
    registered = _path(visitor)
    visitor.press("registered.pdf")
    visitor.open("certificates")
    visitor.press("certificates.submit")
    return {
        "start": "",
        "account": "account",
        "exams": "exams",
        "terms": "exams/terms",
        "tree": tree,
        "registration": registration,
        "withdraw": f"{registration.partition('?')[0]}/withdraw",
        "registered": registered,
        "certificates": "certificates",
        "certificate": _path(visitor),
        "not-found": "certificates/00000000-0000-7000-8000-000000000000",
        "no-access": "students",
    }


def _examinations_office(visitor: Visitor) -> dict[str, str]:
    visitor.open("sittings")
    visitor.page.locator("main h2 a").first.click()
    return {"start": "", "sittings": "sittings", "participants": _path(visitor)}


def _student_services(visitor: Visitor) -> dict[str, str]:
    """Finds somebody who has not activated the account yet."""
    visitor.open("students?family_name_prefix=M")
    found = [one.get_attribute("href") or "" for one in visitor.page.locator("main h3 a").all()]
    for address in found:
        visitor.page.goto(f"{visitor.base_url}{address}")
        if visitor.page.get_by_role("link", name=visitor.texts("initial_code.title")).count():
            break
    student = _path(visitor)
    return {
        "start": "",
        "students": "students",
        "found": "students?family_name_prefix=M",
        "student": student,
        "initial-code": f"{student}/initial-code",
    }


PREPARATIONS = {
    "student": _student,
    "examinations_office": _examinations_office,
    "student_services": _student_services,
}


def _path(visitor: Visitor) -> str:
    """The address of the open page below its language, with its query."""
    address = urlsplit(visitor.page.url)
    path = address.path.removeprefix(f"/{visitor.language}/")
    return f"{path}?{address.query}" if address.query else path


def _verifications(visitor: Visitor, folder: Path) -> None:
    for name, number in ENTERED.items():
        visitor.open("verify")
        visitor.fill_in("verify.number", number)
        visitor.press("verify.submit")
        _picture(visitor.page, folder / f"anybody-verify-{name}.png")


def _picture(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    main()
