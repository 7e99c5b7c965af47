"""Reads and writes recovery addresses, mailed codes and the resetting of passwords."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import Row, delete, insert, select, update

from identity.domain.mailed_codes import CodePurpose, MailedCode
from identity.store.tables import (
    mailed_codes,
    password_resets,
    recovery_addresses,
    reset_requests,
)

_BATCH = 50


def store_address(tx: Transaction, person_id: UUID, address: str) -> None:
    """Stores a confirmed address; a former one is gone."""
    row = {"person_id": person_id, "address": address, "confirmed_at": tx.now}
    upsert(tx, recovery_addresses, [row], key=["person_id"])


def remove_address(tx: Transaction, person_id: UUID) -> None:
    """Removes the address, and the codes that were mailed to it or to another one."""
    tx.execute(delete(recovery_addresses).where(recovery_addresses.c.person_id == person_id))
    tx.execute(
        update(mailed_codes).where(mailed_codes.c.person_id == person_id).values(used_at=tx.now)
    )


def unconfirmed_address(tx: Transaction, person_id: UUID) -> str:
    """The address that waits for its code; empty where none does."""
    code = find_code(tx, person_id, CodePurpose.ADDRESS)
    return code.address if code and code.holds(tx.now) else ""


def find_code(tx: Transaction, person_id: UUID, purpose: CodePurpose) -> MailedCode | None:
    """The code that was mailed last, or None."""
    row = tx.execute(
        select(mailed_codes).where(
            mailed_codes.c.person_id == person_id, mailed_codes.c.purpose == purpose.value
        )
    ).one_or_none()
    return _code(row) if row else None


def store_code(tx: Transaction, person_id: UUID, purpose: CodePurpose, code: MailedCode) -> None:
    """Stores a code that is being mailed; a former one is gone."""
    row = {
        "person_id": person_id,
        "purpose": purpose.value,
        "digest": code.digest,
        "address": code.address,
        "sent_at": code.sent_at,
        "expires_at": code.expires_at,
        "used_at": code.used_at,
        "sent_in_window": code.sent_in_window,
        "window_start": code.window_start,
    }
    upsert(tx, mailed_codes, [row], key=["person_id", "purpose"])


def claim_code(tx: Transaction, person_id: UUID, purpose: CodePurpose, digest: str) -> bool:
    """Uses a code up; False when it is another one, too old or used already."""
    claimed = tx.execute(
        update(mailed_codes)
        .where(
            mailed_codes.c.person_id == person_id,
            mailed_codes.c.purpose == purpose.value,
            mailed_codes.c.digest == digest,
            mailed_codes.c.expires_at > tx.now,
            mailed_codes.c.used_at.is_(None),
        )
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def drop_codes_before(tx: Transaction, moment: datetime) -> None:
    """Removes codes that lost their meaning before."""
    tx.execute(delete(mailed_codes).where(mailed_codes.c.expires_at < moment))


def add_reset_request(tx: Transaction, person_id: UUID | None) -> None:
    """Stores that somebody asked; None for an unknown user name."""
    tx.execute(
        insert(reset_requests).values(
            request_id=tx.new_id(), person_id=person_id, requested_at=tx.now
        )
    )


def take_reset_requests(tx: Transaction) -> list[UUID]:
    """Removes some of the requests that wait; returns the persons of those who are known."""
    waiting: Sequence[UUID] = (
        tx.execute(
            select(reset_requests.c.request_id)
            .order_by(reset_requests.c.requested_at)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    if not waiting:
        return []
    taken = tx.execute(
        delete(reset_requests)
        .where(reset_requests.c.request_id.in_(waiting))
        .returning(reset_requests.c.person_id)
    ).scalars()
    return sorted({person_id for person_id in taken if person_id is not None})


def add_reset(tx: Transaction, token_digest: str, person_id: UUID, expires_at: datetime) -> None:
    """Stores the right to choose a new password."""
    tx.execute(
        insert(password_resets).values(
            token_digest=token_digest, person_id=person_id, expires_at=expires_at
        )
    )


def person_of_reset(tx: Transaction, token_digest: str) -> UUID | None:
    """Whose new password the token lets choose; None where it is unknown, used or too old."""
    person_id: UUID | None = tx.execute(
        select(password_resets.c.person_id).where(
            password_resets.c.token_digest == token_digest,
            password_resets.c.expires_at > tx.now,
            password_resets.c.used_at.is_(None),
        )
    ).scalar_one_or_none()
    return person_id


def claim_reset(tx: Transaction, token_digest: str) -> bool:
    """Uses the token up; False when it is unknown, too old or used already."""
    claimed = tx.execute(
        update(password_resets)
        .where(
            password_resets.c.token_digest == token_digest,
            password_resets.c.expires_at > tx.now,
            password_resets.c.used_at.is_(None),
        )
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def end_resets_of(tx: Transaction, person_id: UUID) -> None:
    """Ends every right to choose a new password, and every mailed code, of a person."""
    tx.execute(delete(password_resets).where(password_resets.c.person_id == person_id))
    tx.execute(
        update(mailed_codes)
        .where(
            mailed_codes.c.person_id == person_id,
            mailed_codes.c.purpose == CodePurpose.RESET.value,
            mailed_codes.c.used_at.is_(None),
        )
        .values(used_at=tx.now)
    )


def drop_resets_before(tx: Transaction, moment: datetime) -> None:
    """Removes rights to choose a new password that lost their meaning before."""
    tx.execute(delete(password_resets).where(password_resets.c.expires_at < moment))


def _code(row: Row[Any]) -> MailedCode:
    return MailedCode(
        digest=row.digest,
        address=row.address,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        sent_in_window=row.sent_in_window,
        window_start=row.window_start,
    )
