"""Entering results: what may be entered for whom, and what an entry changes."""

from datetime import date, datetime
from decimal import Decimal

from chassis.values import local_date

from exams.domain.examinations import ExamForm, Sitting
from exams.domain.grades import FAILED_GRADE, grades_of, is_passed, status_of_grade
from exams.domain.results import (
    ENTERABLE,
    EXAMINED,
    PROVISIONAL,
    Change,
    Effect,
    Entry,
    Examinee,
    Outcome,
    Part,
    ProblemReason,
    ResultProblem,
)
from exams.domain.statuses import Status
from exams.domain.withdrawing import withdrawal_limit

# Entered with the grade 5.0, without anybody having to write it.
_FAILED_WITHOUT_GRADE = frozenset({Status.FAILED, Status.NO_SHOW, Status.CHEATED})


def entry_start(sitting: Sitting) -> datetime:
    """From when results may be entered: the start, or the withdrawal limit where none is fixed.

    Nobody can withdraw from a dated sitting that has begun. From an undated one students may until
    its limit, and a withdrawal would leave a result behind that counts for nothing.
    """
    return sitting.start_time or withdrawal_limit(sitting)


def has_begun(sitting: Sitting, now: datetime) -> bool:
    """Whether results may be entered."""
    return entry_start(sitting) <= now


def decide_entry(
    entry: Entry, examinee: Examinee, sitting: Sitting, today: date
) -> Change | ResultProblem:
    """What an entry would change, or the first thing that stands against it.

    Never for who holds no seat, and not while a sick note waits for its decision; it does not
    depend on any withdrawal limit.
    """
    result = examinee.result
    if (entry.is_empty and entry.version is None) or _says_the_same(entry, examinee):
        return _unchanged(examinee)
    if problem := _problem_of_registration(examinee):
        return problem
    if entry.version is not None and entry.version != (result.version if result else 0):
        return ResultProblem(ProblemReason.RESULT_CHANGED, Part.VERSION)
    if examinee.is_settled:
        return ResultProblem(ProblemReason.RESULT_RELEASED)
    if entry.is_empty:
        return _taken_back(examinee)
    outcome = decide_outcome(entry.status, entry.grade, examinee)
    if isinstance(outcome, ResultProblem):
        return outcome
    exam_date = _exam_date(entry.exam_date, examinee, sitting, today)
    if isinstance(exam_date, ResultProblem):
        return exam_date
    remark = entry.remark if entry.remark is not None else result.remark if result else ""
    if result and (result.outcome, result.exam_date, result.remark) == (outcome, exam_date, remark):
        return _unchanged(examinee)
    effect = Effect.CHANGED if result else Effect.CREATED
    return Change(examinee, effect, outcome, exam_date, remark)


def decide_outcome(
    status: Status | None, grade: Decimal | None, examinee: Examinee
) -> Outcome | ResultProblem:
    """The outcome that status and grade make together, by the rules of the exam."""
    if grade is not None and (problem := _problem_of_grade(grade, examinee)):
        return problem
    if status is None:
        if grade is None:
            return ResultProblem(ProblemReason.RESULT_EMPTY)
        status = status_of_grade(grade)
    if status not in ENTERABLE:
        return ResultProblem(ProblemReason.STATUS_NOT_ENTERABLE, Part.STATUS)
    if status is Status.ORAL_SUPPLEMENTARY and (problem := _problem_of_oral_exam(examinee)):
        return problem
    if status is Status.PASSED:
        return _passed(grade, examinee)
    if status in _FAILED_WITHOUT_GRADE:
        if grade not in (None, FAILED_GRADE):
            return ResultProblem(ProblemReason.GRADE_CONTRADICTS_STATUS, Part.GRADE)
        return Outcome(status, FAILED_GRADE if examinee.rules.graded else None)
    if grade is not None:
        return ResultProblem(ProblemReason.GRADE_CONTRADICTS_STATUS, Part.GRADE)
    return Outcome(status)


def invalid_grade(form: ExamForm, text: object) -> ResultProblem:
    """That something is no grade which an exam of the form can have."""
    thesis = form is ExamForm.THESIS
    reason = ProblemReason.THESIS_GRADE_INVALID if thesis else ProblemReason.GRADE_INVALID
    return ResultProblem(reason, Part.GRADE, {"text": text})


def _problem_of_grade(grade: Decimal, examinee: Examinee) -> ResultProblem | None:
    rules = examinee.rules
    if not rules.graded:
        return ResultProblem(ProblemReason.EXAM_NOT_GRADED, Part.GRADE)
    return None if grade in grades_of(rules.form) else invalid_grade(rules.form, grade)


def _says_the_same(entry: Entry, examinee: Examinee) -> bool:
    """Whether the entry repeats what is there, as a file does that was given out before."""
    result = examinee.result
    return (
        result is not None
        and entry.version is None
        and entry.status in (None, result.outcome.status)
        and (entry.grade == result.outcome.grade or (entry.grade is None and bool(entry.status)))
        and entry.exam_date in (None, result.exam_date)
        and entry.remark in (None, result.remark)
    )


def _unchanged(examinee: Examinee) -> Change:
    result = examinee.result
    return Change(
        examinee,
        Effect.UNCHANGED,
        result.outcome if result else None,
        result.exam_date if result else None,
        result.remark if result else "",
    )


def _problem_of_registration(examinee: Examinee) -> ResultProblem | None:
    if examinee.registration_status is Status.SICK_NOTE_FILED:
        return ResultProblem(ProblemReason.SICK_NOTE_OPEN)
    if examinee.registration_status not in EXAMINED:
        return ResultProblem(ProblemReason.NOT_REGISTERED)
    return None


def _taken_back(examinee: Examinee) -> Change | ResultProblem:
    result = examinee.result
    if result is None:
        return ResultProblem(ProblemReason.RESULT_EMPTY)
    if examinee.registration_status in PROVISIONAL:
        # The student knows that the work is handed in, or that something is missing.
        known = Outcome(examinee.registration_status)
        return Change(examinee, Effect.CHANGED, known, result.exam_date, result.remark)
    return Change(examinee, Effect.REMOVED, None, None, "")


def _problem_of_oral_exam(examinee: Examinee) -> ResultProblem | None:
    rules = examinee.rules
    if (
        rules.oral_supplementary is None
        or rules.form is not ExamForm.WRITTEN
        or (examinee.had_oral_supplementary and examinee.is_settled)
    ):
        return ResultProblem(ProblemReason.ORAL_NOT_FORESEEN, Part.STATUS)
    if not examinee.is_last_attempt:
        return ResultProblem(
            ProblemReason.ORAL_NOT_LAST_ATTEMPT,
            Part.STATUS,
            {"attempt": examinee.attempt, "allowed": rules.attempts_allowed},
        )
    return None


def _passed(grade: Decimal | None, examinee: Examinee) -> Outcome | ResultProblem:
    if not examinee.rules.graded:
        return Outcome(Status.PASSED)
    if grade is None:
        return ResultProblem(ProblemReason.GRADE_MISSING, Part.GRADE)
    if not is_passed(grade):
        return ResultProblem(ProblemReason.GRADE_CONTRADICTS_STATUS, Part.GRADE)
    oral = examinee.rules.oral_supplementary
    if examinee.had_oral_supplementary and oral is not None and grade < oral.best_grade:
        return ResultProblem(
            ProblemReason.ORAL_GRADE_TOO_GOOD, Part.GRADE, {"best": oral.best_grade}
        )
    return Outcome(Status.PASSED, grade)


def _exam_date(
    entered: date | None, examinee: Examinee, sitting: Sitting, today: date
) -> date | ResultProblem:
    """The day of the examination; completion is dated by it, so it is never guessed."""
    first = local_date(sitting.start_time or sitting.registration.open_time)
    if entered is None:
        if examinee.result is not None:
            return examinee.result.exam_date
        if sitting.start_time is None:
            return ResultProblem(ProblemReason.EXAM_DATE_MISSING, Part.EXAM_DATE)
        return first
    if not first <= entered <= today:
        return ResultProblem(
            ProblemReason.EXAM_DATE_INVALID, Part.EXAM_DATE, {"first": first, "last": today}
        )
    return entered
