"""Storing and reading addresses, choices of the correspondence address, numbers and e-mail."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from sqlalchemy import Row, insert, select, update

from records.domain.addresses import CorrespondenceChoice, DatedAddress, MailingAddress
from records.domain.contact import ContactEntry, EntryKind
from records.domain.person import AddressKind
from records.store import tables


def add_address(tx: Transaction, person_id: UUID, entered: DatedAddress) -> None:
    """Stores an address, or that there is none any more, from its day on."""
    address = entered.address or MailingAddress("", "", "", "", "")
    tx.execute(
        insert(tables.addresses).values(
            address_id=entered.address_id,
            person_id=person_id,
            kind=entered.kind.value,
            valid_from_date=entered.valid_from,
            care_of=address.care_of,
            street_address=address.street_address,
            postal_code=address.postal_code,
            city=address.city,
            country=address.country,
            enter_time=entered.enter_time,
            entered_by=entered.entered_by,
        )
    )


def addresses_of(tx: Transaction, person_id: UUID) -> tuple[DatedAddress, ...]:
    """Everything that was ever entered for a person."""
    return addresses_of_persons(tx, [person_id]).get(person_id, ())


def addresses_of_persons(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[DatedAddress, ...]]:
    """Everything that was ever entered, by person."""
    table = tables.addresses
    found: dict[UUID, list[DatedAddress]] = defaultdict(list)
    for row in tx.execute(select(table).where(is_one_of(tx, table.c.person_id, person_ids))):
        found[row.person_id].append(_address(row))
    return {person_id: tuple(several) for person_id, several in found.items()}


def add_choice(tx: Transaction, person_id: UUID, choice: CorrespondenceChoice) -> None:
    """Stores which address letters go to from now on."""
    tx.execute(
        insert(tables.correspondence_choices).values(
            correspondence_choice_id=choice.choice_id,
            person_id=person_id,
            kind=choice.kind.value,
            choose_time=choice.choose_time,
            chosen_by=choice.chosen_by,
        )
    )


def choices_of(tx: Transaction, person_id: UUID) -> tuple[CorrespondenceChoice, ...]:
    """Every choice that was made for a person."""
    return choices_of_persons(tx, [person_id]).get(person_id, ())


def choices_of_persons(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[CorrespondenceChoice, ...]]:
    """Every choice that was made, by person."""
    table = tables.correspondence_choices
    found: dict[UUID, list[CorrespondenceChoice]] = defaultdict(list)
    for row in tx.execute(select(table).where(is_one_of(tx, table.c.person_id, person_ids))):
        found[row.person_id].append(
            CorrespondenceChoice(
                row.correspondence_choice_id, AddressKind(row.kind), row.choose_time, row.chosen_by
            )
        )
    return {person_id: tuple(several) for person_id, several in found.items()}


def add_entry(tx: Transaction, person_id: UUID, entry: ContactEntry) -> None:
    """Stores a number or an e-mail address."""
    tx.execute(
        insert(tables.contact_entries).values(
            contact_entry_id=entry.entry_id,
            person_id=person_id,
            kind=entry.kind.value,
            value=entry.value,
            create_time=entry.create_time,
            created_by=entry.created_by,
            ended_by="",
        )
    )


def end_entry(tx: Transaction, entry_id: UUID, end_time: datetime, ended_by: str) -> None:
    """Notes that an entry was deleted or replaced."""
    tx.execute(
        update(tables.contact_entries)
        .where(tables.contact_entries.c.contact_entry_id == entry_id)
        .values(end_time=end_time, ended_by=ended_by)
    )


def entries_of(tx: Transaction, person_id: UUID) -> tuple[ContactEntry, ...]:
    """Every entry of a person, ended ones included, by the time of entering."""
    table = tables.contact_entries
    rows = tx.execute(
        select(table)
        .where(table.c.person_id == person_id)
        .order_by(table.c.create_time, table.c.contact_entry_id)
    )
    return tuple(
        ContactEntry(
            entry_id=row.contact_entry_id,
            kind=EntryKind(row.kind),
            value=row.value,
            create_time=row.create_time,
            created_by=row.created_by,
            end_time=row.end_time,
            ended_by=row.ended_by,
        )
        for row in rows
    )


def _address(row: Row[Any]) -> DatedAddress:
    address = MailingAddress(
        row.care_of, row.street_address, row.postal_code, row.city, row.country
    )
    return DatedAddress(
        address_id=row.address_id,
        kind=AddressKind(row.kind),
        address=address if row.street_address else None,
        valid_from=row.valid_from_date,
        enter_time=row.enter_time,
        entered_by=row.entered_by,
    )
