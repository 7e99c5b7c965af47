"""Examination periods and the sittings that follow their dates."""

from dataclasses import dataclass
from typing import Any

from chassis.database import Transaction, upsert
from chassis.values import Semester
from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true

from exams.domain.examinations import ExamForm, Seating
from exams.domain.sitting_plans import ExaminationPeriod, SittingDates, SittingToDate
from exams.domain.windows import Window
from exams.store.tables import examination_periods, exams, sittings


@dataclass(frozen=True)
class StoredPeriod:
    """A period, its version, and how many sittings follow its dates."""

    period: ExaminationPeriod
    version: int
    sitting_count: int


_FOLLOWING = (
    select(func.count())
    .where(
        sittings.c.semester == examination_periods.c.semester,
        sittings.c.period == examination_periods.c.period,
        sittings.c.own_window.is_(False),
        sittings.c.cancel_time.is_(None),
    )
    .correlate(examination_periods)
    .scalar_subquery()
    .label("sitting_count")
)


def find_period(tx: Transaction, semester: Semester, period: int) -> StoredPeriod | None:
    """A period; None where there is none."""
    row = tx.execute(
        select(examination_periods, _FOLLOWING).where(
            examination_periods.c.semester == semester.code,
            examination_periods.c.period == period,
        )
    ).one_or_none()
    return _period_of(row) if row is not None else None


def all_periods(tx: Transaction) -> dict[tuple[str, int], ExaminationPeriod]:
    """Every period, by semester and number."""
    rows = tx.execute(select(examination_periods, _FOLLOWING))
    return {(row.semester, row.period): _period_of(row).period for row in rows}


def list_periods(
    tx: Transaction, *, after: tuple[str, int] | None, limit: int
) -> tuple[StoredPeriod, ...]:
    """Periods, the newest first, those behind a semester and number."""
    older: ColumnElement[bool] = true()
    if after is not None:
        semester, period = after
        older = or_(
            examination_periods.c.semester < semester,
            and_(examination_periods.c.semester == semester, examination_periods.c.period < period),
        )
    rows = tx.execute(
        select(examination_periods, _FOLLOWING)
        .where(older)
        .order_by(examination_periods.c.semester.desc(), examination_periods.c.period.desc())
        .limit(limit)
    )
    return tuple(_period_of(row) for row in rows)


def keep_period(tx: Transaction, period: ExaminationPeriod, version: int) -> None:
    """Stores a period in place of what was known of it."""
    row = {
        "semester": period.semester.code,
        "period": period.period,
        "exams_first_date": period.exams_first_date,
        "exams_last_date": period.exams_last_date,
        "registration_first_date": period.registration_first_date,
        "registration_last_date": period.registration_last_date,
        "withdrawal_working_days": period.withdrawal_working_days,
        "holidays_of": period.holidays_of,
        "undated_withdrawal_last_date": period.undated_withdrawal_last_date,
        "version": version,
    }
    upsert(tx, examination_periods, [row], key=["semester", "period"])


def sittings_that_follow(
    tx: Transaction, semester: Semester, period: int
) -> tuple[SittingToDate, ...]:
    """The sittings that have no window of their own and are not cancelled, locked."""
    chosen = and_(
        sittings.c.semester == semester.code,
        sittings.c.period == period,
        sittings.c.own_window.is_(False),
        sittings.c.cancel_time.is_(None),
    )
    tx.lock(
        sittings.c.sitting_id, tx.execute(select(sittings.c.sitting_id).where(chosen)).scalars()
    )
    rows = tx.execute(
        select(sittings, exams.c.form)
        .join(exams, exams.c.exam_number == sittings.c.exam_number)
        .where(chosen)
        .order_by(sittings.c.exam_number, sittings.c.sitting_id)
    )
    return tuple(
        SittingToDate(
            sitting_id=row.sitting_id,
            exam_number=row.exam_number,
            form=ExamForm(row.form),
            start_time=row.start_time,
            seating=Seating(row.seating),
            dates=SittingDates(
                Window(row.registration_open_time, row.registration_close_time),
                row.withdrawal_close_time,
            ),
        )
        for row in rows
    )


def _period_of(row: Row[Any]) -> StoredPeriod:
    return StoredPeriod(
        ExaminationPeriod(
            semester=Semester.parse(row.semester),
            period=row.period,
            exams_first_date=row.exams_first_date,
            exams_last_date=row.exams_last_date,
            registration_first_date=row.registration_first_date,
            registration_last_date=row.registration_last_date,
            withdrawal_working_days=row.withdrawal_working_days,
            holidays_of=row.holidays_of,
            undated_withdrawal_last_date=row.undated_withdrawal_last_date,
        ),
        row.version,
        row.sitting_count,
    )
