"""Later payment deadlines of applicants, as Student Services name them."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction

from records.app.applicant_decisions import extend_deadline
from records.domain.applicants import Applicant, is_deadline_too_late
from records.store.applicants import load_applicant
from records.texts import applicants as texts


def name_later_deadline(
    tx: Transaction, applicant_id: UUID, deadline: date, version: int, by: str
) -> Applicant:
    """Extends the deadline, at most to the end of the first semester.

    Raises DEADLINE_IMPLAUSIBLE and what `extend_deadline` raises.
    """
    applicant = load_applicant(tx, applicant_id)
    # The first semester of an applicant never changes; who is unknown is refused below.
    if applicant is not None and is_deadline_too_late(deadline, applicant.first_semester):
        raise texts.deadline_implausible(applicant.first_semester)
    return extend_deadline(tx, applicant_id, deadline, version, by)
