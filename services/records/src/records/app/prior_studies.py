"""Studies at other German universities: entered and taken off, with what follows for the credit."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.credit_changes import follow_credit
from records.app.persons import person_with_id
from records.domain.credit_facts import PriorStudy
from records.domain.prior_studies import faults_of, is_known
from records.store import ledger
from records.store import prior_studies as store
from records.texts import study_credit as texts


@dataclass(frozen=True, slots=True)
class PriorStudyEntry:
    """What Student Services enter."""

    university_name: str
    programme_name: str
    known_semesters: frozenset[Semester]
    # The number of all semesters; 0 for that of the known ones.
    semesters: int
    completed_degree: bool
    # Of the completed degree programme; 0 where none was completed.
    standard_duration_semesters: int
    # What it rests on.
    reason: str


def prior_studies_of(tx: Transaction, person_id: UUID) -> tuple[PriorStudy, ...]:
    """The entries of a person, in the order of entering. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    return store.load_prior_studies(tx, [person_id]).get(person_id, ())


def enter_prior_study(
    tx: Transaction, person_id: UUID, entry: PriorStudyEntry, *, by: str
) -> PriorStudy:
    """Enters studies elsewhere.

    Raises PERSON_UNKNOWN, PRIOR_STUDY_INVALID and PRIOR_STUDY_KNOWN.
    """
    ledger.lock_accounts(tx, [person_id])
    person = person_with_id(tx, person_id)
    study = PriorStudy(
        prior_study_id=tx.new_id(),
        person_id=person_id,
        university_name=entry.university_name,
        programme_name=entry.programme_name,
        known_semesters=entry.known_semesters,
        semesters=entry.semesters or len(entry.known_semesters),
        completed_degree=entry.completed_degree,
        standard_duration_semesters=entry.standard_duration_semesters,
        enter_time=tx.now,
        entered_by=by,
        reason=entry.reason,
    )
    if faults := faults_of(study, Semester.of(local_date(tx.now)), person.birth_date):
        raise texts.prior_study_invalid(faults)
    if is_known(study, store.load_prior_studies(tx, [person_id]).get(person_id, ())):
        raise texts.prior_study_known()
    store.insert_prior_studies(tx, [study])
    follow_credit(tx, person_id, by=by)
    return study


def remove_prior_study(
    tx: Transaction, person_id: UUID, prior_study_id: UUID, *, reason: str, by: str
) -> None:
    """Takes an entry off; a fee that is due no longer is cancelled. Raises PRIOR_STUDY_UNKNOWN."""
    ledger.lock_accounts(tx, [person_id])
    known = store.load_prior_studies(tx, [person_id]).get(person_id, ())
    if prior_study_id not in {each.prior_study_id for each in known}:
        raise texts.prior_study_unknown()
    store.end_prior_study(tx, prior_study_id, by, reason)
    follow_credit(tx, person_id, by=by)
