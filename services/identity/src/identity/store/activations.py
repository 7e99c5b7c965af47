"""Reads and writes who activated which IT service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import Row, select, update

from identity.domain.it_services import Activation
from identity.store.tables import it_service_activations


@dataclass(frozen=True, slots=True)
class StoredActivation:
    """An activation with the moment of the last time."""

    activation: Activation
    activated_at: datetime


def activations_of(tx: Transaction, person_id: UUID) -> dict[str, StoredActivation]:
    """The activations of a person by the code of the IT service, ended ones too."""
    rows = tx.execute(
        select(it_service_activations).where(it_service_activations.c.person_id == person_id)
    )
    return {row.it_service_code: _stored(row) for row in rows}


def find_activation(tx: Transaction, person_id: UUID, code: str) -> StoredActivation | None:
    """The activation of an IT service by a person, also where it has ended, or None."""
    row = tx.execute(
        select(it_service_activations).where(
            it_service_activations.c.person_id == person_id,
            it_service_activations.c.it_service_code == code,
        )
    ).one_or_none()
    return _stored(row) if row else None


def active_after(tx: Transaction, after: UUID | None, limit: int) -> list[Activation]:
    """At most `limit` active ones in the order of their ids, those behind the one given."""
    page = (
        select(it_service_activations)
        .where(it_service_activations.c.ended_at.is_(None))
        .order_by(it_service_activations.c.activation_id)
        .limit(limit)
    )
    if after is not None:
        page = page.where(it_service_activations.c.activation_id > after)
    return [_stored(row).activation for row in tx.execute(page)]


def activate(tx: Transaction, person_id: UUID, code: str) -> Activation | None:
    """Notes that the person activated the service; None where it is active already.

    One statement decides, so that it is told once.
    """
    row = {
        "activation_id": tx.new_id(),
        "person_id": person_id,
        "it_service_code": code,
        "activated_at": tx.now,
        "version": 1,
    }
    if not insert_or_ignore(tx, it_service_activations, [row]):
        again = tx.execute(
            update(it_service_activations)
            .where(
                it_service_activations.c.person_id == person_id,
                it_service_activations.c.it_service_code == code,
                it_service_activations.c.ended_at.is_not(None),
            )
            .values(
                activated_at=tx.now,
                ended_at=None,
                announced_end=None,
                version=it_service_activations.c.version + 1,
            )
        )
        if again.rowcount == 0:
            return None
    found = find_activation(tx, person_id, code)
    return found.activation if found else None


def deactivate(tx: Transaction, activation_id: UUID) -> bool:
    """Ends an activation; False where it was ended before."""
    ended = tx.execute(
        update(it_service_activations)
        .where(
            it_service_activations.c.activation_id == activation_id,
            it_service_activations.c.ended_at.is_(None),
        )
        .values(ended_at=tx.now, announced_end=None, version=it_service_activations.c.version + 1)
    )
    return ended.rowcount == 1


def note_announcement(tx: Transaction, activation_id: UUID, last_day: date | None) -> None:
    """Notes the last day that the person was told of; None where the end was called off."""
    tx.execute(
        update(it_service_activations)
        .where(it_service_activations.c.activation_id == activation_id)
        .values(announced_end=last_day)
    )


def end_activations_of(tx: Transaction, codes: Iterable[str]) -> None:
    """Ends the activations of services that the directory no longer has."""
    tx.execute(
        update(it_service_activations)
        .where(
            it_service_activations.c.it_service_code.in_(list(codes)),
            it_service_activations.c.ended_at.is_(None),
        )
        .values(ended_at=tx.now, version=it_service_activations.c.version + 1)
    )


def _stored(row: Row[Any]) -> StoredActivation:
    activation = Activation(
        activation_id=row.activation_id,
        person_id=row.person_id,
        it_service_code=row.it_service_code,
        version=row.version,
        is_active=row.ended_at is None,
        announced_end=row.announced_end,
    )
    return StoredActivation(activation, row.activated_at)
