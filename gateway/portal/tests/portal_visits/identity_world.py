"""The portal in front of the real identity service, with one browser.

Everything else (records, exams, certificates) is the test servicers of the other pages.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import grpc
import httpx
from chassis.database import Database
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import DrivenClock, running
from chassis.testing.databases import fresh_database
from grpc.aio import AioRpcError
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.main import service
from joserfc.jwk import ECKey
from matrikel.identity.v1.token_pb2 import IssueTokenRequest
from portal.app import create_portal
from portal.services import SignedIn
from starlette.requests import Request
from starlette.responses import Response

from services.identity.tests.conftest import CHEAP_HASHING, Identity
from services.identity.tests.factors_factories import FactorsDesk, Someone, unpadded_bytes

from . import portal_host as host
from . import portal_world as w
from .form_client import BrowserCookies, FormClient
from .signed_calls import carrying

ORIGIN = "http://portal.test"
_OF_IDENTITY = (
    "sessions",
    "tokens",
    "directory",
    "service_passwords",
    "library",
    "library_handover",
    "second_factors",
    "passkeys",
    "recovery",
    "accounts",
    "account_administration",
    "roles",
    "support",
)
_bearer: ContextVar[str] = ContextVar("bearer", default="")


@dataclass
class IdentityVisit:
    """The running identity, what people do there, and a browser."""

    desk: FactorsDesk
    browser: FormClient
    clock: DrivenClock

    async def sign_in(self, role: Role = Role.STUDENT, *, short_password: bool = False) -> Someone:
        """Somebody is signed in at the browser, with a password alone."""
        someone = await self.desk.person(role, short_password=short_password)
        self.use(someone.session_token)
        return someone

    def use(self, session_token: str) -> None:
        """The browser has this session from now on."""
        self.browser.cookies.delete(host.COOKIE)
        self.browser.cookies.set(host.COOKIE, session_token, domain="portal.test", path="/")


@dataclass
class _Sessions(BrowserCookies):
    """Keeps the session token in a plain cookie and has tokens issued for it."""

    identity: Identity

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        response.set_cookie(host.COOKIE, session_token)

    def end(self, response: Response) -> None:
        response.delete_cookie(host.COOKIE)

    async def current(self, request: Request) -> SignedIn | None:
        _bearer.set("")
        session_token = request.cookies.get(host.COOKIE, "")
        if not session_token:
            return None
        asked = IssueTokenRequest(session_token=session_token, audience="identity")
        try:
            issued = await self.identity.tokens.IssueToken(
                asked, metadata=self.identity.calling_service("gateway")
            )
        except AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAUTHENTICATED:
                return None
            raise
        _bearer.set(issued.access_token)
        claims = json.loads(unpadded_bytes(issued.access_token.split(".")[1]))
        roles = frozenset({*claims["roles"], "account"})
        return SignedIn(claims["sub"], roles, "support_by" in claims)


@dataclass
class _AsTheGateway:
    """The gateway's credential and the visitor's token."""

    database: Database
    key_file: Path

    def __call__(self) -> Sequence[tuple[str, str]]:
        credential = ServiceCredential("gateway", self.key_file, self.database.clock)
        metadata = [
            ("matrikel-service-credential", credential.for_audience("identity")),
            ("matrikel-client-address", "192.0.2.7"),
        ]
        if token := _bearer.get():
            metadata.append(("authorization", f"Bearer {token}"))
        return metadata


@asynccontextmanager
async def identity_behind_pages(
    tmp_path: Path, clock: DrivenClock, public_url: str = ORIGIN
) -> AsyncIterator[IdentityVisit]:
    """Identity with staff who need a second factor, and a browser that nobody is signed in at."""
    database = fresh_database(service, tmp_path, clock, None)
    key = ECKey.generate_key("P-256")
    (tmp_path / "gateway.pem").write_bytes(key.as_pem(private=True))
    (tmp_path / "data.key").write_bytes(bytes(32))
    callers = tmp_path / "callers.json"
    public = {**key.as_dict(private=False), "kid": "gateway"}
    callers.write_text(json.dumps({"keys": [public]}), encoding="utf-8")
    settings = {
        **CHEAP_HASHING,
        "callers_file": callers,
        "data_key_file": tmp_path / "data.key",
        "public_url": public_url,
        "staff_second_factor": SecondFactorPolicy.REQUIRED,
    }
    server, port = await host.serve(w.World())
    interceptors = carrying(_AsTheGateway(database, tmp_path / "gateway.pem"))
    async with (
        running(service, database, **settings) as under_test,
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as others,
        grpc.aio.insecure_channel(under_test.target, interceptors=interceptors) as channel,
    ):
        identity = Identity(under_test, database, tmp_path)
        portal = create_portal(host.MixedStubs(others, channel, _OF_IDENTITY), _Sessions(identity))
        transport = httpx.ASGITransport(app=portal, raise_app_exceptions=False)
        async with FormClient(
            transport=transport, base_url=ORIGIN, follow_redirects=True
        ) as browser:
            yield IdentityVisit(FactorsDesk(identity), browser, clock)
    await server.stop(None)
    database.close()
