"""What students are members of through their enrolments.

Source: guide 002, "Enrolment": "upon enrolment the students also become members of a specific
faculty and Student Council through the selection of their degree programme", until de-registration.
"""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.enrolments import enrolments_of_person
from records.app.public_facts import university
from records.domain.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class Membership:
    """A current enrolment with the name of the school that it belongs to."""

    enrolment: Enrolment
    school_name: LocalizedText


def memberships_of(tx: Transaction, person_id: UUID) -> tuple[Membership, ...]:
    """What a person is a member of today. Raises PERSON_UNKNOWN and UNIVERSITY_NOT_LOADED."""
    today = local_date(tx.now)
    schools = {each.code: each.name for each in university(tx).schools}
    return tuple(
        Membership(each, schools[each.programme.school_code])
        for each in enrolments_of_person(tx, person_id)
        if each.is_current(today)
    )
