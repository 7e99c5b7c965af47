"""Takes pictures of every page in both languages, wide and narrow, light and dark.

Usage: python tests/journeys/screenshots.py DIR [NAME ...] [--demo FILE [--base-url URL]]

NAME chooses pictures, such as student-tree, "examiner-*" or "de/320-dark/*-thesis"; without one,
every picture is taken. Without --demo it starts a suite of its own and stops it again. FILE is the
demo.json of a running suite; some students are enrolled there, who register for exams, fall ill,
write theses, apply and pay.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).parents[2]))

from chassis.values import Language
from playwright.sync_api import Browser

from tests.journeys import tour
from tests.journeys.callers import Callers
from tests.journeys.chromium import chromium
from tests.journeys.scene import set_up
from tests.journeys.visitor import Visitor
from tests.suite import Suite, start_suite, stop_suite

HEIGHTS = {1280: 900, 320: 640}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What people might enter on the page for verification; the last has a wrong check digit.
ENTERED = {"empty": "", "unknown": "4711081512345671", "malformed": "4711081512345672"}


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("names", nargs="*", default=["*"], metavar="NAME", help="which pictures")
    parser.add_argument("--demo", type=Path, help="the demo.json of a running suite")
    parser.add_argument("--base-url", help="where the suite is, if not where demo.json says")
    arguments = parser.parse_args()
    with suite_of(arguments.demo, arguments.base_url) as suite, chromium() as browser:
        callers = Callers(suite)
        scene = set_up(suite, callers)
        callers.close()
        for role in tour.ROLES:
            with browser.new_context() as context:
                visitor = Visitor(context.new_page(), suite.base_url, Language.DE)
                part = tour.prepare(role, scene, visitor, suite)
            take(browser, suite, part, arguments.names, arguments.directory)


def is_chosen(picture: str, names: Sequence[str]) -> bool:
    """Whether a picture is wanted: "de/320-dark/student-tree"; names may leave the folders out."""
    return any(fnmatch(picture, name) or fnmatch(picture, f"*/{name}") for name in names)


@contextmanager
def suite_of(demo: Path | None, base_url: str | None) -> Iterator[Suite]:
    """The suite that is running already, else one for this time only."""
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


def take(
    browser: Browser, suite: Suite, part: tour.Part, names: Sequence[str], directory: Path
) -> None:
    """Takes the pages of a role in every variant: DIR/de/1280-light/student-tree.png.

    Branches and folded parts are opened, so that one sees everything.
    """
    for language, width, scheme in product(Language, HEIGHTS, SCHEMES):
        variant = f"{language}/{width}-{scheme}"
        addresses = {
            name: path
            for name, path in part.addresses.items()
            if is_chosen(f"{variant}/{part.role}-{name}", names)
        }
        if not addresses:
            continue
        folder = directory / variant
        folder.mkdir(parents=True, exist_ok=True)
        with browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=scheme,
            locale=str(language),
            storage_state=part.state,
        ) as context:
            visitor = Visitor(context.new_page(), suite.base_url, language)
            for name, path in addresses.items():
                visitor.open(path)
                visitor.page.locator("details").evaluate_all(
                    "branches => branches.forEach(branch => { branch.open = true; })"
                )
                picture = folder / f"{part.role}-{name}.png"
                visitor.page.screenshot(path=picture, full_page=True)
            if "verify" in addresses:
                take_verifications(visitor, folder)


def take_verifications(visitor: Visitor, folder: Path) -> None:
    """Takes what the page for verification answers."""
    for name, number in ENTERED.items():
        visitor.open("verify")
        visitor.fill_in("verify.number", number)
        visitor.press("verify.submit")
        visitor.page.screenshot(path=folder / f"anybody-verify-{name}.png", full_page=True)


if __name__ == "__main__":
    main()
