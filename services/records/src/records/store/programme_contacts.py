"""Who is in charge of the degree programmes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from chassis.database import Transaction, is_one_of
from sqlalchemy import Row, select

from records.domain.catalogue import ContactFunction, ProgrammeContact
from records.store import tables
from records.store.synchronise import Absent, Synchronised, synchronise


def store_contacts(
    tx: Transaction, contacts: Mapping[str, tuple[ProgrammeContact, ...]]
) -> Synchronised:
    """Brings the contacts to those given, by the code of their programme."""
    rows = [
        {
            "programme_contact_id": f"{programme_code}/{position}",
            "programme_code": programme_code,
            "position": position,
            "function": each.function.value,
            "major": each.major,
            "user_name": each.user_name,
            "name": each.name,
            "email": each.email,
            "phone": each.phone,
            "location": each.location,
            "office_hours": each.office_hours,
        }
        for programme_code, several in contacts.items()
        for position, each in enumerate(several)
    ]
    return synchronise(tx, tables.programme_contacts, rows, Absent.REMOVED)


def contacts_of(tx: Transaction, programme_code: str) -> tuple[ProgrammeContact, ...]:
    """Everybody in charge of a programme, in the order of the profile."""
    table = tables.programme_contacts
    rows = tx.execute(
        select(table).where(table.c.programme_code == programme_code).order_by(table.c.position)
    )
    return tuple(_contact(row) for row in rows)


def contacts_of_programmes(
    tx: Transaction, programme_codes: Collection[str]
) -> dict[str, tuple[ProgrammeContact, ...]]:
    """Everybody in charge of programmes, by the programme's code, in the order of the profile."""
    table = tables.programme_contacts
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.programme_code, programme_codes))
        .order_by(table.c.programme_code, table.c.position)
    )
    found: dict[str, list[ProgrammeContact]] = defaultdict(list)
    for row in rows:
        found[row.programme_code].append(_contact(row))
    return {code: tuple(several) for code, several in found.items()}


def contacts_named(tx: Transaction, user_names: Collection[str]) -> dict[str, ProgrammeContact]:
    """What is known about people who are in charge of some programme, by user name."""
    table = tables.programme_contacts
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.user_name, user_names))
        .order_by(table.c.programme_code.desc(), table.c.position.desc())
    )
    return {row.user_name: _contact(row) for row in rows}


def programmes_advised_by(tx: Transaction, user_name: str) -> frozenset[str]:
    """The codes of the programmes that somebody advises or directs the studies of."""
    table = tables.programme_contacts
    functions = (ContactFunction.ADVISER.value, ContactFunction.DIRECTOR_OF_STUDIES.value)
    return frozenset(
        tx.execute(
            select(table.c.programme_code).where(
                table.c.user_name == user_name, table.c.function.in_(functions)
            )
        ).scalars()
    )


def _contact(row: Row[Any]) -> ProgrammeContact:
    return ProgrammeContact(
        function=ContactFunction(row.function),
        user_name=row.user_name,
        name=row.name,
        email=row.email,
        phone=row.phone,
        location=row.location,
        office_hours=row.office_hours,
        major=row.major,
    )
