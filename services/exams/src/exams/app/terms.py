"""Reading and accepting the registration terms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure

from exams.domain.examinations import Terms, TermsStanding
from exams.store import terms as stored
from exams.store.terms import terms_not_loaded
from exams.texts import failures


@dataclass(frozen=True)
class TermsForStudent:
    """The terms in force and when the student accepted them, if at all."""

    terms: Terms
    accept_time: datetime | None


def get_terms(tx: Transaction, person_id: UUID) -> TermsForStudent:
    """The terms in force as the student finds them. Raises TERMS_NOT_LOADED."""
    text = stored.terms_in_force(tx)
    if text is None:
        raise terms_not_loaded()
    return TermsForStudent(text, standing_of(tx, person_id).accept_time)


def standing_of(tx: Transaction, person_id: UUID) -> TermsStanding:
    """Whether the student accepted the terms in force. Raises TERMS_NOT_LOADED."""
    standing = stored.terms_standing(tx, person_id)
    if standing is None:
        raise terms_not_loaded()
    return standing


def accept_terms(tx: Transaction, person_id: UUID, terms_version: str) -> datetime:
    """Records that the student accepts; returns when that was first done.

    Raises TERMS_VERSION_OUTDATED where the version read is not the one in force.
    """
    in_force = standing_of(tx, person_id).terms_version
    if terms_version != in_force:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "TERMS_VERSION_OUTDATED",
            failures.TERMS_VERSION_OUTDATED.format(version=in_force),
            metadata={"terms_version": in_force},
        )
    return stored.accept_terms(tx, person_id, terms_version)
