"""How a caller stands to the resources of records."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Caller, Relation

from records.app import clearing
from records.app.applicants import applicant_exists
from records.app.appointments import host_and_student
from records.app.card_desk import owner_of_card
from records.app.enrolments import owner_of_enrolment
from records.app.persons import person_exists
from records.app.semester_jobs import job_exists
from records.app.staff import user_name_of


def relation_to_person(tx: Transaction, caller: Caller, person_id: str) -> Relation | None:
    """A person's record is the person's own."""
    if not person_exists(tx, UUID(person_id)):
        return None
    return _own_or_any(caller, UUID(person_id))


def relation_to_enrolment(tx: Transaction, caller: Caller, enrolment_id: str) -> Relation | None:
    """An enrolment is its person's own."""
    owner = owner_of_enrolment(tx, UUID(enrolment_id))
    return None if owner is None else _own_or_any(caller, owner)


def relation_to_applicant(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    applicant_id: str,
) -> Relation | None:
    """An applicant is nobody's own: there is no account before enrolment."""
    return Relation.ANY if applicant_exists(tx, UUID(applicant_id)) else None


def relation_to_semester_job(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    job_id: str,
) -> Relation | None:
    """A semester job is nobody's own."""
    return Relation.ANY if job_exists(tx, UUID(job_id)) else None


def relation_to_student_card(tx: Transaction, caller: Caller, card_id: str) -> Relation | None:
    """A student card is its person's own."""
    owner = owner_of_card(tx, UUID(card_id))
    return None if owner is None else _own_or_any(caller, owner)


def relation_to_appointment(
    tx: Transaction, caller: Caller, appointment_id: str
) -> Relation | None:
    """Assigned to the member of staff in whose list it is; own for the student who booked it."""
    found = host_and_student(tx, UUID(appointment_id))
    if found is None:
        return None
    host, student = found
    if student == caller.person_id:
        return Relation.OWN
    return Relation.ASSIGNED if host == user_name_of(tx, caller.person_id) else Relation.ANY


def relation_to_clearing_item(
    tx: Transaction,
    caller: Caller,  # noqa: ARG001  # whoever calls
    item_id: str,
) -> Relation | None:
    """An item of the clearing list is nobody's own."""
    return Relation.ANY if clearing.item_exists(tx, UUID(item_id)) else None


def _own_or_any(caller: Caller, owner: UUID) -> Relation:
    return Relation.OWN if caller.person_id == owner else Relation.ANY
