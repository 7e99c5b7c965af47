"""openid-client from npm signs somebody in and out, as a Node program with a secret and PKCE."""

import asyncio
import json
import os
from asyncio.subprocess import PIPE, Process
from typing import Any

import httpx
import pytest

from tests.conformance.npm_clients import NoClientsError, installed_clients, node_command
from tests.conformance.persons_browser import Browser, Returned
from tests.conformance.relying_party import RelyingParty

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATIENCE_SECONDS = 30


class Program:
    """The running Node program."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def says(self) -> dict[str, Any]:
        """Its next line."""
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE_SECONDS)
        if not line:
            assert self.process.stderr is not None
            raise AssertionError((await self.process.stderr.read()).decode())
        said: dict[str, Any] = json.loads(line)
        return said

    async def hears(self, returned: Returned) -> None:
        """Where the browser came back to."""
        assert self.process.stdin is not None
        address = httpx.URL(returned.address, params=returned.parameters)
        self.process.stdin.write(f"{address}\n".encode())
        await self.process.stdin.drain()


async def test_openid_client_signs_in_renews_and_signs_out(
    strict_party: RelyingParty, browser: Browser
) -> None:
    party = strict_party
    try:
        folder = await asyncio.to_thread(installed_clients)
    except NoClientsError as error:
        pytest.skip(str(error))
    settings = {
        "issuer": party.provider.issuer,
        "client_id": party.client.client_id,
        "client_secret": party.client.secret,
        "redirect_uri": party.client.redirect_uri,
        "post_logout_redirect_uri": party.client.post_logout_redirect_uri,
    }
    process = await asyncio.create_subprocess_exec(
        *node_command("node"),
        "openid_client.mjs",
        cwd=folder,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={
            **os.environ,
            "CLIENT_SETTINGS": json.dumps(settings),
            "NODE_EXTRA_CA_CERTS": str(party.provider.certificate),
        },
    )
    program = Program(process)
    try:
        await program.hears(await browser.authorize((await program.says())["open"]))
        said = await program.says()
        assert said["signed_in"]["preferred_username"] == browser.login.user_name
        assert said["again"] is True

        out = await browser.open((await program.says())["open"])
        assert isinstance(out, Returned)
        await program.hears(out)
        assert await program.says() == {"signed_out": True}
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
