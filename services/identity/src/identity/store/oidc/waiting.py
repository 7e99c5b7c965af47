"""Reads and writes requests that wait for the person in front of the browser."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, delete, insert, select, update

from identity.store.tables import oidc_waiting_requests

AUTHORIZE = "authorize"
LOGOUT = "logout"


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request and since when it waits; `session_id` is the session whose person was asked."""

    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    created_at: datetime
    session_id: UUID | None


def add_waiting_request(
    tx: Transaction,
    handle_digest: str,
    purpose: str,
    request: WaitingRequest,
    expires_at: datetime,
) -> None:
    """Stores a request under the digest of its handle."""
    tx.execute(
        insert(oidc_waiting_requests).values(
            handle_digest=handle_digest,
            purpose=purpose,
            parameters=[list(pair) for pair in request.parameters],
            session_id=request.session_id,
            created_at=request.created_at,
            expires_at=expires_at,
        )
    )


def find_waiting_request(
    tx: Transaction, handle_digest: str, purpose: str
) -> WaitingRequest | None:
    """The request that waits under this handle, or None."""
    row = tx.execute(
        select(oidc_waiting_requests).where(
            oidc_waiting_requests.c.handle_digest == handle_digest,
            oidc_waiting_requests.c.purpose == purpose,
            oidc_waiting_requests.c.expires_at > tx.now,
        )
    ).one_or_none()
    return _waiting(row) if row else None


def note_asked(tx: Transaction, handle_digest: str, session_id: UUID) -> None:
    """Notes whose session was asked."""
    tx.execute(
        update(oidc_waiting_requests)
        .where(oidc_waiting_requests.c.handle_digest == handle_digest)
        .values(session_id=session_id)
    )


def take_waiting_request(tx: Transaction, handle_digest: str) -> bool:
    """Removes a request that was answered; False when somebody else was first."""
    taken = tx.execute(
        delete(oidc_waiting_requests).where(oidc_waiting_requests.c.handle_digest == handle_digest)
    )
    return taken.rowcount == 1


def drop_waiting_requests_before(tx: Transaction, moment: datetime) -> int:
    """Removes the requests that nobody went on with until then; returns how many."""
    return tx.execute(
        delete(oidc_waiting_requests).where(oidc_waiting_requests.c.expires_at < moment)
    ).rowcount


def _waiting(row: Row[Any]) -> WaitingRequest:
    parameters = tuple((name, value) for name, value in row.parameters)
    return WaitingRequest(parameters, row.created_at, row.session_id)
