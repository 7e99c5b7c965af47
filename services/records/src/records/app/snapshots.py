"""What records can tell again of the present state: semesters, persons, enrolments, rights."""

from uuid import UUID

from chassis.database import Transaction

from records.domain.calendar import SemesterDates
from records.domain.enrolment import Enrolment
from records.domain.person import Person
from records.domain.preselection import PreselectionRight
from records.store import catalogue, enrolments, persons, preselection_rights
from records.store.snapshots import person_ids_after


def semesters(tx: Transaction) -> tuple[SemesterDates, ...]:
    """The published semesters in order of time."""
    return catalogue.load_semesters(tx)


def persons_after(
    tx: Transaction, after: UUID | None, limit: int
) -> list[tuple[Person, tuple[Enrolment, ...]]]:
    """At most `limit` persons in the order of their ids, those behind the one given.

    Each with the enrolments.
    """
    ids = person_ids_after(tx, after, limit)
    found = persons.load_persons(tx, ids)
    enrolled = enrolments.load_enrolments_of_persons(tx, ids)
    return [(found[each], enrolled.get(each, ())) for each in ids]


def preselection_rights_after(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[PreselectionRight, ...]:
    """At most `limit` rights in the order of their ids, those behind the one given."""
    return preselection_rights.load_rights_after(tx, after, limit)
