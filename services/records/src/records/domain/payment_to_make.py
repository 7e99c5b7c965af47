"""What somebody has to transfer, and how.

Source: guide 002, "Transferring the semester contributions".
"""

from dataclasses import dataclass
from datetime import date

from chassis.values import PersonName

from records.domain.university import BankAccount


@dataclass(frozen=True, slots=True)
class PaymentToMake:
    """A transfer to the university; 0 cents where nothing is left to pay."""

    cents: int
    account: BankAccount
    reference: str
    deadline_date: date


def reference_of(number: str, name: PersonName) -> str:
    """ "1234567, Smith, John": a matriculation number, or nine digits for an applicant."""
    return f"{number}, {name.family_name}, {name.given_names}"


def iban_in_groups(iban: str) -> str:
    """The IBAN in groups of four, as people read it."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
