"""Rights of pre-selection, those taken back included."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of, upsert
from chassis.values import PersonName, Semester
from sqlalchemy import Row, select

from records.domain.preselection import (
    PreselectionGround,
    PreselectionHolder,
    PreselectionRight,
)
from records.store import tables

_table = tables.preselection_rights
_persons = tables.persons


def store_rights(tx: Transaction, rights: Sequence[PreselectionRight]) -> None:
    """Stores rights, or what became of them."""
    rows = [
        {
            "preselection_right_id": each.preselection_right_id,
            "person_id": each.person_id,
            "semester_code": each.semester.code,
            "ground": each.ground.value,
            "holds": each.holds,
            "reason": each.reason,
            "change_time": each.change_time,
            "changed_by": each.changed_by,
            "version": each.version,
        }
        for each in rights
    ]
    upsert(tx, _table, rows, key=["preselection_right_id"])


def find_rights(
    tx: Transaction,
    person_ids: Collection[UUID],
    semester: Semester,
    ground: PreselectionGround,
) -> dict[UUID, PreselectionRight]:
    """The rights of persons in a semester on a ground, held or taken back, by person."""
    rows = tx.execute(
        select(_table).where(
            is_one_of(tx, _table.c.person_id, person_ids),
            _table.c.semester_code == semester.code,
            _table.c.ground == ground.value,
        )
    )
    return {row.person_id: _right(row) for row in rows}


def load_rights_of(tx: Transaction, person_id: UUID) -> tuple[PreselectionRight, ...]:
    """Every right of a person, those taken back included, the newest semester first."""
    rows = tx.execute(
        select(_table)
        .where(_table.c.person_id == person_id)
        .order_by(_table.c.semester_code.desc(), _table.c.ground)
    )
    return tuple(_right(row) for row in rows)


def load_rights_after(
    tx: Transaction, after: UUID | None, limit: int
) -> tuple[PreselectionRight, ...]:
    """At most `limit` rights in the order of their ids, those behind the one given."""
    right_id = _table.c.preselection_right_id
    statement = select(_table).order_by(right_id).limit(limit)
    if after is not None:
        statement = statement.where(right_id > after)
    return tuple(_right(row) for row in tx.execute(statement))


def find_holders(
    tx: Transaction, semester: Semester, after_number: str, limit: int
) -> tuple[PreselectionHolder, ...]:
    """At most `limit` persons who hold the right in a semester, by matriculation number."""
    held = select(_table.c.person_id).where(
        _table.c.semester_code == semester.code, _table.c.holds.is_(True)
    )
    number = _persons.c.matriculation_number
    persons = tx.execute(
        select(_persons)
        .where(_persons.c.person_id.in_(held), number > after_number)
        .order_by(number)
        .limit(limit)
    ).all()
    grounds: dict[UUID, list[PreselectionGround]] = defaultdict(list)
    for row in tx.execute(
        select(_table.c.person_id, _table.c.ground)
        .where(
            _table.c.semester_code == semester.code,
            _table.c.holds.is_(True),
            is_one_of(tx, _table.c.person_id, [each.person_id for each in persons]),
        )
        .order_by(_table.c.ground.desc())
    ):
        grounds[row.person_id].append(PreselectionGround(row.ground))
    return tuple(
        PreselectionHolder(
            each.person_id,
            each.matriculation_number,
            PersonName(each.given_names, each.family_name, each.birth_name, each.title),
            tuple(grounds[each.person_id]),
        )
        for each in persons
    )


def _right(row: Row[Any]) -> PreselectionRight:
    return PreselectionRight(
        preselection_right_id=row.preselection_right_id,
        person_id=row.person_id,
        semester=Semester.parse(row.semester_code),
        ground=PreselectionGround(row.ground),
        holds=row.holds,
        reason=row.reason,
        change_time=row.change_time,
        changed_by=row.changed_by,
        version=row.version,
    )
