"""Sessions: who is signed in, how it was proven, since when, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from identity.domain.proofs import Proof
from identity.domain.roles import Role, is_staff

SESSION_TOKEN_BYTES = 32

# How often the use of a session is written down: each of a page's requests would be one write.
NOTED_EVERY = timedelta(seconds=10)


class SessionKind(StrEnum):
    """What a session is for."""

    # A person's own.
    BROWSER = "browser"
    # A member of staff looks at the person's pages.
    SUPPORT = "support"


class SecondFactorPolicy(StrEnum):
    """Whether staff need a second factor for the roles that open other people's data."""

    REQUIRED = "required"
    OFFERED = "offered"


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
    staff_second_factor: SecondFactorPolicy = SecondFactorPolicy.REQUIRED

    def limits_for(self, roles: Iterable[Role]) -> SessionLimits:
        """The limits for the holder of these roles."""
        return self.staff if is_staff(roles) else self.students


@dataclass(frozen=True, slots=True)
class Session:
    """A session. `service` is the service it was started through, empty when none called.

    `authenticated_at` is when the person last proved who it is, `amr` how (RFC 8176). `network` is
    the network that it was started from, never the whole address. `support_by` is the member of
    staff who looks in a support access, `parent_session_id` the session it was started from.
    """

    session_id: UUID
    person_id: UUID
    service: str
    acr: str
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    authenticated_at: datetime
    amr: tuple[str, ...] = ()
    kind: SessionKind = SessionKind.BROWSER
    user_agent: str = ""
    network: str = ""
    device_id: UUID | None = None
    support_by: UUID | None = None
    parent_session_id: UUID | None = None
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

    def is_to_be_noted(self, now: datetime) -> bool:
        """Whether the last use that was written down is too long ago to do without another."""
        return now - self.last_used_at >= NOTED_EVERY

    def proven_again(self, amr: tuple[str, ...], now: datetime) -> "Session":
        """The session after its person has proven again who it is, with these methods."""
        proof = self.proof.with_more(amr)
        return replace(self, amr=proof.amr, acr=proof.acr, authenticated_at=now)

    @property
    def proof(self) -> Proof:
        """What the session was proven with."""
        return Proof(self.amr)
