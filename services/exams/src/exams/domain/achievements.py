"""How each exam and module of a student stands, and which result of an exam counts.

The better of several passed results counts (grade improvement). A module is complete when all its
exams are passed, or when it is recognised as a whole. A passed exam has earned the credits that it
stands for, and a complete module all of its credits, less what was recognised with fewer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exams.domain.averages import ExamGrade
from exams.domain.statuses import ATTEMPT, Status
from exams.domain.studies import (
    ExamResult,
    ModuleOfPlan,
    RecognisedResult,
    StudyPlan,
    StudyRecord,
)
from exams.domain.version_content import ExamOfVersion


class ProgressState(StrEnum):
    """How an exam, a module or an area stands."""

    OPEN = "open"
    STARTED = "started"
    COMPLETE = "complete"
    FINALLY_FAILED = "finally_failed"


@dataclass(frozen=True)
class ExamStanding:
    """How an exam stands, by the result that counts."""

    exam: ExamOfVersion
    state: ProgressState
    grade: Decimal | None
    # The credits that it has earned.
    earned_tenths: int
    # The day of the examination that counts; None while it is not passed, or only planned.
    pass_date: date | None
    attempts_used: int
    attempts_allowed: int
    recognised: bool = False
    planned: bool = False
    registered: bool = False

    @property
    def is_passed(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.state is ProgressState.COMPLETE


@dataclass(frozen=True)
class ModuleStanding:
    """How a module stands."""

    module: ModuleOfPlan
    state: ProgressState
    earned_tenths: int
    # What its grade is made of; empty without a grade.
    grades: tuple[ExamGrade, ...]
    exams: tuple[ExamStanding, ...]
    # Recognised as a whole, or in one of its exams.
    recognised: bool
    # The last examination in it; None while it is not complete, or only planned to be.
    pass_date: date | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.state is ProgressState.COMPLETE

    @property
    def planned(self) -> bool:
        """Whether a planned grade is in it."""
        return any(exam.planned for exam in self.exams)


def module_standings(plan: StudyPlan, record: StudyRecord) -> tuple[ModuleStanding, ...]:
    """How every module of the plan stands, in the order of the plan."""
    results: dict[str, list[ExamResult]] = defaultdict(list)
    for result in record.results:
        results[result.exam_number].append(result)
    recognised = {(one.module_code, one.exam_number): one for one in record.recognised}
    return tuple(
        _module_standing(plan, module, record, results, recognised) for module in plan.modules
    )


_Recognised = Mapping[tuple[str, str], RecognisedResult]


def _module_standing(
    plan: StudyPlan,
    module: ModuleOfPlan,
    record: StudyRecord,
    results: Mapping[str, Sequence[ExamResult]],
    recognised: _Recognised,
) -> ModuleStanding:
    whole = recognised.get((module.code, ""))
    exams = tuple(
        _exam_standing(
            plan,
            exam,
            record,
            results.get(exam.exam_number, ()),
            recognised.get((module.code, exam.exam_number)),
            whole,
        )
        for exam in module.exams
    )
    if whole is not None:
        return ModuleStanding(
            module=module,
            state=ProgressState.COMPLETE,
            earned_tenths=min(whole.credits_tenths, module.credits_tenths),
            grades=() if whole.grade is None else (ExamGrade(whole.grade, Decimal(1)),),
            exams=exams,
            recognised=True,
            pass_date=whole.achieve_date,
        )
    state = _module_state(exams)
    complete = state is ProgressState.COMPLETE
    dates = [exam.pass_date for exam in exams if exam.pass_date is not None]
    return ModuleStanding(
        module=module,
        state=state,
        earned_tenths=_earned_in(module, exams, complete),
        grades=tuple(
            ExamGrade(exam.grade, exam.exam.rules.weight)
            for exam in exams
            if exam.grade is not None
        ),
        exams=exams,
        recognised=any(exam.recognised for exam in exams),
        pass_date=max(dates) if complete and len(dates) == len(exams) else None,
    )


def _module_state(exams: Sequence[ExamStanding]) -> ProgressState:
    states = {exam.state for exam in exams}
    if ProgressState.FINALLY_FAILED in states:
        return ProgressState.FINALLY_FAILED
    if states == {ProgressState.COMPLETE}:
        return ProgressState.COMPLETE
    return ProgressState.STARTED if states - {ProgressState.OPEN} else ProgressState.OPEN


def _earned_in(module: ModuleOfPlan, exams: Sequence[ExamStanding], complete: bool) -> int:
    if not complete:
        return min(sum(exam.earned_tenths for exam in exams), module.credits_tenths)
    fewer = sum(
        exam.exam.rules.credits_tenths - exam.earned_tenths for exam in exams if exam.recognised
    )
    return max(0, module.credits_tenths - fewer)


@dataclass(frozen=True)
class _Pass:
    """A result that passes the exam."""

    grade: Decimal | None
    day: date | None
    credits_tenths: int
    recognised: bool = False
    planned: bool = False

    @property
    def rank(self) -> tuple[bool, Decimal, date]:
        """The best grade first, among equal ones the first; one without a grade last."""
        return self.grade is None, self.grade or Decimal(0), self.day or date.max


def _exam_standing(
    plan: StudyPlan,
    exam: ExamOfVersion,
    record: StudyRecord,
    results: Sequence[ExamResult],
    recognised: RecognisedResult | None,
    whole: RecognisedResult | None,
) -> ExamStanding:
    used = _attempts_used(results)
    allowed = plan.rules.attempts_at(exam.rules, is_thesis=exam.is_thesis)
    registered = exam.exam_number in record.registered
    passes = _passes(exam, record, results, recognised)
    counting = min(passes, key=lambda one: one.rank) if passes else None
    # A pass of another enrolment counts here once recognised; until then nothing is lost.
    was_passed = any(one.status is Status.PASSED for one in results)
    failed_for_good = (
        not registered
        and not was_passed
        and (any(one.status is Status.FINALLY_FAILED for one in results) or used >= allowed)
    )
    if counting is not None or whole is not None:
        state = ProgressState.COMPLETE
    elif failed_for_good:
        state = ProgressState.FINALLY_FAILED
    else:
        state = ProgressState.STARTED if results or registered else ProgressState.OPEN
    return ExamStanding(
        exam=exam,
        state=state,
        grade=counting.grade if counting is not None else None,
        earned_tenths=counting.credits_tenths if counting is not None else 0,
        pass_date=counting.day if counting is not None else None,
        attempts_used=used,
        attempts_allowed=allowed,
        recognised=whole is not None or (counting is not None and counting.recognised),
        planned=counting is not None and counting.planned,
        registered=registered,
    )


def _attempts_used(results: Sequence[ExamResult]) -> int:
    """Attempts used up, the one that passed included; tries for a better grade are none."""
    attempts = [one for one in results if one.status in ATTEMPT]
    passed = [one.exam_date for one in attempts if one.status is Status.PASSED and one.exam_date]
    first_pass = min(passed, default=date.max)
    return sum(
        one.counts_as_attempt
        for one in attempts
        if one.exam_date is None or one.exam_date <= first_pass
    )


def _passes(
    exam: ExamOfVersion,
    record: StudyRecord,
    results: Sequence[ExamResult],
    recognised: RecognisedResult | None,
) -> list[_Pass]:
    graded, full = exam.rules.graded, exam.rules.credits_tenths
    passes = [
        _Pass(one.grade if graded else None, one.exam_date, full)
        for one in results
        if one.status is Status.PASSED and not one.elsewhere
    ]
    if recognised is not None:
        fewer = min(recognised.credits_tenths, full)
        grade = recognised.grade if graded else None
        passes.append(_Pass(grade, recognised.achieve_date, fewer, recognised=True))
    if not passes and exam.exam_number in record.planned:
        grade = record.planned[exam.exam_number] if graded else None
        passes.append(_Pass(grade, None, full, planned=True))
    return passes
