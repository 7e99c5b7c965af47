"""Reads and writes what records told of enrolments and of persons without an account."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, is_one_of, upsert
from chassis.values import PersonName
from sqlalchemy import delete, select, update

from identity.domain.enrolments import EndReason, EnrolmentKind, HeardEnrolment
from identity.store.tables import heard_enrolments, heard_names


def store_enrolment(tx: Transaction, enrolment: HeardEnrolment) -> bool:
    """Stores an enrolment; False where this version or a newer one is known already."""
    row = {
        "enrolment_id": enrolment.enrolment_id,
        "person_id": enrolment.person_id,
        "kind": enrolment.kind.value,
        "programme_code": enrolment.programme_code,
        "programme_name": enrolment.programme_name,
        "school_code": enrolment.school_code,
        "end_date": enrolment.end_date,
        "end_reason": enrolment.end_reason.value if enrolment.end_reason else "",
        "version": enrolment.version,
    }
    if insert_or_ignore(tx, heard_enrolments, [row]):
        return True
    newer = tx.execute(
        update(heard_enrolments)
        .where(
            heard_enrolments.c.enrolment_id == enrolment.enrolment_id,
            heard_enrolments.c.version < enrolment.version,
        )
        .values(**row)
    )
    return newer.rowcount == 1


def enrolments_of(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[HeardEnrolment, ...]]:
    """The enrolments of persons, in the order in which they end; persons without are left out."""
    rows = tx.execute(
        select(heard_enrolments)
        .where(is_one_of(tx, heard_enrolments.c.person_id, list(person_ids)))
        .order_by(
            heard_enrolments.c.end_date.is_(None),
            heard_enrolments.c.end_date,
            heard_enrolments.c.enrolment_id,
        )
    )
    found: dict[UUID, list[HeardEnrolment]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(
            HeardEnrolment(
                enrolment_id=row.enrolment_id,
                person_id=row.person_id,
                kind=EnrolmentKind(row.kind),
                programme_code=row.programme_code,
                programme_name=row.programme_name,
                school_code=row.school_code,
                end_date=row.end_date,
                end_reason=EndReason(row.end_reason) if row.end_reason else None,
                version=row.version,
            )
        )
    return {person_id: tuple(several) for person_id, several in found.items()}


def keep_name(tx: Transaction, person_id: UUID, name: PersonName, person_version: int) -> None:
    """Keeps the newest name of a person who has no account yet."""
    known = tx.execute(
        select(heard_names.c.person_version).where(heard_names.c.person_id == person_id)
    ).scalar_one_or_none()
    if known is not None and known >= person_version:
        return
    upsert(
        tx,
        heard_names,
        [
            {
                "person_id": person_id,
                "given_names": name.given_names,
                "family_name": name.family_name,
                "birth_name": name.birth_name,
                "title": name.title,
                "person_version": person_version,
                "heard_at": tx.now,
            }
        ],
        key=["person_id"],
    )


def take_kept_name(tx: Transaction, person_id: UUID) -> tuple[PersonName, int] | None:
    """The kept name of a person with its version, which is kept no longer; None for none."""
    row = tx.execute(
        delete(heard_names).where(heard_names.c.person_id == person_id).returning(heard_names)
    ).one_or_none()
    if row is None:
        return None
    return (
        PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        row.person_version,
    )
