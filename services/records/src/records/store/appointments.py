"""Storing and reading appointments."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from records.domain.appointments import Appointment, HostOffice, Slot
from records.store import tables

# Where a page ends: the start of its last appointment, and its id.
Position = tuple[datetime, UUID]


def hold_list(tx: Transaction, user_name: str) -> None:
    """Lets nobody else offer anything in somebody's list until this transaction ends."""
    tx.hold([f"appointments of {user_name}"])


def lock_appointment(tx: Transaction, appointment_id: UUID) -> None:
    """Lets nobody else book or cancel the appointment until this transaction ends."""
    tx.lock(tables.appointments.c.appointment_id, [appointment_id])


def add_appointments(tx: Transaction, offered: Sequence[Appointment]) -> None:
    """Stores new appointments."""
    rows = [
        {
            "appointment_id": each.appointment_id,
            "user_name": each.user_name,
            "office": each.office.value,
            "start_time": each.slot.start,
            "end_time": each.slot.end,
            "location": each.location,
            "subject": "",
            "version": each.version,
        }
        for each in offered
    ]
    insert_many(tx, tables.appointments, rows)


def change_appointment(tx: Transaction, changed: Appointment) -> None:
    """Stores who booked an appointment, or that it is cancelled."""
    table = tables.appointments
    tx.execute(
        update(table)
        .where(table.c.appointment_id == changed.appointment_id)
        .values(
            person_id=changed.person_id,
            subject=changed.subject,
            book_time=changed.book_time,
            cancel_time=changed.cancel_time,
            version=changed.version,
        )
    )


def load_appointment(tx: Transaction, appointment_id: UUID) -> Appointment | None:
    """The appointment with the id."""
    table = tables.appointments
    row = tx.execute(select(table).where(table.c.appointment_id == appointment_id)).one_or_none()
    return None if row is None else _appointment(row)


def slots_in_list(
    tx: Transaction, user_name: str, after: datetime, before: datetime
) -> tuple[Slot, ...]:
    """The times in somebody's list that share a moment with a stretch of time."""
    table = tables.appointments
    rows = tx.execute(
        select(table.c.start_time, table.c.end_time).where(
            table.c.user_name == user_name,
            table.c.cancel_time.is_(None),
            table.c.end_time > after,
            table.c.start_time < before,
        )
    )
    return tuple(Slot(row.start_time, row.end_time) for row in rows)


def list_of(
    tx: Transaction, user_name: str, after: datetime, behind: Position | None, limit: int
) -> list[Appointment]:
    """Somebody's list: what ends after a moment, in order of time."""
    table = tables.appointments
    conditions = [table.c.user_name == user_name, table.c.end_time > after]
    return _listed(tx, conditions, behind, limit)


def free_ones(
    tx: Transaction, in_charge: Collection[str], behind: Position | None, limit: int
) -> list[Appointment]:
    """What is free and still to come, with Student Services and with those in charge."""
    table = tables.appointments
    conditions = [
        table.c.person_id.is_(None),
        table.c.start_time > tx.now,
        or_(
            table.c.office == HostOffice.STUDENT_SERVICES.value,
            is_one_of(tx, table.c.user_name, in_charge),
        ),
    ]
    return _listed(tx, conditions, behind, limit)


def free_ones_of(
    tx: Transaction, user_name: str, behind: Position | None, limit: int
) -> list[Appointment]:
    """What is free and still to come in one list."""
    table = tables.appointments
    conditions = [
        table.c.person_id.is_(None),
        table.c.start_time > tx.now,
        table.c.user_name == user_name,
    ]
    return _listed(tx, conditions, behind, limit)


def booked_by(tx: Transaction, person_id: UUID) -> list[Appointment]:
    """What a student booked and what is not over, in order of time."""
    table = tables.appointments
    conditions = [table.c.person_id == person_id, table.c.end_time > tx.now]
    return _listed(tx, conditions, None, None)


def _listed(
    tx: Transaction,
    conditions: Sequence[ColumnElement[bool]],
    behind: Position | None,
    limit: int | None,
) -> list[Appointment]:
    table = tables.appointments
    start, appointment_id = table.c.start_time, table.c.appointment_id
    statement = (
        select(table)
        .where(table.c.cancel_time.is_(None), *conditions)
        .order_by(start, appointment_id)
        .limit(limit)
    )
    if behind is not None:
        moment, last_id = behind
        statement = statement.where(
            start >= moment, or_(start > moment, and_(start == moment, appointment_id > last_id))
        )
    return [_appointment(row) for row in tx.execute(statement)]


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(
        appointment_id=row.appointment_id,
        user_name=row.user_name,
        office=HostOffice(row.office),
        slot=Slot(row.start_time, row.end_time),
        location=row.location,
        version=row.version,
        person_id=row.person_id,
        subject=row.subject,
        book_time=row.book_time,
        cancel_time=row.cancel_time,
    )
