"""Reading and changing sittings."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import Semester, folded
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.positions import SittingPosition
from exams.domain.windows import Window
from exams.store.tables import accounts, exams, sittings


def select_sittings() -> Select[Any]:
    """Sittings with their exam and the examiner's name, where the account is known."""
    return select(
        *(column for column in sittings.c if column.name not in ("version", "last_seq")),
        sittings.c.version.label("sitting_version"),
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
        examiner_user_name=row["examiner_user_name"],
        examiner_name=row["examiner_name"],
        registration=Window(row["registration_open_time"], row["registration_close_time"]),
        withdrawal_close_time=row["withdrawal_close_time"],
        own_window=row["own_window"],
        seating=Seating(row["seating"]),
        capacity=row["capacity"],
        has_waiting_list=row["has_waiting_list"],
        taken=row["taken"],
        waiting=row["waiting"],
        cancel_time=row["cancel_time"],
        release_time=row["release_time"],
        version=row["sitting_version"],
    )


def lock_sitting(tx: Transaction, sitting_id: UUID) -> None:
    """Holds the sitting until the transaction ends; before any student is locked."""
    tx.lock(sittings.c.sitting_id, [sitting_id])


def lock_sittings(tx: Transaction, sitting_ids: Collection[UUID]) -> None:
    """Holds several sittings, in sorted order, until the transaction ends; before any student."""
    tx.lock(sittings.c.sitting_id, sitting_ids)


def find_sitting(tx: Transaction, sitting_id: UUID) -> Sitting | None:
    """The sitting, or None where there is none."""
    row = (
        tx.execute(select_sittings().where(sittings.c.sitting_id == sitting_id))
        .mappings()
        .one_or_none()
    )
    return sitting_of(row) if row is not None else None


def sittings_by_id(tx: Transaction, sitting_ids: Collection[UUID]) -> dict[UUID, Sitting]:
    """Those of the sittings that exist, by id."""
    if not sitting_ids:
        return {}
    rows = tx.execute(
        select_sittings().where(is_one_of(tx, sittings.c.sitting_id, sitting_ids))
    ).mappings()
    return {row["sitting_id"]: sitting_of(row) for row in rows}


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


def count_seats(tx: Transaction, sitting_id: UUID, *, taken: int, waiting: int) -> None:
    """Stores how many seats are taken and how many wait. The caller holds the sitting's lock."""
    tx.execute(
        update(sittings)
        .where(sittings.c.sitting_id == sitting_id)
        .values(taken=taken, waiting=waiting)
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
    tx: Transaction, exam_numbers: Collection[str], now: datetime
) -> tuple[Sitting, ...]:
    """The sittings of exams that are inside their registration window, undated ones last."""
    rows = tx.execute(
        select_sittings()
        .where(
            is_one_of(tx, sittings.c.exam_number, exam_numbers),
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
    period: int = 0,
    query: str = "",
) -> tuple[Sitting, ...]:
    """Sittings by time, undated ones last; of one examiner or, with None, of all."""
    statement = select_sittings().where(
        sittings.c.period == period if period else true(),
        _speaks_of(tx, query) if query.strip() else true(),
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


def _speaks_of(tx: Transaction, query: str) -> ColumnElement[bool]:
    """Whether number or name of the exam, or the room, have a part like the query.

    Names are compared here, as SQLite knows no letters beyond ASCII; exams are few.
    """
    sought = folded(query)
    numbers = [
        row.exam_number
        for row in tx.execute(select(exams.c.exam_number, exams.c.name))
        if sought in folded(f"{row.exam_number}\n{row.name.de}\n{row.name.en}")
    ]
    room = sittings.c.room.icontains(query.strip(), autoescape=True)
    return or_(is_one_of(tx, sittings.c.exam_number, numbers), room)


def _after(position: SittingPosition) -> ColumnElement[bool]:
    later_id = sittings.c.sitting_id > position.sitting_id
    if position.start_time is None:
        return and_(sittings.c.start_time.is_(None), later_id)
    return or_(
        sittings.c.start_time > position.start_time,
        and_(sittings.c.start_time == position.start_time, later_id),
        sittings.c.start_time.is_(None),
    )


def sittings_of_exams(
    tx: Transaction, exam_numbers: Iterable[str], semester: Semester
) -> tuple[Sitting, ...]:
    """The sittings of exams in a semester, by time, undated ones last, cancelled ones included."""
    rows = tx.execute(
        select_sittings()
        .where(
            sittings.c.exam_number.in_(sorted(set(exam_numbers))),
            sittings.c.semester == semester.code,
        )
        .order_by(
            sittings.c.period,
            sittings.c.start_time.is_(None),
            sittings.c.start_time,
            sittings.c.sitting_id,
        )
    ).mappings()
    return tuple(sitting_of(row) for row in rows)
