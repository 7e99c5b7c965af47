"""Deleting what nobody needs to check any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction, is_one_of
from sqlalchemy import delete, func, select

from certificates.domain.certificate import CertificateType
from certificates.store.tables import certificates

_C = certificates.c


@dataclass(frozen=True, slots=True)
class Due:
    """A certificate whose data is to be deleted."""

    certificate_id: UUID
    document_id: UUID


def due(tx: Transaction, today: date, limit: int) -> Sequence[Due]:
    """Certificates whose last day is over, the oldest first, held against everybody else."""
    rows = tx.execute(
        select(_C.certificate_id, _C.document_id)
        .where(_C.delete_date < today)
        .order_by(_C.delete_date, _C.certificate_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Due(row.certificate_id, row.document_id) for row in rows]


def count_due(tx: Transaction, today: date) -> dict[CertificateType, int]:
    """How many certificates of each type are due."""
    rows = tx.execute(
        select(_C.certificate_type, func.count().label("found"))
        .where(_C.delete_date < today)
        .group_by(_C.certificate_type)
    )
    return {CertificateType(row.certificate_type): row.found for row in rows}


def remove_certificates(tx: Transaction, certificate_ids: Sequence[UUID]) -> int:
    """Deletes rows with claims, salt and fields; returns how many."""
    return tx.execute(
        delete(certificates).where(is_one_of(tx, _C.certificate_id, certificate_ids))
    ).rowcount
