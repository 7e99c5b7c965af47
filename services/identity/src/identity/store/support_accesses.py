"""Stores and reads support accesses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from sqlalchemy import Row, and_, insert, or_, select, update

from identity.domain.support_access import SupportAccess
from identity.store.tables import support_accesses

# Where a page ends: when its last access started, and its id.
Position = tuple[datetime, UUID]


def add_support_access(tx: Transaction, access: SupportAccess) -> None:
    """Stores a new access."""
    tx.execute(
        insert(support_accesses).values(
            support_access_id=access.support_access_id,
            session_id=access.session_id,
            person_id=access.person_id,
            staff_id=access.staff_id,
            reason=access.reason,
            started_at=access.started_at,
            expires_at=access.expires_at,
        )
    )


def end_support_accesses(tx: Transaction, session_ids: Sequence[UUID]) -> None:
    """Notes that the accesses of these sessions end now; other sessions make no difference."""
    lasting = (
        is_one_of(tx, support_accesses.c.session_id, list(session_ids)),
        support_accesses.c.ended_at.is_(None),
        support_accesses.c.expires_at > tx.now,
    )
    tx.execute(update(support_accesses).where(*lasting).values(ended_at=tx.now))


def find_support_access(tx: Transaction, session_id: UUID) -> SupportAccess | None:
    """The access of a session; None for a session that is none."""
    chosen = select(support_accesses).where(support_accesses.c.session_id == session_id)
    row = tx.execute(chosen).one_or_none()
    return None if row is None else _access(row)


def list_support_accesses(
    tx: Transaction, person_id: UUID, after: Position | None, limit: int
) -> Sequence[SupportAccess]:
    """The accesses to a person's pages, the newest first, those behind the position."""
    columns = support_accesses.c
    chosen = select(support_accesses).where(columns.person_id == person_id)
    if after is not None:
        moment, access_id = after
        chosen = chosen.where(
            or_(
                columns.started_at < moment,
                and_(columns.started_at == moment, columns.support_access_id < access_id),
            )
        )
    ordered = chosen.order_by(columns.started_at.desc(), columns.support_access_id.desc())
    return [_access(row) for row in tx.execute(ordered.limit(limit))]


def _access(row: Row[Any]) -> SupportAccess:
    return SupportAccess(
        support_access_id=row.support_access_id,
        session_id=row.session_id,
        person_id=row.person_id,
        staff_id=row.staff_id,
        reason=row.reason,
        started_at=row.started_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
    )
