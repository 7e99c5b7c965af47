"""Storing and reading enrolments."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester
from sqlalchemy import Row, insert, select, update

from records.domain.catalogue import Programme
from records.domain.enrolment import (
    Enrolment,
    RecordedSemester,
    SemesterStatus,
    count_semesters,
)
from records.store import tables
from records.store.catalogue import load_programmes


def insert_enrolment(tx: Transaction, enrolment: Enrolment) -> None:
    """Stores a new enrolment with its semesters; their numbers are counted when it is read."""
    tx.execute(
        insert(tables.enrolments).values(
            enrolment_id=enrolment.enrolment_id,
            person_id=enrolment.person_id,
            programme_code=enrolment.programme.code,
            regulations_version_code=enrolment.regulations_version.code,
            major=enrolment.major,
            minor=enrolment.minor,
            first_enrolment_date=enrolment.first_enrolment_date,
            end_date=enrolment.end_date,
            ended_by_completion=enrolment.ended_by_completion,
            version=enrolment.version,
        )
    )
    tx.execute(
        insert(tables.enrolment_semesters),
        [
            {
                "enrolment_id": enrolment.enrolment_id,
                "semester_code": each.recorded.semester.code,
                "status": each.recorded.status.value,
                "part_time": each.recorded.part_time,
            }
            for each in enrolment.semesters
        ],
    )


def update_version(tx: Transaction, enrolment: Enrolment) -> None:
    """Stores the enrolment's version."""
    tx.execute(
        update(tables.enrolments)
        .where(tables.enrolments.c.enrolment_id == enrolment.enrolment_id)
        .values(version=enrolment.version)
    )


def update_end(tx: Transaction, enrolment: Enrolment) -> None:
    """Stores the enrolment's end, what set it, and its version."""
    tx.execute(
        update(tables.enrolments)
        .where(tables.enrolments.c.enrolment_id == enrolment.enrolment_id)
        .values(
            end_date=enrolment.end_date,
            ended_by_completion=enrolment.ended_by_completion,
            version=enrolment.version,
        )
    )


def load_enrolments_of(tx: Transaction, person_id: UUID) -> tuple[Enrolment, ...]:
    """Every enrolment of the person, its semesters counted over all of them."""
    table = tables.enrolments
    rows = tx.execute(
        select(table).where(table.c.person_id == person_id).order_by(table.c.enrolment_id)
    ).all()
    recorded = _recorded_semesters(tx, [row.enrolment_id for row in rows])
    of_the_person = {each.semester for one in recorded.values() for each in one}
    programmes = load_programmes(tx, {row.programme_code for row in rows})
    return tuple(
        _enrolment(row, programmes[row.programme_code], recorded[row.enrolment_id], of_the_person)
        for row in rows
    )


def owner_of(tx: Transaction, enrolment_id: UUID) -> UUID | None:
    """The id of the person whose enrolment it is."""
    table = tables.enrolments
    statement = select(table.c.person_id).where(table.c.enrolment_id == enrolment_id)
    person_id: UUID | None = tx.execute(statement).scalar_one_or_none()
    return person_id


def persons_enrolled_in(tx: Transaction, programme_codes: Collection[str]) -> list[UUID]:
    """The persons with an enrolment in one of the programmes, in the order of their ids."""
    person_id = tables.enrolments.c.person_id
    statement = (
        select(person_id)
        .where(tables.enrolments.c.programme_code.in_(sorted(programme_codes)))
        .distinct()
        .order_by(person_id)
    )
    return list(tx.execute(statement).scalars())


def _recorded_semesters(
    tx: Transaction, enrolment_ids: Collection[UUID]
) -> dict[UUID, list[RecordedSemester]]:
    table = tables.enrolment_semesters
    recorded: dict[UUID, list[RecordedSemester]] = defaultdict(list)
    for row in tx.execute(select(table).where(table.c.enrolment_id.in_(enrolment_ids))):
        recorded[row.enrolment_id].append(
            RecordedSemester(
                Semester.parse(row.semester_code), SemesterStatus(row.status), row.part_time
            )
        )
    return recorded


def _enrolment(
    row: Row[Any],
    programme: Programme,
    recorded: list[RecordedSemester],
    of_the_person: set[Semester],
) -> Enrolment:
    version = programme.regulations_version(row.regulations_version_code)
    if version is None:
        raise LookupError(f"{row.regulations_version_code} is no version of {programme.code}")
    return Enrolment(
        enrolment_id=row.enrolment_id,
        person_id=row.person_id,
        programme=programme,
        regulations_version=version,
        major=row.major,
        minor=row.minor,
        first_enrolment_date=row.first_enrolment_date,
        end_date=row.end_date,
        semesters=count_semesters(recorded, of_the_person),
        version=row.version,
        ended_by_completion=row.ended_by_completion,
    )
