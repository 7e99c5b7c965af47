"""A client as the conformance suite plays it: asks, redeems codes, reads ID tokens and claims."""

import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.conformance.started_provider import Client, Provider

OPENID = "openid"


@dataclass
class Request:
    """An authorization request that was made, as far as its answer is checked against it."""

    url: str
    parameters: dict[str, str]

    @property
    def state(self) -> str:
        """What the answer has to repeat."""
        return self.parameters["state"]


@dataclass
class Tokens:
    """What the token endpoint answered, and the claims of the ID token in it."""

    answer: dict[str, Any]
    id_token_header: dict[str, Any]
    claims: dict[str, Any]

    @property
    def access_token(self) -> str:
        """The access token."""
        return str(self.answer["access_token"])

    @property
    def refresh_token(self) -> str:
        """The refresh token; empty where none was given."""
        return str(self.answer.get("refresh_token", ""))

    @property
    def id_token(self) -> str:
        """The ID token as it came."""
        return str(self.answer["id_token"])


class RelyingParty:
    """One client and what the suite does with it."""

    def __init__(self, provider: Provider, client: Client, http: httpx.AsyncClient) -> None:
        self.provider = provider
        self.client = client
        self.http = http
        self.metadata: dict[str, Any] = {}

    async def discover(self) -> dict[str, Any]:
        """Reads the provider's configuration."""
        answer = await self.http.get(self.provider.discovery_url)
        assert answer.status_code == 200
        self.metadata = answer.json()
        return self.metadata

    async def keys(self) -> KeySet:
        """The provider's public keys."""
        answer = await self.http.get(self.metadata["jwks_uri"])
        assert answer.status_code == 200
        return KeySet.import_key_set(answer.json())

    def request(
        self, scope: str = OPENID, *, without: tuple[str, ...] = (), **more: str
    ) -> Request:
        """An authorization request for a code with state and nonce, more parameters and without
        those named."""
        parameters = {
            "client_id": self.client.client_id,
            "redirect_uri": self.client.redirect_uri,
            "scope": scope,
            "state": secrets.token_urlsafe(12),
            "nonce": secrets.token_urlsafe(12),
            "response_type": "code",
            **more,
        }
        asked = {name: value for name, value in parameters.items() if name not in without}
        return Request(f"{self.metadata['authorization_endpoint']}?{urlencode(asked)}", asked)

    async def token_answer(self, **fields: str) -> httpx.Response:
        """Whatever the token endpoint answers to a form, with the client's credential."""
        basic = None
        if self.client.method == "client_secret_basic":
            basic = httpx.BasicAuth(self.client.client_id, self.client.secret)
        elif self.client.method == "client_secret_post":
            fields |= {"client_id": self.client.client_id, "client_secret": self.client.secret}
        else:
            fields |= {"client_id": self.client.client_id}
        return await self.http.post(
            self.metadata["token_endpoint"],
            data=fields,
            auth=basic or httpx.USE_CLIENT_DEFAULT,
        )

    async def redeem_answer(self, code: str, **more: str) -> httpx.Response:
        """Whatever the token endpoint answers to a code."""
        return await self.token_answer(
            grant_type="authorization_code",
            code=code,
            redirect_uri=self.client.redirect_uri,
            **more,
        )

    async def redeem(self, code: str, **more: str) -> Tokens:
        """The tokens for a code."""
        return await self.tokens_of(await self.redeem_answer(code, **more))

    async def refresh(self, refresh_token: str, **more: str) -> httpx.Response:
        """Whatever the token endpoint answers to a refresh token."""
        return await self.token_answer(
            grant_type="refresh_token", refresh_token=refresh_token, **more
        )

    async def tokens_of(self, answer: httpx.Response) -> Tokens:
        """The tokens of an answer; the signature of the ID token is verified."""
        assert answer.status_code == 200, answer.text
        content = answer.json()
        assert "error" not in content
        verified = jwt.decode(content["id_token"], await self.keys(), algorithms=["RS256"])
        return Tokens(content, dict(verified.header), dict(verified.claims))

    async def user_info(self, access_token: str) -> httpx.Response:
        """Whatever the UserInfo endpoint answers to a token in the header."""
        return await self.http.get(
            self.metadata["userinfo_endpoint"],
            headers={"authorization": f"Bearer {access_token}"},
        )

    def logout_url(self, **parameters: str) -> str:
        """The address that asks the provider to sign the person out."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self.metadata['end_session_endpoint']}{query}"


def changed_to_unsigned(id_token: str) -> str:
    """The ID token as if it were signed with "none", its signature cut off."""
    payload = id_token.split(".")[1]
    assert urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return f"eyJhbGciOiAibm9uZSJ9.{payload}."
