"""Authlib's authorization server on an open transaction."""

import secrets
from collections.abc import Iterable
from typing import Any

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import AuthorizationServer, BaseGrant
from authlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    InvalidRequestError,
    UnsupportedResponseTypeError,
)
from chassis.database import Transaction

from identity.app.oidc.client_proofs import PrivateKeyJwt
from identity.app.oidc.clients import RegisteredClient, client_of
from identity.app.oidc.requests import Answer, ProviderRequest, answer_of
from identity.app.oidc.rules import ProviderRules
from identity.domain.oidc.clients import Authentication
from identity.domain.oidc.grants import TOKEN_BYTES, Grant
from identity.domain.random_secrets import secret_digest
from identity.store.oidc import grants as store
from identity.store.oidc.clients import note_client_used

# In the order in which they are tried: whoever sends a secret means to prove itself with it.
CONFIDENTIAL_PROOFS = [
    Authentication.SECRET_BASIC.value,
    Authentication.SECRET_POST.value,
    Authentication.PRIVATE_KEY_JWT.value,
]
CLIENT_PROOFS = [*CONFIDENTIAL_PROOFS, Authentication.NONE.value]


class Provider(AuthorizationServer):
    """The provider within one transaction; made for one request and thrown away.

    What an endpoint answers, errors of the standards included, is a value. So a transaction that
    refuses a replayed code still commits that the code's tokens have ended.
    """

    def __init__(self, tx: Transaction, rules: ProviderRules) -> None:
        super().__init__()
        self.tx = tx
        self.rules = rules
        self.register_client_auth_method(
            Authentication.PRIVATE_KEY_JWT.value, PrivateKeyJwt(tx, rules)
        )
        self.register_token_generator("default", self._bearer_token)  # type: ignore[arg-type]

    def query_client(self, client_id: str) -> RegisteredClient | None:  # type: ignore[override]
        """The client, unless it is unknown or disabled."""
        client = client_of(self.tx, client_id)
        return RegisteredClient(self.tx, client) if client else None

    def create_oauth2_request(self, request: ProviderRequest) -> ProviderRequest:
        return request

    def send_signal(self, name: object, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def handle_response(self, status: int, body: object, headers: Iterable[Any]) -> Answer:
        return answer_of(status, body, headers)

    def answer_token_request(self, request: ProviderRequest) -> Answer:
        """What the token endpoint answers."""
        try:
            refuse_repeated(request)
        except InvalidRequestError as error:
            return self.refuse(request, error)
        answer = self.create_token_response(request)
        if not isinstance(answer, Answer):
            raise AssertionError("every answer goes through handle_response")
        return answer

    def refuse(self, request: ProviderRequest, error: Any) -> Answer:
        """The answer that an error of the standards asks for."""
        answer = self.handle_error_response(request, error)
        if not isinstance(answer, Answer):
            raise AssertionError("every answer goes through handle_response")
        return answer

    def authenticate_client(
        self, request: OAuth2Request, methods: Any, endpoint: str = "token"
    ) -> RegisteredClient:
        """The client that proves who it is; RFC 6749 section 2.3: by one method only."""
        form = request.form
        used = [
            bool((request.headers or {}).get("Authorization")),
            "client_secret" in form,
            "client_assertion" in form,
        ]
        if sum(used) > 1:
            raise InvalidRequestError("The client proves itself in more than one way.")
        client = super().authenticate_client(request, methods, endpoint)
        if not isinstance(client, RegisteredClient):
            raise AssertionError("clients come from query_client")
        if form.get("client_id", client.client_id) != client.client_id:
            raise InvalidClientError(description="'client_id' is not the client's that asks.")
        note_client_used(self.tx, client.client.client_id)
        return client

    def get_authorization_grant(self, request: OAuth2Request) -> BaseGrant:
        """The grant for `response_type`; Authlib 1.9 fails on one with quotes in it."""
        response_type = request.payload.response_type if request.payload else None
        if response_type == "code":
            return super().get_authorization_grant(request)
        where = self._checked_redirect_uri(request)
        if not response_type:
            raise InvalidRequestError("'response_type' is missing.", redirect_uri=where)
        raise UnsupportedResponseTypeError("of this request", redirect_uri=where)

    def _checked_redirect_uri(self, request: OAuth2Request) -> str | None:
        """Where an error may be sent to: only to a registered address of a known client."""
        if request.payload is None or not request.payload.client_id:
            return None
        client = self.query_client(request.payload.client_id)
        uri = request.payload.redirect_uri
        return uri if client and uri and client.check_redirect_uri(uri) else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Stores what was generated, under the grant of the request, as digests."""
        if not isinstance(request, ProviderRequest) or request.grant is None:
            raise AssertionError("a token belongs to a grant")
        grant, now = request.grant, self.tx.now
        lifetimes = self.rules.lifetimes
        store.add_access_token(
            self.tx,
            grant.grant_id,
            secret_digest(token["access_token"]),
            token["scope"],
            min(now + lifetimes.access_token, grant.expires_at),
        )
        if "refresh_token" in token:
            store.add_refresh_token(
                self.tx,
                grant.grant_id,
                secret_digest(token["refresh_token"]),
                min(now + lifetimes.unused, grant.expires_at),
            )

    def _bearer_token(
        self,
        *,
        scope: str,
        include_refresh_token: bool,
        **_: object,
    ) -> dict[str, Any]:
        """Opaque tokens: what they are good for is looked up, so that they end at once."""
        token: dict[str, Any] = {
            "access_token": secrets.token_urlsafe(TOKEN_BYTES),
            "token_type": "Bearer",
            "expires_in": int(self.rules.lifetimes.access_token.total_seconds()),
            "scope": scope,
        }
        if include_refresh_token:
            token["refresh_token"] = secrets.token_urlsafe(TOKEN_BYTES)
        return token


def refuse_repeated(request: ProviderRequest) -> None:
    """RFC 6749 section 3.2: "parameters MUST NOT be included more than once"."""
    for name, values in request.payload.datalist.items():
        # RFC 8707 section 2 and RFC 8693 section 2.1 allow these to be repeated.
        if len(values) > 1 and name not in ("resource", "audience"):
            raise InvalidRequestError("A parameter was sent more than once.")


def replayed(tx: Transaction, grant: Grant) -> None:
    """Ends a grant of which a code or a refresh token was used twice: one of both is a thief."""
    store.end_grant(tx, grant.grant_id)
