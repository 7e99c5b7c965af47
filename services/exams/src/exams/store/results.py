"""Results as they stand and as they were: who is examined, entering, releasing, all versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, update_many
from sqlalchemy import case, delete, func, select, update

from exams.domain.grades import grade_text, stored_grade
from exams.domain.results import Outcome
from exams.domain.statuses import Status
from exams.store.tables import (
    accounts,
    result_imports,
    result_versions,
    results,
    sittings,
)


@dataclass(frozen=True)
class KeptResult:
    """A result in a new version, as it is to be stored."""

    registration_id: UUID
    sitting_id: UUID
    person_id: UUID
    enrolment_id: UUID
    exam_number: str
    outcome: Outcome
    exam_date: date
    counts_as_attempt: bool
    remark: str
    release_time: datetime | None
    version: int


@dataclass(frozen=True)
class VersionNote:
    """Who made a version, how ("entered", "changed", "released", "corrected", "removed"), why."""

    changed_by: UUID
    change: str
    reason: str = ""
    agreed_by: UUID | None = None


@dataclass(frozen=True)
class ResultVersion:
    """A version that a result had."""

    version: int
    change_time: datetime
    changed_by: UUID
    change: str
    outcome: Outcome
    exam_date: date
    remark: str
    reason: str
    agreed_by: UUID | None


def enter_results(tx: Transaction, entered: Sequence[KeptResult], by: UUID, *, new: bool) -> None:
    """Stores entries that are not released, with their versions, in two statements.

    `new` says that none of them is stored yet; otherwise all are. The caller holds the sitting.
    """
    more = {"enter_time": tx.now, "entered_by": by, "released_by": None}
    rows = [_row(one) | more for one in entered]
    if new:
        insert_many(tx, results, rows)
    else:
        update_many(tx, results, rows, key=["registration_id"])
    _add_versions(tx, entered, VersionNote(by, "entered" if new else "changed"))


def release_results(tx: Transaction, released: Sequence[KeptResult], by: UUID) -> None:
    """Stores results as released, with their versions. The caller holds the sitting."""
    rows = [_row(one) | {"released_by": by} for one in released]
    update_many(tx, results, rows, key=["registration_id"])
    _add_versions(tx, released, VersionNote(by, "released"))


def correct_result(tx: Transaction, corrected: KeptResult, note: VersionNote) -> None:
    """Stores a released result anew; who entered and released it first stays."""
    update_many(tx, results, [_row(corrected)], key=["registration_id"])
    _add_versions(tx, [corrected], note)


def remove_results(tx: Transaction, removed: Sequence[KeptResult], by: UUID) -> None:
    """Takes back entries that were never released; a last version tells of it."""
    if removed:
        ids = [one.registration_id for one in removed]
        tx.execute(delete(results).where(is_one_of(tx, results.c.registration_id, ids)))
        _add_versions(tx, removed, VersionNote(by, "removed"))


def note_release(tx: Transaction, sitting_id: UUID) -> None:
    """Notes when results of the sitting were first released."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id, sittings.c.release_time.is_(None))
        .values(release_time=tx.now)
    )


def keep_import(
    tx: Transaction,
    *,
    sitting_id: UUID,
    file_name: str,
    file_digest: str,
    imported_by: UUID,
    rows: int,
    entered: int,
    changed: int,
) -> None:
    """Notes that a file was booked."""
    insert_many(
        tx,
        result_imports,
        [
            {
                "result_import_id": tx.new_id(),
                "sitting_id": sitting_id,
                "file_name": file_name,
                "file_digest": file_digest,
                "import_time": tx.now,
                "imported_by": imported_by,
                "rows": rows,
                "entered": entered,
                "changed": changed,
            }
        ],
    )


def versions_of(tx: Transaction, registration_id: UUID) -> tuple[ResultVersion, ...]:
    """Every version of a result, the first one first."""
    rows = tx.execute(
        select(result_versions)
        .where(result_versions.c.registration_id == registration_id)
        .order_by(result_versions.c.version)
    )
    return tuple(
        ResultVersion(
            version=row.version,
            change_time=row.change_time,
            changed_by=row.changed_by,
            change=row.change,
            outcome=outcome_of(row),
            exam_date=row.exam_date,
            remark=row.remark,
            reason=row.reason,
            agreed_by=row.agreed_by,
        )
        for row in rows
    )


def released_outcomes(tx: Transaction, sitting_id: UUID) -> tuple[Outcome, ...]:
    """The released results of a sitting, without persons."""
    rows = tx.execute(
        select(results.c.status, results.c.grade).where(
            results.c.sitting_id == sitting_id, results.c.release_time.is_not(None)
        )
    )
    return tuple(outcome_of(row) for row in rows)


def newest_versions(
    tx: Transaction, registration_ids: Sequence[UUID]
) -> dict[UUID, tuple[int, bool]]:
    """The newest version of each result that ever was one, and whether an oral supplementary exam
    was ever ordered and made known."""
    ordered = case(
        (
            (result_versions.c.status == Status.ORAL_SUPPLEMENTARY.value)
            & result_versions.c.change.in_(["released", "corrected"]),
            1,
        ),
        else_=0,
    )
    rows = tx.execute(
        select(
            result_versions.c.registration_id,
            func.max(result_versions.c.version).label("version"),
            func.max(ordered).label("ordered"),
        )
        .where(is_one_of(tx, result_versions.c.registration_id, registration_ids))
        .group_by(result_versions.c.registration_id)
    )
    return {row.registration_id: (row.version, bool(row.ordered)) for row in rows}


def names_of(tx: Transaction, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of persons with an account; others are left out."""
    chosen = sorted(set(person_ids))
    rows = tx.execute(
        select(accounts.c.person_id, accounts.c.display_name).where(
            is_one_of(tx, accounts.c.person_id, chosen)
        )
    )
    return {row.person_id: row.display_name for row in rows}


def person_with_account(tx: Transaction, user_name: str) -> UUID | None:
    """Whose account it is; None where no account has the name."""
    return tx.execute(
        select(accounts.c.person_id).where(accounts.c.user_name == user_name)
    ).scalar_one_or_none()


def outcome_of(row: Any) -> Outcome:
    """Status and grade in a row."""
    return Outcome(Status(row.status), stored_grade(row.grade))


def _row(kept: KeptResult) -> dict[str, Any]:
    return {
        "registration_id": kept.registration_id,
        "sitting_id": kept.sitting_id,
        "person_id": kept.person_id,
        "enrolment_id": kept.enrolment_id,
        "exam_number": kept.exam_number,
        "grade": grade_text(kept.outcome.grade),
        "status": kept.outcome.status.value,
        "exam_date": kept.exam_date,
        "counts_as_attempt": kept.counts_as_attempt,
        "remark": kept.remark,
        "release_time": kept.release_time,
        "version": kept.version,
    }


def _add_versions(tx: Transaction, kept: Sequence[KeptResult], note: VersionNote) -> None:
    insert_many(
        tx,
        result_versions,
        [
            {
                "registration_id": one.registration_id,
                "version": one.version,
                "change_time": tx.now,
                "changed_by": note.changed_by,
                "change": note.change,
                "grade": grade_text(one.outcome.grade),
                "status": one.outcome.status.value,
                "exam_date": one.exam_date,
                "remark": one.remark,
                "reason": note.reason,
                "agreed_by": note.agreed_by,
            }
            for one in kept
        ],
    )
