"""Who is registered for a sitting, and where they sit."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of, update_many
from chassis.values import PersonName
from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true

from exams.domain.examinations import Participant, Sitting
from exams.domain.results import EXAMINED
from exams.domain.seat_plans import SeatHolder
from exams.domain.statuses import Status
from exams.store.examinees import (
    FormerAttempt,
    attempt_number,
    attempts_at_exam,
    day_of_attempt,
    of_period,
)
from exams.store.registration_columns import waiting_place
from exams.store.tables import (
    enrolments,
    examination_periods,
    persons,
    registrations,
    results,
    sittings,
    status_codes,
)


def list_participants(
    tx: Transaction, sitting: Sitting, *, everybody: bool, after: UUID | None, limit: int | None
) -> tuple[Participant, ...]:
    """Who is registered or was examined, by name, those behind the registration `after`.

    `everybody` shows those who wait, withdrew or were deregistered too. The position is named by
    an id, so that no page token carries a name. Costs two queries.
    """
    later: ColumnElement[bool] = true()
    if after is not None:
        last_key = (
            select(persons.c.sort_key)
            .join(registrations, registrations.c.person_id == persons.c.person_id)
            .where(registrations.c.registration_id == after)
            .scalar_subquery()
        )
        later = or_(
            persons.c.sort_key > last_key,
            and_(persons.c.sort_key == last_key, registrations.c.registration_id > after),
        )
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.register_time,
            registrations.c.status,
            registrations.c.seat,
            func.coalesce(status_codes.c.code, "").label("status_code"),
            waiting_place(),
            enrolments.c.programme_code,
            persons.c.matriculation_number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
            results.c.exam_date,
            sittings.c.start_time,
            examination_periods.c.exams_last_date,
        )
        .join(persons, persons.c.person_id == registrations.c.person_id)
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .outerjoin(examination_periods, of_period())
        .outerjoin(results, results.c.registration_id == registrations.c.registration_id)
        .join(enrolments, enrolments.c.enrolment_id == registrations.c.enrolment_id)
        .outerjoin(status_codes, status_codes.c.status == registrations.c.status)
        .where(
            registrations.c.sitting_id == sitting.sitting_id,
            true() if everybody else registrations.c.status.in_(sorted(EXAMINED)),
            later,
        )
        .order_by(persons.c.sort_key, registrations.c.registration_id)
        .limit(limit)
    ).all()
    attempts = attempts_at_exam(tx, sitting.exam_number, [row.person_id for row in rows])
    return tuple(_participant(row, attempts.get(row.person_id, [])) for row in rows)


def seat_holders(tx: Transaction, sitting_id: UUID) -> tuple[SeatHolder, ...]:
    """Everybody who needs a seat in the room: whoever holds one of the sitting."""
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.seat,
            persons.c.matriculation_number,
            persons.c.sort_key,
        )
        .join(persons, persons.c.person_id == registrations.c.person_id)
        .where(
            registrations.c.sitting_id == sitting_id,
            registrations.c.status.in_(sorted(EXAMINED)),
        )
        .order_by(persons.c.sort_key, registrations.c.registration_id)
    )
    return tuple(
        SeatHolder(row.registration_id, row.matriculation_number, row.sort_key, row.seat)
        for row in rows
    )


def keep_seats(tx: Transaction, given: dict[UUID, str]) -> None:
    """Stores seats and counts each registration's version on. The caller holds the sitting."""
    if given:
        versions = tx.execute(
            select(registrations.c.registration_id, registrations.c.version).where(
                is_one_of(tx, registrations.c.registration_id, list(given))
            )
        ).all()
        update_many(
            tx,
            registrations,
            [
                {
                    "registration_id": row.registration_id,
                    "seat": given[row.registration_id],
                    "version": row.version + 1,
                }
                for row in versions
            ],
            key=["registration_id"],
        )


def _participant(row: Row[Any], attempts: list[FormerAttempt]) -> Participant:
    status = Status(row.status)
    return Participant(
        registration_id=row.registration_id,
        person_id=row.person_id,
        matriculation_number=row.matriculation_number,
        name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        register_time=row.register_time,
        status=status,
        status_code=row.status_code,
        waiting_place=row.waiting_place,
        seat=row.seat,
        programme_code=row.programme_code,
        attempt=attempt_number(
            attempts, row.registration_id, day_of_attempt(row), row.register_time
        ),
    )
