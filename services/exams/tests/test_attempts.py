"""Attempts at one exam: which count, what is left, which result stands."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from chassis.values import LocalizedText, Semester
from exams.domain.attempts import ExamRecord, may_improve
from exams.domain.examinations import EnrolledSemester, Enrolment, ExamForm, SemesterStatus
from exams.domain.rules import (
    ExaminationRules,
    ExamRules,
    FreeAttemptRule,
    GradeImprovementRule,
    ThesisRule,
)
from exams.domain.standing import Recognised, StandingRegistration
from exams.domain.statuses import ATTEMPT, FAILED_ATTEMPT, Status
from exams.domain.version_content import ExamOfVersion, VersionContent
from hypothesis import given
from hypothesis import strategies as st

NAME = LocalizedText(de="Statistik", en="Statistics")
START = datetime(2026, 2, 11, 9, tzinfo=UTC)
SEMESTERS = [Semester.parse(code) for code in ("2025W", "2026S", "2026W")]
EXAM = ExamOfVersion("1001", NAME, ExamForm.WRITTEN, "M1", ExamRules(credits_tenths=50))
ENROLMENT = Enrolment(
    enrolment_id=uuid4(),
    degree_code="BA",
    degree_name=NAME,
    programme_code="KUWI",
    programme_name=NAME,
    regulations_version_code="KUWI-2024",
    regulations_version_name=NAME,
    registration_section="",
    end_date=None,
    semesters=tuple(
        EnrolledSemester(semester, SemesterStatus.ENROLLED, number)
        for number, semester in enumerate(SEMESTERS, 1)
    ),
)


def attempt(
    place: int, status: Status, grade: str = "", *, counts: bool = True
) -> StandingRegistration:
    """The attempt number `place`, a semester after the one before."""
    return StandingRegistration(
        registration_id=uuid4(),
        sitting_id=uuid4(),
        enrolment_id=ENROLMENT.enrolment_id,
        exam_number="1001",
        exam_name=NAME,
        status=status,
        semester=SEMESTERS[min(place, 2)],
        period=1,
        start_time=START + timedelta(days=180 * place),
        duration_minutes=90,
        register_time=START - timedelta(days=60) + timedelta(days=180 * place),
        grade=Decimal(grade) if grade else None,
        counts_as_attempt=counts,
    )


def record(*attempts: StandingRegistration, allowed: int = 3) -> ExamRecord:
    return ExamRecord.of(attempts, allowed=allowed, recognised=None)


def test_the_thesis_has_two_attempts_and_other_exams_three() -> None:
    """domain.md "Exams" 8: "Default three; the thesis two"."""
    thesis = ExamOfVersion("9", NAME, ExamForm.THESIS, "T", ExamRules(credits_tenths=100))
    rules = ExaminationRules(thesis=ThesisRule(1200, working_weeks=9, extension_weeks=4))
    version = VersionContent("V", published=True, rules=rules, modules=())
    own = ExamOfVersion("8", NAME, ExamForm.ORAL, "M", ExamRules(credits_tenths=50, attempts=4))
    once = ExamOfVersion("7", NAME, ExamForm.ORAL, "M", ExamRules(50, repeatable=False))
    allowed = [version.attempts_allowed(exam) for exam in (EXAM, thesis, own, once)]
    assert allowed == [3, 2, 4, 1]


def test_of_a_try_for_a_better_grade_the_better_result_counts() -> None:
    better = record(attempt(0, Status.PASSED, "3.0"), attempt(1, Status.PASSED, "2.3"))
    worse = record(attempt(0, Status.PASSED, "2.3"), attempt(1, Status.PASSED, "3.0"))
    failed = record(attempt(0, Status.PASSED, "2.3"), attempt(1, Status.FAILED, "5.0"))
    assert [one.grade for one in (better, worse, failed)] == [Decimal("2.3")] * 3
    assert all(one.used == 1 and one.improvements == 1 for one in (better, worse, failed))
    assert not failed.is_finally_failed


def test_without_a_pass_the_last_result_stands() -> None:
    found = record(attempt(0, Status.FAILED, "5.0"), attempt(1, Status.NO_SHOW, "5.0"))
    assert found.result is not None
    assert found.result.status is Status.NO_SHOW
    assert (found.used, found.is_passed, found.is_finally_failed) == (2, False, False)


def test_a_stated_final_failure_is_one_whatever_the_count() -> None:
    assert record(attempt(0, Status.FINALLY_FAILED)).is_finally_failed


def test_a_recognised_result_passes_with_its_grade() -> None:
    recognised = Recognised(
        ENROLMENT.enrolment_id, "M1", "1001", 50, Decimal("1.7"), date(2025, 7, 1)
    )
    failed = (attempt(0, Status.FAILED, "5.0"),)
    found = ExamRecord.of(failed, allowed=1, recognised=recognised)
    assert (found.is_passed, found.grade, found.is_finally_failed) == (True, Decimal("1.7"), False)


@pytest.mark.parametrize(
    ("rule", "attempts", "expected"),
    [
        (None, [("passed", "3.0")], False),
        (GradeImprovementRule(), [("passed", "3.0")], True),
        (GradeImprovementRule(), [("passed", "1.0")], False),
        (GradeImprovementRule(), [("failed", "5.0")], False),
        (GradeImprovementRule(), [("passed", "3.0"), ("failed", "5.0")], False),
        (GradeImprovementRule(times=2), [("passed", "3.0"), ("failed", "5.0")], True),
        (GradeImprovementRule(free_attempts_only=True), [("passed", "3.0")], True),
        (
            GradeImprovementRule(times=2, free_attempts_only=True),
            [("failed", "5.0"), ("passed", "3.0")],
            False,
        ),
        (GradeImprovementRule(until_programme_semester=3), [("passed", "3.0")], True),
        (GradeImprovementRule(until_programme_semester=2), [("passed", "3.0")], False),
    ],
)
def test_a_better_grade_may_be_tried_for(
    rule: GradeImprovementRule | None, attempts: list[tuple[str, str]], expected: bool
) -> None:
    found = record(
        *(attempt(place, Status(status), grade) for place, (status, grade) in enumerate(attempts))
    )
    rules = ExaminationRules(grade_improvement=rule, free_attempt=FreeAttemptRule(1))
    assert may_improve(found, EXAM, rules, ENROLMENT, programme_semester=3) is expected


def test_a_try_under_way_is_a_try() -> None:
    found = record(attempt(0, Status.PASSED, "3.0"))
    rules = ExaminationRules(grade_improvement=GradeImprovementRule())
    assert not may_improve(found, EXAM, rules, ENROLMENT, 3, under_way=1)


outcomes = st.lists(
    st.tuples(st.sampled_from(sorted(ATTEMPT - {Status.FINALLY_FAILED})), st.booleans()),
    max_size=6,
)


@given(outcomes, st.integers(1, 4), st.randoms())
def test_the_record_does_not_depend_on_the_order_in_which_attempts_are_read(
    told: list[tuple[Status, bool]], allowed: int, random: object
) -> None:
    attempts = [attempt(n, status, counts=c) for n, (status, c) in enumerate(told)]
    shuffled: list[StandingRegistration] = list(attempts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert record(*attempts, allowed=allowed) == record(*shuffled, allowed=allowed)


@given(outcomes, st.integers(1, 4))
def test_an_exam_is_open_passed_or_finally_failed(
    told: list[tuple[Status, bool]], allowed: int
) -> None:
    """Counted again from scratch: failed ones that count, until the first pass."""
    found = record(
        *(attempt(n, status, counts=c) for n, (status, c) in enumerate(told)), allowed=allowed
    )
    passed = any(status is Status.PASSED for status, _ in told)
    failures = counted_failures(told)
    assert found.is_passed is passed
    assert found.is_finally_failed is (not passed and bool(told) and failures >= allowed)


def counted_failures(told: Iterable[tuple[Status, bool]]) -> int:
    return sum(counts for status, counts in told if status in FAILED_ATTEMPT)
