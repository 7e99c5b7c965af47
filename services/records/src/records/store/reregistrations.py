"""Storing and finding re-registrations."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, update_many
from chassis.values import Semester
from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from records.domain.reregistration import (
    WAITING,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
)
from records.domain.semester_jobs import JobKind, WaitingFor
from records.store import tables

_KEY = ("person_id", "semester_code")
_UNDECIDED = ("submitted", "question")
_DEREGISTRATION = "deregistration"


def insert_reregistrations(tx: Transaction, called: Sequence[Reregistration]) -> None:
    """Stores new re-registrations."""
    insert_many(tx, tables.reregistrations, [_row(each) for each in called])


def update_reregistrations(tx: Transaction, changed: Sequence[Reregistration]) -> None:
    """Stores changed re-registrations."""
    update_many(tx, tables.reregistrations, [_row(each) for each in changed], key=_KEY)


def load_reregistrations(
    tx: Transaction, semester: Semester, person_ids: Collection[UUID]
) -> dict[UUID, Reregistration]:
    """The re-registrations of the persons for the semester, by person."""
    table = tables.reregistrations
    rows = tx.execute(
        select(table).where(
            table.c.semester_code == semester.code, is_one_of(tx, table.c.person_id, person_ids)
        )
    )
    return {row.person_id: _reregistration(row) for row in rows}


def load_reregistrations_of(
    tx: Transaction, person_ids: Collection[UUID]
) -> tuple[Reregistration, ...]:
    """Every re-registration of the persons, in order of time."""
    table = tables.reregistrations
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.person_id, person_ids))
        .order_by(table.c.semester_code, table.c.person_id)
    )
    return tuple(_reregistration(row) for row in rows)


def list_reregistrations(
    tx: Transaction,
    semester: Semester,
    states: Collection[ReregistrationState],
    after_number: str,
    limit: int,
) -> tuple[Reregistration, ...]:
    """At most `limit` by matriculation number, those behind the number given."""
    table, persons = tables.reregistrations, tables.persons
    statement = (
        select(table)
        .join(persons, persons.c.person_id == table.c.person_id)
        .where(
            table.c.semester_code == semester.code,
            persons.c.matriculation_number > after_number,
        )
        .order_by(persons.c.matriculation_number)
        .limit(limit)
    )
    if states:
        statement = statement.where(table.c.state.in_(sorted(each.value for each in states)))
    return tuple(_reregistration(row) for row in tx.execute(statement))


def count_by_state(tx: Transaction, semester: Semester) -> dict[ReregistrationState, int]:
    """How many re-registrations for the semester stand in each state; none are left out."""
    table = tables.reregistrations
    rows = tx.execute(
        select(table.c.state, func.count().label("persons"))
        .where(table.c.semester_code == semester.code)
        .group_by(table.c.state)
    )
    return {ReregistrationState(row.state): row.persons for row in rows}


def who_waits(tx: Transaction, semester: Semester) -> WaitingFor:
    """Who waits for a payment in the semester."""
    table = tables.reregistrations
    rows = tx.execute(
        select(
            table.c.state,
            func.count().label("persons"),
            func.min(table.c.deadline_date).label("first"),
        )
        .where(
            table.c.semester_code == semester.code,
            table.c.state.in_([each.value for each in WAITING]),
        )
        .group_by(table.c.state)
    )
    counted: dict[str, tuple[int, date]] = {row.state: (row.persons, row.first) for row in rows}
    called = counted.get(ReregistrationState.CALLED.value)
    reminded = counted.get(ReregistrationState.REMINDED.value)
    return WaitingFor(
        called=called[0] if called else 0,
        reminded=reminded[0] if reminded else 0,
        earliest_deadline=reminded[1] if reminded else None,
    )


def applied_to_leave(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID | None]]:
    """The enrolments that undecided applications for de-registration are about, by person.

    None stands for all enrolments of the person.
    """
    table = tables.applications
    rows = tx.execute(
        select(table.c.person_id, table.c.enrolment_id).where(
            is_one_of(tx, table.c.person_id, person_ids),
            table.c.kind == _DEREGISTRATION,
            table.c.state.in_(_UNDECIDED),
        )
    )
    found: dict[UUID, set[UUID | None]] = defaultdict(set)
    for row in rows:
        found[row.person_id].add(row.enrolment_id)
    return {person_id: frozenset(each) for person_id, each in found.items()}


def count_persons(tx: Transaction, kind: JobKind, semester: Semester, today: date) -> int:
    """How many persons a job goes through."""
    of_the_job = _persons_of(kind, semester, today).subquery()
    count: int = tx.execute(select(func.count()).select_from(of_the_job)).scalar_one()
    return count


def next_persons(
    tx: Transaction,
    kind: JobKind,
    semester: Semester,
    today: date,
    behind: UUID | None,
    limit: int,
) -> list[UUID]:
    """At most `limit` persons whom a job goes through, by id, those behind the person given."""
    statement = _persons_of(kind, semester, today)
    person_id = statement.selected_columns.person_id
    if behind is not None:
        statement = statement.where(person_id > behind)
    return list(tx.execute(statement.order_by(person_id).limit(limit)).scalars())


def _persons_of(kind: JobKind, semester: Semester, today: date) -> Select[Any]:
    """Whom a job looks at.

    Opening looks at all students of now. The other jobs look at those who were called, and
    reminding also at those who enrolled after the opening and were not.
    """
    persons, called = tables.persons, tables.reregistrations
    if kind is JobKind.OPEN:
        return select(persons.c.person_id).where(_studies_now(semester, today))
    states = [*WAITING, ReregistrationState.EXEMPT] if kind is JobKind.REMIND else [*WAITING]
    own_row = [
        called.c.person_id == persons.c.person_id,
        called.c.semester_code == semester.code,
    ]
    of_the_job: ColumnElement[bool] = exists().where(
        *own_row, called.c.state.in_([each.value for each in states])
    )
    if kind is JobKind.REMIND:
        not_called = and_(_studies_now(semester, today, not_in_it=True), ~exists().where(*own_row))
        of_the_job = or_(of_the_job, not_called)
    return select(persons.c.person_id).where(of_the_job)


def _studies_now(
    semester: Semester, today: date, *, not_in_it: bool = False
) -> ColumnElement[bool]:
    """Enrolled now, since before the semester; `not_in_it`: and it is not recorded for them yet."""
    table, recorded = tables.enrolments, tables.enrolment_semesters
    of_now = [
        table.c.person_id == tables.persons.c.person_id,
        table.c.first_enrolment_date < semester.first_date,
        or_(table.c.end_date.is_(None), table.c.end_date >= today),
    ]
    if not_in_it:
        of_now.append(
            ~exists().where(
                recorded.c.enrolment_id == table.c.enrolment_id,
                recorded.c.semester_code == semester.code,
            )
        )
    return exists().where(*of_now)


def _row(each: Reregistration) -> dict[str, Any]:
    return {
        "person_id": each.person_id,
        "semester_code": each.semester.code,
        "state": each.state.value,
        "deadline_date": each.deadline_date,
        "call_time": each.call_time,
        "remind_time": each.remind_time,
        "done_time": each.done_time,
        "value_date": each.value_date,
        "close_time": each.close_time,
        "reason": each.reason.value,
    }


def _reregistration(row: Row[Any]) -> Reregistration:
    return Reregistration(
        person_id=row.person_id,
        semester=Semester.parse(row.semester_code),
        state=ReregistrationState(row.state),
        deadline_date=row.deadline_date,
        call_time=row.call_time,
        remind_time=row.remind_time,
        done_time=row.done_time,
        value_date=row.value_date,
        close_time=row.close_time,
        reason=ReregistrationReason(row.reason),
    )
