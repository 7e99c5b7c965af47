"""Reading receipts and refused attempts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import and_, or_, select, true

from exams.domain.positions import AttemptPosition
from exams.store.tables import receipts, registration_attempts


@dataclass(frozen=True)
class StoredAttempt:
    """A refused attempt as it is kept."""

    attempt_id: UUID
    attempt_time: datetime
    action: str
    sitting_id: UUID
    # As they were answered.
    obstacles: tuple[dict[str, Any], ...]
    # Signed by the service: a compact JWS.
    signed: str


def signed_receipts_of(tx: Transaction, registration_id: UUID) -> tuple[str, ...]:
    """The signed receipts of a registration, in their order."""
    rows = tx.execute(
        select(receipts.c.signed)
        .where(receipts.c.registration_id == registration_id)
        .order_by(receipts.c.seq)
    )
    return tuple(rows.scalars())


def list_attempts(
    tx: Transaction, person_id: UUID, after: AttemptPosition | None, limit: int
) -> tuple[StoredAttempt, ...]:
    """A student's refused attempts, the newest first."""
    older = (
        or_(
            registration_attempts.c.attempt_time < after.attempt_time,
            and_(
                registration_attempts.c.attempt_time == after.attempt_time,
                registration_attempts.c.attempt_id < after.attempt_id,
            ),
        )
        if after is not None
        else true()
    )
    rows = tx.execute(
        select(registration_attempts)
        .where(registration_attempts.c.person_id == person_id, older)
        .order_by(
            registration_attempts.c.attempt_time.desc(), registration_attempts.c.attempt_id.desc()
        )
        .limit(limit)
    )
    return tuple(
        StoredAttempt(
            attempt_id=row.attempt_id,
            attempt_time=row.attempt_time,
            action=row.action,
            sitting_id=row.sitting_id,
            obstacles=tuple(row.obstacles),
            signed=row.signed,
        )
        for row in rows
    )
