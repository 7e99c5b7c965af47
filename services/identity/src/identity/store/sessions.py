"""Reads and writes sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, delete, exists, insert, select, update

from identity.domain.sessions import Session, SessionKind
from identity.store.tables import sessions


def add_session(tx: Transaction, session: Session, token_digest: str) -> None:
    """Stores a new session under the digest of its token."""
    tx.execute(insert(sessions).values(**_row(session), token_digest=token_digest))


def find_session(tx: Transaction, session_id: UUID) -> Session | None:
    """The session with this id, or None."""
    row = tx.execute(select(sessions).where(sessions.c.session_id == session_id)).one_or_none()
    return _session(row) if row else None


def find_session_by_token(tx: Transaction, token_digest: str) -> Session | None:
    """The session whose token has this digest, or None."""
    row = tx.execute(select(sessions).where(sessions.c.token_digest == token_digest)).one_or_none()
    return _session(row) if row else None


def open_sessions_of(tx: Transaction, person_id: UUID) -> list[Session]:
    """The person's sessions that were not ended and are not used up, the last used first."""
    rows = tx.execute(
        select(sessions)
        .where(
            sessions.c.person_id == person_id,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > tx.now,
        )
        .order_by(sessions.c.last_used_at.desc(), sessions.c.session_id)
    )
    return [_session(row) for row in rows]


def open_sessions_after(tx: Transaction, after: UUID | None, limit: int) -> list[Session]:
    """At most so many sessions that nobody has ended, used up or not, in the order of their ids."""
    behind = () if after is None else (sessions.c.session_id > after,)
    rows = tx.execute(
        select(sessions)
        .where(sessions.c.ended_at.is_(None), *behind)
        .order_by(sessions.c.session_id)
        .limit(limit)
    )
    return [_session(row) for row in rows]


def open_sessions_from(tx: Transaction, parent_session_ids: Iterable[UUID]) -> list[Session]:
    """The support accesses that go on and were started from these sessions."""
    rows = tx.execute(
        select(sessions).where(
            sessions.c.parent_session_id.in_(list(parent_session_ids)),
            sessions.c.ended_at.is_(None),
        )
    )
    return [_session(row) for row in rows]


def has_sessions(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has had a session that is still kept."""
    had = select(exists().where(sessions.c.person_id == person_id))
    return bool(tx.execute(had).scalar_one())


def touch_session(tx: Transaction, session_id: UUID) -> bool:
    """Notes that the session is used now; False when it was ended in the meantime."""
    touched = tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session_id, sessions.c.ended_at.is_(None))
        .values(last_used_at=tx.now)
    )
    return touched.rowcount == 1


def prove_session(tx: Transaction, session: Session) -> bool:
    """Stores a renewed proof; False when the session was ended in the meantime."""
    proven = tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session.session_id, sessions.c.ended_at.is_(None))
        .values(
            acr=session.acr,
            amr=list(session.amr),
            authenticated_at=session.authenticated_at,
            last_used_at=tx.now,
        )
    )
    return proven.rowcount == 1


def replace_session_token(tx: Transaction, session_id: UUID, token_digest: str) -> bool:
    """Puts a new token in place of the former one; False when the session was ended."""
    replaced = tx.execute(
        update(sessions)
        .where(sessions.c.session_id == session_id, sessions.c.ended_at.is_(None))
        .values(token_digest=token_digest, last_used_at=tx.now)
    )
    return replaced.rowcount == 1


def end_sessions(tx: Transaction, session_ids: Iterable[UUID]) -> None:
    """Ends those of the sessions now that have not ended before."""
    tx.execute(
        update(sessions)
        .where(sessions.c.session_id.in_(list(session_ids)), sessions.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def lock_sessions(tx: Transaction, session_ids: Iterable[UUID]) -> list[Session]:
    """The sessions, locked until the transaction ends, in the order of their ids."""
    ids = sorted(session_ids)
    tx.lock(sessions.c.session_id, ids)
    rows = tx.execute(
        select(sessions).where(sessions.c.session_id.in_(ids)).order_by(sessions.c.session_id)
    )
    return [_session(row) for row in rows]


def drop_sessions_over_before(tx: Transaction, moment: datetime) -> int:
    """Removes the sessions that could last until then at the most; returns how many.

    A support access ends before the session that it was started from, and goes first.
    """
    over = sessions.c.expires_at < moment
    accesses = tx.execute(
        delete(sessions).where(over, sessions.c.kind == SessionKind.SUPPORT.value)
    ).rowcount
    held = select(sessions.c.parent_session_id).where(sessions.c.parent_session_id.is_not(None))
    return (
        accesses
        + tx.execute(delete(sessions).where(over, sessions.c.session_id.not_in(held))).rowcount
    )


def _session(row: Row[Any]) -> Session:
    return Session(
        session_id=row.session_id,
        person_id=row.person_id,
        service=row.service,
        acr=row.acr,
        started_at=row.started_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        authenticated_at=row.authenticated_at,
        amr=tuple(row.amr),
        kind=SessionKind(row.kind),
        user_agent=row.user_agent,
        network=row.network,
        device_id=row.device_id,
        support_by=row.support_by,
        parent_session_id=row.parent_session_id,
        ended_at=row.ended_at,
    )


def _row(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "person_id": session.person_id,
        "service": session.service,
        "kind": session.kind.value,
        "acr": session.acr,
        "amr": list(session.amr),
        "started_at": session.started_at,
        "authenticated_at": session.authenticated_at,
        "last_used_at": session.last_used_at,
        "expires_at": session.expires_at,
        "ended_at": session.ended_at,
        "user_agent": session.user_agent,
        "network": session.network,
        "device_id": session.device_id,
        "support_by": session.support_by,
        "parent_session_id": session.parent_session_id,
    }
