"""Reads and writes sign-ins that wait for a second factor."""

from datetime import datetime
from typing import Any

from chassis.database import Transaction
from sqlalchemy import Row, delete, insert, select, update

from identity.domain.challenges import Challenge
from identity.store.tables import sign_in_challenges


def add_challenge(tx: Transaction, challenge: Challenge, digest: str) -> None:
    """Stores a sign-in under the digest of its challenge."""
    tx.execute(
        insert(sign_in_challenges).values(
            digest=digest,
            person_id=challenge.person_id,
            service=challenge.service,
            amr=list(challenge.amr),
            expires_at=challenge.expires_at,
        )
    )


def find_open_challenge(tx: Transaction, digest: str) -> Challenge | None:
    """The sign-in that waits behind this digest; None where it was used or is too old."""
    row = tx.execute(
        select(sign_in_challenges).where(
            sign_in_challenges.c.digest == digest,
            sign_in_challenges.c.used_at.is_(None),
            sign_in_challenges.c.expires_at > tx.now,
        )
    ).one_or_none()
    return _challenge(row) if row else None


def claim_challenge(tx: Transaction, digest: str) -> bool:
    """Uses a challenge up; of parallel uses exactly one wins."""
    claimed = tx.execute(
        update(sign_in_challenges)
        .where(
            sign_in_challenges.c.digest == digest,
            sign_in_challenges.c.used_at.is_(None),
            sign_in_challenges.c.expires_at > tx.now,
        )
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def drop_challenges_over_before(tx: Transaction, moment: datetime) -> None:
    """Removes the sign-ins that could be completed until then."""
    tx.execute(delete(sign_in_challenges).where(sign_in_challenges.c.expires_at < moment))


def _challenge(row: Row[Any]) -> Challenge:
    return Challenge(
        person_id=row.person_id,
        service=row.service,
        amr=tuple(row.amr),
        expires_at=row.expires_at,
    )
