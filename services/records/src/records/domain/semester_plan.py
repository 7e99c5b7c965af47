"""How semesters are to be spent, as decided beside re-registration.

Leave and a semester abroad hold for one semester and shut each other out. Part-time and full-time
study hold from their semester on until the other one is decided; who has no decision studies
full-time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import Semester

from records.domain.enrolment import RecordedSemester, SemesterStatus


class DecisionKind(StrEnum):
    """What a semester is to be."""

    LEAVE = "leave"
    ABROAD = "abroad"
    PART_TIME = "part_time"
    FULL_TIME = "full_time"


class TimeModel(StrEnum):
    """How much of a programme's modules is studied in a semester."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"


@dataclass(frozen=True, slots=True)
class SemesterDecision:
    """What was decided about one semester of an enrolment."""

    enrolment_id: UUID
    semester: Semester
    kind: DecisionKind
    # The ground of a leave or the reason for part-time study; empty where none is given.
    ground: str
    application_id: UUID | None
    decide_time: datetime
    # Leave that came late, and not all that a refund needs was there in time: the contribution
    # stays as it was charged (guide 002, "Fees during leave of absence").
    contribution_stays: bool = False


@dataclass(frozen=True, slots=True)
class ContributionAfter:
    """What a decision did to the contribution of its semester, in cents."""

    # What is due now; None where the contribution is not charged yet.
    due: int | None = None
    open: int = 0
    # What goes back to the student.
    refunded: int = 0
    # Whether it stays as it was charged, as late leave did not bring all that a refund needs.
    stays: bool = False


# What cannot be true of one semester at the same time.
CONTRARY = {
    DecisionKind.LEAVE: DecisionKind.ABROAD,
    DecisionKind.ABROAD: DecisionKind.LEAVE,
    DecisionKind.PART_TIME: DecisionKind.FULL_TIME,
    DecisionKind.FULL_TIME: DecisionKind.PART_TIME,
}
TIME_MODELS = frozenset({DecisionKind.PART_TIME, DecisionKind.FULL_TIME})
_STATUSES = {
    DecisionKind.LEAVE: SemesterStatus.ON_LEAVE,
    DecisionKind.ABROAD: SemesterStatus.ABROAD,
}


class ContraryDecisionError(ValueError):
    """Leave and a semester abroad cannot be decided for the same semester."""


def decided(
    decisions: Collection[SemesterDecision], decision: SemesterDecision
) -> tuple[SemesterDecision, ...]:
    """The decisions with another one; it takes the place of one of its kind and semester.

    A time model replaces the other one of the same semester. Raises ContraryDecisionError where
    leave meets a semester abroad: one of them has to be withdrawn first.
    """
    contrary = CONTRARY[decision.kind]
    here = {each.kind for each in decisions if each.semester == decision.semester}
    if decision.kind not in TIME_MODELS and contrary in here:
        raise ContraryDecisionError(f"{decision.semester.code} is decided as {contrary.value}")
    replaced = {decision.kind, contrary}
    kept = [
        each
        for each in decisions
        if not (each.semester == decision.semester and each.kind in replaced)
    ]
    return _in_order([*kept, decision])


def undecided(
    decisions: Collection[SemesterDecision], semester: Semester, kind: DecisionKind
) -> tuple[SemesterDecision, ...]:
    """The decisions without the one of the kind and semester."""
    return tuple(each for each in decisions if (each.semester, each.kind) != (semester, kind))


def time_model_in(decisions: Iterable[SemesterDecision], semester: Semester) -> TimeModel:
    """How the semester is studied: by the latest decision that reaches it, else full-time."""
    reaching = [
        each for each in decisions if each.kind in TIME_MODELS and each.semester <= semester
    ]
    latest = max(reaching, key=lambda each: each.semester, default=None)
    return TimeModel.FULL_TIME if latest is None else TimeModel(latest.kind.value)


def status_in(decisions: Iterable[SemesterDecision], semester: Semester) -> SemesterStatus:
    """How a semester is spent that is not the first one: as decided, else re-registered."""
    for each in decisions:
        if each.semester == semester and each.kind in _STATUSES:
            return _STATUSES[each.kind]
    return SemesterStatus.REREGISTERED


def to_record(
    decisions: Collection[SemesterDecision], semester: Semester, *, abroad_counts: bool
) -> RecordedSemester:
    """The semester as re-registration records it.

    `abroad_counts` tells whether a semester abroad counts as a semester of the programme until it
    is known what was recognised (the university's rules).
    """
    status = status_in(decisions, semester)
    return RecordedSemester(
        semester,
        status,
        part_time=time_model_in(decisions, semester) is TimeModel.PART_TIME,
        abroad_counts=abroad_counts or status is not SemesterStatus.ABROAD,
    )


def recorded_anew(
    recorded: RecordedSemester,
    decisions: Collection[SemesterDecision],
    kind: DecisionKind,
    *,
    is_first: bool,
    abroad_counts: bool,
) -> RecordedSemester:
    """A semester that is recorded already, as it has to be after a decision of the kind changed.

    The first semester stays the one in which the person enrolled, unless it is spent abroad; what
    is known about recognised work stays as long as the semester is spent abroad.
    """
    planned = to_record(decisions, recorded.semester, abroad_counts=abroad_counts)
    if kind in TIME_MODELS:
        return replace(recorded, part_time=planned.part_time)
    status = planned.status
    if status is SemesterStatus.REREGISTERED and is_first:
        status = SemesterStatus.ENROLLED
    if status is recorded.status:
        return recorded
    return replace(recorded, status=status, abroad_counts=planned.abroad_counts)


def reach_of(
    decisions: Collection[SemesterDecision], decision: SemesterDecision
) -> Semester | None:
    """The last semester that a decision holds for; None where it holds until another one."""
    if decision.kind not in TIME_MODELS:
        return decision.semester
    later = [
        each.semester
        for each in decisions
        if each.kind in TIME_MODELS and each.semester > decision.semester
    ]
    return min(later).previous() if later else None


def _in_order(decisions: Iterable[SemesterDecision]) -> tuple[SemesterDecision, ...]:
    return tuple(sorted(decisions, key=lambda each: (each.semester, each.kind)))
