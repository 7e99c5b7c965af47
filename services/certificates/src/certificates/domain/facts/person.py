"""The student and the student card."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester

from certificates.domain.printing import NOTHING


class SexEntry(StrEnum):
    """The entry of the sex in the civil register."""

    UNKNOWN = "unknown"
    FEMALE = "female"
    MALE = "male"
    DIVERSE = "diverse"
    NONE = "none"


class CardState(StrEnum):
    """How a student card stands."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    RETURNED = "returned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The student."""

    person_id: UUID
    matriculation_number: str
    name: PersonName
    birth_date: date
    birth_place: str
    # Two letters (ISO 3166-1).
    citizenship: str = ""
    # The country in words.
    citizenship_name: LocalizedText = NOTHING
    sex_entry: SexEntry = SexEntry.UNKNOWN
    # The university mailbox; empty until the account exists.
    mailbox: str = ""
    # Of the person in records; 0 where it is not known.
    version: int = 0


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A student card."""

    card_number: str
    state: CardState
    valid_until: Semester
    issue_date: date
