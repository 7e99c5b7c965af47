"""The results that students read: their released ones, and recognised ones."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.engine import RowMapping

from exams.domain.grades import stored_grade
from exams.domain.results import PROVISIONAL, Outcome
from exams.domain.statuses import Status
from exams.domain.student_results import ResultPosition, StudentResult
from exams.store.examinees import FormerAttempt, attempt_number, attempts_at_exams
from exams.store.registration_columns import join_modules
from exams.store.rules import exam_rules_of
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import (
    exams,
    modules,
    recognitions,
    registrations,
    results,
    sittings,
    status_codes,
)

# What a student knows: a released result, or the provisional one that was released before its
# successor was entered. The registration says which.
_KNOWN = or_(
    results.c.release_time.is_not(None),
    registrations.c.status.in_(sorted(PROVISIONAL)),
)


def results_of_student(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID | None,
    passed_only: bool,
    after: ResultPosition | None,
    limit: int,
) -> tuple[StudentResult, ...]:
    """A student's results, the newest first, those behind a position."""
    own = _own(
        tx,
        _select_own()
        .where(
            results.c.person_id == person_id,
            _KNOWN,
            results.c.enrolment_id == enrolment_id if enrolment_id is not None else true(),
            registrations.c.status == Status.PASSED.value if passed_only else true(),
            _behind(after, results.c.exam_date, results.c.registration_id),
        )
        .order_by(results.c.exam_date.desc(), results.c.registration_id.desc())
        .limit(limit),
    )
    recognised = tx.execute(
        _select_recognised()
        .where(
            recognitions.c.person_id == person_id,
            recognitions.c.revoke_time.is_(None),
            recognitions.c.enrolment_id == enrolment_id if enrolment_id is not None else true(),
            _behind(after, recognitions.c.achieve_date, recognitions.c.recognition_id),
        )
        .order_by(recognitions.c.achieve_date.desc(), recognitions.c.recognition_id.desc())
        .limit(limit)
    ).mappings()
    together = [*own, *(_recognised_of(row) for row in recognised)]
    together.sort(key=lambda one: (one.exam_date, one.result_id.int), reverse=True)
    return tuple(together[:limit])


def results_of_registrations(
    tx: Transaction, registration_ids: Iterable[UUID]
) -> tuple[StudentResult, ...]:
    """The results of registrations as their students read them, in four queries."""
    chosen = is_one_of(tx, results.c.registration_id, list(registration_ids))
    return tuple(_own(tx, _select_own().where(chosen, _KNOWN)))


def _select_own() -> Select[Any]:
    return join_modules(
        select_sittings()
        .add_columns(
            results.c.registration_id,
            results.c.person_id,
            results.c.enrolment_id,
            results.c.grade,
            results.c.exam_date,
            results.c.counts_as_attempt,
            results.c.release_time.label("result_release_time"),
            results.c.version.label("result_version"),
            registrations.c.status.label("registration_status"),
            registrations.c.register_time,
            registrations.c.regulations_version_code,
            func.coalesce(status_codes.c.code, "").label("status_code"),
            modules.c.module_code,
            modules.c.name.label("module_name"),
        )
        .join(results, results.c.sitting_id == sittings.c.sitting_id)
        .join(registrations, registrations.c.registration_id == results.c.registration_id)
        .outerjoin(status_codes, status_codes.c.status == registrations.c.status)
    )


def _select_recognised() -> Select[Any]:
    passed = status_codes.c.status == Status.PASSED.value
    return (
        select(
            recognitions,
            modules.c.name.label("module_name"),
            exams.c.name.label("exam_name"),
            func.coalesce(status_codes.c.code, "").label("status_code"),
        )
        .join(
            modules,
            and_(
                modules.c.regulations_version_code == recognitions.c.regulations_version_code,
                modules.c.module_code == recognitions.c.module_code,
            ),
        )
        .outerjoin(exams, exams.c.exam_number == recognitions.c.exam_number)
        .outerjoin(status_codes, passed)
    )


def _own(tx: Transaction, statement: Select[Any]) -> list[StudentResult]:
    rows = tx.execute(statement).mappings().all()
    if not rows:
        return []
    rules = exam_rules_of(tx, {row["regulations_version_code"] for row in rows})
    attempts = attempts_at_exams(
        tx, {row["exam_number"] for row in rows}, [row["person_id"] for row in rows]
    )
    return [
        _own_of(
            row,
            rules[row["regulations_version_code"], row["exam_number"]].credits_tenths,
            attempts.get((row["person_id"], row["exam_number"]), []),
        )
        for row in rows
    ]


def _own_of(
    row: RowMapping, credits_tenths: int, attempts: Sequence[FormerAttempt]
) -> StudentResult:
    status = Status(row["registration_status"])
    released = row["result_release_time"] is not None
    sitting = sitting_of(row)
    return StudentResult(
        result_id=row["registration_id"],
        person_id=row["person_id"],
        enrolment_id=row["enrolment_id"],
        exam_number=row["exam_number"],
        exam_name=row["exam_name"],
        module_code=row["module_code"],
        module_name=row["module_name"],
        sitting=sitting,
        outcome=Outcome(status, stored_grade(row["grade"]) if released else None),
        status_code=row["status_code"],
        credits_tenths=credits_tenths,
        attempt=attempt_number(
            attempts, row["registration_id"], row["exam_date"], row["register_time"]
        ),
        counts_as_attempt=row["counts_as_attempt"],
        exam_date=row["exam_date"],
        release_time=row["result_release_time"],
        institution="",
        version=row["result_version"],
    )


def _recognised_of(row: RowMapping) -> StudentResult:
    return StudentResult(
        result_id=row["recognition_id"],
        person_id=row["person_id"],
        enrolment_id=row["enrolment_id"],
        exam_number=row["exam_number"],
        exam_name=row["exam_name"] or row["module_name"],
        module_code=row["module_code"],
        module_name=row["module_name"],
        sitting=None,
        outcome=Outcome(Status.PASSED, stored_grade(row["grade"])),
        status_code=row["status_code"],
        credits_tenths=row["credits_tenths"],
        attempt=0,
        counts_as_attempt=False,
        exam_date=row["achieve_date"],
        release_time=None,
        institution=row["institution"],
        version=row["version"],
    )


def _behind(
    after: ResultPosition | None, day: ColumnElement[date], result_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    if after is None:
        return true()
    return or_(day < after.exam_date, and_(day == after.exam_date, result_id < after.result_id))
