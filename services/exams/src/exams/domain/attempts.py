"""Attempts at one exam: what counts, what is left, which result stands, when it is finally failed.

Attempts are counted per exam over all of a student's registrations for it, whatever the sitting
or the enrolment. Whether one attempt counts is decided with its result, in
`exams.domain.final_failures`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from exams.domain.examinations import Enrolment
from exams.domain.grades import BEST_GRADE
from exams.domain.rules import ExaminationRules, FreeAttemptRule
from exams.domain.standing import Recognised, StandingRegistration
from exams.domain.statuses import SEATED, Status
from exams.domain.version_content import ExamOfVersion

# Seats, and requests for a draw: the draw asks no rule again before it gives a seat.
_UNDER_WAY = SEATED | {Status.IN_LOTTERY}


@dataclass(frozen=True)
class ExamRecord:
    """How a student stands to one exam."""

    allowed: int
    # Ended in a result, by the day of the examination.
    attempts: tuple[StandingRegistration, ...]
    # Seats held, or asked for in a draw, for an examination whose result is not there yet.
    seated: tuple[StandingRegistration, ...]
    recognised: Recognised | None

    @classmethod
    def of(
        cls,
        registrations: Iterable[StandingRegistration],
        *,
        allowed: int,
        recognised: Recognised | None,
    ) -> "ExamRecord":
        """The record that a student's registrations for one exam make."""
        known = tuple(registrations)
        attempts = sorted(
            (one for one in known if one.is_attempt),
            key=lambda one: (one.exam_date, one.register_time),
        )
        seated = tuple(one for one in known if one.status in _UNDER_WAY)
        return cls(allowed, tuple(attempts), seated, recognised)

    @cached_property
    def first_pass(self) -> StandingRegistration | None:
        """The attempt that the exam was passed with first; None while it is not passed here."""
        return next((one for one in self.attempts if one.status is Status.PASSED), None)

    @cached_property
    def result(self) -> StandingRegistration | None:
        """The result that counts: of a passed exam the best one, else the last attempt.

        Of a try for a better grade the better result counts; at equal grades, the earlier one.
        """
        passed = [one for one in self.attempts if one.status is Status.PASSED]
        graded = [one for one in passed if one.grade is not None]
        if graded:
            return min(graded, key=lambda one: one.grade or BEST_GRADE)
        if passed:
            return passed[0]
        return self.attempts[-1] if self.attempts else None

    @cached_property
    def passed_date(self) -> date | None:
        """Since when the exam is passed, here or elsewhere; None while it is not."""
        if self.first_pass is not None:
            return self.first_pass.exam_date
        return self.recognised.achieve_date if self.recognised is not None else None

    @property
    def grade(self) -> Decimal | None:
        """The grade that counts; None without one."""
        if self.first_pass is None and self.recognised is not None:
            return self.recognised.grade
        return self.result.grade if self.result is not None else None

    @cached_property
    def used(self) -> int:
        """Attempts used up, the one that passed included; tries for a better grade are none."""
        tried = self.attempts
        if self.first_pass is not None:
            tried = tried[: tried.index(self.first_pass) + 1]
        return sum(one.counts_as_attempt for one in tried)

    @cached_property
    def last_counted(self) -> StandingRegistration | None:
        """The attempt that was used last."""
        return next((one for one in reversed(self.attempts) if one.counts_as_attempt), None)

    @cached_property
    def improvements(self) -> int:
        """Tries for a better grade that have a result."""
        if self.first_pass is None:
            return 0
        return len(self.attempts) - self.attempts.index(self.first_pass) - 1

    @property
    def is_passed(self) -> bool:
        """Whether the exam is passed, here or elsewhere."""
        return self.passed_date is not None

    @cached_property
    def is_finally_failed(self) -> bool:
        """Whether the exam can never be passed any more."""
        if self.is_passed:
            return False
        stated = any(one.status is Status.FINALLY_FAILED for one in self.attempts)
        return stated or (bool(self.attempts) and self.used >= self.allowed)


def may_improve(
    record: ExamRecord,
    exam: ExamOfVersion,
    rules: ExaminationRules,
    enrolment: Enrolment,
    programme_semester: int,
    *,
    under_way: int = 0,
) -> bool:
    """Whether a passed exam may be taken once more for a better grade.

    `programme_semester` is the one that the exam would be taken in, `under_way` how many tries
    have a seat already and no result. A best grade cannot be bettered, and a result from elsewhere
    is no attempt here.
    """
    rule, first_pass, result = rules.grade_improvement, record.first_pass, record.result
    if rule is None or first_pass is None or result is None:
        return False
    if not exam.rules.graded or not exam.rules.repeatable or result.grade == BEST_GRADE:
        return False
    if rule.free_attempts_only:
        semester = enrolment.programme_semester_in(first_pass.semester)
        if record.attempts[0] is not first_pass or not _is_early(rules.free_attempt, semester):
            return False
    until = rule.until_programme_semester
    if until is not None and not 1 <= programme_semester <= until:
        return False
    return record.improvements + under_way < rule.times


def _is_early(rule: FreeAttemptRule | None, programme_semester: int) -> bool:
    return rule is not None and 1 <= programme_semester <= rule.until_programme_semester
