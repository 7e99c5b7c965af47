"""Windows and dates around today, for demonstrations: most open, some closed, some not yet open."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chassis.values import local_date, local_datetime

from exams.domain.examinations import ExamForm, Seating
from exams.domain.profile import PeriodContent, PlannedSitting, WithdrawalRules
from exams.domain.windows import Window, moment_at, withdrawal_close_time

FEW_SEATS = 2
# A draw is worth looking at where many may ask for a seat.
SEATS_WORTH_DRAWING = 30


@dataclass(frozen=True)
class SittingToMove:
    """A sitting of the current semester and what its new dates depend on."""

    sitting: PlannedSitting
    form: ExamForm
    taken: int
    period: PeriodContent
    withdrawal: WithdrawalRules
    # Whether anybody waits for a seat.
    awaited: bool = False


@dataclass(frozen=True)
class MovedSittings:
    """The sittings with their new dates, and how many of each kind there are."""

    sittings: tuple[PlannedSitting, ...]
    open: int
    closed: int
    later: int
    scarce: int
    # The sitting that is to get a lottery; None where none is fit for it.
    to_draw: PlannedSitting | None = None


def move_around(
    today: date, sittings: Iterable[SittingToMove], public_holidays: Set[date]
) -> MovedSittings:
    """Moves sittings so that their windows lie around today and their days after that.

    The order of sittings among each other stays. Which ones are closed, not yet open or scarce
    follows from their order by exam, so that it is the same every day.
    """
    ordered = sorted(sittings, key=lambda one: (one.sitting.exam_number, one.sitting.period))
    open_window = Window.of_days(today - timedelta(14), today + timedelta(14))
    closed_window = Window.of_days(today - timedelta(30), today - timedelta(2))
    later_window = Window.of_days(today + timedelta(5), today + timedelta(14))
    shifts = _shifts(today, ordered)
    moved: list[PlannedSitting] = []
    closed = later = scarce = 0
    to_draw: PlannedSitting | None = None
    one_is_drawn = any(one.sitting.seating is Seating.LOTTERY for one in ordered)
    for index, one in enumerate(ordered):
        if one.sitting.seating is Seating.LOTTERY:
            # What was committed to stays as it is.
            moved.append(one.sitting)
            continue
        window = open_window
        capacity, has_waiting_list = one.sitting.capacity, one.sitting.has_waiting_list
        if index % 12 == 5:
            window, closed = closed_window, closed + 1
        elif index % 12 == 9:
            window, later = later_window, later + 1
        elif index % 20 == 3 and one.taken <= FEW_SEATS and not one.awaited:
            capacity, scarce = FEW_SEATS, scarce + 1
            # Every other one shows a waiting list, the others that a sitting is full.
            has_waiting_list = scarce % 2 == 1
        shift = shifts.get(one.sitting.period, timedelta())
        planned = replace(
            _moved(one, window, shift, public_holidays),
            capacity=capacity,
            has_waiting_list=has_waiting_list,
        )
        moved.append(planned)
        if to_draw is None and not one_is_drawn and window is open_window and _is_fit(one, planned):
            to_draw = planned
    open_count = len(ordered) - closed - later
    return MovedSittings(tuple(moved), open_count, closed, later, scarce, to_draw)


def _is_fit(one: SittingToMove, planned: PlannedSitting) -> bool:
    """Whether a sitting can show a draw: many seats, a date, and nobody who asked for one yet."""
    return (
        planned.capacity >= SEATS_WORTH_DRAWING
        and planned.start_time is not None
        and planned.seating is Seating.FIRST_COME
        and one.taken == 0
        and not one.awaited
    )


def _shifts(today: date, sittings: list[SittingToMove]) -> dict[int, timedelta]:
    """By how many days each period moves: the first one to a Monday in three weeks or so."""
    first_days: dict[int, date] = {}
    for one in sittings:
        if one.sitting.start_time is not None:
            day = local_date(one.sitting.start_time)
            period = one.sitting.period
            first_days[period] = min(day, first_days.get(period, day))
    in_three_weeks = today + timedelta(21)
    monday = in_three_weeks + timedelta(-in_three_weeks.weekday() % 7)
    return {
        period: monday + timedelta(weeks=5 * (period - 1)) - first
        for period, first in first_days.items()
    }


def _moved(
    one: SittingToMove, window: Window, shift: timedelta, public_holidays: Set[date]
) -> PlannedSitting:
    start = one.sitting.start_time
    day = None if start is None else local_date(start) + shift
    undated = one.period.undated_withdrawal_last_date
    own_day = None
    if undated is not None:
        own_day = (
            local_date(window.close_time)
            - timedelta(1)
            + (undated - one.period.registration_last_date)
        )
    return replace(
        one.sitting,
        start_time=moment_at(day, local_datetime(start).time()) if day and start else None,
        registration=window,
        withdrawal_close_time=withdrawal_close_time(
            window,
            withdrawable_after_window=one.form.withdrawable_after_window,
            sitting_day=day,
            working_days=one.withdrawal.working_days,
            public_holidays=public_holidays,
            undated_last_day=own_day,
        ),
    )
