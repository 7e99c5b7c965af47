"""Corrections of released results."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import PersonName
from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, true, update
from sqlalchemy.engine import RowMapping

from exams.domain.corrections import Correction, CorrectionPosition, CorrectionState
from exams.domain.grades import grade_text, stored_grade
from exams.domain.results import Outcome
from exams.domain.statuses import Status
from exams.store.sittings import select_sittings, sitting_of
from exams.store.tables import (
    accounts,
    corrections,
    persons,
    registrations,
    result_versions,
    sittings,
)


def add_correction(
    tx: Transaction,
    *,
    registration_id: UUID,
    sitting_id: UUID,
    result_version: int,
    outcome: Outcome,
    reason: str,
    proposed_by: UUID,
) -> UUID:
    """Stores a proposed correction."""
    correction_id = tx.new_id()
    tx.execute(
        insert(corrections).values(
            correction_id=correction_id,
            registration_id=registration_id,
            sitting_id=sitting_id,
            result_version=result_version,
            grade=grade_text(outcome.grade),
            status=outcome.status.value,
            reason=reason,
            propose_time=tx.now,
            proposed_by=proposed_by,
            state=CorrectionState.PROPOSED.value,
        )
    )
    return correction_id


def decide_correction(
    tx: Transaction, correction_id: UUID, state: CorrectionState, decided_by: UUID, reason: str
) -> None:
    """Notes the decision. The caller holds the sitting."""
    tx.execute(
        update(corrections)
        .where(corrections.c.correction_id == correction_id)
        .values(
            state=state.value, decide_time=tx.now, decided_by=decided_by, decision_reason=reason
        )
    )


def find_correction(tx: Transaction, correction_id: UUID) -> Correction | None:
    """The correction, or None where there is none."""
    row = (
        tx.execute(_select().where(corrections.c.correction_id == correction_id))
        .mappings()
        .one_or_none()
    )
    return _correction_of(row) if row is not None else None


def list_corrections(
    tx: Transaction, *, open_only: bool, after: CorrectionPosition | None, limit: int
) -> tuple[Correction, ...]:
    """Corrections behind a position, open ones first, then the newest first."""
    is_open = corrections.c.state == CorrectionState.PROPOSED.value
    behind: ColumnElement[bool] = true()
    if after is not None:
        older = or_(
            corrections.c.propose_time < after.propose_time,
            and_(
                corrections.c.propose_time == after.propose_time,
                corrections.c.correction_id < after.correction_id,
            ),
        )
        behind = or_(and_(is_open, older), ~is_open) if after.is_open else and_(~is_open, older)
    rows = tx.execute(
        _select()
        .where(is_open if open_only else true(), behind)
        .order_by(
            is_open.desc(), corrections.c.propose_time.desc(), corrections.c.correction_id.desc()
        )
        .limit(limit)
    ).mappings()
    return tuple(_correction_of(row) for row in rows)


def _select() -> Select[Any]:
    proposer, decider = accounts.alias("proposer"), accounts.alias("decider")
    return (
        select_sittings()
        .add_columns(
            corrections.c.correction_id,
            corrections.c.registration_id,
            corrections.c.result_version,
            corrections.c.grade,
            corrections.c.status,
            corrections.c.reason,
            corrections.c.propose_time,
            corrections.c.proposed_by,
            corrections.c.state,
            corrections.c.decide_time,
            corrections.c.decision_reason,
            registrations.c.person_id,
            persons.c.matriculation_number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
            result_versions.c.grade.label("former_grade"),
            result_versions.c.status.label("former_status"),
            func.coalesce(proposer.c.display_name, "").label("proposed_by_name"),
            func.coalesce(decider.c.display_name, "").label("decided_by_name"),
        )
        .join(corrections, corrections.c.sitting_id == sittings.c.sitting_id)
        .join(registrations, registrations.c.registration_id == corrections.c.registration_id)
        .join(persons, persons.c.person_id == registrations.c.person_id)
        .join(
            result_versions,
            and_(
                result_versions.c.registration_id == corrections.c.registration_id,
                result_versions.c.version == corrections.c.result_version,
            ),
        )
        .outerjoin(proposer, proposer.c.person_id == corrections.c.proposed_by)
        .outerjoin(decider, decider.c.person_id == corrections.c.decided_by)
    )


def _correction_of(row: RowMapping) -> Correction:
    return Correction(
        correction_id=row["correction_id"],
        registration_id=row["registration_id"],
        sitting=sitting_of(row),
        person_id=row["person_id"],
        matriculation_number=row["matriculation_number"],
        name=PersonName(row["given_names"], row["family_name"], row["birth_name"], row["title"]),
        former=Outcome(Status(row["former_status"]), stored_grade(row["former_grade"])),
        result_version=row["result_version"],
        outcome=Outcome(Status(row["status"]), stored_grade(row["grade"])),
        reason=row["reason"],
        propose_time=row["propose_time"],
        proposed_by=row["proposed_by"],
        proposed_by_name=row["proposed_by_name"],
        state=CorrectionState(row["state"]),
        decide_time=row["decide_time"],
        decided_by_name=row["decided_by_name"],
        decision_reason=row["decision_reason"],
    )
