"""Correcting a released result: one person proposes, a second one decides."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName

from exams.domain.examinations import Sitting
from exams.domain.results import Examinee, Outcome


class CorrectionState(StrEnum):
    """How a correction stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class CorrectionRefusal(StrEnum):
    """Why a correction cannot be proposed or decided."""

    RESULT_NOT_RELEASED = "RESULT_NOT_RELEASED"
    CORRECTION_OPEN = "CORRECTION_OPEN"
    RESULT_CHANGED = "RESULT_CHANGED"
    CORRECTION_CHANGES_NOTHING = "CORRECTION_CHANGES_NOTHING"
    SAME_PERSON = "SAME_PERSON"
    CORRECTION_DECIDED = "CORRECTION_DECIDED"
    REASON_MISSING = "REASON_MISSING"


@dataclass(frozen=True)
class CorrectionPosition:
    """Among corrections, open ones first, then the newest first."""

    is_open: bool
    propose_time: datetime
    correction_id: UUID


@dataclass(frozen=True)
class Correction:
    """A proposed correction and what became of it."""

    correction_id: UUID
    registration_id: UUID
    sitting: Sitting
    person_id: UUID
    matriculation_number: str
    name: PersonName
    # The result that it was made for.
    former: Outcome
    result_version: int
    outcome: Outcome
    reason: str
    propose_time: datetime
    proposed_by: UUID
    proposed_by_name: str
    state: CorrectionState
    decide_time: datetime | None
    decided_by_name: str
    decision_reason: str

    @property
    def position(self) -> CorrectionPosition:
        """Where it stands in lists."""
        is_open = self.state is CorrectionState.PROPOSED
        return CorrectionPosition(is_open, self.propose_time, self.correction_id)


def refusal_of_proposal(
    examinee: Examinee, outcome: Outcome, version: int
) -> CorrectionRefusal | None:
    """Why this correction cannot be proposed; None where it can."""
    result = examinee.result
    if result is None or result.release_time is None:
        return CorrectionRefusal.RESULT_NOT_RELEASED
    if examinee.correction_open:
        return CorrectionRefusal.CORRECTION_OPEN
    if result.version != version:
        return CorrectionRefusal.RESULT_CHANGED
    if result.outcome == outcome:
        return CorrectionRefusal.CORRECTION_CHANGES_NOTHING
    return None


def refusal_of_decision(
    correction: Correction, decided_by: UUID, *, confirm: bool, reason: str, version: int
) -> CorrectionRefusal | None:
    """Why this person cannot decide so; None where it is possible.

    `version` is the result's present one. Four eyes: never who proposed it, not even to reject.
    """
    if correction.state is not CorrectionState.PROPOSED:
        return CorrectionRefusal.CORRECTION_DECIDED
    if correction.proposed_by == decided_by:
        return CorrectionRefusal.SAME_PERSON
    if not confirm:
        return None if reason.strip() else CorrectionRefusal.REASON_MISSING
    if correction.result_version != version:
        return CorrectionRefusal.RESULT_CHANGED
    return None
