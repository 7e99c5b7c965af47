"""Whose ledger it is."""

from dataclasses import dataclass
from uuid import UUID

from chassis.values import PersonName


@dataclass(frozen=True, slots=True)
class AccountHolder:
    """A student, or an applicant before enrolment, by the id under which the ledger is kept."""

    person_id: UUID
    name: PersonName
    # Seven digits; empty before enrolment.
    matriculation_number: str
    # Nine digits; empty for a student.
    applicant_number: str
    # Where mails go to; empty while a student's mailbox is not known.
    email: str

    @property
    def number(self) -> str:
        """What payments name: the matriculation number, or before it the applicant number."""
        return self.matriculation_number or self.applicant_number
