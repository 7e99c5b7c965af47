"""What identity hears. Each event may come twice; the second time changes nothing."""

from uuid import UUID

from chassis.database import Transaction
from chassis.events import Hearing
from chassis.packing import unpack_name
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged

from identity.app.accounts import enrolled, person_changed
from identity.domain.roles import Role

_ROLES = {
    enrolment_pb2.ENROLMENT_KIND_STUDENT: Role.STUDENT,
    enrolment_pb2.ENROLMENT_KIND_DOCTORAL: Role.DOCTORAL_STUDENT,
}


def hearings(mailbox_domain: str) -> tuple[Hearing[Enrolled], Hearing[PersonChanged]]:
    """The events that are heard; new students get a mailbox in this domain."""

    def on_enrolled(tx: Transaction, event: Enrolled) -> None:
        person = event.person
        enrolled(
            tx,
            UUID(person.person_id),
            unpack_name(person.name),
            person.version,
            _ROLES[event.enrolment.kind],
            mailbox_domain,
        )

    return Hearing(Enrolled, on_enrolled), Hearing(PersonChanged, on_person_changed)


def on_person_changed(tx: Transaction, event: PersonChanged) -> None:
    """The person's name may have changed."""
    person = event.person
    person_changed(tx, UUID(person.person_id), unpack_name(person.name), person.version)
