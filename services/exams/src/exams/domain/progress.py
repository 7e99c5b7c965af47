"""How far a student has come: by exam, module, area and in all, with the average."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from exams.domain.achievements import ModuleStanding, ProgressState, module_standings
from exams.domain.averages import Average, GradedModule, average, module_grade
from exams.domain.completion import (
    Missing,
    by_area,
    counted_credits,
    is_complete,
    last_exam_date,
    required_credits,
    what_is_missing,
)
from exams.domain.rules import GradePolicy, Surplus
from exams.domain.statuses import Status
from exams.domain.studies import Area, StudyPlan, StudyRecord


@dataclass(frozen=True)
class AreaProgress:
    """An area with its modules."""

    area: Area
    required_tenths: int
    # Everything that is earned in it, what the area does not need included.
    earned_tenths: int
    state: ProgressState
    modules: tuple[ModuleStanding, ...]


@dataclass(frozen=True)
class StudyProgress:
    """How far an enrolment has come."""

    plan: StudyPlan
    areas: tuple[AreaProgress, ...]
    required_tenths: int
    # What counts towards the required credits.
    earned_tenths: int
    average: Average
    # Nothing where it is complete.
    missing: tuple[Missing, ...]
    complete: bool
    # None unless complete, or where a planned grade is needed for it.
    last_exam_date: date | None

    @property
    def modules(self) -> tuple[ModuleStanding, ...]:
        """All modules in the order of the plan."""
        return tuple(one for area in self.areas for one in area.modules)

    def grade_of(self, module: ModuleStanding) -> Fraction | None:
        """The module's grade as the average takes it; None without one, or before it is done."""
        if not module.is_complete:
            return None
        return module_grade(module.grades, self.plan.rules.grades)


def study_progress(plan: StudyPlan, record: StudyRecord) -> StudyProgress:
    """Works out how far the student has come."""
    modules = module_standings(plan, record)
    earned = by_area((one.module.area_code, one.earned_tenths) for one in modules)
    return StudyProgress(
        plan=plan,
        areas=tuple(_area_progress(plan, area, modules) for area in plan.areas),
        required_tenths=required_credits(plan),
        earned_tenths=counted_credits(plan, earned),
        average=average(graded_modules(plan, modules), plan.rules.grades),
        missing=what_is_missing(plan, modules),
        complete=is_complete(plan, modules),
        last_exam_date=last_exam_date(plan, modules),
    )


@dataclass(frozen=True)
class CompletedStudies:
    """What completed studies are certified with."""

    last_exam_date: date
    # As documents print it; None where nothing graded counts.
    average: Decimal | None


def completed_studies(plan: StudyPlan, record: StudyRecord) -> CompletedStudies | None:
    """The day of the last examination and the final average; None while not complete.

    Most students of a release are not: they are told apart before anything is worked out.
    """
    if not _may_be_complete(plan, record):
        return None
    modules = module_standings(plan, record)
    last_day = last_exam_date(plan, modules)
    if last_day is None:
        return None
    grade = average(graded_modules(plan, modules), plan.rules.grades).grade
    return CompletedStudies(last_day, grade)


def _may_be_complete(plan: StudyPlan, record: StudyRecord) -> bool:
    """Whether every compulsory module could be: each exam of it passed or recognised."""
    numbers = {one.exam_number for one in record.results if one.status is Status.PASSED}
    numbers |= {one.exam_number for one in record.recognised}
    whole = {one.module_code for one in record.recognised if not one.exam_number}
    return all(
        module.code in whole or all(exam.exam_number in numbers for exam in module.exams)
        for module in plan.modules
        if module.compulsory
    )


def graded_modules(plan: StudyPlan, modules: Sequence[ModuleStanding]) -> tuple[GradedModule, ...]:
    """The modules that an average has a line for: all that were begun, in the plan's order."""
    surplus = surplus_modules(plan, modules)
    return tuple(
        GradedModule(
            code=one.module.code,
            name=one.module.name,
            area_code=one.module.area_code,
            credits_tenths=one.earned_tenths,
            weight=one.module.weight,
            complete=one.is_complete,
            grades=one.grades,
            is_thesis=one.module.is_thesis,
            is_surplus=one.module.code in surplus,
            recognised=one.recognised,
            planned=one.planned,
        )
        for one in modules
        if one.state is not ProgressState.OPEN
    )


def surplus_modules(plan: StudyPlan, modules: Sequence[ModuleStanding]) -> Collection[str]:
    """The codes of passed electives that the average leaves out, as their area is full."""
    policy = plan.rules.grades
    if policy.surplus is Surplus.ALL:
        return ()
    surplus: set[str] = set()
    for area in plan.areas:
        room = plan.required_tenths(area.code)
        passed = [one for one in modules if one.module.area_code == area.code and one.is_complete]
        for one in sorted(passed, key=lambda one: _turn(one, policy)):
            grade = module_grade(one.grades, policy)
            if room <= 0 and not one.module.compulsory and grade is not None:
                surplus.add(one.module.code)
            room -= one.earned_tenths
    return surplus


def _turn(one: ModuleStanding, policy: GradePolicy) -> tuple[bool, Fraction, date, str]:
    """Which module fills its area before another one; by its code at last."""
    grade = module_grade(one.grades, policy)
    if one.module.compulsory or grade is None:
        return False, Fraction(0), date.min, one.module.code
    best = policy.surplus is Surplus.BEST
    # Planned grades have no day yet: they come after those that there are.
    day = one.pass_date or date.max
    return True, grade if best else Fraction(0), day, one.module.code


def _area_progress(plan: StudyPlan, area: Area, modules: Sequence[ModuleStanding]) -> AreaProgress:
    own = tuple(one for one in modules if one.module.area_code == area.code)
    required = plan.required_tenths(area.code)
    return AreaProgress(
        area=area,
        required_tenths=required,
        earned_tenths=sum(one.earned_tenths for one in own),
        state=_area_state(own, required),
        modules=own,
    )


def _area_state(modules: Sequence[ModuleStanding], required_tenths: int) -> ProgressState:
    compulsory = [one for one in modules if one.module.compulsory]
    if any(one.state is ProgressState.FINALLY_FAILED for one in compulsory):
        return ProgressState.FINALLY_FAILED
    passed = sum(one.earned_tenths for one in modules if one.is_complete)
    all_passed = all(one.is_complete for one in compulsory)
    if all_passed and passed >= required_tenths and (compulsory or required_tenths):
        return ProgressState.COMPLETE
    begun = any(one.state is not ProgressState.OPEN for one in modules)
    return ProgressState.STARTED if begun else ProgressState.OPEN
