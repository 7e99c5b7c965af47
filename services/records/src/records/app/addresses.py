"""Home and semester addresses, and which of them a letter goes to.

Source: guide 002, "Changing your personal details": "the amended details should be communicated […]
immediately in order to ensure that important programme documents reach you".
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.contact_reading import HOME_COUNTRY, countries, country_name
from records.app.persons import person_with_id
from records.domain.addresses import (
    AddressProblem,
    CorrespondenceChoice,
    DatedAddress,
    MailingAddress,
    address_of,
    address_problems,
    day_problems,
    envelope,
    letter_address_on,
    tidied_address,
)
from records.domain.person import AddressKind
from records.store import contact as store
from records.store import persons
from records.texts import contact as texts


def set_home_address(
    tx: Transaction, person_id: UUID, address: MailingAddress, valid_from: date, by: str
) -> None:
    """Enters where somebody's home is from a day on; `by` is a user name or "system".

    Raises ADDRESS_INVALID with every problem. Students apply for it; Student Services enter it.
    """
    _set(tx, person_id, AddressKind.HOME, address, valid_from, by)


def set_semester_address(
    tx: Transaction, person_id: UUID, address: MailingAddress, valid_from: date, by: str
) -> None:
    """Enters where somebody lives during the semester. Raises ADDRESS_INVALID."""
    _set(tx, person_id, AddressKind.SEMESTER, address, valid_from, by)


def problems_of_home_address(
    tx: Transaction, person_id: UUID, address: MailingAddress, valid_from: date
) -> tuple[AddressProblem, ...]:
    """Everything that stands against a home address, for an application before it is sent."""
    entered = store.addresses_of(tx, person_id)
    return _problems(tx, entered, AddressKind.HOME, tidied_address(address), valid_from)


def problems_of_letter_address(address: MailingAddress) -> tuple[AddressProblem, ...]:
    """Everything that stands against an address that is meant for one letter."""
    return address_problems(tidied_address(address), countries())


def remove_semester_address(tx: Transaction, person_id: UUID, from_day: date, by: str) -> None:
    """Notes that there is no semester address from a day on.

    Raises NO_SEMESTER_ADDRESS where there is none on that day, and ADDRESS_INVALID for a day that
    is too far away or lies before the address.
    """
    persons.lock_person(tx, person_id)
    entered = store.addresses_of(tx, person_id)
    today = local_date(tx.now)
    current = address_of(entered, AddressKind.SEMESTER, today)
    if problems := day_problems("from_date", from_day, current, today):
        raise texts.address_refused(problems, within="")
    on_that_day = address_of(entered, AddressKind.SEMESTER, from_day)
    if on_that_day is None or on_that_day.address is None:
        raise texts.no_semester_address()
    _add(tx, person_id, AddressKind.SEMESTER, None, from_day, by)


def choose_correspondence(tx: Transaction, person_id: UUID, kind: AddressKind, by: str) -> None:
    """Chooses where letters go from now on. Raises NO_SEMESTER_ADDRESS.

    Choosing the same again changes nothing.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    if kind is AddressKind.SEMESTER:
        entered = store.addresses_of(tx, person_id)
        today = local_date(tx.now)
        current = address_of(entered, kind, today)
        planned = any(each.kind is kind and each.valid_from > today for each in entered)
        if not planned and (current is None or current.address is None):
            raise texts.no_semester_address()
    if person.correspondence is kind:
        return
    persons.update_correspondence(tx, person_id, kind)
    store.add_choice(tx, person_id, CorrespondenceChoice(tx.new_id(), kind, tx.now, by))


def address_on(tx: Transaction, person_id: UUID, day: date) -> DatedAddress | None:
    """Where a letter of the day goes, as it was chosen by then; None where no address is known."""
    return addresses_on(tx, [person_id], day).get(person_id)


def addresses_on(
    tx: Transaction, person_ids: Collection[UUID], day: date
) -> dict[UUID, DatedAddress]:
    """Where letters of the day go, by person; those without a known address are left out."""
    entered = store.addresses_of_persons(tx, person_ids)
    choices = store.choices_of_persons(tx, person_ids)
    found = {
        person_id: letter_address_on(several, choices.get(person_id, ()), day)
        for person_id, several in entered.items()
    }
    return {person_id: each for person_id, each in found.items() if each is not None}


def letter_to(tx: Transaction, person_id: UUID, day: date) -> tuple[DatedAddress, tuple[str, ...]]:
    """Where a letter of the day goes, and the lines of its envelope. Raises NO_ADDRESS."""
    person = person_with_id(tx, person_id)
    found = address_on(tx, person_id, day)
    if found is None or found.address is None:
        raise texts.no_address()
    return found, envelope_lines(person.name.full, found.address)


def envelope_lines(name: str, address: MailingAddress) -> tuple[str, ...]:
    """The lines of an envelope: name first, the country last where it is another one."""
    abroad = address.country != HOME_COUNTRY
    return envelope(name, address, country_name(address.country) if abroad else "")


def _set(
    tx: Transaction,
    person_id: UUID,
    kind: AddressKind,
    address: MailingAddress,
    valid_from: date,
    by: str,
) -> None:
    persons.lock_person(tx, person_id)
    tidy = tidied_address(address)
    entered = store.addresses_of(tx, person_id)
    if problems := _problems(tx, entered, kind, tidy, valid_from):
        raise texts.address_refused(problems)
    _add(tx, person_id, kind, tidy, valid_from, by)


def _problems(
    tx: Transaction,
    entered: tuple[DatedAddress, ...],
    kind: AddressKind,
    address: MailingAddress,
    valid_from: date,
) -> tuple[AddressProblem, ...]:
    today = local_date(tx.now)
    current = address_of(entered, kind, today)
    return address_problems(address, countries()) + day_problems(
        "valid_from_date", valid_from, current, today
    )


def _add(
    tx: Transaction,
    person_id: UUID,
    kind: AddressKind,
    address: MailingAddress | None,
    valid_from: date,
    by: str,
) -> None:
    store.add_address(
        tx, person_id, DatedAddress(tx.new_id(), kind, address, valid_from, tx.now, by)
    )
