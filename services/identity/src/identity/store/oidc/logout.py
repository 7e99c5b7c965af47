"""Reads and writes which clients know a session, and whom of them its end has to be told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction, insert_many, insert_or_ignore
from sqlalchemy import delete, or_, select, update

from identity.domain.oidc.grants import LogoutNotice
from identity.store.tables import oidc_client_sessions, oidc_clients, oidc_logout_notices


@dataclass(frozen=True, slots=True)
class ClientSession:
    """A session as one client knows it."""

    session_id: UUID
    client_id: UUID
    sid: UUID
    person_id: UUID


def client_session(
    tx: Transaction, session_id: UUID, client_id: UUID, person_id: UUID, new_sid: UUID
) -> ClientSession:
    """The session as the client knows it, under `new_sid` where it does not know it yet."""
    row = {
        "session_id": session_id,
        "client_id": client_id,
        "sid": new_sid,
        "person_id": person_id,
        "started_at": tx.now,
    }
    insert_or_ignore(tx, oidc_client_sessions, [row])
    sid = tx.execute(
        select(oidc_client_sessions.c.sid).where(
            oidc_client_sessions.c.session_id == session_id,
            oidc_client_sessions.c.client_id == client_id,
        )
    ).scalar_one()
    return ClientSession(session_id, client_id, sid, person_id)


def find_session_of_sid(tx: Transaction, sid: UUID, client_id: UUID) -> UUID | None:
    """The session that the client knows by this name, or None."""
    return tx.execute(
        select(oidc_client_sessions.c.session_id).where(
            oidc_client_sessions.c.sid == sid, oidc_client_sessions.c.client_id == client_id
        )
    ).scalar_one_or_none()


def end_client_sessions(tx: Transaction, session_ids: Collection[UUID]) -> int:
    """Notes that the sessions ended, and queues a notice for each client that wants one.

    Returns how many notices; ending twice queues nothing.
    """
    ended = tx.execute(
        update(oidc_client_sessions)
        .where(
            oidc_client_sessions.c.session_id.in_(session_ids),
            oidc_client_sessions.c.ended_at.is_(None),
        )
        .values(ended_at=tx.now)
        .returning(
            oidc_client_sessions.c.client_id,
            oidc_client_sessions.c.sid,
            oidc_client_sessions.c.person_id,
        )
    ).all()
    to_be_told = set(
        tx.execute(
            select(oidc_clients.c.client_id).where(
                oidc_clients.c.client_id.in_({row.client_id for row in ended}),
                oidc_clients.c.back_channel_logout_uri != "",
                oidc_clients.c.disabled_at.is_(None),
            )
        ).scalars()
    )
    notices = [
        {
            "client_id": row.client_id,
            "person_id": row.person_id,
            "sid": row.sid,
            "noted_at": tx.now,
            "attempts": 0,
            "next_attempt_at": tx.now,
            "problem": "",
        }
        for row in ended
        if row.client_id in to_be_told
    ]
    insert_many(tx, oidc_logout_notices, notices)
    return len(notices)


def due_notices(tx: Transaction, limit: int) -> tuple[LogoutNotice, ...]:
    """The notices to be sent now, the longest waiting first."""
    rows = tx.execute(
        select(oidc_logout_notices)
        .where(oidc_logout_notices.c.next_attempt_at <= tx.now)
        .order_by(oidc_logout_notices.c.next_attempt_at, oidc_logout_notices.c.position)
        .limit(limit)
    )
    return tuple(
        LogoutNotice(
            row.position, row.client_id, row.person_id, row.sid, row.noted_at, row.attempts
        )
        for row in rows
    )


def claim_notice(tx: Transaction, notice: LogoutNotice, until: datetime) -> bool:
    """Takes a notice for this process until then; False when another one has it."""
    claimed = tx.execute(
        update(oidc_logout_notices)
        .where(
            oidc_logout_notices.c.position == notice.position,
            oidc_logout_notices.c.attempts == notice.attempts,
            oidc_logout_notices.c.next_attempt_at <= tx.now,
        )
        .values(attempts=notice.attempts + 1, next_attempt_at=until)
    )
    return claimed.rowcount == 1


def note_delivered(tx: Transaction, position: int) -> None:
    """The client was told."""
    tx.execute(
        update(oidc_logout_notices)
        .where(oidc_logout_notices.c.position == position)
        .values(next_attempt_at=None, delivered_at=tx.now, problem="")
    )


def note_not_delivered(
    tx: Transaction, position: int, problem: str, next_attempt_at: datetime | None
) -> None:
    """The client could not be told; None for giving up."""
    tx.execute(
        update(oidc_logout_notices)
        .where(oidc_logout_notices.c.position == position)
        .values(next_attempt_at=next_attempt_at, problem=problem[:200])
    )


def drop_client_sessions_before(tx: Transaction, moment: datetime) -> None:
    """Removes what was noted before then: sessions that clients knew, and notices that are done."""
    tx.execute(delete(oidc_client_sessions).where(oidc_client_sessions.c.started_at < moment))
    tx.execute(
        delete(oidc_logout_notices).where(
            oidc_logout_notices.c.noted_at < moment,
            or_(
                oidc_logout_notices.c.delivered_at.is_not(None),
                oidc_logout_notices.c.next_attempt_at.is_(None),
            ),
        )
    )
