"""Clients of the OpenID Provider, and what they and browsers do."""

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from chassis.database import Database, Transaction
from chassis.rpc import bearer
from chassis.testing import within
from chassis.values import LocalizedText
from identity.app.oidc.registry import create_client, issue_client_secret
from identity.domain.oidc.clients import Authentication, GrantType, Registration
from identity.domain.oidc.grants import Lifetimes
from identity.domain.oidc.scopes import KNOWN_CLAIMS
from identity.settings import IdentitySettings
from joserfc import jwt
from joserfc.jwk import KeySet
from matrikel.identity.v1 import (
    oidc_client_pb2_grpc,
    oidc_pb2,
    oidc_pb2_grpc,
    session_pb2,
)

if TYPE_CHECKING:
    from matrikel.identity.v1.oidc_pb2_grpc import OidcServiceAsyncStub

ISSUER = "http://127.0.0.1:8080"
REDIRECT_URI = "https://moodle.leuphana.example/callback"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
CODE_CLIENT = Registration(
    name=LocalizedText(de="Moodle", en="Moodle"),
    description=LocalizedText(de="Lernplattform", en="Learning platform"),
    contact="moodle@leuphana.example",
    authentication=Authentication.SECRET_BASIC,
    grants=frozenset({GrantType.AUTHORIZATION_CODE}),
    redirect_uris=(REDIRECT_URI,),
    post_logout_redirect_uris=("https://moodle.leuphana.example/signed-out",),
    scopes=frozenset({"openid", "profile", "email", "eduperson", "esi"}),
    claims=KNOWN_CLAIMS,
)
REFRESHING_CLIENT = replace(
    CODE_CLIENT,
    grants=CODE_CLIENT.grants | {GrantType.REFRESH_TOKEN},
    scopes=CODE_CLIENT.scopes | {"offline_access"},
)
THIRD_PARTY = replace(
    CODE_CLIENT,
    name=LocalizedText(de="Mitfahrzentrale", en="Car sharing"),
    third_party=True,
    privacy_uri="https://rides.example/privacy",
)
SYSTEM = Registration(
    name=LocalizedText(de="Bibliothekssystem", en="Library system"),
    description=LocalizedText(de="Ausleihe", en="Loans"),
    contact="library@leuphana.example",
    authentication=Authentication.SECRET_BASIC,
    grants=frozenset({GrantType.CLIENT_CREDENTIALS}),
    scopes=frozenset({"library", "accounts:read"}),
    audiences=("gateway", "identity"),
)


@dataclass(frozen=True)
class TestClient:
    """A registered client with its secret; empty for one without."""

    __test__ = False

    client_id: str
    secret: str = field(repr=False)
    registration: Registration

    @property
    def authorization(self) -> str:
        """The Authorization header that it proves itself with."""
        credentials = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return f"Basic {credentials}"


def lifetimes() -> Lifetimes:
    """Those of the settings."""
    return IdentitySettings().oidc_lifetimes


def add_client(tx: Transaction, registration: Registration = CODE_CLIENT) -> TestClient:
    """Registers a client, with a secret where it has one."""
    client_id = create_client(tx, registration, calls_loopback=True).client.client_id
    secret = ""
    if registration.has_secret:
        secret = issue_client_secret(tx, client_id, lifetimes()).secret
    return TestClient(str(client_id), secret, registration)


def registered(database: Database, registration: Registration = CODE_CLIENT) -> TestClient:
    """A client in a transaction of its own."""
    return within(database, add_client, registration)


@dataclass(frozen=True)
class HttpAnswer:
    """What the gateway would answer."""

    status: int
    headers: dict[str, str]
    body: Any


class OpenId:
    """Acts as clients and browsers do, through the gateway's calls."""

    def __init__(self, identity: Any) -> None:
        self.identity = identity
        channel = identity.under_test.channel
        self.provider: OidcServiceAsyncStub = oidc_pb2_grpc.OidcServiceStub(channel)
        self.registry: Any = oidc_client_pb2_grpc.OidcClientServiceStub(channel)

    @property
    def gateway(self) -> Any:
        """Metadata of the gateway's calls."""
        return self.identity.calling_service("gateway")

    async def authorize(
        self, client: TestClient, session_token: str = "", **parameters: str | None
    ) -> oidc_pb2.AuthorizeResponse:
        """Sends a browser to the authorization endpoint; None leaves a parameter out."""
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.registration.redirect_uris[0],
            "scope": "openid profile",
            "state": "af0ifjsldkj",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **parameters,
        }
        request = oidc_pb2.AuthorizeRequest(
            parameters=_parameters(asked), session_token=session_token
        )
        return await self.provider.Authorize(request, metadata=self.gateway)

    async def go_on(self, handle: str, session_token: str = "") -> oidc_pb2.AuthorizeResponse:
        """Goes on with a request that had to wait."""
        request = oidc_pb2.AuthorizeRequest(request_handle=handle, session_token=session_token)
        return await self.provider.Authorize(request, metadata=self.gateway)

    async def decide(
        self, handle: str, session_token: str, agreed: bool = True
    ) -> oidc_pb2.DecideConsentResponse:
        """The person decides about consent."""
        request = oidc_pb2.DecideConsentRequest(
            request_handle=handle, session_token=session_token, agreed=agreed
        )
        return await self.provider.DecideConsent(request, metadata=self.gateway)

    async def code(self, client: TestClient, session_token: str, **parameters: str | None) -> str:
        """The code that the client gets for somebody who is signed in."""
        answer = await self.authorize(client, session_token, **parameters)
        returned = returned_by(answer)
        assert "code" in returned, returned
        return returned["code"]

    async def ask_for_tokens(self, client: TestClient, **form: str | None) -> HttpAnswer:
        """Sends a form to the token endpoint, with the client's own proof."""
        call = _call(client, form)
        request = oidc_pb2.ExchangeGrantRequest(call=call)
        response = await self.provider.ExchangeGrant(request, metadata=self.gateway)
        return _answer(response.answer)

    async def redeem(
        self, client: TestClient, code: str | None, /, **form: str | None
    ) -> HttpAnswer:
        """Exchanges a code for tokens."""
        asked: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.registration.redirect_uris[0],
            "code_verifier": VERIFIER,
            **form,
        }
        return await self.ask_for_tokens(client, **asked)

    async def signed_in_at(
        self, client: TestClient, session_token: str, **parameters: str | None
    ) -> dict[str, Any]:
        """The answer of the token endpoint after a whole sign-in."""
        answer = await self.redeem(client, await self.code(client, session_token, **parameters))
        assert answer.status == 200, answer
        return dict(answer.body)

    async def refresh(self, client: TestClient, refresh_token: str, **form: str) -> HttpAnswer:
        """Renews tokens."""
        return await self.ask_for_tokens(
            client, grant_type="refresh_token", refresh_token=refresh_token, **form
        )

    async def userinfo(self, access_token: str, /, **form: str) -> HttpAnswer:
        """Asks who somebody is."""
        authorization = f"Bearer {access_token}" if access_token else ""
        request = oidc_pb2.GetUserInfoRequest(
            authorization=authorization, parameters=_parameters(form)
        )
        response = await self.provider.GetUserInfo(request, metadata=self.gateway)
        return _answer(response.answer)

    async def revoke(self, client: TestClient, token: str, **form: str) -> HttpAnswer:
        """Gives a token back."""
        request = oidc_pb2.RevokeGrantRequest(call=_call(client, {"token": token, **form}))
        response = await self.provider.RevokeGrant(request, metadata=self.gateway)
        return _answer(response.answer)

    async def introspect(self, client: TestClient, token: str) -> HttpAnswer:
        """Asks about a token."""
        request = oidc_pb2.IntrospectTokenRequest(call=_call(client, {"token": token}))
        response = await self.provider.IntrospectToken(request, metadata=self.gateway)
        return _answer(response.answer)

    async def logout(
        self, session_token: str = "", **parameters: str | None
    ) -> oidc_pb2.RequestLogoutResponse:
        """Sends a browser to the end-session endpoint."""
        request = oidc_pb2.RequestLogoutRequest(
            parameters=_parameters(parameters), session_token=session_token
        )
        return await self.provider.RequestLogout(request, metadata=self.gateway)

    async def decide_logout(
        self, handle: str, session_token: str, agreed: bool = True
    ) -> oidc_pb2.DecideLogoutResponse:
        """The person decides about signing out."""
        request = oidc_pb2.DecideLogoutRequest(
            logout_handle=handle, session_token=session_token, agreed=agreed
        )
        return await self.provider.DecideLogout(request, metadata=self.gateway)

    async def sign_out(self, session_token: str) -> None:
        """Signs out in the portal."""
        token = await self.identity.token(session_token)
        request = session_pb2.SignOutRequest()
        await self.identity.sessions.SignOut(request, metadata=bearer(token))

    async def keys(self) -> KeySet:
        """The published keys."""
        response = await self.provider.GetKeySet(oidc_pb2.GetKeySetRequest(), metadata=self.gateway)
        return KeySet.import_key_set(json.loads(response.key_set_json))

    async def read(self, token: str, algorithm: str = "RS256") -> dict[str, Any]:
        """The claims of a JWT whose signature fits a published key."""
        return dict(jwt.decode(token, await self.keys(), [algorithm]).claims)


def returned_by(answer: Any) -> dict[str, str]:
    """What goes back to the client."""
    assert answer.WhichOneof("outcome") == "return_to_client", answer
    return {one.name: one.value for one in answer.return_to_client.parameters}


def query_of(location: str) -> dict[str, str]:
    """The parameters in the query of an address."""
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))


def _parameters(asked: Any) -> list[oidc_pb2.OidcParameter]:
    return [
        oidc_pb2.OidcParameter(name=name, value=value)
        for name, value in asked.items()
        if value is not None
    ]


def _call(client: TestClient, form: Any) -> oidc_pb2.OidcClientCall:
    match client.registration.authentication:
        case Authentication.SECRET_BASIC:
            return oidc_pb2.OidcClientCall(
                parameters=_parameters(form), authorization=client.authorization
            )
        case Authentication.SECRET_POST:
            own = {"client_id": client.client_id, "client_secret": client.secret}
        case Authentication.NONE:
            own = {"client_id": client.client_id}
        case Authentication.PRIVATE_KEY_JWT:
            own = {}
    return oidc_pb2.OidcClientCall(parameters=_parameters({**own, **form}))


def _answer(answer: oidc_pb2.OidcAnswer) -> HttpAnswer:
    headers = {header.name.lower(): header.value for header in answer.headers}
    return HttpAnswer(answer.status, headers, json.loads(answer.body) if answer.body else None)
