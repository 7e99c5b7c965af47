"""A sign-in whose password was right and that waits for the second factor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

CHALLENGE_BYTES = 32
CHALLENGE_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is known of the sign-in: who, through which service, and what was proven (RFC 8176)."""

    person_id: UUID
    service: str
    amr: tuple[str, ...]
    expires_at: datetime
