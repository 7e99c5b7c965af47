"""oidc-client-ts from npm signs somebody in and out, as a single page in Chromium: a public client
with PKCE that calls the provider from another origin."""

import asyncio
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.conformance.npm_clients import CLIENTS, NoClientsError, installed_clients
from tests.conformance.started_provider import Login, Provider
from tests.journeys.chromium import ARGUMENTS, NAMES, REMEDY

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIBRARY = "node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js"
PATIENCE_MILLISECONDS = 20_000


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a free port, until the block ends."""
    handler = partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


async def signs_in(page: Page, login: Login) -> None:
    """Signs in on the provider's pages and agrees."""
    await page.fill("#user_name", login.user_name)
    await page.fill("#password", login.password)
    await page.click("main form button[type=submit]")
    await page.click("button[value=allow]")


async def test_oidc_client_ts_signs_in_renews_and_signs_out(
    provider: Provider, login: Login, tmp_path: Path
) -> None:
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip(REMEDY)
    try:
        clients = await asyncio.to_thread(installed_clients)
    except NoClientsError as error:
        pytest.skip(str(error))
    folder = tmp_path / "page"
    shutil.copytree(CLIENTS / "single_page", folder)
    shutil.copy(clients / LIBRARY, folder)

    with served(folder) as address:
        client = provider.register_public_client(address)
        settings = {"issuer": provider.issuer, "client_id": client.client_id}
        (folder / "settings.js").write_text(
            f"const SETTINGS = {json.dumps(settings)};", encoding="utf-8"
        )
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=list(ARGUMENTS)
            )
            context = await browser.new_context(ignore_https_errors=True, locale="en")
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            page = await context.new_page()
            try:
                await page.goto(address)
                await page.click("#sign-in")
                await signs_in(page, login)
                person = page.locator("#person")
                await expect(person).to_contain_text("@", timeout=PATIENCE_MILLISECONDS)

                await page.click("#renew")
                await expect(person).to_contain_text("renewed true", timeout=PATIENCE_MILLISECONDS)
                assert await page.text_content("#fault") == ""

                await page.click("#sign-out")
                await expect(person).to_have_text("signed out", timeout=PATIENCE_MILLISECONDS)
                cookies = {one["name"] for one in await context.cookies()}
                assert "__Host-sid" not in cookies
            finally:
                await context.close()
                await browser.close()
