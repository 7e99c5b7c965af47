"""Storing and finding persons, and allotting matriculation numbers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, is_one_of
from chassis.values import PersonName, folded, search_key
from sqlalchemy import Row, and_, insert, or_, select, update

from records.domain.matriculation import next_number
from records.domain.person import AddressKind, Person, SexEntry
from records.store import tables

_THE_ROW = 1
# Behind every letter, so that a prefix becomes a range.
_LAST_CHARACTER = "\U0010ffff"


def take_matriculation_number(tx: Transaction, first: int) -> str | None:
    """Allots the next number, from `first` on; None when all seven-digit numbers are used.

    Whoever enrols at the same time waits here until this transaction ends: numbers follow each
    other without gaps, and none is given twice.
    """
    counter = tables.matriculation_counter
    insert_or_ignore(tx, counter, [{"counter_id": _THE_ROW, "last_number": 0}])
    tx.lock(counter.c.counter_id, [_THE_ROW])
    last = tx.execute(select(counter.c.last_number)).scalar_one()
    number = next_number(last, first)
    if number is None:
        return None
    tx.execute(update(counter).values(last_number=number))
    return str(number)


def begin_matriculation_numbers(tx: Transaction, first: int) -> None:
    """Lets the numbers begin at `first` at least, for those that are taken without naming it."""
    counter = tables.matriculation_counter
    last = tx.execute(select(counter.c.last_number)).scalar_one_or_none()
    if last is not None and last >= first - 1:
        return
    insert_or_ignore(tx, counter, [{"counter_id": _THE_ROW, "last_number": 0}])
    tx.lock(counter.c.counter_id, [_THE_ROW])
    tx.execute(
        update(counter).where(counter.c.last_number < first - 1).values(last_number=first - 1)
    )


def insert_person(tx: Transaction, person: Person) -> None:
    """Stores a new person."""
    tx.execute(
        insert(tables.persons).values(
            person_id=person.person_id,
            matriculation_number=person.matriculation_number,
            **_changing(person),
        )
    )


def update_person(tx: Transaction, person: Person) -> None:
    """Stores everything about a person but the matriculation number, which never changes."""
    tx.execute(
        update(tables.persons)
        .where(tables.persons.c.person_id == person.person_id)
        .values(**_changing(person))
    )


def update_correspondence(tx: Transaction, person_id: UUID, kind: AddressKind) -> None:
    """Stores which address letters go to; no other service knows it, so that nothing is told."""
    tx.execute(
        update(tables.persons)
        .where(tables.persons.c.person_id == person_id)
        .values(correspondence=kind.value)
    )


def lock_persons(tx: Transaction, person_ids: Collection[UUID]) -> None:
    """Lets no other transaction change the persons or enrol them until this one ends."""
    tx.lock(tables.persons.c.person_id, person_ids)


def lock_person(tx: Transaction, person_id: UUID) -> None:
    """Lets no other transaction change the person or enrol it until this one ends."""
    tx.lock(tables.persons.c.person_id, [person_id])


def load_person(tx: Transaction, person_id: UUID) -> Person | None:
    """The person with the id."""
    statement = select(tables.persons).where(tables.persons.c.person_id == person_id)
    row = tx.execute(statement).one_or_none()
    return None if row is None else _person(row)


def load_persons(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """The persons with the ids, by id."""
    rows = tx.execute(
        select(tables.persons).where(is_one_of(tx, tables.persons.c.person_id, person_ids))
    )
    return {row.person_id: _person(row) for row in rows}


def person_id_of(tx: Transaction, matriculation_number: str) -> UUID | None:
    """The id of the person with the matriculation number."""
    table = tables.persons
    statement = select(table.c.person_id).where(
        table.c.matriculation_number == matriculation_number
    )
    person_id: UUID | None = tx.execute(statement).scalar_one_or_none()
    return person_id


def find_persons(
    tx: Transaction,
    matriculation_number: str,
    family_name_prefix: str,
    after: UUID | None,
    limit: int,
) -> list[Person]:
    """At most `limit` persons by folded name and id.

    An empty number or prefix does not restrict; `after` is the last person of the page before,
    named by the id so that no page token carries a name.
    """
    table = tables.persons
    statement = select(table).order_by(table.c.search_key, table.c.person_id).limit(limit)
    if matriculation_number:
        statement = statement.where(table.c.matriculation_number == matriculation_number)
    if prefix := folded(family_name_prefix):
        statement = statement.where(
            table.c.search_key >= prefix, table.c.search_key < prefix + _LAST_CHARACTER
        )
    if after is not None:
        key, person_id = table.c.search_key, table.c.person_id
        last = tx.execute(select(key).where(person_id == after)).scalar_one()
        # The first condition alone makes a range of the index; the second cannot.
        statement = statement.where(
            key >= last, or_(key > last, and_(key == last, person_id > after))
        )
    return [_person(row) for row in tx.execute(statement)]


def _person(row: Row[Any]) -> Person:
    return Person(
        person_id=row.person_id,
        matriculation_number=row.matriculation_number,
        name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        birth_date=row.birth_date,
        birth_place=row.birth_place,
        citizenship=row.citizenship,
        mailbox=row.mailbox,
        version=row.version,
        sex_entry=SexEntry(row.sex_entry),
        photo_document_id=row.photo_document_id,
        correspondence=AddressKind(row.correspondence),
    )


def _changing(person: Person) -> dict[str, Any]:
    return {
        "given_names": person.name.given_names,
        "family_name": person.name.family_name,
        "birth_name": person.name.birth_name,
        "title": person.name.title,
        "search_key": search_key(person.name),
        "birth_date": person.birth_date,
        "birth_place": person.birth_place,
        "citizenship": person.citizenship,
        "sex_entry": person.sex_entry.value,
        "photo_document_id": person.photo_document_id,
        "correspondence": person.correspondence.value,
        "mailbox": person.mailbox,
        "version": person.version,
    }
