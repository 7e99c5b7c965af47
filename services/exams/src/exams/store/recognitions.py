"""Recognised results, revoked ones included."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText
from sqlalchemy import Row, Select, and_, insert, select, update

from exams.domain.grades import grade_text, stored_grade
from exams.domain.recognition import Recognition, RecognitionWish
from exams.store.tables import accounts, exams, modules, recognitions


def add_recognition(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID,
    regulations_version_code: str,
    wish: RecognitionWish,
    credits_tenths: int,
    by: UUID,
) -> UUID:
    """Stores a recognition in its first version. The caller holds the student."""
    recognition_id = tx.new_id()
    tx.execute(
        insert(recognitions).values(
            recognition_id=recognition_id,
            person_id=person_id,
            enrolment_id=enrolment_id,
            regulations_version_code=regulations_version_code,
            module_code=wish.module_code,
            exam_number=wish.exam_number,
            credits_tenths=credits_tenths,
            grade=grade_text(wish.grade),
            institution=wish.institution,
            original_title=wish.original_title,
            achieve_date=wish.achieve_date,
            reason=wish.reason,
            recognise_time=tx.now,
            recognised_by=by,
            version=1,
        )
    )
    return recognition_id


def revoke_recognition(tx: Transaction, recognition_id: UUID, *, reason: str, by: UUID) -> None:
    """Takes a recognition back. The caller holds the student."""
    tx.execute(
        update(recognitions)
        .where(recognitions.c.recognition_id == recognition_id)
        .values(
            revoke_time=tx.now,
            revoked_by=by,
            revoke_reason=reason,
            version=recognitions.c.version + 1,
        )
    )


def find_recognition(tx: Transaction, recognition_id: UUID) -> Recognition | None:
    """A recognition, revoked or not; None where there is none."""
    row = tx.execute(_select().where(recognitions.c.recognition_id == recognition_id)).one_or_none()
    return _recognition(row) if row is not None else None


def list_recognitions(tx: Transaction, enrolment_id: UUID) -> tuple[Recognition, ...]:
    """Every recognition of an enrolment, the newest first."""
    rows: Iterable[Row[Any]] = tx.execute(
        _select()
        .where(recognitions.c.enrolment_id == enrolment_id)
        .order_by(recognitions.c.recognise_time.desc(), recognitions.c.recognition_id.desc())
    )
    return tuple(_recognition(row) for row in rows)


def owner_of_recognition(tx: Transaction, recognition_id: UUID) -> UUID | None:
    """The person whose recognition it is; None where there is none."""
    owner: UUID | None = tx.execute(
        select(recognitions.c.person_id).where(recognitions.c.recognition_id == recognition_id)
    ).scalar_one_or_none()
    return owner


def _select() -> Select[Any]:
    return select(
        recognitions,
        modules.c.name.label("module_name"),
        exams.c.name.label("exam_name"),
        accounts.c.display_name,
    ).select_from(
        recognitions.outerjoin(
            modules,
            and_(
                modules.c.regulations_version_code == recognitions.c.regulations_version_code,
                modules.c.module_code == recognitions.c.module_code,
            ),
        )
        .outerjoin(exams, exams.c.exam_number == recognitions.c.exam_number)
        .outerjoin(accounts, accounts.c.person_id == recognitions.c.recognised_by)
    )


def _recognition(row: Row[Any]) -> Recognition:
    return Recognition(
        recognition_id=row.recognition_id,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        module_code=row.module_code,
        module_name=row.module_name or LocalizedText(row.module_code, row.module_code),
        exam_number=row.exam_number,
        exam_name=row.exam_name or LocalizedText("", ""),
        credits_tenths=row.credits_tenths,
        grade=stored_grade(row.grade),
        institution=row.institution,
        original_title=row.original_title,
        achieve_date=row.achieve_date,
        reason=row.reason,
        recognise_time=row.recognise_time,
        recognised_by_name=row.display_name or "",
        revoke_time=row.revoke_time,
        revoke_reason=row.revoke_reason,
        version=row.version,
    )
