"""Examination periods and the sittings that a profile plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction, upsert
from chassis.values import Semester
from sqlalchemy import Row, and_, select

from exams.domain.demonstration import SittingToMove
from exams.domain.examinations import ExamForm, Seating
from exams.domain.profile import PeriodContent, PlannedSitting, WithdrawalRules
from exams.domain.windows import Window
from exams.store.tables import examination_periods, exams, sittings


def keep_periods(
    tx: Transaction, periods: Iterable[PeriodContent], withdrawal: WithdrawalRules
) -> None:
    """Stores the periods in place of what was known of them; those of the office stay."""
    of_office = {
        (row.semester, row.period)
        for row in tx.execute(select(examination_periods).where(examination_periods.c.version > 1))
    }
    upsert(
        tx,
        examination_periods,
        [
            {
                "semester": period.semester.code,
                "period": period.period,
                "exams_first_date": period.exams_first_date,
                "exams_last_date": period.exams_last_date,
                "registration_first_date": period.registration_first_date,
                "registration_last_date": period.registration_last_date,
                "withdrawal_working_days": withdrawal.working_days,
                "holidays_of": withdrawal.holidays_of,
                "undated_withdrawal_last_date": period.undated_withdrawal_last_date,
            }
            for period in periods
            if (period.semester.code, period.period) not in of_office
        ],
        key=["semester", "period"],
    )


@dataclass(frozen=True)
class LoadedSitting:
    """A stored sitting, the profile's part and the seats taken."""

    planned: PlannedSitting
    taken: int
    waiting: int
    # Whether the office changed or cancelled it, so that the profile does not speak of it any more.
    kept_by_office: bool


def loaded_sittings(tx: Transaction) -> dict[UUID, LoadedSitting]:
    """Every stored sitting by id."""
    return {
        row.sitting_id: LoadedSitting(
            _planned_of(row), row.taken, row.waiting, row.version > 1 or row.cancel_time is not None
        )
        for row in tx.execute(select(sittings))
    }


def sittings_to_move(tx: Transaction, semester: Semester) -> tuple[SittingToMove, ...]:
    """The sittings of a semester with what their dates depend on."""
    rows = tx.execute(
        select(sittings, exams.c.form, examination_periods)
        .join(exams, exams.c.exam_number == sittings.c.exam_number)
        .join(
            examination_periods,
            and_(
                examination_periods.c.semester == sittings.c.semester,
                examination_periods.c.period == sittings.c.period,
            ),
        )
        .where(sittings.c.semester == semester.code, sittings.c.cancel_time.is_(None))
        .order_by(sittings.c.sitting_id)
    )
    return tuple(
        SittingToMove(
            sitting=_planned_of(row),
            form=ExamForm(row.form),
            taken=row.taken,
            period=PeriodContent(
                semester=semester,
                period=row.period,
                exams_first_date=row.exams_first_date,
                exams_last_date=row.exams_last_date,
                registration_first_date=row.registration_first_date,
                registration_last_date=row.registration_last_date,
                undated_withdrawal_last_date=row.undated_withdrawal_last_date,
            ),
            withdrawal=WithdrawalRules(row.withdrawal_working_days, row.holidays_of),
            awaited=row.waiting > 0,
        )
        for row in rows
    )


def _planned_of(row: Row[Any]) -> PlannedSitting:
    return PlannedSitting(
        sitting_id=row.sitting_id,
        exam_number=row.exam_number,
        semester=Semester.parse(row.semester),
        period=row.period,
        start_time=row.start_time,
        room=row.room,
        examiner_user_name=row.examiner_user_name,
        registration=Window(row.registration_open_time, row.registration_close_time),
        withdrawal_close_time=row.withdrawal_close_time,
        capacity=row.capacity,
        has_waiting_list=row.has_waiting_list,
        seating=Seating(row.seating),
    )


def keep_sittings(tx: Transaction, planned: Iterable[PlannedSitting]) -> None:
    """Stores sittings; the seats taken stay as they are."""
    upsert(tx, sittings, [_row_of(sitting) for sitting in planned], key=["sitting_id"])


def _row_of(sitting: PlannedSitting) -> dict[str, Any]:
    return {
        "sitting_id": sitting.sitting_id,
        "exam_number": sitting.exam_number,
        "semester": sitting.semester.code,
        "period": sitting.period,
        "start_time": sitting.start_time,
        "room": sitting.room,
        "examiner_user_name": sitting.examiner_user_name,
        "registration_open_time": sitting.registration.open_time,
        "registration_close_time": sitting.registration.close_time,
        "withdrawal_close_time": sitting.withdrawal_close_time,
        "capacity": sitting.capacity,
        "has_waiting_list": sitting.has_waiting_list,
        "seating": sitting.seating.value,
    }
