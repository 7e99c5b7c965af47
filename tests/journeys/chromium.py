"""Starts Chromium: the machine's own, else the one that Playwright brings."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
INSTALL_SECONDS = 300
REMEDY = (
    "no Chromium on this machine: install the package chromium "
    "(Debian, Ubuntu: apt-get install chromium) or run `playwright install chromium`"
)


class NoChromiumError(Exception):
    """There is no Chromium to start; the message names the package to install."""


def _install() -> None:
    """Lets Playwright bring its own; where it cannot, the caller sees that nothing came."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, capture_output=True, check=False, timeout=INSTALL_SECONDS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser, closed at the end. Raises NoChromiumError where there is none."""
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, NAMES)), None)
        executable = installed or playwright.chromium.executable_path
        if not Path(executable).exists():
            _install()
        if not Path(executable).exists():
            raise NoChromiumError(REMEDY)
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
