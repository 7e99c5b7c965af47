"""The portal in front of the real identity service, for a system administrator."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx
from chassis.testing import DrivenClock, running
from chassis.testing.databases import fresh_database
from chassis.values import local_date
from identity.domain.roles import Role
from identity.main import service
from joserfc.jwk import ECKey
from portal.app import create_portal
from portal.services import SignedIn
from starlette.applications import Starlette
from starlette.requests import Request

from services.identity.tests.conftest import CHEAP_HASHING, OFFERED, Identity

from . import portal_host as host
from . import portal_world as w
from .form_client import AlreadySignedIn, FormClient
from .signed_calls import carrying


@dataclass(frozen=True)
class Registry:
    """The portal, a browser of the administrator, and the identity behind it."""

    portal: Starlette
    browser: httpx.AsyncClient
    identity: Any


class _OneAdministrator(AlreadySignedIn):
    """Everybody who visits is the administrator."""

    async def current(self, request: Request) -> SignedIn | None:
        return SignedIn(w.CLERK, frozenset({"account", "system_administrator"}))


@asynccontextmanager
async def registry_of(folder: Path, clock: DrivenClock) -> AsyncIterator[Registry]:
    """A running identity with an administrator who has just signed in."""
    database = fresh_database(service, folder, clock, None)
    key = ECKey.generate_key("P-256")
    (folder / "gateway.pem").write_bytes(key.as_pem(private=True))
    callers = {"keys": [{**key.as_dict(private=False), "kid": "gateway"}]}
    (folder / "callers.json").write_text(json.dumps(callers), encoding="utf-8")
    settings = {**CHEAP_HASHING, **OFFERED, "callers_file": folder / "callers.json"}
    server, port = await host.serve(w.World())
    async with (
        running(service, database, **settings) as under_test,
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
    ):
        identity = Identity(under_test, database, folder)
        metadata = await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))
        async with grpc.aio.insecure_channel(
            under_test.target, interceptors=carrying(lambda: metadata)
        ) as real:
            stubs = host.MixedStubs(others, real, ("oidc_clients",))
            portal = create_portal(stubs, _OneAdministrator(), lambda: local_date(clock.now()))
            transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)
            async with FormClient(
                transport=transport, base_url="http://portal.test", follow_redirects=True
            ) as browser:
                yield Registry(portal, browser, identity)
    await server.stop(None)
    database.close()
