"""The refresh token grant with rotation and detection of reuse (RFC 6749 6, RFC 9700 4.14)."""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc6749.grants import RefreshTokenGrant

from identity.app.oidc.persons import active_account
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.server import CLIENT_PROOFS, Provider, replayed
from identity.domain.accounts import Account
from identity.domain.oidc.grants import StoredToken
from identity.domain.random_secrets import secret_digest
from identity.store.oidc import grants as store


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as Authlib's classes ask it."""

    token: StoredToken

    def check_client(self, client: Any) -> bool:
        return bool(self.token.grant.client_id == client.client.client_id)

    def get_scope(self) -> str:
        return self.token.grant.scope


class RefreshGrant(RefreshTokenGrant):
    """Exchanges a refresh token for new tokens; it is used up, and its second use ends them all."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_PROOFS
    INCLUDE_NEW_REFRESH_TOKEN = True
    server: Provider

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        """The token, if it is this client's and was not used; a used one ends the family."""
        tx = self.server.tx
        found = store.find_refresh_token(tx, secret_digest(refresh_token))
        if found is None:
            return None
        token = RefreshToken(found)
        if not token.check_client(self.request.client):
            return None
        if found.used_at is not None:
            replayed(tx, found.grant)
            return None
        return token if found.holds(tx.now) else None

    def authenticate_user(self, refresh_token: RefreshToken) -> Account:
        """The person. Raises invalid_grant where the account is disabled or another was first."""
        tx, grant = self.server.tx, refresh_token.token.grant
        if not store.claim_refresh_token(tx, refresh_token.token.digest):
            replayed(tx, grant)
            raise InvalidGrantError()
        account = active_account(tx, grant.person_id)
        if account is None:
            raise InvalidGrantError()
        if isinstance(self.request, ProviderRequest):
            self.request.grant, self.request.account = grant, account
        return account

    def revoke_old_credential(self, refresh_token: Any) -> None:
        """It was used up before there was another."""
