"""Grants: a person's sign-in at a client, and the codes and tokens that belong to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from identity.domain.oidc.scopes import OFFLINE_ACCESS, ClaimsAskedFor, scopes_in

# Random bytes of codes, tokens, secrets and handles: 256 bits.
TOKEN_BYTES = 32

# The ID token tells of a sign-in and is read at once (OpenID Connect Core 1.0 section 2).
ID_TOKEN_LIFETIME = timedelta(minutes=10)
# A system's own token, as every access token for the services.
SYSTEM_TOKEN_LIFETIME = timedelta(seconds=300)
# How long the assertion of a client may be good for (RFC 7523 section 3, number 4).
LONGEST_ASSERTION = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long what is given to clients lasts.

    `offline` is the longest that a grant goes on without the session, `unused` how long a refresh
    token of it waits to be used, `former_secret` how long a replaced secret of a client goes on.
    """

    access_token: timedelta
    offline: timedelta
    unused: timedelta
    former_secret: timedelta


@dataclass(frozen=True, slots=True)
class Grant:
    """A person's sign-in at a client.

    `sid` is what the client knows the session by. An offline grant goes on when the session has
    ended; every other one ends with it.
    """

    grant_id: UUID
    client_id: UUID
    person_id: UUID
    session_id: UUID
    sid: UUID
    scope: str
    claims: ClaimsAskedFor
    acr: str
    amr: tuple[str, ...]
    authenticated_at: datetime
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    @property
    def offline(self) -> bool:
        """Whether it goes on without the session."""
        return OFFLINE_ACCESS in scopes_in(self.scope)

    def holds(self, now: datetime) -> bool:
        """Whether tokens of it are good."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Code:
    """What is kept of an authorization code (RFC 6749 section 4.1.2)."""

    digest: str = field(repr=False)
    redirect_uri: str
    nonce: str
    code_challenge: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredToken:
    """What is kept of an access or a refresh token, with the grant that it belongs to.

    `used_at` is set once a refresh token was exchanged for its successor.
    """

    digest: str = field(repr=False)
    grant: Grant
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is good: neither used, ended nor expired, as little as its grant."""
        return (
            self.ended_at is None
            and self.used_at is None
            and now < self.expires_at
            and self.grant.holds(now)
        )


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """A client to be told on the back channel that a session ended."""

    position: int
    client_id: UUID
    person_id: UUID
    sid: UUID
    noted_at: datetime
    attempts: int


# How long after each failure a client is told again; a client that is away for longer is given up.
# Its own session lasts as long as it thinks right, as before there was a back channel.
RETRIES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14400)
)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to tell the client again after so many attempts that failed; None for not any more."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
