"""What records tells: each event carries the whole state of what changed."""

from collections.abc import Iterable

from chassis.database import Transaction
from chassis.events import tell, tell_all
from chassis.rpc.observation import traceparent
from matrikel.records.v1 import events_pb2

from records.domain.calendar import SemesterDates
from records.domain.enrolment import Enrolment
from records.domain.person import Person
from records.domain.preselection import PreselectionRight
from records.events.packing import pack_enrolment, pack_person, pack_semester_dates
from records.events.preselection_packing import pack_right_changed


def tell_person_changed(tx: Transaction, person: Person) -> None:
    """A person was entered, or a fact about the person changed."""
    tell(tx, events_pb2.PersonChanged(person=pack_person(person)))


def tell_enrolled(tx: Transaction, enrolment: Enrolment, person: Person) -> None:
    """A person was enrolled, or an enrolment changed."""
    tell(tx, events_pb2.Enrolled(enrolment=pack_enrolment(enrolment), person=pack_person(person)))


def tell_all_enrolled(tx: Transaction, changed: Iterable[tuple[Enrolment, Person]]) -> None:
    """Enrolments of several persons changed, such as by re-registration."""
    trace = traceparent()
    tell_all(
        tx,
        [
            (
                events_pb2.Enrolled(
                    enrolment=pack_enrolment(enrolment), person=pack_person(person)
                ),
                trace,
            )
            for enrolment, person in changed
        ],
    )


def tell_semester_published(tx: Transaction, dates: SemesterDates) -> None:
    """The dates of a semester were published, or changed."""
    tell(tx, events_pb2.SemesterPublished(semester=pack_semester_dates(dates)))


def tell_preselection_rights_changed(tx: Transaction, changed: Iterable[PreselectionRight]) -> None:
    """Rights of pre-selection were given, or taken back."""
    trace = traceparent()
    tell_all(tx, [(pack_right_changed(each), trace) for each in changed])
