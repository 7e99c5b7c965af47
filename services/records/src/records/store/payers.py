"""Finding students and applicants whom money can belong to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, given, is_one_of
from chassis.values import LocalizedText, PersonName, folded
from sqlalchemy import Column, ColumnElement, Row, Text, collate, or_, select

from records.domain.applicants import ApplicantState
from records.domain.matching import Payer
from records.store import tables

_persons = tables.persons
_applicants = tables.applicants
# Behind every letter, so that a prefix becomes a range.
_LAST_CHARACTER = "\U0010ffff"


def load_payers(tx: Transaction, person_ids: Collection[UUID], today: date) -> dict[UUID, Payer]:
    """Students and applicants by the ids of their ledgers, with former names and programmes."""
    if not person_ids:
        return {}
    people = {
        row.person_id: row
        for row in tx.execute(
            select(_persons).where(is_one_of(tx, _persons.c.person_id, person_ids))
        )
    }
    applications: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in tx.execute(
        select(_applicants, tables.programmes.c.name.label("programme_name"))
        .join(tables.programmes)
        .where(is_one_of(tx, _applicants.c.person_id, person_ids))
        .order_by(_applicants.c.create_time.desc(), _applicants.c.applicant_id)
    ):
        applications[row.person_id].append(row)
    former = _former_names(tx, person_ids)
    programmes = _programmes(tx, person_ids, today)
    found = {}
    for person_id in person_ids:
        own = applications.get(person_id, [])
        facts = people.get(person_id) or (own[0] if own else None)
        if facts is None:
            continue
        applied = [row.programme_name for row in own if row.state == ApplicantState.ACCEPTED.value]
        found[person_id] = Payer(
            person_id=person_id,
            name=_name(facts),
            matriculation_number=people[person_id].matriculation_number
            if person_id in people
            else "",
            applicant_numbers=tuple(row.applicant_number for row in own),
            former_names=former.get(person_id, ()),
            programme_names=tuple(programmes.get(person_id, ())) or tuple(applied),
        )
    return found


def ids_by_number(tx: Transaction, numbers: Collection[str]) -> dict[str, UUID]:
    """Whose matriculation or applicant numbers they are, by number."""
    found: dict[str, UUID] = {}
    for column, owner in (
        (_applicants.c.applicant_number, _applicants.c.person_id),
        (_persons.c.matriculation_number, _persons.c.person_id),
    ):
        rows = tx.execute(
            select(column.label("number"), owner.label("owner")).where(
                is_one_of(tx, column, numbers)
            )
        )
        found |= {row.number: row.owner for row in rows}
    return found


def enrolled_since(tx: Transaction, applicant_numbers: Collection[str]) -> frozenset[str]:
    """Those of the applicant numbers whose applicants are enrolled by now."""
    number = _applicants.c.applicant_number
    rows = tx.execute(
        select(number).where(
            is_one_of(tx, number, applicant_numbers),
            _applicants.c.state == ApplicantState.ENROLLED.value,
        )
    )
    return frozenset(rows.scalars())


def ids_by_user_name(tx: Transaction, user_names: Collection[str]) -> dict[str, UUID]:
    """Whose accounts they are: students' alone."""
    table = tables.accounts
    rows = tx.execute(
        select(table.c.user_name, table.c.person_id)
        .join(_persons, _persons.c.person_id == table.c.person_id)
        .where(is_one_of(tx, table.c.user_name, user_names))
    )
    return {row.user_name: row.person_id for row in rows}


def ids_by_prefix(tx: Transaction, prefixes: Collection[str], limit: int) -> dict[str, list[UUID]]:
    """Whose "family name, given names", folded, begin like that; at most `limit` in all tables."""
    if not prefixes:
        return {}
    wanted = list(prefixes)
    asked = given(
        tx,
        "asked",
        {
            "first": (Text(), wanted),
            "last": (Text(), [each + _LAST_CHARACTER for each in wanted]),
        },
    )
    found: dict[str, list[UUID]] = defaultdict(list)
    first: ColumnElement[str] = asked.c.first
    last: ColumnElement[str] = asked.c.last
    if tx.dialect == "postgresql":
        # The keys sort by code point there, and a comparison needs one order for both sides.
        first, last = collate(first, "C"), collate(last, "C")
    for key, owner in _keys():
        rows = tx.execute(
            select(asked.c.first.label("prefix"), owner.label("owner"))
            .select_from(asked)
            .join(key.table, (key >= first) & (key < last))
            .limit(limit)
        )
        for row in rows:
            if row.owner not in found[row.prefix]:
                found[row.prefix].append(row.owner)
    return found


def search_ids(tx: Transaction, query: str, limit: int) -> list[UUID]:
    """At most `limit` students and applicants, by name, whom a number, user name or name fits."""
    text = folded(query)
    exact = {
        *ids_by_number(tx, [query.strip()]).values(),
        *ids_by_user_name(tx, [query.strip().lower()]).values(),
    }
    names: dict[UUID, str] = {}
    for key, owner in _keys():
        fits = (key >= text) & (key < text + _LAST_CHARACTER)
        wanted = or_(fits, is_one_of(tx, owner, exact)) if exact else fits
        statement = (
            select(owner.label("owner"), key.label("name"))
            .where(wanted)
            .order_by(key, owner)
            .limit(limit)
        )
        for row in tx.execute(statement):
            names.setdefault(row.owner, row.name)
    return sorted(names, key=lambda each: (names[each], each))[:limit]


def _keys() -> Iterable[tuple[Column[Any], Column[Any]]]:
    return (
        (_persons.c.search_key, _persons.c.person_id),
        (_applicants.c.search_key, _applicants.c.person_id),
    )


def _former_names(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[PersonName, ...]]:
    table = tables.former_names
    found: dict[UUID, tuple[PersonName, ...]] = {}
    for row in tx.execute(select(table).where(is_one_of(tx, table.c.person_id, person_ids))):
        found[row.person_id] = (*found.get(row.person_id, ()), _name(row))
    return found


def _programmes(
    tx: Transaction, person_ids: Collection[UUID], today: date
) -> dict[UUID, list[LocalizedText]]:
    table = tables.enrolments
    found: dict[UUID, list[LocalizedText]] = defaultdict(list)
    rows = tx.execute(
        select(table.c.person_id, tables.programmes.c.name)
        .join(tables.programmes)
        .where(
            is_one_of(tx, table.c.person_id, person_ids),
            or_(table.c.end_date.is_(None), table.c.end_date >= today),
        )
        .order_by(table.c.first_enrolment_date, table.c.enrolment_id)
    )
    for row in rows:
        found[row.person_id].append(row.name)
    return found


def _name(row: Row[Any]) -> PersonName:
    return PersonName(row.given_names, row.family_name, row.birth_name, row.title)
