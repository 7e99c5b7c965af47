"""Studies at other universities, of persons and of applicants."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from chassis.values import Semester
from sqlalchemy import Row, select, update

from records.domain.credit_facts import PriorStudy
from records.store import tables

_table = tables.prior_studies


def insert_prior_studies(tx: Transaction, prior_studies: Sequence[PriorStudy]) -> None:
    """Stores new entries."""
    insert_many(
        tx,
        _table,
        [
            {
                "prior_study_id": each.prior_study_id,
                "person_id": each.person_id,
                "university_name": each.university_name,
                "programme_name": each.programme_name,
                "semester_codes": sorted(one.code for one in each.known_semesters),
                "semesters": each.semesters,
                "completed_degree": each.completed_degree,
                "standard_duration_semesters": each.standard_duration_semesters,
                "reason": each.reason,
                "enter_time": each.enter_time,
                "entered_by": each.entered_by,
                "ended_by": "",
                "end_reason": "",
            }
            for each in prior_studies
        ],
    )


def load_prior_studies(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[PriorStudy, ...]]:
    """The entries that were not taken off again, in the order of entering, by person."""
    rows = tx.execute(
        select(_table)
        .where(is_one_of(tx, _table.c.person_id, person_ids), _table.c.end_time.is_(None))
        .order_by(_table.c.enter_time, _table.c.prior_study_id)
    )
    found: dict[UUID, list[PriorStudy]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_prior_study(row))
    return {person_id: tuple(each) for person_id, each in found.items()}


def end_prior_study(tx: Transaction, prior_study_id: UUID, by: str, reason: str) -> None:
    """Takes an entry off; the row stays."""
    tx.execute(
        update(_table)
        .where(_table.c.prior_study_id == prior_study_id)
        .values(end_time=tx.now, ended_by=by, end_reason=reason)
    )


def _prior_study(row: Row[Any]) -> PriorStudy:
    return PriorStudy(
        prior_study_id=row.prior_study_id,
        person_id=row.person_id,
        university_name=row.university_name,
        programme_name=row.programme_name,
        known_semesters=frozenset(map(Semester.parse, row.semester_codes)),
        semesters=row.semesters,
        completed_degree=row.completed_degree,
        standard_duration_semesters=row.standard_duration_semesters,
        enter_time=row.enter_time,
        entered_by=row.entered_by,
        reason=row.reason,
    )
