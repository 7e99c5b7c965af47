"""Storing and reading what was decided about semesters."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction, is_one_of, upsert
from chassis.values import Semester
from sqlalchemy import delete, select

from records.domain.semester_plan import DecisionKind, SemesterDecision
from records.store import tables

_table = tables.semester_decisions
_KEY = ("enrolment_id", "semester_code", "kind")


def load_decisions_of(
    tx: Transaction, enrolment_ids: Collection[UUID]
) -> dict[UUID, tuple[SemesterDecision, ...]]:
    """What was decided, by enrolment and in order of semester; one query for all.

    Enrolments without a decision are left out.
    """
    found: dict[UUID, list[SemesterDecision]] = defaultdict(list)
    rows = tx.execute(
        select(_table)
        .where(is_one_of(tx, _table.c.enrolment_id, enrolment_ids))
        .order_by(_table.c.enrolment_id, _table.c.semester_code, _table.c.kind)
    )
    for row in rows:
        found[row.enrolment_id].append(
            SemesterDecision(
                enrolment_id=row.enrolment_id,
                semester=Semester.parse(row.semester_code),
                kind=DecisionKind(row.kind),
                ground=row.ground,
                application_id=row.application_id,
                decide_time=row.decide_time,
                contribution_stays=row.contribution_stays,
            )
        )
    return {enrolment_id: tuple(several) for enrolment_id, several in found.items()}


def store_decision(tx: Transaction, decision: SemesterDecision) -> None:
    """Stores a decision, in place of one of the same enrolment, semester and kind."""
    row = {
        "enrolment_id": decision.enrolment_id,
        "semester_code": decision.semester.code,
        "kind": decision.kind.value,
        "ground": decision.ground,
        "application_id": decision.application_id,
        "decide_time": decision.decide_time,
        "contribution_stays": decision.contribution_stays,
    }
    upsert(tx, _table, [row], key=_KEY)


def remove_decision(
    tx: Transaction, enrolment_id: UUID, semester: Semester, kind: DecisionKind
) -> None:
    """Removes a decision; the application that it came from keeps its history."""
    tx.execute(
        delete(_table).where(
            _table.c.enrolment_id == enrolment_id,
            _table.c.semester_code == semester.code,
            _table.c.kind == kind.value,
        )
    )
