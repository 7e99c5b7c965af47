"""Storing and finding applicants, and allotting their numbers."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import PersonName, Semester, folded, search_key
from sqlalchemy import Row, and_, insert, or_, select, update

from records.domain.applicants import (
    FIRST_ALLOTTED_NUMBER,
    LARGEST_NUMBER,
    Applicant,
    ApplicantState,
)
from records.store import tables
from records.store.number_counters import take_numbers

_COUNTER = "applicant_number"
# Behind every letter, so that a prefix becomes a range.
_LAST_CHARACTER = "\U0010ffff"


def take_applicant_number(tx: Transaction) -> str | None:
    """Allots the next number that nobody has; None when all nine-digit numbers are used."""
    while True:
        [number] = take_numbers(tx, _COUNTER, FIRST_ALLOTTED_NUMBER)
        if number > LARGEST_NUMBER:
            return None
        # Student Services may have given it before it was its turn, or just be giving it.
        hold_number(tx, str(number))
        if not number_is_taken(tx, str(number)):
            return str(number)


def hold_number(tx: Transaction, applicant_number: str) -> None:
    """Waits until no other transaction gives the number to somebody, and keeps it until the end."""
    tx.hold([f"applicant number {applicant_number}"])


def number_is_taken(tx: Transaction, applicant_number: str) -> bool:
    """Whether an applicant has the number."""
    table = tables.applicants
    statement = select(table.c.applicant_id).where(table.c.applicant_number == applicant_number)
    return tx.execute(statement).first() is not None


def hold_name(tx: Transaction, name: PersonName, birth_date: date) -> None:
    """Waits until no other transaction accepts somebody of the name and birth date, as above."""
    tx.hold([f"applicant {search_key(name)} {birth_date.isoformat()}"])


def number_of_accepted(
    tx: Transaction,
    name: PersonName,
    birth_date: date,
    programme_code: str,
    first_semester: Semester,
) -> str | None:
    """The applicant number of whoever is accepted for just that; names are compared folded."""
    table = tables.applicants
    statement = select(table.c.applicant_number).where(
        table.c.search_key == search_key(name),
        table.c.birth_date == birth_date,
        table.c.programme_code == programme_code,
        table.c.first_semester == first_semester.code,
        table.c.state == ApplicantState.ACCEPTED.value,
    )
    return tx.execute(statement.order_by(table.c.applicant_number)).scalars().first()


def insert_applicant(tx: Transaction, applicant: Applicant) -> None:
    """Stores a new applicant."""
    tx.execute(
        insert(tables.applicants).values(
            applicant_id=applicant.applicant_id,
            applicant_number=applicant.applicant_number,
            person_id=applicant.person_id,
            given_names=applicant.name.given_names,
            family_name=applicant.name.family_name,
            birth_name=applicant.name.birth_name,
            title=applicant.name.title,
            search_key=search_key(applicant.name),
            birth_date=applicant.birth_date,
            birth_place=applicant.birth_place,
            citizenship=applicant.citizenship,
            sex_entry=applicant.sex_entry,
            email=applicant.email,
            programme_code=applicant.programme_code,
            regulations_version_code=applicant.regulations_version_code,
            major=applicant.major,
            minor=applicant.minor,
            first_semester=applicant.first_semester.code,
            prior_semesters=applicant.prior_semesters,
            create_time=applicant.create_time,
            created_by=applicant.created_by,
            **_changing(applicant),
        )
    )


def update_applicant(tx: Transaction, applicant: Applicant) -> None:
    """Stores the time model, the deadline, the state with the enrolment, and the version."""
    tx.execute(
        update(tables.applicants)
        .where(tables.applicants.c.applicant_id == applicant.applicant_id)
        .values(**_changing(applicant))
    )


def lock_applicants(tx: Transaction, applicant_ids: Collection[UUID]) -> None:
    """Lets no other transaction change the applicants until this one ends."""
    tx.lock(tables.applicants.c.applicant_id, applicant_ids)


def load_applicant(tx: Transaction, applicant_id: UUID) -> Applicant | None:
    """The applicant with the id."""
    statement = select(tables.applicants).where(tables.applicants.c.applicant_id == applicant_id)
    row = tx.execute(statement).one_or_none()
    return None if row is None else _applicant(row)


def load_open_applicants_of(tx: Transaction, person_ids: Collection[UUID]) -> tuple[Applicant, ...]:
    """The applicants with the ledgers given who are not enrolled yet, by number."""
    table = tables.applicants
    open_states = [ApplicantState.ACCEPTED.value, ApplicantState.LAPSED.value]
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.person_id, person_ids), table.c.state.in_(open_states))
        .order_by(table.c.applicant_number)
    )
    return tuple(_applicant(row) for row in rows)


def load_applicants_of(tx: Transaction, person_id: UUID) -> tuple[Applicant, ...]:
    """Every applicant with the ledger given, by number."""
    table = tables.applicants
    rows = tx.execute(
        select(table).where(table.c.person_id == person_id).order_by(table.c.applicant_number)
    )
    return tuple(_applicant(row) for row in rows)


def applicants_past_deadline(tx: Transaction, today: date, limit: int) -> tuple[Applicant, ...]:
    """At most `limit` accepted applicants whose deadline was before the day, by number."""
    table = tables.applicants
    rows = tx.execute(
        select(table)
        .where(
            table.c.state == ApplicantState.ACCEPTED.value,
            table.c.payment_deadline_date < today,
        )
        .order_by(table.c.applicant_number)
        .limit(limit)
    )
    return tuple(_applicant(row) for row in rows)


def find_applicants(
    tx: Transaction,
    applicant_number: str,
    family_name_prefix: str,
    state: ApplicantState | None,
    after: UUID | None,
    limit: int,
) -> list[Applicant]:
    """At most `limit` applicants by folded name and id.

    Empty conditions do not restrict; `after` is the last applicant of the page before.
    """
    table = tables.applicants
    statement = select(table).order_by(table.c.search_key, table.c.applicant_id).limit(limit)
    if applicant_number:
        statement = statement.where(table.c.applicant_number == applicant_number)
    if prefix := folded(family_name_prefix):
        statement = statement.where(
            table.c.search_key >= prefix, table.c.search_key < prefix + _LAST_CHARACTER
        )
    if state is not None:
        statement = statement.where(table.c.state == state.value)
    if after is not None:
        key, applicant_id = table.c.search_key, table.c.applicant_id
        last = tx.execute(select(key).where(applicant_id == after)).scalar_one()
        statement = statement.where(
            key >= last, or_(key > last, and_(key == last, applicant_id > after))
        )
    return [_applicant(row) for row in tx.execute(statement)]


def _changing(applicant: Applicant) -> dict[str, Any]:
    return {
        "part_time": applicant.part_time,
        "payment_deadline_date": applicant.payment_deadline_date,
        "state": applicant.state.value,
        "enrolment_id": applicant.enrolment_id,
        "version": applicant.version,
    }


def _applicant(row: Row[Any]) -> Applicant:
    return Applicant(
        applicant_id=row.applicant_id,
        applicant_number=row.applicant_number,
        person_id=row.person_id,
        name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        birth_date=row.birth_date,
        birth_place=row.birth_place,
        citizenship=row.citizenship,
        sex_entry=row.sex_entry,
        email=row.email,
        programme_code=row.programme_code,
        regulations_version_code=row.regulations_version_code,
        major=row.major,
        minor=row.minor,
        first_semester=Semester.parse(row.first_semester),
        part_time=row.part_time,
        prior_semesters=row.prior_semesters,
        payment_deadline_date=row.payment_deadline_date,
        state=ApplicantState(row.state),
        enrolment_id=row.enrolment_id,
        create_time=row.create_time,
        created_by=row.created_by,
        version=row.version,
    )
