"""How far an enrolment has come, and what planned grades would make of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem

from exams.domain.planning import (
    GradePlan,
    PlannedGrade,
    PlanProblem,
    is_target,
    plan_grades,
    plan_problems,
)
from exams.domain.progress import StudyProgress, study_progress
from exams.domain.studies import Study
from exams.store import progress as stored
from exams.store import students
from exams.store.regulations import share_content
from exams.texts import progress as texts


@dataclass(frozen=True)
class ProgressOfStudy:
    """An enrolment and how far it has come."""

    study: Study
    progress: StudyProgress


@dataclass(frozen=True)
class PlanOfStudy:
    """An enrolment and what planned grades would make of it."""

    study: Study
    plan: GradePlan


def get_progress(tx: Transaction, enrolment_id: UUID) -> ProgressOfStudy:
    """How far the enrolment has come, in four queries. Raises ENROLMENT_UNKNOWN."""
    study = get_study(tx, enrolment_id)
    return ProgressOfStudy(study, study_progress(study.plan, study.record))


def get_grade_plan(
    tx: Transaction, enrolment_id: UUID, planned: Sequence[PlannedGrade], target: Decimal | None
) -> PlanOfStudy:
    """What the planned grades would make, and what the target average needs. Stores nothing.

    Raises ENROLMENT_UNKNOWN, and for grades and targets that cannot be, all at once, the reason of
    the first one: EXAM_NOT_IN_REGULATIONS, EXAM_ALREADY_PASSED, EXAM_FINALLY_FAILED,
    EXAM_PLANNED_TWICE, GRADE_MISSING, GRADE_NOT_GIVEN, GRADE_NOT_PASSING, TARGET_OUT_OF_RANGE.
    """
    study = get_study(tx, enrolment_id)
    problems = [
        _problem(f"grades[{place}].{_field_of(problem)}", problem, planned[place].exam_number)
        for place, problem in plan_problems(study.plan, study.record, planned)
    ]
    if target is not None and not is_target(target):
        problems.append(_problem("target_average", PlanProblem.TARGET_OUT_OF_RANGE))
    if problems:
        messages = [one.message for one in problems]
        raise Failure(
            Code.INVALID_ARGUMENT,
            problems[0].reason,
            texts.PLAN_REFUSED.format(messages=texts.joined(messages)),
            fields=tuple(problems),
        )
    return PlanOfStudy(study, plan_grades(study.plan, study.record, planned, target))


def get_study(tx: Transaction, enrolment_id: UUID) -> Study:
    """The enrolment with its plan and record. Raises ENROLMENT_UNKNOWN."""
    study = stored.find_study(tx, enrolment_id)
    if study is None:
        raise Failure(Code.NOT_FOUND, "ENROLMENT_UNKNOWN", texts.ENROLMENT_UNKNOWN)
    return study


def hold_student(tx: Transaction, enrolment_id: UUID) -> None:
    """Holds the student of the enrolment until the transaction ends, after sittings are locked.

    The content of the student's regulations versions stays as it is for as long.
    """
    owner_id = students.owner_of_enrolment(tx, enrolment_id)
    if owner_id is not None:
        students.lock_student(tx, owner_id)
        share_content(tx, [owner_id])


def _problem(path: str, problem: PlanProblem, number: str = "") -> FieldProblem:
    message = texts.PLAN_PROBLEMS[problem].format(number=number)
    return FieldProblem(path, problem.value, message)


def _field_of(problem: PlanProblem) -> str:
    about_grade = (
        PlanProblem.GRADE_MISSING,
        PlanProblem.GRADE_NOT_GIVEN,
        PlanProblem.GRADE_NOT_PASSING,
    )
    return "grade" if problem in about_grade else "exam_number"
