"""The authorization code grant with PKCE (RFC 6749 section 4.1, RFC 7636)."""

import secrets
from dataclasses import dataclass
from typing import Any

from authlib.oauth2 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749 import BaseGrant
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from chassis.database import Transaction

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.persons import active_account
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.server import CLIENT_PROOFS, Provider, replayed
from identity.domain.accounts import Account
from identity.domain.oidc.authorization import (
    CODE_LIFETIME,
    RequestError,
    check_repeated,
    read_wishes,
)
from identity.domain.oidc.grants import TOKEN_BYTES, Code, Grant
from identity.domain.oidc.scopes import is_well_formed
from identity.domain.random_secrets import secret_digest
from identity.store.oidc import grants as store


@dataclass(frozen=True, slots=True)
class RedeemedCode:
    """A code as Authlib's classes ask it."""

    code: Code
    grant: Grant

    @property
    def code_challenge(self) -> str:
        """For Authlib's check of the verifier; empty where the client did not use PKCE."""
        return self.code.code_challenge

    @property
    def code_challenge_method(self) -> str:
        """The only one that is offered."""
        return "S256"

    def get_redirect_uri(self) -> str:
        return self.code.redirect_uri

    def get_scope(self) -> str:
        return self.grant.scope


class CodeGrant(AuthorizationCodeGrant):
    """Gives codes and exchanges them.

    Authlib 1.9 looks a code up and deletes it later, which lets hundreds of parallel redemptions
    of one code through. Here one claiming statement decides, after everything else was checked.
    """

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_PROOFS
    server: Provider

    @staticmethod
    def validate_authorization_redirect_uri(request: OAuth2Request, client: Any) -> str:
        """The address, if it is exactly a registered one (RFC 9700 section 2.1)."""
        uri = request.payload.redirect_uri if request.payload else ""
        if not uri:
            raise InvalidRequestError("'redirect_uri' is missing.")
        if not client.check_redirect_uri(uri):
            raise InvalidRequestError("'redirect_uri' is not registered for this client.")
        return uri

    @staticmethod
    def validate_no_multiple_request_parameter(request: OAuth2Request) -> None:
        """Where two say where the answer goes to, it goes nowhere; the others are checked later."""
        known = request.payload.datalist if request.payload else {}
        if any(len(known.get(name, ())) > 1 for name in ("client_id", "redirect_uri")):
            raise InvalidRequestError("'client_id' or 'redirect_uri' was sent more than once.")

    def generate_authorization_code(self) -> str:
        return secrets.token_urlsafe(TOKEN_BYTES)

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Stores the code of the request's grant."""
        if not isinstance(request, ProviderRequest) or not (request.grant and request.wishes):
            raise AssertionError("a code belongs to a grant")
        tx = self.server.tx
        kept = Code(
            digest=secret_digest(code),
            redirect_uri=request.payload.redirect_uri,
            nonce=request.wishes.nonce,
            code_challenge=request.wishes.code_challenge,
            expires_at=tx.now + CODE_LIFETIME,
        )
        store.add_code(tx, request.grant.grant_id, kept)

    def query_authorization_code(self, code: str, client: Any) -> RedeemedCode | None:
        """The code, if it is this client's and was not used; a used one ends what it gave."""
        tx = self.server.tx
        found = store.find_code(tx, secret_digest(code))
        if found is None or found[1].client_id != client.client.client_id:
            return None
        kept, grant = found
        if kept.used_at is not None:
            # RFC 6749 section 4.1.2: "the authorization server MUST deny the request and SHOULD
            # revoke (when possible) all tokens previously issued based on that authorization code".
            replayed(tx, grant)
            return None
        if tx.now >= kept.expires_at or not grant.holds(tx.now):
            return None
        return RedeemedCode(kept, grant)

    def authenticate_user(self, authorization_code: RedeemedCode) -> Account | None:
        """The person; None where the account is not in use, or another redemption was first."""
        tx, grant = self.server.tx, authorization_code.grant
        if not store.claim_code(tx, authorization_code.code.digest):
            replayed(tx, grant)
            return None
        account = active_account(tx, grant.person_id)
        request = self.request
        if isinstance(request, ProviderRequest):
            request.code, request.grant = authorization_code.code, grant
            request.account = account
        return account

    def delete_authorization_code(self, authorization_code: RedeemedCode) -> None:
        """It is kept as used, so that a replay is known for one."""


class Pkce(CodeChallenge):
    """Checks the verifier. The challenge is checked with the rest of the request.

    Authlib 1.9 defaults to `plain`, and asks for PKCE of public clients only.
    """

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"

    def validate_code_challenge(self, grant: Any, redirect_uri: object) -> None:
        """Done by `read_wishes`, which knows what the client is registered for."""


class OpenIdRequest:
    """Reads what OpenID Connect adds to an authorization request; Authlib 1.9 passes over `max_age`
    and `claims`."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def __call__(self, grant: BaseGrant) -> None:
        grant.register_hook("after_validate_authorization_request_payload", self.read)

    def read(self, grant: BaseGrant, _: object) -> None:
        """Notes the wishes on the request. Raises the error that the standards name."""
        request = grant.request
        client = request.client
        if not isinstance(request, ProviderRequest) or not isinstance(client, RegisteredClient):
            raise AssertionError("the request was made by create_oauth2_request")
        try:
            check_repeated(request.parameters)
            if not is_well_formed(request.payload.scope or ""):
                raise RequestError("invalid_scope", "A scope has characters that no scope has.")
            pkce_optional = client.client.registration.pkce_optional
            request.wishes = read_wishes(request.payload.data, pkce_optional)
        except RequestError as error:
            raise OAuth2Error(error=error.error, description=error.description) from error
