"""Token exchange (RFC 8693): a client of the university calls the interfaces for a person."""

from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import BaseGrant, TokenEndpointMixin
from authlib.oauth2.rfc6749.errors import (
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    UnauthorizedClientError,
)
from chassis.errors import Failure

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.presented import PersonToken, SystemClaims, person_token, system_claims
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.server import CONFIDENTIAL_PROOFS, Provider
from identity.app.oidc.system_grant import audience_of
from identity.app.oidc.system_tokens import issue_system_token
from identity.app.sign_in.sessions import session_of_id
from identity.app.tokens.signing_keys import sign
from identity.domain.access_tokens import TOKEN_TYPE, Actor, Issue, access_token
from identity.domain.oidc.clients import Client, GrantType
from identity.domain.oidc.scopes import scopes_in
from identity.domain.roles import STUDENT_ROLES

ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
JWT = "urn:ietf:params:oauth:token-type:jwt"
# The person proved to the provider who it is, perhaps a minute ago, but not for this: no token that
# a client gets in exchange opens a method that asks for a fresh proof, such as one for passkeys.
NOT_TO_THE_CLIENT = datetime.fromtimestamp(0, UTC)


class ExchangeGrant(BaseGrant, TokenEndpointMixin):
    """Exchanges what a client holds for a token that one of its audiences takes.

    A person's access token becomes a token in the person's name, with the client as actor, that
    ends with the session. It carries the roles of students alone: whoever works for the university
    does so in its own pages, where a second factor was proven. A system's own token becomes one
    for another of its audiences, with the same scopes or fewer.
    """

    GRANT_TYPE = GrantType.TOKEN_EXCHANGE.value
    TOKEN_ENDPOINT_AUTH_METHODS = CONFIDENTIAL_PROOFS
    server: Provider

    def validate_token_request(self) -> None:
        client = self.authenticate_token_endpoint_client()
        if not client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("The client is not registered for token exchange.")
        self.request.client = client
        form = self.request.form
        if not form.get("subject_token"):
            raise InvalidRequestError("'subject_token' is missing.")
        if form.get("subject_token_type") not in (ACCESS_TOKEN, JWT):
            raise InvalidRequestError("'subject_token_type' has to be that of an access token.")
        if form.get("requested_token_type", ACCESS_TOKEN) not in (ACCESS_TOKEN, JWT):
            raise InvalidRequestError("Only access tokens are issued.")
        if "actor_token" in form:
            raise InvalidRequestError("'actor_token' is not supported: the client is the actor.")

    def create_token_response(self) -> Any:
        client, request = self.request.client, self.request
        if not isinstance(client, RegisteredClient) or not isinstance(request, ProviderRequest):
            raise AssertionError("the client was authenticated before")
        tx, issuer = self.server.tx, self.server.rules.issuer
        subject = request.form["subject_token"]
        audience = audience_of(request, client.client)
        if person := person_token(tx, subject):
            body = self._for_person(person, client.client, audience)
        elif system := system_claims(tx, issuer, subject):
            body = self._for_system(system, client.client, audience)
        else:
            raise InvalidGrantError("'subject_token' is not a token that holds.")
        shown = {"issued_token_type": ACCESS_TOKEN, "token_type": "Bearer"}
        return 200, {**body, **shown}, self.TOKEN_RESPONSE_HEADER

    def _for_person(self, person: PersonToken, client: Client, audience: str) -> dict[str, Any]:
        if person.client.client_id != client.client_id:
            raise InvalidGrantError("'subject_token' was given to another client.")
        tx, rules = self.server.tx, self.server.rules
        try:
            alive = session_of_id(tx, person.token.grant.session_id, rules.sessions)
        except Failure as failure:
            raise InvalidGrantError("The person's session has ended.") from failure
        issued = access_token(
            alive.session,
            alive.account.roles & STUDENT_ROLES,
            audience,
            Issue(rules.issuer, tx.now, tx.new_id()),
            Actor(str(client.client_id)),
            proven_at=NOT_TO_THE_CLIENT,
        )
        seconds = int((issued.expires_at - tx.now).total_seconds())
        return {
            "access_token": sign(tx, rules.chest, issued.claims(), TOKEN_TYPE),
            "expires_in": seconds,
        }

    def _for_system(self, system: SystemClaims, client: Client, audience: str) -> dict[str, Any]:
        if system.client.client_id != client.client_id:
            raise InvalidGrantError("'subject_token' was given to another client.")
        held = str(system.claims["scope"])
        asked_for = self.request.payload.scope if self.request.payload else ""
        scope = asked_for or held
        if not set(scopes_in(scope)) <= set(scopes_in(held)):
            raise InvalidScopeError()
        tx, issuer = self.server.tx, self.server.rules.as_issuer
        issued = issue_system_token(tx, issuer, client.client_id, audience, scope, system.sid)
        if issued is None:
            raise InvalidGrantError("'subject_token' is not a token that holds.")
        seconds = int((issued.expires_at - tx.now).total_seconds())
        return {"access_token": issued.access_token, "expires_in": seconds, "scope": scope}
