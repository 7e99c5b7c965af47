"""Reading enrolments."""

from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.persons import person_with_id
from records.domain.enrolment import Enrolment, current_first
from records.store import enrolments as store
from records.texts import refusals


def enrolments_of_person(tx: Transaction, person_id: UUID) -> tuple[Enrolment, ...]:
    """The enrolments of a person, current ones first. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return current_first(store.load_enrolments_of(tx, person_id), local_date(tx.now))


def enrolment_with_id(tx: Transaction, enrolment_id: UUID) -> Enrolment:
    """The enrolment with the id. Raises ENROLMENT_UNKNOWN."""
    person_id = store.owner_of(tx, enrolment_id)
    if person_id is not None:
        for enrolment in store.load_enrolments_of(tx, person_id):
            if enrolment.enrolment_id == enrolment_id:
                return enrolment
    raise refusals.enrolment_unknown(str(enrolment_id))


def owner_of_enrolment(tx: Transaction, enrolment_id: UUID) -> UUID | None:
    """The person whose enrolment it is; None where there is no such enrolment."""
    return store.owner_of(tx, enrolment_id)
