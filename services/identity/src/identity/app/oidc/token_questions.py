"""Revocation (RFC 7009) and introspection (RFC 7662)."""

from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidRequestError, OAuth2Error
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from chassis.database import Transaction

from identity.app.oidc.endings import end_system_tokens
from identity.app.oidc.presented import (
    PersonToken,
    SystemClaims,
    person_refresh_token,
    person_token,
    system_claims,
)
from identity.app.oidc.requests import Answer, ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.server import CLIENT_PROOFS, CONFIDENTIAL_PROOFS, Provider, refuse_repeated
from identity.app.oidc.subjects import subject_of
from identity.domain.oidc.clients import Client
from identity.domain.oidc.scopes import INTROSPECT
from identity.store.oidc import grants as store


class PresentedToken:
    """A good token as Authlib's endpoints ask it."""

    def __init__(self, found: PersonToken | SystemClaims, *, is_refresh_token: bool) -> None:
        self.found = found
        self.is_refresh_token = is_refresh_token

    @property
    def client(self) -> Client:
        """The client that it was given to."""
        return self.found.client

    def check_client(self, client: Any) -> bool:
        return bool(self.client.client_id == client.client.client_id)

    def is_expired(self) -> bool:
        """Never: only good tokens are found."""
        return False

    def is_revoked(self) -> bool:
        """Never: only good tokens are found."""
        return False


class _Endpoint:
    """What both endpoints have in common."""

    server: Provider

    def check_params(self, request: ProviderRequest, client: object) -> None:  # noqa: ARG002
        """RFC 7009 section 2.1: a hint that is not understood is passed over."""
        if "token" not in request.form:
            raise InvalidRequestError("'token' is missing.")

    def query_token(self, token_string: str, token_type_hint: object) -> PresentedToken | None:  # noqa: ARG002
        """The token, whatever it is; each kind is found by one look, so that no hint is needed."""
        tx = self.server.tx
        if access := person_token(tx, token_string):
            return PresentedToken(access, is_refresh_token=False)
        if refresh := person_refresh_token(tx, token_string):
            return PresentedToken(refresh, is_refresh_token=True)
        system = system_claims(tx, self.server.rules.issuer, token_string)
        return PresentedToken(system, is_refresh_token=False) if system else None


class Revocation(_Endpoint, RevocationEndpoint):
    """Ends an access token, or with a refresh token everything of its grant."""

    CLIENT_AUTH_METHODS = CLIENT_PROOFS
    server: Provider

    def revoke_token(self, token: PresentedToken, request: object) -> None:  # noqa: ARG002
        tx, found = self.server.tx, token.found
        if isinstance(found, SystemClaims):
            end_system_tokens(tx, found.client.client_id, found.sid)
        elif token.is_refresh_token:
            store.end_grant(tx, found.token.grant.grant_id)
        else:
            store.end_access_token(tx, found.token.digest)


class Introspection(_Endpoint, IntrospectionEndpoint):
    """Tells a client about its own tokens; one that is registered for it, about those of others."""

    CLIENT_AUTH_METHODS = CONFIDENTIAL_PROOFS
    server: Provider

    def check_permission(self, token: PresentedToken, client: Any, request: object) -> bool:  # noqa: ARG002
        return token.check_client(client) or INTROSPECT in client.client.registration.scopes

    def introspect_token(self, token: PresentedToken) -> dict[str, Any]:
        found, issuer = token.found, self.server.rules.issuer
        if isinstance(found, SystemClaims):
            names = ("iss", "sub", "client_id", "aud", "scope", "iat", "exp", "jti")
            return {
                **{name: found.claims[name] for name in names},
                "active": True,
                "token_type": "Bearer",
            }
        kept = found.token
        return {
            "active": True,
            "iss": issuer,
            "client_id": str(found.client.client_id),
            # The name under which that client knows the person, and nobody else.
            "sub": subject_of(self.server.tx, found.client, found.account.person_id),
            "scope": kept.grant.scope,
            "iat": int(kept.issued_at.timestamp()),
            "exp": int(min(kept.expires_at, kept.grant.expires_at).timestamp()),
            "token_type": "refresh_token" if token.is_refresh_token else "Bearer",
        }


def answer_revocation(tx: Transaction, rules: ProviderRules, request: ProviderRequest) -> Answer:
    """What a client is answered that gives a token back."""
    return _answer(Revocation, tx, rules, request)


def answer_introspection(tx: Transaction, rules: ProviderRules, request: ProviderRequest) -> Answer:
    """What a client is answered that asks about a token."""
    return _answer(Introspection, tx, rules, request)


def _answer(
    endpoint: type[Revocation] | type[Introspection],
    tx: Transaction,
    rules: ProviderRules,
    request: ProviderRequest,
) -> Answer:
    provider = Provider(tx, rules)
    provider.register_endpoint(endpoint)
    try:
        refuse_repeated(request)
    except OAuth2Error as error:
        return provider.refuse(request, error)
    answer = provider.create_endpoint_response(  # type: ignore[no-untyped-call]
        endpoint.ENDPOINT_NAME, request
    )
    if not isinstance(answer, Answer):
        raise AssertionError("every answer goes through handle_response")
    return answer
