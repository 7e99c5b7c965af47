"""Examination periods and the sittings that follow their dates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from exams.app.public_holidays import public_holidays_of
from exams.domain.examinations import Seating
from exams.domain.lottery import earliest_public_time
from exams.domain.sitting_plans import (
    ExaminationPeriod,
    PeriodFault,
    SittingDates,
    SittingToDate,
    field_that_ends_running_window,
    problems_of_period,
)
from exams.domain.statuses import LIVE
from exams.store import lotteries, periods, sitting_plans
from exams.store.periods import StoredPeriod
from exams.texts import sittings as texts
from exams.texts import times


@dataclass(frozen=True)
class PeriodPage:
    """Periods and where the next page starts; None on the last page."""

    periods: tuple[StoredPeriod, ...]
    next_position: tuple[str, int] | None


@dataclass(frozen=True)
class SavedPeriod:
    """A period as it is, or would be, and how many sittings get other dates."""

    stored: StoredPeriod
    changed_sitting_count: int


def list_periods(tx: Transaction, *, after: tuple[str, int] | None, size: int) -> PeriodPage:
    """Periods, the newest first."""
    found = periods.list_periods(tx, after=after, limit=size + 1)
    page = found[:size]
    if len(found) <= size:
        return PeriodPage(page, None)
    last = page[-1].period
    return PeriodPage(page, (last.semester.code, last.period))


def save_period(
    tx: Transaction, period: ExaminationPeriod, *, etag: str, dry_run: bool
) -> SavedPeriod:
    """Stores a period; sittings without a window of their own follow, with new limits.

    Holds the sittings that follow, so that nobody registers by two windows. A window that is open
    and has registrations is not closed at once: it ends today or later. Raises PERIOD_REFUSED
    naming the fields, and PERIOD_CHANGED where `etag` ("" for a new period) is outdated.
    """
    tx.hold([f"period {period.semester.code} {period.period}"])
    known = periods.find_period(tx, period.semester, period.period)
    if etag != (str(known.version) if known is not None else ""):
        raise Failure(Code.ABORTED, "PERIOD_CHANGED", texts.PERIOD_CHANGED)
    _refuse(
        [
            FieldProblem(f"period.{field}", fault.value, texts.PERIOD_FAULTS[fault])
            for field, fault in problems_of_period(period)
        ]
    )
    following = periods.sittings_that_follow(tx, period.semester, period.period)
    if known is not None:
        _refuse(_problems_of_running_window(tx, known.period, period, following))
    moved = _moved(period, following)
    _refuse(_problems_of_moved(tx, moved))
    version = known.version + 1 if known is not None else 1
    if known is not None and known.period == period:
        return SavedPeriod(known, 0)
    if not dry_run:
        periods.keep_period(tx, period, version)
        sitting_plans.move_dates(tx, [(one.sitting_id, dates) for one, dates in moved])
    return SavedPeriod(StoredPeriod(period, version, len(following)), len(moved))


def _problems_of_running_window(
    tx: Transaction,
    before: ExaminationPeriod,
    after: ExaminationPeriod,
    following: tuple[SittingToDate, ...],
) -> list[FieldProblem]:
    field = field_that_ends_running_window(before, after, tx.now)
    if field is None:
        return []
    if not sitting_plans.people_of(tx, [one.sitting_id for one in following], LIVE):
        return []
    fault = PeriodFault.WINDOW_IS_RUNNING
    return [FieldProblem(f"period.{field}", fault.value, texts.PERIOD_FAULTS[fault])]


def _moved(
    period: ExaminationPeriod, following: tuple[SittingToDate, ...]
) -> list[tuple[SittingToDate, SittingDates]]:
    """The sittings that get other dates."""
    try:
        holidays = public_holidays_of(period.holidays_of, period.years)
    except NotImplementedError:
        message = texts.STATE_UNKNOWN.format(state=period.holidays_of)
        raise _refused([FieldProblem("period.holidays_of", "STATE_UNKNOWN", message)]) from None
    moved = []
    for one in following:
        limit = period.withdrawal_limit(period.window, one.form, one.start_time, holidays)
        dates = SittingDates(period.window, limit)
        if dates != one.dates:
            moved.append((one, dates))
    return moved


def _problems_of_moved(
    tx: Transaction, moved: list[tuple[SittingToDate, SittingDates]]
) -> list[FieldProblem]:
    problems = []
    for one, dates in moved:
        if one.start_time is not None and one.start_time < dates.registration.close_time:
            message = texts.START_IN_NEW_WINDOW.format(
                number=one.exam_number, start=times.moment(one.start_time)
            )
            problems.append(
                FieldProblem("period.registration_last_date", "START_IN_NEW_WINDOW", message)
            )
        if one.seating is Seating.LOTTERY and dates.registration != one.dates.registration:
            fixed = window_fixed_by_lottery(tx, one, dates)
            if fixed is not None:
                problems.append(
                    FieldProblem("period.registration_last_date", "LOTTERY_FIXES_WINDOW", fixed)
                )
    return problems


def start_fixed_by_lottery(
    tx: Transaction, sitting_id: UUID, exam_number: str, start: datetime | None
) -> LocalizedText | None:
    """Why a lottery forbids a sitting's new start; None where it may have it.

    The seats are drawn before the exam: after the public random value is known, and once they
    are drawn, not before the draw was.
    """
    lottery = lotteries.find_lottery(tx, sitting_id) if start is not None else None
    if lottery is None or start is None:
        return None
    public_time = lottery.commitment.public_time
    if start > max(public_time, lottery.draw_time or public_time):
        return None
    return texts.LOTTERY_BEFORE_START.format(
        number=exam_number, public_time=times.moment(public_time)
    )


def window_fixed_by_lottery(
    tx: Transaction, one: SittingToDate, dates: SittingDates
) -> LocalizedText | None:
    """Why a lottery forbids a sitting's new window; None where it may have it.

    Nobody may register once the public random value can be known, and whoever was told that the
    window is over can rely on it.
    """
    lottery = lotteries.find_lottery(tx, one.sitting_id)
    if lottery is None:
        return None
    public_time = lottery.commitment.public_time
    over = one.dates.registration.close_time <= tx.now
    if not over and earliest_public_time(dates.registration.close_time) <= public_time:
        return None
    return texts.LOTTERY_FIXES_WINDOW.format(
        number=one.exam_number, public_time=times.moment(public_time)
    )


def _refuse(problems: list[FieldProblem]) -> None:
    if problems:
        raise _refused(problems)


def _refused(problems: list[FieldProblem]) -> Failure:
    sentences = LocalizedText(
        de=" ".join(one.message.de for one in problems),
        en=" ".join(one.message.en for one in problems),
    )
    return Failure(
        Code.INVALID_ARGUMENT,
        "PERIOD_REFUSED",
        texts.PERIOD_REFUSED.format(problems=sentences),
        fields=tuple(problems),
    )
