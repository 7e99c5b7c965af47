"""Storing and reading enrolments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, update_many, upsert
from chassis.values import Semester
from sqlalchemy import Row, delete, select

from records.domain.catalogue import Programme
from records.domain.enrolment import (
    EndReason,
    Enrolment,
    RecordedSemester,
    SemesterStatus,
    count_semesters,
)
from records.store import tables
from records.store.catalogue import load_programmes

_SEMESTER_KEY = ("enrolment_id", "semester_code")


def insert_enrolment(tx: Transaction, enrolment: Enrolment) -> None:
    """Stores a new enrolment with its semesters; their numbers are counted when it is read."""
    row = {
        "enrolment_id": enrolment.enrolment_id,
        "person_id": enrolment.person_id,
        "programme_code": enrolment.programme.code,
        "regulations_version_code": enrolment.regulations_version.code,
        "first_enrolment_date": enrolment.first_enrolment_date,
        **_changing(enrolment),
    }
    insert_many(tx, tables.enrolments, [row])
    recorded = [each.recorded for each in enrolment.semesters]
    insert_many(
        tx,
        tables.enrolment_semesters,
        [_semester_row(enrolment.enrolment_id, each) for each in recorded],
    )


def update_enrolments(tx: Transaction, enrolments: Sequence[Enrolment]) -> None:
    """Stores what of enrolments can change: major and minor, the end, the version."""
    rows = [{"enrolment_id": each.enrolment_id, **_changing(each)} for each in enrolments]
    update_many(tx, tables.enrolments, rows, ["enrolment_id"])


def record_semesters(tx: Transaction, recorded: Iterable[tuple[UUID, RecordedSemester]]) -> None:
    """Records semesters of enrolments by their ids, or changes how they are recorded."""
    rows = [_semester_row(enrolment_id, each) for enrolment_id, each in recorded]
    if rows:
        upsert(tx, tables.enrolment_semesters, rows, key=_SEMESTER_KEY)


def remove_semesters(tx: Transaction, taken_back: Iterable[tuple[UUID, Semester]]) -> None:
    """Removes recorded semesters of enrolments by their ids."""
    table = tables.enrolment_semesters
    by_code: dict[str, list[UUID]] = defaultdict(list)
    for enrolment_id, semester in taken_back:
        by_code[semester.code].append(enrolment_id)
    for code, enrolment_ids in by_code.items():
        tx.execute(
            delete(table).where(
                table.c.semester_code == code, is_one_of(tx, table.c.enrolment_id, enrolment_ids)
            )
        )


def load_enrolments_of(tx: Transaction, person_id: UUID) -> tuple[Enrolment, ...]:
    """Every enrolment of the person, its semesters counted over all of them."""
    return load_enrolments_of_persons(tx, [person_id]).get(person_id, ())


def load_enrolments_of_persons(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[Enrolment, ...]]:
    """Every enrolment of each person who has one, by person, with three queries or four."""
    table = tables.enrolments
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.person_id, person_ids))
        .order_by(table.c.enrolment_id)
    ).all()
    recorded = _recorded_semesters(tx, [row.enrolment_id for row in rows])
    programmes = load_programmes(tx, {row.programme_code for row in rows})
    by_person: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    return {
        person_id: _enrolments(own, recorded, programmes) for person_id, own in by_person.items()
    }


def owner_of(tx: Transaction, enrolment_id: UUID) -> UUID | None:
    """The id of the person whose enrolment it is."""
    table = tables.enrolments
    statement = select(table.c.person_id).where(table.c.enrolment_id == enrolment_id)
    person_id: UUID | None = tx.execute(statement).scalar_one_or_none()
    return person_id


def owners_of(tx: Transaction, enrolment_ids: Collection[UUID]) -> frozenset[UUID]:
    """The persons whose enrolments they are."""
    table = tables.enrolments
    statement = select(table.c.person_id).where(is_one_of(tx, table.c.enrolment_id, enrolment_ids))
    return frozenset(tx.execute(statement).scalars())


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


def _changing(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "major": enrolment.major,
        "minor": enrolment.minor,
        "end_date": enrolment.end_date,
        "end_reason": enrolment.end_reason.value if enrolment.end_reason else "",
        "completion_date": enrolment.completion_date,
        "version": enrolment.version,
    }


def _semester_row(enrolment_id: UUID, recorded: RecordedSemester) -> dict[str, Any]:
    return {
        "enrolment_id": enrolment_id,
        "semester_code": recorded.semester.code,
        "status": recorded.status.value,
        "part_time": recorded.part_time,
        "abroad_counts": recorded.abroad_counts,
    }


def _recorded_semesters(
    tx: Transaction, enrolment_ids: Collection[UUID]
) -> dict[UUID, list[RecordedSemester]]:
    table = tables.enrolment_semesters
    recorded: dict[UUID, list[RecordedSemester]] = defaultdict(list)
    for row in tx.execute(select(table).where(is_one_of(tx, table.c.enrolment_id, enrolment_ids))):
        recorded[row.enrolment_id].append(
            RecordedSemester(
                Semester.parse(row.semester_code),
                SemesterStatus(row.status),
                row.part_time,
                row.abroad_counts,
            )
        )
    return recorded


def _enrolments(
    rows: Sequence[Row[Any]],
    recorded: dict[UUID, list[RecordedSemester]],
    programmes: dict[str, Programme],
) -> tuple[Enrolment, ...]:
    of_the_person = {each.semester for row in rows for each in recorded[row.enrolment_id]}
    return tuple(
        _enrolment(row, programmes[row.programme_code], recorded[row.enrolment_id], of_the_person)
        for row in rows
    )


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
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        completion_date=row.completion_date,
    )
