"""The tree in which a student finds exams: enrolment, area, module, exam, sitting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chassis.values import Semester, local_date

from exams.domain.attempts import ExamRecord
from exams.domain.examinations import Enrolment, Sitting
from exams.domain.obstacle_reasons import Reason
from exams.domain.obstacles import Obstacle
from exams.domain.part_time import PartTimeCredits, part_time_credits
from exams.domain.registering import RegistrationCase, decide_registration, record_of
from exams.domain.standing import StandingRegistration, StudentStanding, passed_modules
from exams.domain.statuses import Status
from exams.domain.version_content import ExamOfVersion, ModuleOfVersion
from exams.domain.withdrawing import can_leave


class SittingState(StrEnum):
    """How a student stands to a sitting inside its window."""

    OPEN = "open"
    REGISTERED = "registered"
    WAITING = "waiting"
    IN_LOTTERY = "in_lottery"
    PASSED = "passed"
    FINALLY_FAILED = "finally_failed"
    FULL = "full"
    REFUSED = "refused"


@dataclass(frozen=True)
class SittingNode:
    """A sitting as one student sees it."""

    sitting: Sitting
    state: SittingState
    # Every reason against a registration.
    obstacles: tuple[Obstacle, ...]
    # Rules that only warn.
    warnings: tuple[Obstacle, ...]
    # What registering leads to: a seat, a place in the waiting list, a request for the draw.
    leads_to: Status
    # The student's registration that is under way.
    registration: StandingRegistration | None
    can_withdraw: bool

    @property
    def can_register(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


@dataclass(frozen=True)
class ExamNode:
    """An exam, how the student stands to it, and the sittings whose window is open."""

    exam: ExamOfVersion
    record: ExamRecord
    sittings: tuple[SittingNode, ...]


@dataclass(frozen=True)
class ModuleNode:
    """A module with its exams."""

    module: ModuleOfVersion
    passed: bool
    exams: tuple[ExamNode, ...]


@dataclass(frozen=True)
class EnrolmentNode:
    """One enrolment with the modules of its regulations version, where that is published."""

    enrolment: Enrolment
    part_time: PartTimeCredits
    modules: tuple[ModuleNode, ...]


def exam_tree(
    standing: StudentStanding, sittings: Iterable[Sitting], now: datetime
) -> tuple[EnrolmentNode, ...]:
    """The tree of a student; a sitting is shown inside its registration window only."""
    shown: dict[str, list[Sitting]] = {}
    for sitting in sittings:
        if sitting.registration.is_open(now):
            shown.setdefault(sitting.exam_number, []).append(sitting)
    return tuple(_branch(standing, enrolment, shown, now) for enrolment in standing.enrolments)


def _branch(
    standing: StudentStanding,
    enrolment: Enrolment,
    shown: Mapping[str, list[Sitting]],
    now: datetime,
) -> EnrolmentNode:
    version = standing.version_of(enrolment)
    if version is None:
        return EnrolmentNode(enrolment, PartTimeCredits(), ())
    passed = passed_modules(standing, enrolment, version.modules_by_code.keys())
    semester = Semester.of(local_date(now))
    return EnrolmentNode(
        enrolment,
        part_time_credits(standing, enrolment, version, semester),
        tuple(
            ModuleNode(
                module,
                module.module_code in passed,
                tuple(
                    ExamNode(
                        exam,
                        record_of(standing, enrolment, version, exam),
                        tuple(
                            _sitting_node(standing, enrolment, sitting, now)
                            for sitting in shown.get(exam.exam_number, ())
                        ),
                    )
                    for exam in module.exams
                ),
            )
            for module in version.modules
        ),
    )


def _sitting_node(
    standing: StudentStanding, enrolment: Enrolment, sitting: Sitting, now: datetime
) -> SittingNode:
    """How a student stands to a sitting of an exam that the enrolment's version has."""
    decision = decide_registration(
        RegistrationCase(now, sitting, standing, named_enrolment_id=enrolment.enrolment_id)
    )
    registration = standing.live_for_sitting(sitting.sitting_id)
    return SittingNode(
        sitting=sitting,
        state=_state(registration, decision.obstacles),
        obstacles=decision.obstacles,
        warnings=decision.warnings,
        leads_to=decision.leads_to,
        registration=registration,
        can_withdraw=registration is not None and can_leave(registration.status, sitting, now),
    )


def _state(
    registration: StandingRegistration | None, obstacles: tuple[Obstacle, ...]
) -> SittingState:
    if registration is not None:
        match registration.status:
            case Status.WAITING:
                return SittingState.WAITING
            case Status.IN_LOTTERY:
                return SittingState.IN_LOTTERY
            case _:
                return SittingState.REGISTERED
    reasons = {obstacle.reason for obstacle in obstacles}
    for reason, state in _STATES:
        if reason in reasons:
            return state
    return SittingState.REFUSED if reasons else SittingState.OPEN


# The state that a reason makes, the first one that applies.
_STATES = (
    (Reason.ALREADY_PASSED, SittingState.PASSED),
    (Reason.NO_ATTEMPT_LEFT, SittingState.FINALLY_FAILED),
    (Reason.NOT_REPEATABLE, SittingState.FINALLY_FAILED),
    (Reason.SITTING_FULL, SittingState.FULL),
)
