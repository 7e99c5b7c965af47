"""How a student is reached."""

from dataclasses import dataclass
from enum import StrEnum

from chassis.values import LocalizedText


class AddressKind(StrEnum):
    """Which of a person's addresses it is."""

    HOME = "home"
    SEMESTER = "semester"


class ContactEntryKind(StrEnum):
    """What a contact entry is."""

    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    PRIVATE_EMAIL = "private_email"


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """An address."""

    care_of: str
    street_address: str
    postal_code: str
    city: str
    # Two letters (ISO 3166-1).
    country: str
    # In words; empty for an address in Germany.
    country_name: LocalizedText


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A number or e-mail address, as people read it."""

    kind: ContactEntryKind
    value: str


@dataclass(frozen=True, slots=True)
class ContactData:
    """Addresses and numbers of today."""

    # None where none is known.
    home_address: AddressFacts | None
    semester_address: AddressFacts | None
    # What the person chose; without a semester address, letters go to the home address.
    correspondence: AddressKind
    entries: tuple[ContactEntry, ...]
