"""Semesters as the calendar has them."""

from chassis.database import Transaction
from chassis.values import Semester

from records.domain.calendar import SemesterDates
from records.store.catalogue import load_semesters
from records.texts import reregistration as texts


def dates_of(tx: Transaction, semester: Semester) -> SemesterDates:
    """The dates of a semester. Raises SEMESTER_UNKNOWN where the calendar does not have it."""
    for each in load_semesters(tx):
        if each.semester == semester:
            return each
    raise texts.semester_unknown(semester)
