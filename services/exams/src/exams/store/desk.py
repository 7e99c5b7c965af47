"""What the desk reads and writes for a whole batch, each with one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from chassis.database import (
    Transaction,
    insert_many,
    is_listed,
    is_one_of,
    listed,
    update_many,
)
from chassis.values import PersonName
from sqlalchemy import Row, Select, and_, func, select

from exams.domain.addressee import Addressee
from exams.domain.desk import Entry, HeldSitting, SittingState
from exams.domain.statuses import Status
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import (
    accounts,
    persons,
    registration_attempts,
    registrations,
    sittings,
    status_codes,
)


@dataclass(frozen=True, slots=True)
class RegistrationPlace:
    """Whose a registration is and for which sitting, which never changes."""

    registration_id: UUID
    person_id: UUID
    sitting_id: UUID


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """The evidence of a refused attempt."""

    attempt_id: UUID
    action: str
    person_id: UUID
    sitting_id: UUID
    registration_id: UUID | None
    # As they were answered: reason, section, sentences.
    obstacles: Sequence[Mapping[str, Any]]
    signed: str


def places_of(tx: Transaction, registration_ids: Sequence[UUID]) -> dict[UUID, RegistrationPlace]:
    """Where the registrations belong, by id; unknown ones are left out."""
    if not registration_ids:
        return {}
    columns = (
        registrations.c.registration_id,
        registrations.c.person_id,
        registrations.c.sitting_id,
    )
    rows = tx.execute(
        select(*columns).where(is_one_of(tx, registrations.c.registration_id, registration_ids))
    )
    return {row.registration_id: _place_of(row) for row in rows}


def _place_of(row: Row[Any]) -> RegistrationPlace:
    return RegistrationPlace(row.registration_id, row.person_id, row.sitting_id)


@cache
def _select_held_sittings(dialect: str) -> Select[Any]:
    return (
        select_sittings()
        .add_columns(sittings.c.last_seq)
        .where(is_listed(dialect, sittings.c.sitting_id, "sitting_ids"))
        .order_by(sittings.c.sitting_id)
        .with_for_update(of=sittings, key_share=True)
    )


def hold_sittings(tx: Transaction, sitting_ids: Iterable[UUID]) -> dict[UUID, HeldSitting]:
    """Locks the sittings in sorted order and reads them; unknown ones are left out."""
    wanted = listed(tx, sittings.c.sitting_id, sitting_ids)
    rows = tx.execute(_select_held_sittings(tx.dialect), {"sitting_ids": wanted}).mappings()
    return {row["sitting_id"]: HeldSitting(sitting_of(row), row["last_seq"]) for row in rows}


@cache
def _select_held_students(dialect: str) -> Select[Any]:
    return (
        select(
            persons.c.person_id,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
            persons.c.matriculation_number,
            func.coalesce(accounts.c.mailbox, "").label("mailbox"),
        )
        .select_from(persons.outerjoin(accounts, accounts.c.person_id == persons.c.person_id))
        .where(is_listed(dialect, persons.c.person_id, "person_ids"))
        .order_by(persons.c.person_id)
        .with_for_update(of=persons, key_share=True)
    )


def hold_students(tx: Transaction, person_ids: Iterable[UUID]) -> dict[UUID, Addressee]:
    """Locks the students in sorted order and reads how mails name them; after the sittings.

    Persons whom records has not told of are left out.
    """
    wanted = listed(tx, persons.c.person_id, person_ids)
    rows = tx.execute(_select_held_students(tx.dialect), {"person_ids": wanted})
    return {
        row.person_id: Addressee(
            PersonName(row.given_names, row.family_name, row.birth_name, row.title),
            row.matriculation_number,
            row.mailbox,
        )
        for row in rows
    }


def first_waiting(
    tx: Transaction, sitting_ids: Sequence[UUID], limit: int
) -> list[RegistrationPlace]:
    """Who waits for a seat, first come first, at most `limit` of each sitting.

    The caller holds the sittings.
    """
    if not sitting_ids:
        return []
    place = func.row_number().over(
        partition_by=registrations.c.sitting_id, order_by=registrations.c.seq
    )
    waiting = (
        select(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.sitting_id,
            place.label("place"),
        )
        .where(
            is_one_of(tx, registrations.c.sitting_id, sitting_ids),
            registrations.c.status == Status.WAITING.value,
        )
        .subquery()
    )
    rows = tx.execute(
        select(waiting.c.registration_id, waiting.c.person_id, waiting.c.sitting_id)
        .where(waiting.c.place <= limit)
        .order_by(waiting.c.sitting_id, waiting.c.place)
    )
    return [_place_of(row) for row in rows]


_SELECT_CODES = select(status_codes.c.status, status_codes.c.code)


def printed_codes(tx: Transaction) -> dict[str, str]:
    """How statuses are printed, by their values."""
    rows = tx.execute(_SELECT_CODES)
    return {row.status: row.code for row in rows}


def sittings_of_second_period(
    tx: Transaction, registration_ids: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """For registrations for the first period: the sittings of the same exam in the second one."""
    if not registration_ids:
        return {}
    second = sittings.alias("second")
    rows = tx.execute(
        select(registrations.c.registration_id, second.c.sitting_id)
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .join(
            second,
            and_(
                second.c.exam_number == sittings.c.exam_number,
                second.c.semester == sittings.c.semester,
                sittings.c.period == 1,
                second.c.period == 2,
            ),
        )
        .where(
            is_one_of(tx, registrations.c.registration_id, registration_ids),
            second.c.cancel_time.is_(None),
        )
        .order_by(second.c.start_time, second.c.sitting_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.registration_id, []).append(row.sitting_id)
    return found


def add_registrations(tx: Transaction, added: Sequence[Entry]) -> None:
    """Stores new registrations."""
    insert_many(
        tx,
        registrations,
        [
            {
                "registration_id": one.registration_id,
                "sitting_id": one.sitting_id,
                "person_id": one.person_id,
                "enrolment_id": one.enrolment_id,
                "regulations_version_code": one.regulations_version_code,
                "exam_number": one.exam_number,
                "status": one.status.value,
                "seq": one.seq,
                "register_time": one.register_time,
                "withdraw_time": one.withdraw_time,
                "version": one.version,
            }
            for one in added
        ],
    )


def change_registrations(tx: Transaction, changed: Sequence[Entry]) -> None:
    """Stores the status that registrations have now."""
    update_many(
        tx,
        registrations,
        [
            {
                "registration_id": one.registration_id,
                "status": one.status.value,
                "withdraw_time": one.withdraw_time,
                "version": one.version,
            }
            for one in changed
        ],
        key=["registration_id"],
    )


def change_sittings(tx: Transaction, changed: Mapping[UUID, SittingState]) -> None:
    """Stores how many seats are taken and wait, and the number of the newest receipt."""
    update_many(
        tx,
        sittings,
        [
            {
                "sitting_id": sitting_id,
                "taken": one.taken,
                "waiting": one.waiting,
                "last_seq": one.last_seq,
            }
            for sitting_id, one in changed.items()
        ],
        key=["sitting_id"],
    )


def keep_attempts(tx: Transaction, attempts: Sequence[KeptAttempt]) -> None:
    """Stores the evidence of refused attempts."""
    insert_many(
        tx,
        registration_attempts,
        [
            {
                "attempt_id": one.attempt_id,
                "attempt_time": tx.now,
                "action": one.action,
                "person_id": one.person_id,
                "sitting_id": one.sitting_id,
                "registration_id": one.registration_id,
                "obstacles": list(one.obstacles),
                "signed": one.signed,
            }
            for one in attempts
        ],
    )
