"""What identity hears. Each event may come twice; the second time changes nothing."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from chassis.packing import unpack_date, unpack_name, unpack_text
from matrikel.records.v1 import enrolment_pb2, person_pb2
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged

from identity.app.accounts.making import PersonFacts, enrolled, person_changed
from identity.app.library.handover import note_newcomer
from identity.domain.enrolments import EndReason, EnrolmentKind, HeardEnrolment
from identity.domain.library_handover import Newcomer

_KINDS = {
    enrolment_pb2.ENROLMENT_KIND_STUDENT: EnrolmentKind.STUDENT,
    enrolment_pb2.ENROLMENT_KIND_DOCTORAL: EnrolmentKind.DOCTORAL,
}
_END_REASONS = {
    enrolment_pb2.END_REASON_UNSPECIFIED: None,
    enrolment_pb2.END_REASON_COMPLETION: EndReason.COMPLETION,
    enrolment_pb2.END_REASON_APPLICATION: EndReason.APPLICATION,
    enrolment_pb2.END_REASON_NOT_REREGISTERED: EndReason.NOT_REREGISTERED,
    enrolment_pb2.END_REASON_OFFICE: EndReason.OFFICE,
}


def hearings(mailbox_domain: str) -> tuple[Hearing[Enrolled], Hearing[PersonChanged]]:
    """The events that are heard; new students get a mailbox in this domain."""

    def on_enrolled(tx: Transaction, event: Enrolled) -> None:
        enrolled(tx, _enrolment(event.enrolment), _facts(event.person), mailbox_domain)
        note_newcomer(tx, _newcomer(event.enrolment))

    return Hearing(Enrolled, on_enrolled), Hearing(PersonChanged, on_person_changed)


def on_person_changed(tx: Transaction, event: PersonChanged) -> None:
    """The person's name may have changed."""
    person_changed(tx, UUID(event.person.person_id), _facts(event.person))


def _facts(person: person_pb2.Person) -> PersonFacts:
    return PersonFacts(unpack_name(person.name), person.version)


def _enrolment(enrolment: enrolment_pb2.Enrolment) -> HeardEnrolment:
    return HeardEnrolment(
        enrolment_id=UUID(enrolment.enrolment_id),
        person_id=UUID(enrolment.person_id),
        kind=_KINDS[enrolment.kind],
        programme_code=enrolment.programme.programme_code,
        programme_name=unpack_text(enrolment.programme.name),
        school_code=enrolment.programme.school_code,
        end_date=unpack_date(enrolment.end_date) if enrolment.HasField("end_date") else None,
        end_reason=_END_REASONS[enrolment.end_reason],
        version=enrolment.version,
    )


def _newcomer(enrolment: enrolment_pb2.Enrolment) -> Newcomer:
    semesters = enrolment.semesters
    return Newcomer(
        enrolment_id=UUID(enrolment.enrolment_id),
        person_id=UUID(enrolment.person_id),
        programme_code=enrolment.programme.programme_code,
        school_code=enrolment.programme.school_code,
        first_semester=semesters[0].semester.code if semesters else "",
        end_date=unpack_date(enrolment.end_date) if enrolment.HasField("end_date") else None,
    )
