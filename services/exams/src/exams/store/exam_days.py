"""Examination periods as far as days are counted from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chassis.database import Transaction
from chassis.values import Semester
from sqlalchemy import select, tuple_

from exams.store.tables import examination_periods


@dataclass(frozen=True)
class PeriodDays:
    """The days of exams in a period, both included, and whose public holidays count."""

    exams_first_date: date
    exams_last_date: date
    # "NI" is Lower Saxony.
    holidays_of: str


def days_of_periods(
    tx: Transaction, periods: Iterable[tuple[Semester, int]]
) -> dict[tuple[Semester, int], PeriodDays]:
    """The days of examination periods, by semester and number."""
    wanted = sorted({(semester.code, period) for semester, period in periods})
    columns = (examination_periods.c.semester, examination_periods.c.period)
    rows = tx.execute(select(examination_periods).where(tuple_(*columns).in_(wanted)))
    return {
        (Semester.parse(row.semester), row.period): PeriodDays(
            row.exams_first_date, row.exams_last_date, row.holidays_of
        )
        for row in rows
    }


def first_period_of(tx: Transaction, semester: Semester) -> int | None:
    """The number of the semester's first examination period; None where it has none."""
    found: int | None = tx.execute(
        select(examination_periods.c.period)
        .where(examination_periods.c.semester == semester.code)
        .order_by(examination_periods.c.period)
        .limit(1)
    ).scalar_one_or_none()
    return found
