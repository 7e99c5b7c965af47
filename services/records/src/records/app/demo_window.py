"""Opens re-registration around today, for demonstrations."""

from dataclasses import replace
from datetime import timedelta

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import Semester, local_date

from records.domain.calendar import DayRange, SemesterDates
from records.events.outgoing import tell_semester_published
from records.store.catalogue import load_semesters, store_semesters
from records.texts import demo_window as texts

OPEN_SINCE = timedelta(days=7)
OPEN_FOR = timedelta(days=21)


def move_reregistration_around_today(
    tx: Transaction, *, demo: bool, on_loopback: bool
) -> SemesterDates:
    """Lets the re-registration for the next semester be under way; returns its dates.

    Raises DEMO_ONLY outside a demonstration on a loopback address, and SEMESTER_NOT_PUBLISHED
    where the calendar has no next semester.
    """
    if not (demo and on_loopback):
        raise Failure(Code.FAILED_PRECONDITION, "DEMO_ONLY", texts.DEMO_ONLY)
    today = local_date(tx.now)
    coming = Semester.of(today).next()
    calendar = load_semesters(tx)
    found = next((each for each in calendar if each.semester == coming), None)
    if found is None:
        message = texts.SEMESTER_NOT_PUBLISHED.format(semester=coming.name)
        raise Failure(Code.FAILED_PRECONDITION, "SEMESTER_NOT_PUBLISHED", message)
    moved = replace(found, reregistration=DayRange(today - OPEN_SINCE, today + OPEN_FOR))
    store_semesters(tx, [moved if each is found else each for each in calendar])
    moved = next(each for each in load_semesters(tx) if each.semester == coming)
    if moved.version != found.version:
        tell_semester_published(tx, moved)
    return moved
