"""Clients: systems that use the university account, and what each is registered for."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from chassis.values import LocalizedText

from identity.domain.random_secrets import secret_digest


class Authentication(StrEnum):
    """How a client proves at the token endpoint who it is (OpenID Connect Core 1.0 section 9)."""

    SECRET_BASIC = "client_secret_basic"
    SECRET_POST = "client_secret_post"
    PRIVATE_KEY_JWT = "private_key_jwt"
    NONE = "none"


class GrantType(StrEnum):
    """How a client comes to its tokens; the values are those of `grant_type`."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"
    CLIENT_CREDENTIALS = "client_credentials"
    TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


WITH_SECRET = frozenset({Authentication.SECRET_BASIC, Authentication.SECRET_POST})


@dataclass(frozen=True, slots=True)
class Registration:
    """What an administrator says about a client.

    `sector` names whom pairwise subjects are shared with; empty means the host of the redirect
    URIs. `audiences` are those of the client's own tokens, the default first.
    """

    name: LocalizedText
    description: LocalizedText
    contact: str
    authentication: Authentication
    grants: frozenset[GrantType]
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    back_channel_logout_uri: str = ""
    privacy_uri: str = ""
    scopes: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    audiences: tuple[str, ...] = ()
    it_service_codes: frozenset[str] = frozenset()
    key_set_json: str = ""
    third_party: bool = False
    pkce_optional: bool = False
    public_subject: bool = False
    sector: str = ""

    @property
    def has_secret(self) -> bool:
        """Whether it proves itself with a secret that is shared with the provider."""
        return self.authentication in WITH_SECRET

    @property
    def sector_identifier(self) -> str:
        """The host that pairwise subjects belong to; empty where no address says one."""
        if self.sector:
            return self.sector
        return next((host for uri in self.redirect_uris if (host := host_of(uri))), "")


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client."""

    client_id: UUID
    registration: Registration
    created_at: datetime
    changed_at: datetime
    version: int
    disabled_at: datetime | None = None
    last_used_at: datetime | None = None

    @property
    def is_enabled(self) -> bool:
        """Whether it may be used."""
        return self.disabled_at is None


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """What is kept of a client's secret. `expires_at` is set once there is a newer one."""

    digest: str = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is the present one, or a former one within its grace period."""
        return self.expires_at is None or now < self.expires_at


def secret_matches(secrets: Iterable[ClientSecret], presented: str, now: datetime) -> bool:
    """Whether the secret is one that holds; every one is compared, in constant time each."""
    digest = secret_digest(presented)
    matches = [hmac.compare_digest(one.digest, digest) and one.holds(now) for one in secrets]
    return any(matches)


def host_of(uri: str) -> str:
    """The host of an address in small letters; empty where it has none."""
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""


def loses_something(before: Registration, after: Registration) -> bool:
    """Whether a client may do less than before, so that the tokens it holds must end."""
    return bool(
        before.scopes - after.scopes
        or before.claims - after.claims
        or before.grants - after.grants
        or before.it_service_codes - after.it_service_codes
        or set(before.audiences) - set(after.audiences)
        or (after.third_party and not before.third_party)
        # The old subjects must not be put together with the new ones.
        or before.public_subject != after.public_subject
        or before.sector_identifier != after.sector_identifier
    )
