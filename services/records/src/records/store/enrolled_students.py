"""Finding who is enrolled in a semester."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName
from sqlalchemy import Select, and_, func, or_, select

from records.domain.enrolled import EnrolledIn, EnrolledStudent
from records.store import tables


def find_enrolled(
    tx: Transaction, enrolled_in: EnrolledIn, after: tuple[str, UUID] | None, limit: int
) -> list[EnrolledStudent]:
    """At most `limit` students by matriculation number and enrolment, behind the one `after`."""
    persons, enrolments = tables.persons, tables.enrolments
    number, key = persons.c.matriculation_number, enrolments.c.enrolment_id
    statement = _restricted(
        select(
            persons.c.person_id,
            number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
            key,
        ),
        enrolled_in,
    )
    if after is not None:
        last_number, last_key = after
        statement = statement.where(
            or_(number > last_number, and_(number == last_number, key > last_key))
        )
    rows = tx.execute(statement.order_by(number, key).limit(limit))
    return [
        EnrolledStudent(
            row.person_id,
            row.matriculation_number,
            PersonName(row.given_names, row.family_name, row.birth_name, row.title),
            row.enrolment_id,
        )
        for row in rows
    ]


def count_enrolled(tx: Transaction, enrolled_in: EnrolledIn) -> int:
    """How many enrolments there are."""
    return int(tx.execute(_restricted(select(func.count()), enrolled_in)).scalar_one())


def _restricted(statement: Select[Any], enrolled_in: EnrolledIn) -> Select[Any]:
    """Enrolments that the semester is recorded of and that have not ended before it."""
    persons, enrolments = tables.persons, tables.enrolments
    semesters, programmes = tables.enrolment_semesters, tables.programmes
    statement = (
        statement.select_from(enrolments)
        .join(semesters, semesters.c.enrolment_id == enrolments.c.enrolment_id)
        .join(persons, persons.c.person_id == enrolments.c.person_id)
        .where(
            semesters.c.semester_code == enrolled_in.semester.code,
            or_(
                enrolments.c.end_date.is_(None),
                enrolments.c.end_date >= enrolled_in.semester.first_date,
            ),
        )
    )
    if enrolled_in.programme_code:
        statement = statement.where(enrolments.c.programme_code == enrolled_in.programme_code)
    if enrolled_in.school_code:
        statement = statement.join(
            programmes, programmes.c.programme_code == enrolments.c.programme_code
        ).where(programmes.c.school_code == enrolled_in.school_code)
    return statement
