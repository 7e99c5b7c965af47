"""Access tokens: what they say and how long they hold (RFC 9068, RFC 8693)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from identity.domain.roles import Role
from identity.domain.sessions import Session

TOKEN_LIFETIME = timedelta(seconds=300)
TOKEN_TYPE = "at+jwt"


@dataclass(frozen=True, slots=True)
class Actor:
    """The service that acts in the person's name, and the one it acts for, if any."""

    service: str
    before: "Actor | None" = None

    def as_claim(self) -> dict[str, object]:
        """The `act` claim (RFC 8693 section 4.1), the newest actor outermost."""
        claim: dict[str, object] = {"sub": self.service}
        return claim | {"act": self.before.as_claim()} if self.before else claim


@dataclass(frozen=True, slots=True)
class AccessToken:
    """The contents of one access token."""

    issuer: str
    person_id: UUID
    session_id: UUID
    audience: str
    roles: frozenset[Role]
    acr: str
    authenticated_at: datetime
    issued_at: datetime
    expires_at: datetime
    token_id: UUID
    actor: Actor | None = None
    # Whose support access it is; such a token only reads.
    support_by: UUID | None = None

    def claims(self) -> dict[str, object]:
        """The claims of the JWT."""
        claims: dict[str, object] = {
            "iss": self.issuer,
            "sub": str(self.person_id),
            "sid": str(self.session_id),
            "aud": self.audience,
            "roles": sorted(self.roles),
            "acr": self.acr,
            "auth_time": int(self.authenticated_at.timestamp()),
            "iat": int(self.issued_at.timestamp()),
            "exp": int(self.expires_at.timestamp()),
            "jti": str(self.token_id),
        }
        if self.actor:
            claims["act"] = self.actor.as_claim()
        if self.support_by:
            claims["support_by"] = str(self.support_by)
        return claims


@dataclass(frozen=True, slots=True)
class Issue:
    """What the moment of issue adds to a token."""

    issuer: str
    issued_at: datetime
    token_id: UUID


def access_token(
    session: Session,
    roles: frozenset[Role],
    audience: str,
    issue: Issue,
    actor: Actor | None = None,
    *,
    proven_at: datetime | None = None,
) -> AccessToken:
    """A token of the session for one audience; it ends no later than the session.

    `proven_at` is when the person proved who it is, where that is to count as earlier than in the
    session.
    """
    return AccessToken(
        issuer=issue.issuer,
        person_id=session.person_id,
        session_id=session.session_id,
        audience=audience,
        roles=roles,
        acr=session.acr,
        authenticated_at=min(proven_at or session.authenticated_at, session.authenticated_at),
        issued_at=issue.issued_at,
        expires_at=min(issue.issued_at + TOKEN_LIFETIME, session.expires_at),
        token_id=issue.token_id,
        actor=actor,
        support_by=session.support_by,
    )
