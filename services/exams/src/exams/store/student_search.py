"""Finds students in the copies of what records told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName, folded
from sqlalchemy import Row, and_, or_, select

from exams.store.tables import persons

_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class FoundStudent:
    """A student as lists show one."""

    person_id: UUID
    matriculation_number: str
    name: PersonName


def find_student(tx: Transaction, person_id: UUID) -> FoundStudent | None:
    """The student; None where records told of none."""
    row = tx.execute(select(persons).where(persons.c.person_id == person_id)).one_or_none()
    return _found(row) if row is not None else None


def find_students(
    tx: Transaction,
    *,
    matriculation_number: str,
    family_name_prefix: str,
    after: UUID | None,
    limit: int,
) -> tuple[FoundStudent, ...]:
    """At most `limit` students by folded name and id.

    An empty number or prefix does not restrict; `after` is the last student of the page before,
    named by the id so that no page token carries a name.
    """
    key, person_id = persons.c.sort_key, persons.c.person_id
    query = select(persons).order_by(key, person_id).limit(limit)
    if matriculation_number:
        query = query.where(persons.c.matriculation_number == matriculation_number)
    if prefix := folded(family_name_prefix):
        query = query.where(key >= prefix, key < prefix + _LAST_CHARACTER)
    if after is not None:
        last = tx.execute(select(key).where(person_id == after)).scalar_one()
        # The first condition alone makes a range of the index; the second cannot.
        query = query.where(key >= last, or_(key > last, and_(key == last, person_id > after)))
    return tuple(_found(row) for row in tx.execute(query))


def _found(row: Row[Any]) -> FoundStudent:
    name = PersonName(row.given_names, row.family_name, row.birth_name, row.title)
    return FoundStudent(row.person_id, row.matriculation_number, name)
