"""Sessions: who is signed in, since when, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from identity.domain.roles import Role, is_staff

SESSION_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts without use, and at the most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class SessionRules:
    """Staff see other people's data; their sessions end earlier."""

    students: SessionLimits
    staff: SessionLimits

    def limits_for(self, roles: Iterable[Role]) -> SessionLimits:
        """The limits for the holder of these roles."""
        return self.staff if is_staff(roles) else self.students


@dataclass(frozen=True, slots=True)
class Session:
    """A session. `service` is the service it was started through, empty when none called."""

    session_id: UUID
    person_id: UUID
    service: str
    acr: str
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def is_alive(self, limits: SessionLimits, now: datetime) -> bool:
        """Whether the session was neither ended nor left idle nor used up."""
        return (
            self.ended_at is None
            and now < self.expires_at
            and now < self.last_used_at + limits.idle
            # A student who became staff since the start is held to the shorter limit.
            and now < self.started_at + limits.absolute
        )

    def honours(self, service: str) -> bool:
        """Whether the calling service (empty for none) may use the session token.

        A token that leaks from the gateway's cookie is of no use without the gateway's own key.
        """
        return not self.service or self.service == service


def session_token_digest(session_token: str) -> str:
    """What is kept of a session token: with 256 random bits a fast hash is enough."""
    return sha256(session_token.encode()).hexdigest()
