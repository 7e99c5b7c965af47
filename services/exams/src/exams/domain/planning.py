"""What if: planned grades, and which average the open grades need for a target.

The needed average is the worst one, in steps of a hundredth, with which the target is still
reached if all open graded exams had exactly this grade. It is computed without cutting the grades
of modules that are open, as an average is no grade; whether the target can be reached at all is
decided by the regulations' own policy with the best grade in every open exam.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from exams.domain.achievements import ModuleStanding, ProgressState, module_standings
from exams.domain.averages import ExamGrade, average, module_grade
from exams.domain.completion import FinallyFailed
from exams.domain.grades import BEST_GRADE, PASS_LIMIT, SCALE, is_passed
from exams.domain.progress import StudyProgress, graded_modules, study_progress
from exams.domain.rules import Cutting
from exams.domain.studies import StudyPlan, StudyRecord
from exams.domain.version_content import ExamOfVersion


class PlanProblem(StrEnum):
    """What is wrong with one planned grade, or with the target."""

    EXAM_NOT_IN_REGULATIONS = "EXAM_NOT_IN_REGULATIONS"
    EXAM_ALREADY_PASSED = "EXAM_ALREADY_PASSED"
    EXAM_FINALLY_FAILED = "EXAM_FINALLY_FAILED"
    EXAM_PLANNED_TWICE = "EXAM_PLANNED_TWICE"
    # Empty for a graded exam.
    GRADE_MISSING = "GRADE_MISSING"
    # For an exam that is passed or failed only.
    GRADE_NOT_GIVEN = "GRADE_NOT_GIVEN"
    # Not of the scale, or not a passing one.
    GRADE_NOT_PASSING = "GRADE_NOT_PASSING"
    TARGET_OUT_OF_RANGE = "TARGET_OUT_OF_RANGE"


@dataclass(frozen=True)
class PlannedGrade:
    """A grade that the student plans for an exam; None for passed without one."""

    exam_number: str
    grade: Decimal | None


class Outlook(StrEnum):
    """How the target stands."""

    NO_TARGET = "no_target"
    # The open grades need the average that goes along.
    NEEDED = "needed"
    # Every passing grade will do.
    SAFE = "safe"
    # Not even the best grade in every open exam is enough.
    OUT_OF_REACH = "out_of_reach"
    # No grade is open any more.
    REACHED = "reached"
    MISSED = "missed"
    # A compulsory exam is finally failed.
    NOT_TO_COMPLETE = "not_to_complete"


@dataclass(frozen=True)
class GradePlan:
    """Progress with the planned grades, and what the target needs."""

    progress: StudyProgress
    target: Decimal | None
    outlook: Outlook
    # With two decimals; None unless NEEDED or SAFE.
    needed: Decimal | None = None
    # With the best grade in every open exam, as documents print it; None where nothing is graded.
    best_possible: Decimal | None = None
    # The open exams that were reckoned with.
    open_exams: tuple[ExamOfVersion, ...] = ()

    @property
    def open_tenths(self) -> int:
        """The credits of the open graded exams."""
        return sum(exam.rules.credits_tenths for exam in self.open_exams)


def plan_problems(
    plan: StudyPlan, record: StudyRecord, planned: Sequence[PlannedGrade]
) -> tuple[tuple[int, PlanProblem], ...]:
    """Every problem with the planned grades, by their place in the list."""
    standings = {
        exam.exam.exam_number: exam
        for module in module_standings(plan, record)
        for exam in module.exams
    }
    problems: list[tuple[int, PlanProblem]] = []
    seen: set[str] = set()
    for place, one in enumerate(planned):
        standing = standings.get(one.exam_number)
        if standing is None:
            problems.append((place, PlanProblem.EXAM_NOT_IN_REGULATIONS))
            continue
        if one.exam_number in seen:
            problems.append((place, PlanProblem.EXAM_PLANNED_TWICE))
        seen.add(one.exam_number)
        if standing.is_passed:
            problems.append((place, PlanProblem.EXAM_ALREADY_PASSED))
        elif standing.state is ProgressState.FINALLY_FAILED:
            problems.append((place, PlanProblem.EXAM_FINALLY_FAILED))
        if problem := _problem_of_grade(one.grade, graded=standing.exam.rules.graded):
            problems.append((place, problem))
    return tuple(problems)


def is_target(target: Decimal) -> bool:
    """Whether an average can be so: from the best grade to the worst one that passes."""
    return BEST_GRADE <= target <= PASS_LIMIT


def plan_grades(
    plan: StudyPlan, record: StudyRecord, planned: Sequence[PlannedGrade], target: Decimal | None
) -> GradePlan:
    """Progress with the planned grades, and the average that the open grades need."""
    with_plans = replace(record, planned={one.exam_number: one.grade for one in planned})
    progress = study_progress(plan, with_plans)
    open_exams = open_graded_exams(progress)
    best = _grade_with(plan, with_plans, open_exams, BEST_GRADE)
    found = GradePlan(progress, target, Outlook.NO_TARGET, None, best, open_exams)
    if target is None:
        return found
    if any(isinstance(one, FinallyFailed) for one in progress.missing):
        return replace(found, outlook=Outlook.NOT_TO_COMPLETE)
    if not open_exams:
        reached = best is not None and best <= target
        return replace(found, outlook=Outlook.REACHED if reached else Outlook.MISSED)
    if best is None or best > target:
        return replace(found, outlook=Outlook.OUT_OF_REACH)
    needed = _needed(plan, with_plans, open_exams, target)
    outlook = Outlook.SAFE if needed == PASS_LIMIT else Outlook.NEEDED
    return replace(found, outlook=outlook, needed=needed)


def open_graded_exams(progress: StudyProgress) -> tuple[ExamOfVersion, ...]:
    """The graded exams that are still to be passed.

    Those of compulsory modules, and of as many electives as their area, and then the whole, still
    need: begun ones first, then in the order of the regulations.
    """
    plan = progress.plan
    modules = [one for one in progress.modules if one.module.compulsory and not one.is_complete]
    chosen = {one.module.code for one in modules}
    free = progress.required_tenths - sum(area.required_tenths for area in progress.areas)
    for area in progress.areas:
        credited = sum(
            one.module.credits_tenths if one.module.code in chosen else one.earned_tenths
            for one in area.modules
            if one.is_complete or one.module.code in chosen
        )
        electives = _electives(area.modules, chosen)
        while electives and credited < area.required_tenths:
            modules.append(electives.pop(0))
            chosen.add(modules[-1].module.code)
            credited += modules[-1].module.credits_tenths
        free -= max(0, credited - area.required_tenths)
    electives = _electives(progress.modules, chosen)
    while electives and free > 0:
        modules.append(electives.pop(0))
        free -= modules[-1].module.credits_tenths
    excluded = plan.rules.grades.excluded_areas
    return tuple(
        exam.exam
        for one in modules
        if one.module.area_code not in excluded
        for exam in one.exams
        if not exam.is_passed and exam.exam.rules.graded
    )


def _electives(modules: Sequence[ModuleStanding], chosen: Collection[str]) -> list[ModuleStanding]:
    return sorted(
        (
            one
            for one in modules
            if one.state in (ProgressState.OPEN, ProgressState.STARTED)
            and not one.module.compulsory
            and one.module.code not in chosen
        ),
        key=lambda one: one.state is not ProgressState.STARTED,
    )


def _problem_of_grade(grade: Decimal | None, *, graded: bool) -> PlanProblem | None:
    if grade is None:
        return PlanProblem.GRADE_MISSING if graded else None
    if not graded:
        return PlanProblem.GRADE_NOT_GIVEN
    return None if grade in SCALE and is_passed(grade) else PlanProblem.GRADE_NOT_PASSING


def _needed(
    plan: StudyPlan, record: StudyRecord, exams: Sequence[ExamOfVersion], target: Decimal
) -> Decimal:
    """The worst average, cut after two decimals, with which the target is reached."""

    def reaches(hundredths: int) -> bool:
        grade = _grade_if_on_average(plan, record, exams, Decimal(hundredths) / 100)
        return grade is not None and grade <= target

    first, last = int(BEST_GRADE * 100), int(PASS_LIMIT * 100)
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if reaches(middle) else (first, middle - 1)
    return Decimal(first) / 100


def _grade_with(
    plan: StudyPlan, record: StudyRecord, exams: Sequence[ExamOfVersion], grade: Decimal
) -> Decimal | None:
    """The printed average with the grade in each of the exams."""
    modules = module_standings(plan, _with_grade(record, exams, grade))
    return average(graded_modules(plan, modules), plan.rules.grades).grade


def _grade_if_on_average(
    plan: StudyPlan, record: StudyRecord, exams: Sequence[ExamOfVersion], mean: Decimal
) -> Decimal | None:
    """The printed average where the exams have a grade that is no grade but a mean of some.

    The modules that are complete keep the grades that they have.
    """
    policy = plan.rules.grades
    settled = {
        one.module.code: module_grade(one.grades, policy)
        for one in module_standings(plan, record)
        if one.is_complete
    }
    modules = graded_modules(plan, module_standings(plan, _with_grade(record, exams, mean)))
    kept = [
        replace(one, grades=(ExamGrade(grade, Decimal(1)),))
        if (grade := settled.get(one.code)) is not None
        else one
        for one in modules
    ]
    return average(kept, replace(policy, module_cutting=Cutting.EXACT)).grade


def _with_grade(record: StudyRecord, exams: Sequence[ExamOfVersion], grade: Decimal) -> StudyRecord:
    grades = {exam.exam_number: grade for exam in exams}
    return replace(record, planned={**record.planned, **grades})
