"""Reading and changing sittings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.examinations import ExamForm, Sitting
from exams.domain.positions import SittingPosition
from exams.domain.windows import Window
from exams.store.tables import accounts, enrolments, exams, module_exams, sittings


def select_sittings() -> Select[Any]:
    """Sittings with their exam and the examiner's name, where the account is known."""
    return select(
        sittings,
        exams.c.name.label("exam_name"),
        exams.c.form,
        exams.c.duration_minutes,
        func.coalesce(accounts.c.display_name, "").label("examiner_name"),
    ).select_from(
        sittings.join(exams, exams.c.exam_number == sittings.c.exam_number).outerjoin(
            accounts, accounts.c.user_name == sittings.c.examiner_user_name
        )
    )


def sitting_of(row: RowMapping) -> Sitting:
    """The sitting in a row of `select_sittings`."""
    return Sitting(
        sitting_id=row["sitting_id"],
        exam_number=row["exam_number"],
        exam_name=row["exam_name"],
        form=ExamForm(row["form"]),
        semester=Semester.parse(row["semester"]),
        period=row["period"],
        start_time=row["start_time"],
        duration_minutes=row["duration_minutes"],
        room=row["room"],
        examiner_name=row["examiner_name"],
        registration=Window(row["registration_open_time"], row["registration_close_time"]),
        withdrawal_close_time=row["withdrawal_close_time"],
        capacity=row["capacity"],
        taken=row["taken"],
    )


def lock_sitting(tx: Transaction, sitting_id: UUID) -> None:
    """Holds the sitting until the transaction ends; before any student is locked."""
    tx.lock(sittings.c.sitting_id, [sitting_id])


def find_sitting(tx: Transaction, sitting_id: UUID) -> Sitting | None:
    """The sitting, or None where there is none."""
    row = (
        tx.execute(select_sittings().where(sittings.c.sitting_id == sitting_id))
        .mappings()
        .one_or_none()
    )
    return sitting_of(row) if row is not None else None


def take_seat(tx: Transaction, sitting_id: UUID) -> None:
    """Counts one seat more as taken. The caller holds the sitting's lock."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(taken=sittings.c.taken + 1)
    )


def free_seat(tx: Transaction, sitting_id: UUID) -> None:
    """Counts one seat less as taken. The caller holds the sitting's lock."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(taken=sittings.c.taken - 1)
    )


def is_examiner_of(tx: Transaction, sitting_id: UUID, person_id: UUID) -> bool | None:
    """Whether the person examines the sitting; None where there is no such sitting."""
    row = tx.execute(
        select(accounts.c.person_id)
        .select_from(
            sittings.outerjoin(accounts, accounts.c.user_name == sittings.c.examiner_user_name)
        )
        .where(sittings.c.sitting_id == sitting_id)
    ).one_or_none()
    return None if row is None else row.person_id == person_id


def sittings_with_open_window(
    tx: Transaction, person_id: UUID, now: datetime
) -> tuple[Sitting, ...]:
    """The sittings in their window of every exam that the person's regulations versions have."""
    numbers = (
        select(module_exams.c.exam_number)
        .join(
            enrolments,
            enrolments.c.regulations_version_code == module_exams.c.regulations_version_code,
        )
        .where(enrolments.c.person_id == person_id)
    )
    rows = tx.execute(
        select_sittings()
        .where(
            sittings.c.exam_number.in_(numbers),
            sittings.c.registration_open_time <= now,
            sittings.c.registration_close_time > now,
        )
        .order_by(sittings.c.start_time.is_(None), sittings.c.start_time, sittings.c.sitting_id)
    ).mappings()
    return tuple(sitting_of(row) for row in rows)


def list_sittings(
    tx: Transaction,
    *,
    examiner_id: UUID | None,
    semester: Semester | None,
    after: SittingPosition | None,
    limit: int,
) -> tuple[Sitting, ...]:
    """Sittings by time, undated ones last; of one examiner or, with None, of all."""
    statement = select_sittings().where(
        accounts.c.person_id == examiner_id if examiner_id is not None else true(),
        sittings.c.semester == semester.code if semester is not None else true(),
        _after(after) if after is not None else true(),
    )
    rows = tx.execute(
        statement.order_by(
            sittings.c.start_time.is_(None), sittings.c.start_time, sittings.c.sitting_id
        ).limit(limit)
    ).mappings()
    return tuple(sitting_of(row) for row in rows)


def _after(position: SittingPosition) -> ColumnElement[bool]:
    later_id = sittings.c.sitting_id > position.sitting_id
    if position.start_time is None:
        return and_(sittings.c.start_time.is_(None), later_id)
    return or_(
        sittings.c.start_time > position.start_time,
        and_(sittings.c.start_time == position.start_time, later_id),
        sittings.c.start_time.is_(None),
    )
