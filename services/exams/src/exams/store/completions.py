"""Which enrolments are complete, as it was told last."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of, upsert
from sqlalchemy import Row, select

from exams.domain.completion import Completion
from exams.domain.grades import stored_grade
from exams.store.tables import completions, enrolments, persons


def lock_students_of(tx: Transaction, enrolment_ids: Collection[UUID]) -> None:
    """Holds the students of enrolments until the transaction ends; after sittings were locked.

    Two releases that each bring one of the last two results then come one after the other, and
    the second one sees both.
    """
    person_ids = tx.execute(
        select(enrolments.c.person_id).where(
            is_one_of(tx, enrolments.c.enrolment_id, enrolment_ids)
        )
    ).scalars()
    tx.lock(persons.c.person_id, person_ids)


def completions_of(tx: Transaction, enrolment_ids: Collection[UUID]) -> dict[UUID, Completion]:
    """What was noted about enrolments; those that never were complete are left out."""
    rows = tx.execute(
        select(completions).where(is_one_of(tx, completions.c.enrolment_id, enrolment_ids))
    )
    return {row.enrolment_id: _completion(row) for row in rows}


def keep_completions(tx: Transaction, changed: Sequence[Completion]) -> None:
    """Stores completions in place of what was noted. The caller holds the students."""
    upsert(
        tx,
        completions,
        [
            {
                "enrolment_id": one.enrolment_id,
                "person_id": one.person_id,
                "last_exam_date": one.last_exam_date,
                "average": "" if one.average is None else str(one.average),
                "complete": one.complete,
                "change_time": tx.now,
                "version": one.version,
            }
            for one in changed
        ],
        key=["enrolment_id"],
    )


def _completion(row: Row[Any]) -> Completion:
    return Completion(
        enrolment_id=row.enrolment_id,
        person_id=row.person_id,
        complete=row.complete,
        last_exam_date=row.last_exam_date,
        average=stored_grade(row.average),
        version=row.version,
    )
