"""The day of each examination, and the public holidays that days after it are counted with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from exams.app.public_holidays import public_holidays_of
from exams.domain.examinations import Sitting
from exams.domain.sick_notes import day_of
from exams.store.exam_days import days_of_periods


@dataclass(frozen=True)
class ExamDay:
    """The day of a sitting's examination and the public holidays around it."""

    day: date
    public_holidays: frozenset[date]


def exam_days_of(tx: Transaction, sittings: Iterable[Sitting]) -> dict[UUID, ExamDay]:
    """The days of sittings, by their ids, in one query."""
    wanted = {one.sitting_id: one for one in sittings}
    periods = days_of_periods(tx, {(one.semester, one.period) for one in wanted.values()})
    found: dict[UUID, ExamDay] = {}
    for sitting_id, sitting in wanted.items():
        period = periods[sitting.semester, sitting.period]
        day = day_of(sitting, period.exams_last_date)
        years = range(day.year, day.year + 2)
        found[sitting_id] = ExamDay(day, public_holidays_of(period.holidays_of, years))
    return found


def holidays_of_period(
    tx: Transaction, semester: Semester, period: int, years: range
) -> frozenset[date]:
    """The public holidays that days are counted with in a period."""
    state = days_of_periods(tx, [(semester, period)])[semester, period].holidays_of
    return public_holidays_of(state, years)
