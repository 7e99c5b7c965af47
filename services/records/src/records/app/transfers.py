"""What somebody has to transfer: amount, account, reference, deadline."""

from dataclasses import dataclass
from datetime import date

from chassis.database import Transaction
from chassis.values import PersonName

from records.app.public_facts import university
from records.domain.applicants import Applicant
from records.domain.epc import LONGEST_REMITTANCE
from records.domain.payment_to_make import PaymentToMake, reference_of
from records.domain.person import Person
from records.domain.sepa_letters import in_sepa_letters
from records.domain.university import BankAccount


@dataclass(frozen=True, slots=True)
class Transfers:
    """Makes payments to the university's account, which is read once."""

    account: BankAccount

    @classmethod
    def of(cls, tx: Transaction) -> "Transfers":
        """With the account of the profile. Raises UNIVERSITY_NOT_LOADED."""
        return cls(university(tx).bank_account)

    def of_student(self, person: Person, cents: int, deadline: date) -> PaymentToMake:
        """What a student has to pay, with the matriculation number."""
        return self._with(person.matriculation_number, person.name, cents, deadline)

    def of_applicant(self, applicant: Applicant, cents: int) -> PaymentToMake:
        """What an applicant has to pay, with the applicant number."""
        deadline = applicant.payment_deadline_date
        return self._with(applicant.applicant_number, applicant.name, cents, deadline)

    def _with(self, number: str, name: PersonName, cents: int, deadline: date) -> PaymentToMake:
        reference = in_sepa_letters(reference_of(number, name), LONGEST_REMITTANCE)
        return PaymentToMake(cents, self.account, reference, deadline)
