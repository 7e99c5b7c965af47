"""Proven grounds in semesters; those that were taken back keep their row."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import Semester
from sqlalchemy import Row, insert, select, update

from records.domain.credit_facts import Ground, SemesterGround
from records.store import tables

_table = tables.semester_grounds


def insert_ground(tx: Transaction, ground: SemesterGround) -> None:
    """Stores a new ground."""
    tx.execute(
        insert(_table).values(
            semester_ground_id=ground.semester_ground_id,
            person_id=ground.person_id,
            semester_code=ground.semester.code,
            ground=ground.ground.value,
            waived_cents=ground.waived_cents,
            child_birth_date=ground.child_birth_date,
            application_id=ground.application_id,
            reason=ground.reason,
            enter_time=ground.enter_time,
            entered_by=ground.entered_by,
            end_time=ground.end_time,
            ended_by=ground.ended_by,
            end_reason=ground.end_reason,
        )
    )


def update_ground(tx: Transaction, ground: SemesterGround) -> None:
    """Stores that a ground was taken back."""
    tx.execute(
        update(_table)
        .where(_table.c.semester_ground_id == ground.semester_ground_id)
        .values(end_time=ground.end_time, ended_by=ground.ended_by, end_reason=ground.end_reason)
    )


def load_grounds_in_force(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[SemesterGround, ...]]:
    """The grounds that hold, in order of time, by person."""
    rows = tx.execute(
        select(_table)
        .where(is_one_of(tx, _table.c.person_id, person_ids), _table.c.end_time.is_(None))
        .order_by(_table.c.semester_code, _table.c.ground)
    )
    found: dict[UUID, list[SemesterGround]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_ground(row))
    return {person_id: tuple(each) for person_id, each in found.items()}


def load_grounds_of(tx: Transaction, person_id: UUID) -> tuple[SemesterGround, ...]:
    """Every ground of a person, those taken back included, the newest semester first."""
    rows = tx.execute(
        select(_table)
        .where(_table.c.person_id == person_id)
        .order_by(_table.c.semester_code.desc(), _table.c.enter_time, _table.c.semester_ground_id)
    )
    return tuple(_ground(row) for row in rows)


def _ground(row: Row[Any]) -> SemesterGround:
    return SemesterGround(
        semester_ground_id=row.semester_ground_id,
        person_id=row.person_id,
        semester=Semester.parse(row.semester_code),
        ground=Ground(row.ground),
        waived_cents=row.waived_cents,
        child_birth_date=row.child_birth_date,
        application_id=row.application_id,
        reason=row.reason,
        enter_time=row.enter_time,
        entered_by=row.entered_by,
        end_time=row.end_time,
        ended_by=row.ended_by,
        end_reason=row.end_reason,
    )
