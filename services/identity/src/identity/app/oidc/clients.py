"""Clients as the other use cases, and Authlib, see them."""

from uuid import UUID

from authlib.oauth2.rfc6749 import ClientMixin
from chassis.database import Transaction

from identity.domain.oidc.clients import Client, GrantType, secret_matches
from identity.domain.oidc.scopes import OPENID, SYSTEM_SCOPES, granted_scopes, scopes_in
from identity.store.oidc import clients as store


def client_of(tx: Transaction, client_id: UUID | str) -> Client | None:
    """The client that may be used under this id; None for a disabled and an unknown one."""
    try:
        known_id = client_id if isinstance(client_id, UUID) else UUID(client_id)
    except ValueError:
        return None
    client = store.find_client(tx, known_id)
    # A UUID can be spelled in several ways; a client has one id.
    if client is None or str(client.client_id) != str(client_id):
        return None
    return client if client.is_enabled else None


class RegisteredClient(ClientMixin):
    """A client as Authlib asks it; `client` is what the rest of the house knows."""

    def __init__(self, tx: Transaction, client: Client) -> None:
        self._tx = tx
        self.client = client

    def __repr__(self) -> str:
        return f"RegisteredClient({self.client.client_id})"

    @property
    def client_id(self) -> str:
        """The id as the standards spell it."""
        return str(self.client.client_id)

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        """None: OpenID Connect Core 1.0 section 3.1.2.1 wants it named in each request."""
        return ""

    def get_allowed_scope(self, scope: object) -> str | None:  # type: ignore[override]
        """The scopes that the client gets of people; None without "openid", for nothing else is."""
        granted = granted_scopes(scopes_in(str(scope or "")), self.client.registration.scopes)
        return " ".join(granted) if OPENID in granted else None

    def system_scopes(self, scope: str) -> str | None:
        """The scopes that the client gets for itself, all of them where it names none.

        None where it names one that it is not registered for (RFC 6749 section 5.2).
        """
        registered = self.client.registration.scopes & SYSTEM_SCOPES
        asked_for = scopes_in(scope) or tuple(sorted(registered))
        return " ".join(asked_for) if registered.issuperset(asked_for) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.client.registration.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        known = store.secrets_of(self._tx, self.client.client_id)
        return secret_matches(known, client_secret, self._tx.now)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002
        return self.client.registration.authentication.value == method

    def check_response_type(self, response_type: str) -> bool:
        allowed = GrantType.AUTHORIZATION_CODE in self.client.registration.grants
        return allowed and response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.client.registration.grants
