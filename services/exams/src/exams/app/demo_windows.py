"""Moves the windows and dates of the current semester around today, for demonstrations."""

from dataclasses import replace
from datetime import date, time, timedelta

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import Semester, local_date

from exams.app.lottery import create_lottery
from exams.app.public_holidays import public_holidays_of
from exams.domain.demonstration import MovedSittings, move_around
from exams.domain.examinations import Seating
from exams.domain.profile import PlannedSitting
from exams.domain.windows import Window, moment_at
from exams.store import offers
from exams.texts import failures


def move_windows_around_today(
    tx: Transaction, *, demo: bool, on_loopback: bool
) -> tuple[Semester, MovedSittings]:
    """Opens most registration windows of the current semester.

    Raises DEMO_ONLY outside a demonstration on a loopback address, and NO_SITTINGS where the
    profile has no sittings in the semester.
    """
    if not (demo and on_loopback):
        raise Failure(Code.FAILED_PRECONDITION, "DEMO_ONLY", failures.DEMO_ONLY)
    today = local_date(tx.now)
    semester = Semester.of(today)
    sittings = offers.sittings_to_move(tx, semester)
    if not sittings:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "NO_SITTINGS",
            failures.NO_SITTINGS.format(semester=semester.name),
        )
    holidays = frozenset[date]().union(
        *(
            public_holidays_of(state, range(today.year, today.year + 2))
            for state in {one.withdrawal.holidays_of for one in sittings}
        )
    )
    moved = move_around(today, sittings, holidays)
    offers.keep_sittings(tx, moved.sittings)
    if moved.to_draw is not None:
        _draw_seats_of(tx, moved.to_draw)
    return semester, moved


def _draw_seats_of(tx: Transaction, sitting: PlannedSitting) -> None:
    """Gives a sitting a lottery, committed to before its window opens, which it does right then."""
    window = sitting.registration
    ahead = replace(sitting, registration=Window(tx.now + timedelta(minutes=1), window.close_time))
    offers.keep_sittings(tx, [ahead])
    last_day = local_date(window.close_time)
    saturday = last_day + timedelta((5 - last_day.weekday()) % 7 or 7)
    create_lottery(
        tx,
        sitting.sitting_id,
        public_source=f"Lotto 6aus49, Ziehung vom {saturday:%d.%m.%Y}, sechs Zahlen aufsteigend, "
        "durch Kommas getrennt",
        public_time=moment_at(saturday, time(19, 25)),
        preselection_percent=30,
        created_by=None,
    )
    offers.keep_sittings(
        tx,
        [
            replace(
                sitting,
                registration=Window(tx.now, window.close_time),
                seating=Seating.LOTTERY,
            )
        ],
    )
