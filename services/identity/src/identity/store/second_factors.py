"""Reads and writes authenticator apps and recovery codes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import Row, delete, func, insert, select, update

from identity.store.tables import passkeys, recovery_codes, totp_apps, totp_set_ups


@dataclass(frozen=True, slots=True)
class TotpApp:
    """An authenticator app that is set up. `last_step` is the step of the last code used."""

    name: str
    created_at: datetime
    last_used_at: datetime | None
    last_step: int
    sealed_seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TotpSetUp:
    """An authenticator app that waits for its first code."""

    name: str
    expires_at: datetime
    sealed_seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryCodesLeft:
    """How many recovery codes can still be used, and when the set was made."""

    left: int
    created_at: datetime | None


def find_totp(tx: Transaction, person_id: UUID) -> TotpApp | None:
    """The authenticator app of a person, or None."""
    row = tx.execute(select(totp_apps).where(totp_apps.c.person_id == person_id)).one_or_none()
    return _totp(row) if row else None


def find_totp_set_up(tx: Transaction, person_id: UUID) -> TotpSetUp | None:
    """The authenticator app that waits for its first code, or None."""
    row = tx.execute(
        select(totp_set_ups).where(totp_set_ups.c.person_id == person_id)
    ).one_or_none()
    return TotpSetUp(row.name, row.expires_at, row.sealed_seed) if row else None


def keep_totp_set_up(tx: Transaction, person_id: UUID, set_up: TotpSetUp) -> None:
    """Stores an app that waits for its first code; one that waited before is gone."""
    row = {
        "person_id": person_id,
        "name": set_up.name,
        "sealed_seed": set_up.sealed_seed,
        "expires_at": set_up.expires_at,
    }
    upsert(tx, totp_set_ups, [row], key=["person_id"])


def take_totp_set_up(tx: Transaction, person_id: UUID) -> bool:
    """Removes the app that waits; False when another transaction was first."""
    return (
        tx.execute(delete(totp_set_ups).where(totp_set_ups.c.person_id == person_id)).rowcount == 1
    )


def store_totp(tx: Transaction, person_id: UUID, app: TotpApp) -> None:
    """Stores an app that was set up; a former one is gone."""
    row = {
        "person_id": person_id,
        "name": app.name,
        "sealed_seed": app.sealed_seed,
        "last_step": app.last_step,
        "created_at": app.created_at,
        "last_used_at": app.last_used_at,
    }
    upsert(tx, totp_apps, [row], key=["person_id"])


def claim_totp_step(tx: Transaction, person_id: UUID, sealed_seed: bytes, step: int) -> bool:
    """Notes that the code of a step is used; False when it, or a later one, was used before.

    One statement, so that of many who show the same code at once one comes through. The seed is
    part of it: a code of an app that was replaced meanwhile does not count.
    """
    claimed = tx.execute(
        update(totp_apps)
        .where(
            totp_apps.c.person_id == person_id,
            totp_apps.c.sealed_seed == sealed_seed,
            totp_apps.c.last_step < step,
        )
        .values(last_step=step, last_used_at=tx.now)
    )
    return claimed.rowcount == 1


def rename_totp(tx: Transaction, person_id: UUID, name: str) -> bool:
    """Gives the app another name; False where there is none."""
    renamed = tx.execute(
        update(totp_apps).where(totp_apps.c.person_id == person_id).values(name=name)
    )
    return renamed.rowcount == 1


def remove_totp(tx: Transaction, person_id: UUID) -> bool:
    """Removes the app, and one that waits; False where there was none."""
    take_totp_set_up(tx, person_id)
    return tx.execute(delete(totp_apps).where(totp_apps.c.person_id == person_id)).rowcount == 1


def replace_recovery_codes(tx: Transaction, person_id: UUID, digests: Iterable[str]) -> None:
    """Stores a new set of codes; the former one is gone."""
    remove_recovery_codes(tx, person_id)
    tx.execute(
        insert(recovery_codes),
        [{"person_id": person_id, "digest": each, "created_at": tx.now} for each in digests],
    )


def remove_recovery_codes(tx: Transaction, person_id: UUID) -> None:
    """Removes all codes of a person."""
    tx.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person_id))


def claim_recovery_code(tx: Transaction, person_id: UUID, digest: str) -> bool:
    """Uses up a code; False when it is not one of the person's, or was used before."""
    claimed = tx.execute(
        update(recovery_codes)
        .where(
            recovery_codes.c.person_id == person_id,
            recovery_codes.c.digest == digest,
            recovery_codes.c.used_at.is_(None),
        )
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def recovery_codes_left(tx: Transaction, person_id: UUID) -> RecoveryCodesLeft:
    """How many codes the person can still use."""
    row = tx.execute(
        select(
            func.count().filter(recovery_codes.c.used_at.is_(None)).label("left"),
            func.max(recovery_codes.c.created_at).label("created_at"),
        ).where(recovery_codes.c.person_id == person_id)
    ).one()
    return RecoveryCodesLeft(row.left, row.created_at)


def has_totp(tx: Transaction, person_id: UUID) -> bool:
    """Whether an authenticator app is set up."""
    return find_totp(tx, person_id) is not None


def count_passkeys(tx: Transaction, person_id: UUID) -> int:
    """How many passkeys the person has."""
    count: int = tx.execute(
        select(func.count()).select_from(passkeys).where(passkeys.c.person_id == person_id)
    ).scalar_one()
    return count


def drop_totp_set_ups_before(tx: Transaction, moment: datetime) -> None:
    """Removes the apps that waited for their first code longer than that."""
    tx.execute(delete(totp_set_ups).where(totp_set_ups.c.expires_at < moment))


def _totp(row: Row[Any]) -> TotpApp:
    return TotpApp(row.name, row.created_at, row.last_used_at, row.last_step, row.sealed_seed)
