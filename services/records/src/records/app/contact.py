"""How students are reached: reading it, its history, and changing numbers and private e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.contact_reading import read_value
from records.app.persons import person_with_id
from records.domain.addresses import AddressPeriod, later_ones, periods
from records.domain.contact import ContactEntry, EntryKind, HistoryEntry, history_of, obstacle_to
from records.domain.person import AddressKind, Person
from records.store import contact as store
from records.store import persons
from records.texts import contact as texts


@dataclass(frozen=True, slots=True)
class ContactData:
    """How somebody is reached today; addresses with their last day where one is known."""

    person: Person
    home: AddressPeriod | None
    semester: AddressPeriod | None
    later: tuple[AddressPeriod, ...]
    entries: tuple[ContactEntry, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of changes, the newest first; `has_next` tells whether older ones follow."""

    entries: tuple[HistoryEntry, ...]
    has_next: bool


def contact_data_of(tx: Transaction, person_id: UUID) -> ContactData:
    """How somebody is reached today. Raises PERSON_UNKNOWN."""
    person = person_with_id(tx, person_id)
    entered = store.addresses_of(tx, person_id)
    today = local_date(tx.now)
    all_periods = periods(entered)
    current = [each for each in store.entries_of(tx, person_id) if each.end_time is None]
    order = list(EntryKind)
    return ContactData(
        person=person,
        home=_holding(all_periods, AddressKind.HOME, today),
        semester=_holding(all_periods, AddressKind.SEMESTER, today),
        later=later_ones(entered, today),
        entries=tuple(sorted(current, key=lambda each: order.index(each.kind))),
    )


def add_contact_entry(
    tx: Transaction, person_id: UUID, kind: EntryKind, text: str, by: str
) -> ContactEntry:
    """Adds a number, or the private e-mail address.

    Raises CONTACT_ENTRY_INVALID, CONTACT_ENTRY_EXISTS, PRIVATE_EMAIL_EXISTS and
    TOO_MANY_CONTACT_ENTRIES.
    """
    persons.lock_person(tx, person_id)
    return _add(tx, person_id, kind, text, by, _current(tx, person_id))


def change_contact_entry(
    tx: Transaction, person_id: UUID, entry_id: UUID, text: str, by: str
) -> ContactEntry:
    """Puts another value in the place of an entry; the history keeps both.

    The same value again changes nothing. Raises CONTACT_ENTRY_UNKNOWN, CONTACT_ENTRY_INVALID and
    CONTACT_ENTRY_EXISTS.
    """
    persons.lock_person(tx, person_id)
    entry = _entry(tx, person_id, entry_id)
    if read_value(entry.kind, text) == entry.value:
        return entry
    others = [each for each in _current(tx, person_id) if each.entry_id != entry_id]
    replacement = _add(tx, person_id, entry.kind, text, by, others)
    store.end_entry(tx, entry_id, tx.now, by)
    return replacement


def delete_contact_entry(tx: Transaction, person_id: UUID, entry_id: UUID, by: str) -> None:
    """Deletes an entry; the history keeps it. Raises CONTACT_ENTRY_UNKNOWN."""
    persons.lock_person(tx, person_id)
    store.end_entry(tx, _entry(tx, person_id, entry_id).entry_id, tx.now, by)


def contact_history_of(
    tx: Transaction, person_id: UUID, after: tuple[datetime, str, str] | None, page_size: int
) -> HistoryPage:
    """Who changed what and when, the newest first; `after` is the key of the last one seen."""
    person_with_id(tx, person_id)
    history = history_of(
        periods(store.addresses_of(tx, person_id)),
        store.choices_of(tx, person_id),
        store.entries_of(tx, person_id),
    )
    rest = [each for each in history if after is None or each.key < after]
    return HistoryPage(tuple(rest[:page_size]), has_next=len(rest) > page_size)


def _add(
    tx: Transaction,
    person_id: UUID,
    kind: EntryKind,
    text: str,
    by: str,
    others: Sequence[ContactEntry],
) -> ContactEntry:
    value = read_value(kind, text)
    if value is None:
        raise texts.entry_invalid(kind)
    if obstacle := obstacle_to(kind, value, others):
        raise texts.entry_refused(obstacle)
    entry = ContactEntry(tx.new_id(), kind, value, tx.now, by)
    store.add_entry(tx, person_id, entry)
    return entry


def _current(tx: Transaction, person_id: UUID) -> list[ContactEntry]:
    return [each for each in store.entries_of(tx, person_id) if each.end_time is None]


def _entry(tx: Transaction, person_id: UUID, entry_id: UUID) -> ContactEntry:
    for each in _current(tx, person_id):
        if each.entry_id == entry_id:
            return each
    raise texts.entry_unknown()


def _holding(
    all_periods: Sequence[AddressPeriod], kind: AddressKind, today: date
) -> AddressPeriod | None:
    for each in all_periods:
        until = each.valid_until or today
        if each.entered.kind is kind and each.entered.valid_from <= today <= until:
            return each if each.entered.address is not None else None
    return None
