"""Reads and writes passkeys and the challenges that devices answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import Row, and_, delete, insert, or_, select, update

from identity.domain.passkeys import Passkey, Purpose
from identity.store.tables import passkey_challenges, passkeys


@dataclass(frozen=True, slots=True)
class StoredPasskey:
    """A passkey with what its answers are checked with. `public_key` is in COSE form."""

    passkey: Passkey
    public_key: bytes = field(repr=False)
    sign_count: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge that was answered in time. `person_id` is None for signing in with it alone."""

    person_id: UUID | None


def add_challenge(
    tx: Transaction, digest: str, purpose: Purpose, person_id: UUID | None, expires_at: datetime
) -> None:
    """Stores a challenge by its digest."""
    tx.execute(
        insert(passkey_challenges).values(
            digest=digest, purpose=purpose.value, person_id=person_id, expires_at=expires_at
        )
    )


def claim_challenge(tx: Transaction, digest: str, purpose: Purpose) -> Challenge | None:
    """Uses a challenge up; None where there is none, it is too old, or it was answered before."""
    row = tx.execute(
        delete(passkey_challenges)
        .where(
            passkey_challenges.c.digest == digest,
            passkey_challenges.c.purpose == purpose.value,
            passkey_challenges.c.expires_at > tx.now,
        )
        .returning(passkey_challenges.c.person_id)
    ).one_or_none()
    return Challenge(row.person_id) if row else None


def drop_challenges_before(tx: Transaction, moment: datetime) -> None:
    """Removes challenges that nobody answered in time."""
    tx.execute(delete(passkey_challenges).where(passkey_challenges.c.expires_at < moment))


def add_passkey(tx: Transaction, passkey: Passkey, public_key: bytes, sign_count: int) -> bool:
    """Stores a new passkey; False where somebody has it already."""
    row = {
        "passkey_id": passkey.passkey_id,
        "person_id": passkey.person_id,
        "name": passkey.name,
        "credential_id": passkey.credential_id,
        "public_key": public_key,
        "sign_count": sign_count,
        "transports": list(passkey.transports),
        "synced": passkey.synced,
        "created_at": passkey.created_at,
    }
    if find_passkey_by_credential(tx, passkey.credential_id):
        return False
    insert_or_ignore(tx, passkeys, [row])
    stored = find_passkey_by_credential(tx, passkey.credential_id)
    return stored is not None and stored.passkey.passkey_id == passkey.passkey_id


def find_passkey(tx: Transaction, person_id: UUID, passkey_id: UUID) -> Passkey | None:
    """A passkey of the person, or None."""
    row = tx.execute(
        select(passkeys).where(
            passkeys.c.person_id == person_id, passkeys.c.passkey_id == passkey_id
        )
    ).one_or_none()
    return _passkey(row) if row else None


def find_passkey_by_credential(tx: Transaction, credential_id: str) -> StoredPasskey | None:
    """The passkey with this credential id (base64url), or None."""
    row = tx.execute(
        select(passkeys).where(passkeys.c.credential_id == credential_id)
    ).one_or_none()
    return StoredPasskey(_passkey(row), row.public_key, row.sign_count) if row else None


def passkeys_of(tx: Transaction, person_id: UUID) -> list[Passkey]:
    """All passkeys of a person, the oldest first."""
    rows = tx.execute(
        select(passkeys)
        .where(passkeys.c.person_id == person_id)
        .order_by(passkeys.c.created_at, passkeys.c.passkey_id)
    )
    return [_passkey(row) for row in rows]


def passkeys_after(
    tx: Transaction, person_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Passkey]:
    """At most `limit` passkeys of a person, the oldest first, those behind the position given."""
    page = (
        select(passkeys)
        .where(passkeys.c.person_id == person_id)
        .order_by(passkeys.c.created_at, passkeys.c.passkey_id)
        .limit(limit)
    )
    if after is not None:
        moment, passkey_id = after
        page = page.where(
            or_(
                passkeys.c.created_at > moment,
                and_(passkeys.c.created_at == moment, passkeys.c.passkey_id > passkey_id),
            )
        )
    return [_passkey(row) for row in tx.execute(page)]


def note_use(tx: Transaction, passkey_id: UUID, former_count: int, count: int) -> bool:
    """Notes that a passkey was used; False when another use came in between.

    Devices that do not count answer 0 each time; their uses are told apart by the challenge.
    """
    used = tx.execute(
        update(passkeys)
        .where(passkeys.c.passkey_id == passkey_id, passkeys.c.sign_count == former_count)
        .values(sign_count=count, last_used_at=tx.now)
    )
    return used.rowcount == 1


def note_counter_fell(tx: Transaction, passkey_id: UUID) -> None:
    """Notes that a device counted fewer signatures than before."""
    tx.execute(
        update(passkeys).where(passkeys.c.passkey_id == passkey_id).values(counter_fell_at=tx.now)
    )


def rename_passkey(tx: Transaction, person_id: UUID, passkey_id: UUID, name: str) -> None:
    """Gives a passkey of the person another name."""
    tx.execute(
        update(passkeys)
        .where(passkeys.c.person_id == person_id, passkeys.c.passkey_id == passkey_id)
        .values(name=name)
    )


def remove_passkey(tx: Transaction, person_id: UUID, passkey_id: UUID) -> None:
    """Removes a passkey of the person."""
    tx.execute(
        delete(passkeys).where(
            passkeys.c.person_id == person_id, passkeys.c.passkey_id == passkey_id
        )
    )


def remove_passkeys_of(tx: Transaction, person_id: UUID) -> None:
    """Removes all passkeys of a person, and the challenges that wait for one."""
    tx.execute(delete(passkeys).where(passkeys.c.person_id == person_id))
    tx.execute(delete(passkey_challenges).where(passkey_challenges.c.person_id == person_id))


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        passkey_id=row.passkey_id,
        person_id=row.person_id,
        name=row.name,
        credential_id=row.credential_id,
        transports=tuple(row.transports),
        synced=row.synced,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        counter_fell_at=row.counter_fell_at,
    )
