"""How students are reached: what is entered, kept and shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from records.app import addresses
from records.app.contact import (
    ContactData,
    add_contact_entry,
    change_contact_entry,
    contact_data_of,
    contact_history_of,
    delete_contact_entry,
)
from records.app.contact_reading import read_value, shown_value
from records.domain.addresses import MailingAddress
from records.domain.contact import MOST_ENTRIES, ContactChange, EntryKind
from records.domain.person import AddressKind

from services.records.tests.persons_factories import ABROAD, HOME, ROOM, Enrol

TODAY = date(2026, 11, 2)
CLERK = "sservice"
STUDENT = "lg100001"


@pytest.fixture
def person_id(enrol: Enrol) -> UUID:
    return enrol().person.person_id


@pytest.fixture
def data(loaded: Database, person_id: UUID) -> Callable[[], ContactData]:
    return lambda: within(loaded, contact_data_of, person_id)


def reason(refused: pytest.ExceptionInfo[Failure]) -> tuple[Code, str]:
    assert refused.value.message.de != refused.value.message.en
    return refused.value.code, refused.value.reason


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("04131 677-2277", "+4941316772277", "+49 4131 6772277"),
        ("+49 (0)4131 677 2277", "+4941316772277", "+49 4131 6772277"),
        ("0049-171/1234567", "+491711234567", "+49 171 1234567"),
        ("+44 20 7946 0018", "+442079460018", "+44 20 7946 0018"),
    ],
)
def test_numbers_are_understood_as_people_write_them(text: str, stored: str, shown: str) -> None:
    assert read_value(EntryKind.PHONE, text) == stored
    assert shown_value(EntryKind.PHONE, stored) == shown


@pytest.mark.parametrize("text", ["677", "call me", "+49", "04131 677-2277 ext. 5", "1" * 60])
def test_what_is_no_complete_number_is_refused(text: str) -> None:
    assert read_value(EntryKind.MOBILE, text) is None


def test_an_email_address_is_stored_tidy() -> None:
    assert read_value(EntryKind.PRIVATE_EMAIL, "Ayse@müller.de") == "Ayse@müller.de"
    assert read_value(EntryKind.PRIVATE_EMAIL, " Ayse@GMX.de ") == "Ayse@gmx.de"
    assert read_value(EntryKind.PRIVATE_EMAIL, "ayse@@gmx.de") is None


def test_addresses_of_today_and_of_later_are_shown(
    loaded: Database, person_id: UUID, data: Callable[[], ContactData]
) -> None:
    within(loaded, addresses.set_home_address, person_id, HOME, TODAY, CLERK)
    later = TODAY + timedelta(days=30)
    within(loaded, addresses.set_home_address, person_id, ABROAD, later, CLERK)
    within(loaded, addresses.set_semester_address, person_id, ROOM, TODAY, STUDENT)
    found = data()
    assert found.home is not None
    assert found.home.entered.address == HOME
    assert found.home.valid_until == later - timedelta(days=1)
    assert found.semester is not None
    assert found.semester.entered.entered_by == STUDENT
    assert [each.entered.address for each in found.later] == [ABROAD]
    assert found.person.correspondence is AddressKind.HOME


def test_a_wrong_address_changes_nothing_and_names_every_field(
    loaded: Database, person_id: UUID, data: Callable[[], ContactData]
) -> None:
    wrong = MailingAddress("", "", "123", "Лüneburg", "DE")
    far = TODAY + timedelta(days=400)
    with pytest.raises(Failure) as refused:
        within(loaded, addresses.set_semester_address, person_id, wrong, far, STUDENT)
    assert reason(refused) == (Code.INVALID_ARGUMENT, "ADDRESS_INVALID")
    assert [each.path for each in refused.value.fields] == [
        "address.street_address",
        "address.city",
        "address.postal_code",
        "valid_from_date",
    ]
    assert data().semester is None


def test_the_semester_address_can_be_chosen_only_where_there_is_one(
    loaded: Database, person_id: UUID, data: Callable[[], ContactData]
) -> None:
    kind = AddressKind.SEMESTER
    with pytest.raises(Failure) as refused:
        within(loaded, addresses.choose_correspondence, person_id, kind, STUDENT)
    assert reason(refused) == (Code.FAILED_PRECONDITION, "NO_SEMESTER_ADDRESS")
    within(loaded, addresses.set_semester_address, person_id, ROOM, TODAY, STUDENT)
    within(loaded, addresses.choose_correspondence, person_id, kind, STUDENT)
    within(loaded, addresses.choose_correspondence, person_id, kind, STUDENT)
    assert data().person.correspondence is kind
    history = within(loaded, contact_history_of, person_id, None, 10).entries
    assert [each.change for each in history].count(ContactChange.CORRESPONDENCE_CHOSEN) == 1


def test_after_the_semester_address_is_given_up_letters_go_home(
    loaded: Database, person_id: UUID, data: Callable[[], ContactData], clock: DrivenClock
) -> None:
    within(loaded, addresses.set_home_address, person_id, HOME, TODAY, CLERK)
    within(loaded, addresses.set_semester_address, person_id, ROOM, TODAY, STUDENT)
    within(loaded, addresses.choose_correspondence, person_id, AddressKind.SEMESTER, STUDENT)
    clock.set(datetime(2026, 11, 10, 9, tzinfo=UTC))
    leaving = date(2026, 11, 20)
    within(loaded, addresses.remove_semester_address, person_id, leaving, STUDENT)
    letter, lines = within(loaded, addresses.letter_to, person_id, date(2026, 11, 19))
    assert letter.address == ROOM
    assert lines == ("Ayşe Öztürk", "bei Müller", "Uelzener Straße 12 a", "21335 Lüneburg")
    letter, _ = within(loaded, addresses.letter_to, person_id, leaving)
    assert letter.address == HOME
    clock.set(datetime(2026, 11, 21, 9, tzinfo=UTC))
    assert data().semester is None
    with pytest.raises(Failure) as refused:
        within(loaded, addresses.remove_semester_address, person_id, date(2026, 11, 21), STUDENT)
    assert reason(refused) == (Code.FAILED_PRECONDITION, "NO_SEMESTER_ADDRESS")


def test_without_any_address_there_is_nowhere_to_write_to(
    loaded: Database, person_id: UUID
) -> None:
    assert within(loaded, addresses.address_on, person_id, TODAY) is None
    with pytest.raises(Failure) as refused:
        within(loaded, addresses.letter_to, person_id, TODAY)
    assert reason(refused) == (Code.FAILED_PRECONDITION, "NO_ADDRESS")


def test_numbers_are_added_changed_and_deleted(
    loaded: Database, person_id: UUID, data: Callable[[], ContactData], clock: DrivenClock
) -> None:
    fax = within(loaded, add_contact_entry, person_id, EntryKind.FAX, "04131 677-1", STUDENT)
    clock.set(datetime(2026, 11, 3, 9, tzinfo=UTC))
    within(loaded, add_contact_entry, person_id, EntryKind.PHONE, "04131 677-2277", STUDENT)
    changed = within(loaded, change_contact_entry, person_id, fax.entry_id, "04131 677-2", STUDENT)
    assert [each.value for each in data().entries] == ["+4941316772277", "+4941316772"]
    same = within(loaded, change_contact_entry, person_id, changed.entry_id, "041316772", STUDENT)
    assert same == changed
    clock.set(datetime(2026, 11, 4, 9, tzinfo=UTC))
    within(loaded, delete_contact_entry, person_id, changed.entry_id, CLERK)
    assert [each.kind for each in data().entries] == [EntryKind.PHONE]
    for entry_id in (fax.entry_id, changed.entry_id, uuid4()):
        with pytest.raises(Failure) as refused:
            within(loaded, delete_contact_entry, person_id, entry_id, STUDENT)
        assert reason(refused) == (Code.NOT_FOUND, "CONTACT_ENTRY_UNKNOWN")


def test_an_entry_of_somebody_else_is_unknown(
    loaded: Database, person_id: UUID, enrol: Enrol
) -> None:
    other = enrol("Mai", "Trần").person.person_id
    entry = within(loaded, add_contact_entry, other, EntryKind.FAX, "04131 677-1", STUDENT)
    with pytest.raises(Failure) as refused:
        within(loaded, change_contact_entry, person_id, entry.entry_id, "04131 677-2", STUDENT)
    assert reason(refused) == (Code.NOT_FOUND, "CONTACT_ENTRY_UNKNOWN")


def test_what_is_there_already_is_not_entered_twice(loaded: Database, person_id: UUID) -> None:
    def refusal(kind: EntryKind, text: str) -> tuple[Code, str]:
        with pytest.raises(Failure) as refused:
            within(loaded, add_contact_entry, person_id, kind, text, STUDENT)
        return reason(refused)

    email = EntryKind.PRIVATE_EMAIL
    within(loaded, add_contact_entry, person_id, email, "ayse@gmx.de", STUDENT)
    within(loaded, add_contact_entry, person_id, EntryKind.PHONE, "04131 677-2277", STUDENT)
    same = "+49 4131 6772277"
    assert refusal(EntryKind.PHONE, same) == (Code.ALREADY_EXISTS, "CONTACT_ENTRY_EXISTS")
    assert refusal(email, "a@web.de") == (Code.ALREADY_EXISTS, "PRIVATE_EMAIL_EXISTS")
    assert refusal(email, "nobody") == (Code.INVALID_ARGUMENT, "CONTACT_ENTRY_INVALID")
    for number in range(MOST_ENTRIES - 2):
        text = f"04131 67722{number:02d}"
        within(loaded, add_contact_entry, person_id, EntryKind.FAX, text, STUDENT)
    many = refusal(EntryKind.FAX, "04131 6771")
    assert many == (Code.RESOURCE_EXHAUSTED, "TOO_MANY_CONTACT_ENTRIES")


def test_the_history_says_who_changed_what_and_when(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    within(loaded, addresses.set_home_address, person_id, HOME, TODAY, CLERK)
    clock.set(datetime(2026, 11, 3, 9, tzinfo=UTC))
    kind = EntryKind.MOBILE
    entry = within(loaded, add_contact_entry, person_id, kind, "0171 1234567", STUDENT)
    clock.set(datetime(2026, 11, 4, 9, tzinfo=UTC))
    within(loaded, delete_contact_entry, person_id, entry.entry_id, CLERK)
    seen = []
    after = None
    while True:
        page = within(loaded, contact_history_of, person_id, after, 2)
        seen += [(each.change, each.change_time.day, each.changed_by) for each in page.entries]
        if not page.has_next:
            break
        after = page.entries[-1].key
    assert seen == [
        (ContactChange.ENTRY_ENDED, 4, CLERK),
        (ContactChange.ENTRY_ADDED, 3, STUDENT),
        (ContactChange.ADDRESS_ENTERED, 2, CLERK),
    ]
