"""Stores and reads requests for roles of staff."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, and_, insert, or_, select, update

from identity.domain.role_grants import RequestState, RoleRequest, WantedRole
from identity.domain.roles import Role
from identity.store.role_grants import Position
from identity.store.tables import role_requests


def add_request(tx: Transaction, request: RoleRequest) -> None:
    """Stores a new request."""
    wanted = request.wanted
    tx.execute(
        insert(role_requests).values(
            role_request_id=request.role_request_id,
            person_id=wanted.person_id,
            role=wanted.role.value,
            reason=wanted.reason,
            expires_on=wanted.expires_on,
            state=request.state.value,
            requested_by=request.requested_by,
            requested_at=request.requested_at,
            lapses_at=request.lapses_at,
            decided_by=request.decided_by,
            decided_at=request.decided_at,
            refusal_reason=request.refusal_reason,
        )
    )


def change_request(tx: Transaction, request: RoleRequest) -> bool:
    """Stores what became of an open request; False where it is open no more."""
    claimed = tx.execute(
        update(role_requests)
        .where(
            role_requests.c.role_request_id == request.role_request_id,
            role_requests.c.state == RequestState.OPEN.value,
        )
        .values(
            state=request.state.value,
            decided_by=request.decided_by,
            decided_at=request.decided_at,
            refusal_reason=request.refusal_reason,
        )
    )
    return claimed.rowcount == 1


def find_request(tx: Transaction, role_request_id: UUID) -> RoleRequest | None:
    """The request with the id."""
    chosen = select(role_requests).where(role_requests.c.role_request_id == role_request_id)
    row = tx.execute(chosen).one_or_none()
    return None if row is None else _request(row)


def find_open_request(tx: Transaction, person_id: UUID, role: Role) -> RoleRequest | None:
    """The request for that role that waits for a decision."""
    row = tx.execute(
        select(role_requests).where(
            role_requests.c.person_id == person_id,
            role_requests.c.role == role.value,
            role_requests.c.state == RequestState.OPEN.value,
        )
    ).one_or_none()
    return None if row is None else _request(row)


def lapse_due(tx: Transaction) -> int:
    """Lets open requests lapse whose time is over; returns how many."""
    due = (role_requests.c.state == RequestState.OPEN.value, role_requests.c.lapses_at <= tx.now)
    lapsed = update(role_requests).where(*due).values(state=RequestState.LAPSED.value)
    return tx.execute(lapsed).rowcount


def list_requests(
    tx: Transaction, *, state: RequestState | None, after: Position | None, limit: int
) -> Sequence[RoleRequest]:
    """Requests, the newest first, those behind the position."""
    columns = role_requests.c
    chosen = select(role_requests)
    if state is not None:
        chosen = chosen.where(columns.state == state.value)
    if after is not None:
        moment, request_id = after
        chosen = chosen.where(
            or_(
                columns.requested_at < moment,
                and_(columns.requested_at == moment, columns.role_request_id < request_id),
            )
        )
    ordered = chosen.order_by(columns.requested_at.desc(), columns.role_request_id.desc())
    return [_request(row) for row in tx.execute(ordered.limit(limit))]


def _request(row: Row[Any]) -> RoleRequest:
    return RoleRequest(
        role_request_id=row.role_request_id,
        wanted=WantedRole(row.person_id, Role(row.role), row.reason, row.expires_on),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        lapses_at=row.lapses_at,
        state=RequestState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        refusal_reason=row.refusal_reason,
    )
