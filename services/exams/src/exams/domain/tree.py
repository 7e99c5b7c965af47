"""The tree in which a student finds exams: enrolment, module, exam, sitting."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText

from exams.domain.examinations import (
    Enrolment,
    ExamForm,
    LiveRegistration,
    Sitting,
    TermsStanding,
)
from exams.domain.obstacles import Obstacle, Reason
from exams.domain.registering import RegistrationCase, decide_registration
from exams.domain.withdrawing import withdrawal_limit


class SittingState(StrEnum):
    """How a student stands to a sitting inside its window."""

    OPEN = "open"
    REGISTERED = "registered"
    FULL = "full"
    REFUSED = "refused"


@dataclass(frozen=True)
class SittingNode:
    """A sitting as one student sees it."""

    sitting: Sitting
    state: SittingState
    # Every reason against a registration.
    obstacles: tuple[Obstacle, ...]
    regulation_section: str
    registration_id: UUID | None
    can_withdraw: bool

    @property
    def can_register(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


@dataclass(frozen=True)
class ExamNode:
    """An exam and the sittings whose window is open."""

    exam_number: str
    name: LocalizedText
    form: ExamForm
    sittings: tuple[SittingNode, ...]


@dataclass(frozen=True)
class ModuleNode:
    """A module with its exams; credits are CP times ten."""

    module_code: str
    name: LocalizedText
    area_name: LocalizedText
    credits_tenths: int
    exams: tuple[ExamNode, ...]


@dataclass(frozen=True)
class EnrolmentNode:
    """One enrolment with the modules of its regulations version."""

    enrolment: Enrolment
    modules: tuple[ModuleNode, ...]


@dataclass(frozen=True)
class ExamOfModule:
    """An exam in the content of a regulations version."""

    exam_number: str
    name: LocalizedText
    form: ExamForm


@dataclass(frozen=True)
class ModuleOfVersion:
    """A module in the content of a regulations version, exams in their order."""

    regulations_version_code: str
    module_code: str
    name: LocalizedText
    area_name: LocalizedText
    credits_tenths: int
    exams: tuple[ExamOfModule, ...]


@dataclass(frozen=True)
class StudentFacts:
    """What the rules look at besides the sitting."""

    terms: TermsStanding
    enrolments: tuple[Enrolment, ...]
    live_registrations: tuple[LiveRegistration, ...]


def exam_tree(
    student: StudentFacts,
    modules: tuple[ModuleOfVersion, ...],
    sittings: tuple[Sitting, ...],
    now: datetime,
) -> tuple[EnrolmentNode, ...]:
    """The tree of a student; a sitting is shown inside its registration window only."""
    shown: dict[str, list[Sitting]] = {}
    for sitting in sittings:
        if sitting.registration.is_open(now):
            shown.setdefault(sitting.exam_number, []).append(sitting)
    branches: dict[str, list[ModuleOfVersion]] = {}
    for module in modules:
        branches.setdefault(module.regulations_version_code, []).append(module)
    live: dict[str, list[LiveRegistration]] = {}
    for registration in student.live_registrations:
        live.setdefault(registration.exam_number, []).append(registration)

    def exam_node(enrolment: Enrolment, exam: ExamOfModule) -> ExamNode:
        registrations = tuple(live.get(exam.exam_number, ()))
        nodes = tuple(
            sitting_node(student, enrolment, sitting, registrations, now)
            for sitting in shown.get(exam.exam_number, ())
        )
        return ExamNode(exam.exam_number, exam.name, exam.form, nodes)

    return tuple(
        EnrolmentNode(
            enrolment,
            tuple(
                ModuleNode(
                    module.module_code,
                    module.name,
                    module.area_name,
                    module.credits_tenths,
                    tuple(exam_node(enrolment, exam) for exam in module.exams),
                )
                for module in branches.get(enrolment.regulations_version_code, ())
            ),
        )
        for enrolment in student.enrolments
    )


def sitting_node(
    student: StudentFacts,
    enrolment: Enrolment,
    sitting: Sitting,
    registrations: tuple[LiveRegistration, ...],
    now: datetime,
) -> SittingNode:
    """How a student stands to a sitting of an exam that the enrolment's version has."""
    decision = decide_registration(
        RegistrationCase(
            now=now,
            sitting=sitting,
            terms=student.terms,
            enrolments=(enrolment,),
            enrolments_with_exam={enrolment.enrolment_id},
            named_enrolment_id=enrolment.enrolment_id,
            live_registrations=registrations,
        )
    )
    registration_id = next(
        (r.registration_id for r in registrations if r.sitting_id == sitting.sitting_id), None
    )
    return SittingNode(
        sitting=sitting,
        state=_state({obstacle.reason for obstacle in decision.obstacles}),
        obstacles=decision.obstacles,
        regulation_section=decision.regulation_section,
        registration_id=registration_id,
        can_withdraw=registration_id is not None and now < withdrawal_limit(sitting),
    )


def _state(reasons: Set[Reason]) -> SittingState:
    if not reasons:
        return SittingState.OPEN
    if Reason.ALREADY_REGISTERED in reasons:
        return SittingState.REGISTERED
    if Reason.SITTING_FULL in reasons:
        return SittingState.FULL
    return SittingState.REFUSED
