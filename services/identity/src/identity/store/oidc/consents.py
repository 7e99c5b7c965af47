"""Reads and writes what persons agreed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import Row, delete, select

from identity.store.tables import oidc_consents


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed that a client gets."""

    client_id: UUID
    scopes: frozenset[str]
    claims: frozenset[str]
    agreed_at: datetime

    def covers(self, scopes: frozenset[str], claims: frozenset[str]) -> bool:
        """Whether the person agreed to all of it."""
        return scopes <= self.scopes and claims <= self.claims


def find_consent(tx: Transaction, person_id: UUID, client_id: UUID) -> Consent | None:
    """What the person agreed to for this client, or None."""
    row = tx.execute(
        select(oidc_consents).where(
            oidc_consents.c.person_id == person_id, oidc_consents.c.client_id == client_id
        )
    ).one_or_none()
    return _consent(row) if row else None


def consents_of(tx: Transaction, person_id: UUID) -> tuple[Consent, ...]:
    """Everything that the person agreed to, the latest first."""
    rows = tx.execute(
        select(oidc_consents)
        .where(oidc_consents.c.person_id == person_id)
        .order_by(oidc_consents.c.agreed_at.desc(), oidc_consents.c.client_id)
    )
    return tuple(map(_consent, rows))


def keep_consent(tx: Transaction, person_id: UUID, consent: Consent) -> None:
    """Stores what the person agreed to, in place of what was before."""
    row = {
        "person_id": person_id,
        "client_id": consent.client_id,
        "scopes": sorted(consent.scopes),
        "claims": sorted(consent.claims),
        "agreed_at": consent.agreed_at,
    }
    upsert(tx, oidc_consents, [row], key=["person_id", "client_id"])


def drop_consent(tx: Transaction, person_id: UUID, client_id: UUID) -> bool:
    """Removes a consent; False where there is none."""
    dropped = tx.execute(
        delete(oidc_consents).where(
            oidc_consents.c.person_id == person_id, oidc_consents.c.client_id == client_id
        )
    )
    return dropped.rowcount == 1


def _consent(row: Row[Any]) -> Consent:
    return Consent(row.client_id, frozenset(row.scopes), frozenset(row.claims), row.agreed_at)
