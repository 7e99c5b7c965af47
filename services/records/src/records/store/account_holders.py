"""Whose ledger it is: a student, or an applicant before enrolment."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import PersonName
from sqlalchemy import Row, select

from records.domain.account_holder import AccountHolder
from records.store import tables


def load_holder(tx: Transaction, person_id: UUID) -> AccountHolder | None:
    """The student or applicant with the id; None where there is none."""
    return load_holders(tx, [person_id]).get(person_id)


def load_holders(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, AccountHolder]:
    """The students and applicants with the ids; of several applications the latest one's number."""
    persons, applicants = tables.persons, tables.applicants
    found: dict[UUID, AccountHolder] = {}
    rows = tx.execute(
        select(applicants)
        .where(is_one_of(tx, applicants.c.person_id, person_ids))
        .order_by(applicants.c.create_time, applicants.c.applicant_id)
    )
    for row in rows:
        found[row.person_id] = AccountHolder(
            row.person_id, _name(row), "", row.applicant_number, row.email
        )
    for row in tx.execute(select(persons).where(is_one_of(tx, persons.c.person_id, person_ids))):
        found[row.person_id] = AccountHolder(
            row.person_id, _name(row), row.matriculation_number, "", row.mailbox
        )
    return found


def _name(row: Row[Any]) -> PersonName:
    return PersonName(row.given_names, row.family_name, row.birth_name, row.title)
