"""How a student is reached, and the student cards, as records answers."""

from collections.abc import Iterable

from chassis.packing import unpack_moment, unpack_semester
from chassis.values import local_date
from matrikel.records.v1 import application_content_pb2, contact_pb2, student_card_pb2

from certificates.clients.countries import country_name
from certificates.domain.facts import (
    AddressFacts,
    AddressKind,
    CardFacts,
    CardState,
    ContactData,
    ContactEntry,
    ContactEntryKind,
)
from certificates.domain.printing import NOTHING

_CARD_STATES = {
    student_card_pb2.STUDENT_CARD_STATE_ACTIVE: CardState.ACTIVE,
    student_card_pb2.STUDENT_CARD_STATE_BLOCKED: CardState.BLOCKED,
    student_card_pb2.STUDENT_CARD_STATE_RETURNED: CardState.RETURNED,
    student_card_pb2.STUDENT_CARD_STATE_EXPIRED: CardState.EXPIRED,
}
_ENTRY_KINDS = {
    contact_pb2.CONTACT_ENTRY_KIND_PHONE: ContactEntryKind.PHONE,
    contact_pb2.CONTACT_ENTRY_KIND_MOBILE: ContactEntryKind.MOBILE,
    contact_pb2.CONTACT_ENTRY_KIND_FAX: ContactEntryKind.FAX,
    contact_pb2.CONTACT_ENTRY_KIND_PRIVATE_EMAIL: ContactEntryKind.PRIVATE_EMAIL,
}
_HOME_COUNTRY = "DE"


def unpack_contact_data(data: contact_pb2.ContactData) -> ContactData:
    """Addresses and numbers of today."""
    semester_chosen = data.correspondence == contact_pb2.ADDRESS_KIND_SEMESTER
    return ContactData(
        home_address=_address(data.home_address) if data.HasField("home_address") else None,
        semester_address=(
            _address(data.semester_address) if data.HasField("semester_address") else None
        ),
        correspondence=AddressKind.SEMESTER if semester_chosen else AddressKind.HOME,
        entries=tuple(
            ContactEntry(_ENTRY_KINDS[one.kind], one.display_value or one.value)
            for one in data.entries
        ),
    )


def _address(dated: contact_pb2.DatedAddress) -> AddressFacts:
    address: application_content_pb2.MailingAddress = dated.address
    abroad = address.country != _HOME_COUNTRY
    return AddressFacts(
        care_of=address.care_of,
        street_address=address.street_address,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
        country_name=country_name(address.country) if abroad else NOTHING,
    )


def unpack_cards(cards: Iterable[student_card_pb2.StudentCard]) -> tuple[CardFacts, ...]:
    """The student cards in their order."""
    return tuple(
        CardFacts(
            card_number=one.card_number,
            state=_CARD_STATES[one.state],
            valid_until=unpack_semester(one.valid_until_semester),
            issue_date=local_date(unpack_moment(one.issue_time)),
        )
        for one in cards
    )
