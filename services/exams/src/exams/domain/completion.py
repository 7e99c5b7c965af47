"""When an enrolment is complete, what is missing for it, and when its last examination was.

Complete is who has passed all compulsory modules and earned the credits that the areas and the
whole need, in modules that are passed completely. Credits beyond what an area needs do not make up
for another area: they count towards the whole only so far as the areas leave part of it free.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.values import LocalizedText

from exams.domain.achievements import ExamStanding, ModuleStanding, ProgressState
from exams.domain.studies import Area, StudyPlan


@dataclass(frozen=True)
class MissingModule:
    """A compulsory module of which exams are open."""

    module: ModuleStanding
    open_exams: tuple[ExamStanding, ...]


@dataclass(frozen=True)
class FinallyFailed:
    """An exam of a compulsory module that cannot be taken again."""

    module: ModuleStanding
    exam: ExamStanding


@dataclass(frozen=True)
class MissingCredits:
    """Credits that elective modules have to bring, in an area or, without one, in all.

    `earned_tenths` are those of complete modules.
    """

    area: Area | None
    missing_tenths: int
    earned_tenths: int
    required_tenths: int


@dataclass(frozen=True)
class NothingRequired:
    """The version states neither compulsory modules nor credits: nothing can be decided."""


Missing = MissingModule | FinallyFailed | MissingCredits | NothingRequired


def required_credits(plan: StudyPlan) -> int:
    """The credits of the whole; those of the compulsory modules where no rule says."""
    if plan.rules.completion is not None:
        return plan.rules.completion.total_credits_tenths
    return sum(module.credits_tenths for module in plan.modules if module.compulsory)


def by_area(credits_earned: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Credits summed up by the code of their area."""
    earned: dict[str, int] = defaultdict(int)
    for code, tenths in credits_earned:
        earned[code] += tenths
    return earned


def counted_credits(plan: StudyPlan, earned: Mapping[str, int]) -> int:
    """The credits that count towards the whole, of those earned in each area."""
    codes = {module.area_code for module in plan.modules}
    if plan.rules.completion is not None:
        codes |= {area.code for area in plan.rules.completion.areas}
    required = {code: plan.required_tenths(code) for code in codes}
    within = sum(min(earned.get(code, 0), required[code]) for code in codes)
    beyond = sum(max(0, earned.get(code, 0) - required[code]) for code in codes)
    free = max(0, required_credits(plan) - sum(required.values()))
    return within + min(free, beyond)


def what_is_missing(plan: StudyPlan, modules: Sequence[ModuleStanding]) -> tuple[Missing, ...]:
    """What stands between the student and completion; nothing once it is complete."""
    if plan.rules.completion is None and not any(one.module.compulsory for one in modules):
        return (NothingRequired(),)
    missing: list[Missing] = []
    open_modules = [one for one in modules if one.module.compulsory and not one.is_complete]
    for one in open_modules:
        failed = [exam for exam in one.exams if exam.state is ProgressState.FINALLY_FAILED]
        missing += [FinallyFailed(one, exam) for exam in failed]
        if not failed:
            open_exams = tuple(exam for exam in one.exams if not exam.is_passed)
            missing.append(MissingModule(one, open_exams))
    earned = by_area(
        (one.module.area_code, one.earned_tenths) for one in modules if one.is_complete
    )
    # What the sentences about modules and areas say already is not missing once more in the whole.
    said = sum(one.module.credits_tenths for one in open_modules)
    for area, required in _areas_with_a_rule(plan):
        of_modules = sum(
            one.module.credits_tenths for one in open_modules if one.module.area_code == area.code
        )
        lacking = required - earned.get(area.code, 0) - of_modules
        if lacking > 0:
            missing.append(MissingCredits(area, lacking, earned.get(area.code, 0), required))
            said += lacking
    total, counted = required_credits(plan), counted_credits(plan, earned)
    if total - counted - said > 0:
        missing.append(MissingCredits(None, total - counted - said, counted, total))
    return tuple(missing)


def is_complete(plan: StudyPlan, modules: Sequence[ModuleStanding]) -> bool:
    """Whether everything that the regulations ask for is passed."""
    return _suffices(plan, modules, lambda one: one.is_complete)


def last_exam_date(plan: StudyPlan, modules: Sequence[ModuleStanding]) -> date | None:
    """The day of the examination that completed the studies; None while they are not complete.

    What was examined later, such as an elective that nobody asked for, does not move it; a better
    grade that counts does, since the studies end with the results that the average is made of.
    """
    days = sorted({one.pass_date for one in modules if one.pass_date is not None})

    def complete_by(day: date) -> bool:
        return _suffices(
            plan, modules, lambda one: one.pass_date is not None and one.pass_date <= day
        )

    if not days or not complete_by(days[-1]):
        return None
    return days[bisect_left(days, True, key=complete_by)]


def _suffices(
    plan: StudyPlan,
    modules: Sequence[ModuleStanding],
    complete: Callable[[ModuleStanding], bool],
) -> bool:
    compulsory = [one for one in modules if one.module.compulsory]
    if plan.rules.completion is None and not compulsory:
        return False
    earned = by_area((one.module.area_code, one.earned_tenths) for one in modules if complete(one))
    return (
        all(complete(one) for one in compulsory)
        and all(earned.get(area.code, 0) >= needed for area, needed in _areas_with_a_rule(plan))
        and counted_credits(plan, earned) >= required_credits(plan)
    )


def _areas_with_a_rule(plan: StudyPlan) -> list[tuple[Area, int]]:
    if plan.rules.completion is None:
        return []
    areas = {area.code: area for area in plan.areas}
    return [
        (
            areas.get(rule.code, Area(rule.code, LocalizedText(rule.code, rule.code))),
            rule.required_credits_tenths,
        )
        for rule in plan.rules.completion.areas
    ]


@dataclass(frozen=True)
class Completion:
    """That an enrolment is complete, or, after a correction, is no longer; as it is told."""

    enrolment_id: UUID
    person_id: UUID
    complete: bool
    # The day of the last examination; while not complete, the one that was told before.
    last_exam_date: date
    # As documents print it; None where nothing graded counts, or it is not complete.
    average: Decimal | None
    # Grows by one with each change.
    version: int


def changed_completion(
    known: Completion | None,
    *,
    enrolment_id: UUID,
    person_id: UUID,
    last_exam_date: date | None,
    average: Decimal | None,
) -> Completion | None:
    """What has to be told now; None where it is as it was, or never was complete.

    `last_exam_date` is None while the enrolment is not complete.
    """
    if last_exam_date is None:
        if known is None or not known.complete:
            return None
        return replace(known, complete=False, average=None, version=known.version + 1)
    version = known.version + 1 if known is not None else 1
    now = Completion(enrolment_id, person_id, True, last_exam_date, average, version)
    if known is not None and replace(now, version=known.version) == known:
        return None
    return now
