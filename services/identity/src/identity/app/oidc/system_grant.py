"""The client credentials grant: tokens of systems for the interfaces (RFC 6749 4.4, RFC 9068)."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.server import CONFIDENTIAL_PROOFS, Provider
from identity.app.oidc.system_tokens import issue_system_token
from identity.domain.oidc.clients import Client
from identity.domain.oidc.grants import SYSTEM_TOKEN_LIFETIME
from identity.store.oidc.grants import add_system_grant


class SystemGrant(ClientCredentialsGrant):
    """Gives a system a token for one of the audiences that it is registered for."""

    TOKEN_ENDPOINT_AUTH_METHODS = CONFIDENTIAL_PROOFS
    server: Provider

    def create_token_response(self) -> Any:
        client, request = self.request.client, self.request
        if not isinstance(client, RegisteredClient) or not isinstance(request, ProviderRequest):
            raise AssertionError("the client was authenticated before")
        scope = client.system_scopes(request.payload.scope or "")
        if scope is None:
            raise InvalidScopeError()
        audience = audience_of(request, client.client)
        tx = self.server.tx
        sid = tx.new_id()
        add_system_grant(tx, sid, client.client.client_id, tx.now + SYSTEM_TOKEN_LIFETIME)
        issuer, client_id = self.server.rules.as_issuer, client.client.client_id
        issued = issue_system_token(tx, issuer, client_id, audience, scope, sid)
        if issued is None:
            raise AssertionError("the grant was just stored")
        body = {
            "access_token": issued.access_token,
            "token_type": "Bearer",
            "expires_in": int((issued.expires_at - tx.now).total_seconds()),
            "scope": scope,
        }
        return 200, body, self.TOKEN_RESPONSE_HEADER


def audience_of(request: ProviderRequest, client: Client) -> str:
    """Whom the token is for: what the request names (RFC 8707, RFC 8693), else the client's first.

    Raises invalid_target for anything that the client is not registered for, and for several: a
    token for two services could be passed on from one to the other.
    """
    named = [
        value
        for name in ("audience", "resource")
        for value in request.payload.datalist.get(name, ())
    ]
    allowed = client.registration.audiences
    if not named:
        return allowed[0]
    if len(named) > 1 or named[0] not in allowed:
        problem = "The client is not registered for this audience."
        raise OAuth2Error(error="invalid_target", description=problem)
    return str(named[0])
