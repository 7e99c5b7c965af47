"""Reads and writes sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, delete, insert, select, update

from identity.domain.sessions import Session
from identity.store.tables import sessions


def add_session(tx: Transaction, session: Session, token_digest: str) -> None:
    """Stores a new session under the digest of its token."""
    tx.execute(
        insert(sessions).values(
            session_id=session.session_id,
            person_id=session.person_id,
            token_digest=token_digest,
            service=session.service,
            acr=session.acr,
            started_at=session.started_at,
            last_used_at=session.last_used_at,
            expires_at=session.expires_at,
            ended_at=session.ended_at,
        )
    )


def find_session(tx: Transaction, session_id: UUID) -> Session | None:
    """The session with this id, or None."""
    row = tx.execute(select(sessions).where(sessions.c.session_id == session_id)).one_or_none()
    return _session(row) if row else None


def find_session_by_token(tx: Transaction, token_digest: str) -> Session | None:
    """The session whose token has this digest, or None."""
    row = tx.execute(select(sessions).where(sessions.c.token_digest == token_digest)).one_or_none()
    return _session(row) if row else None


def touch_session(tx: Transaction, session_id: UUID) -> bool:
    """Notes that the session is used now; False when it was ended in the meantime."""
    touched = tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session_id, sessions.c.ended_at.is_(None))
        .values(last_used_at=tx.now)
    )
    return touched.rowcount == 1


def end_session(tx: Transaction, session_id: UUID) -> bool:
    """Ends the session now; False when it has ended before."""
    ended = tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session_id, sessions.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )
    return ended.rowcount == 1


def drop_sessions_over_before(tx: Transaction, moment: datetime) -> int:
    """Removes the sessions that could last until then at the most; returns how many."""
    return tx.execute(delete(sessions).where(sessions.c.expires_at < moment)).rowcount


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        person_id=row.person_id,
        service=row.service,
        acr=row.acr,
        started_at=row.started_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
    )
