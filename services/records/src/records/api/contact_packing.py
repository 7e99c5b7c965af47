"""Addresses, numbers and changes as messages of the contract."""

from chassis.packing import pack_date, pack_moment
from matrikel.records.v1 import application_content_pb2, contact_pb2

from records.app.contact import ContactData
from records.app.contact_reading import shown_value
from records.domain.addresses import AddressPeriod, DatedAddress, MailingAddress
from records.domain.contact import ContactChange, ContactEntry, EntryKind, HistoryEntry
from records.domain.person import AddressKind

ADDRESS_KINDS = {
    AddressKind.HOME: contact_pb2.ADDRESS_KIND_HOME,
    AddressKind.SEMESTER: contact_pb2.ADDRESS_KIND_SEMESTER,
}
KINDS_OF_ADDRESS = {number: kind for kind, number in ADDRESS_KINDS.items()}
ENTRY_KINDS = {
    EntryKind.PHONE: contact_pb2.CONTACT_ENTRY_KIND_PHONE,
    EntryKind.MOBILE: contact_pb2.CONTACT_ENTRY_KIND_MOBILE,
    EntryKind.FAX: contact_pb2.CONTACT_ENTRY_KIND_FAX,
    EntryKind.PRIVATE_EMAIL: contact_pb2.CONTACT_ENTRY_KIND_PRIVATE_EMAIL,
}
KINDS_OF_ENTRY = {number: kind for kind, number in ENTRY_KINDS.items()}
_CHANGES = {
    ContactChange.ADDRESS_ENTERED: contact_pb2.CONTACT_CHANGE_ADDRESS_ENTERED,
    ContactChange.SEMESTER_ADDRESS_REMOVED: contact_pb2.CONTACT_CHANGE_SEMESTER_ADDRESS_REMOVED,
    ContactChange.CORRESPONDENCE_CHOSEN: contact_pb2.CONTACT_CHANGE_CORRESPONDENCE_CHOSEN,
    ContactChange.ENTRY_ADDED: contact_pb2.CONTACT_CHANGE_ENTRY_ADDED,
    ContactChange.ENTRY_ENDED: contact_pb2.CONTACT_CHANGE_ENTRY_ENDED,
}


def pack_address(address: MailingAddress) -> application_content_pb2.MailingAddress:
    """A postal address."""
    return application_content_pb2.MailingAddress(
        care_of=address.care_of,
        street_address=address.street_address,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
    )


def unpack_address(address: application_content_pb2.MailingAddress) -> MailingAddress:
    """A postal address as it was entered."""
    return MailingAddress(
        care_of=address.care_of,
        street_address=address.street_address,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
    )


def pack_period(period: AddressPeriod) -> contact_pb2.DatedAddress:
    """An address with its days; without an address where one was given up."""
    entered = period.entered
    return contact_pb2.DatedAddress(
        kind=ADDRESS_KINDS[entered.kind],
        address=None if entered.address is None else pack_address(entered.address),
        valid_from_date=pack_date(entered.valid_from),
        valid_until_date=pack_date(period.valid_until),
        enter_time=pack_moment(entered.enter_time),
        entered_by=entered.entered_by,
    )


def pack_letter_address(found: DatedAddress, lines: tuple[str, ...]) -> contact_pb2.LetterAddress:
    """Where a letter goes, with the lines of its envelope."""
    return contact_pb2.LetterAddress(
        kind=ADDRESS_KINDS[found.kind],
        address=None if found.address is None else pack_address(found.address),
        lines=lines,
    )


def pack_entry(entry: ContactEntry) -> contact_pb2.ContactEntry:
    """A number or an e-mail address."""
    return contact_pb2.ContactEntry(
        contact_entry_id=str(entry.entry_id),
        kind=ENTRY_KINDS[entry.kind],
        value=entry.value,
        display_value=shown_value(entry.kind, entry.value),
        create_time=pack_moment(entry.create_time),
    )


def pack_contact_data(data: ContactData) -> contact_pb2.ContactData:
    """How a person is reached."""
    return contact_pb2.ContactData(
        person_id=str(data.person.person_id),
        home_address=None if data.home is None else pack_period(data.home),
        semester_address=None if data.semester is None else pack_period(data.semester),
        later_addresses=[pack_period(each) for each in data.later],
        correspondence=ADDRESS_KINDS[data.person.correspondence],
        entries=[pack_entry(each) for each in data.entries],
        mailbox=data.person.mailbox,
    )


def pack_history_entry(entry: HistoryEntry) -> contact_pb2.ContactHistoryEntry:
    """One change."""
    choice = entry.choice
    return contact_pb2.ContactHistoryEntry(
        change_time=pack_moment(entry.change_time),
        changed_by=entry.changed_by,
        change=_CHANGES[entry.change],
        address=None if entry.address is None else pack_period(entry.address),
        correspondence=(
            contact_pb2.ADDRESS_KIND_UNSPECIFIED if choice is None else ADDRESS_KINDS[choice.kind]
        ),
        contact_entry=None if entry.entry is None else pack_entry(entry.entry),
    )
