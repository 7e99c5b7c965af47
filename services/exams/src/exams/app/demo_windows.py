"""Moves the windows and dates of the current semester around today, for demonstrations."""

from datetime import date

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import Semester, local_date

from exams.app.public_holidays import public_holidays_of
from exams.domain.demonstration import MovedSittings, move_around
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
    return semester, moved
