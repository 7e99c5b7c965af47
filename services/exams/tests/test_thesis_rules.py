"""Days and grades of theses, as the regulations have them."""

from datetime import date
from decimal import Decimal

import pytest
from exams.domain.grades import PASS_LIMIT, SCALE
from exams.domain.rules import ThesisGrading, ThesisRule
from exams.domain.theses import due_date_of, extended_due_date, thesis_grade
from hypothesis import given
from hypothesis import strategies as st

EASTER = frozenset({date(2027, 3, 26), date(2027, 3, 29)})


def rule(grading: ThesisGrading = ThesisGrading.MEAN_CUT, *, both: bool = False) -> ThesisRule:
    return ThesisRule(0, 9, 3, grading=grading, both_must_pass=both)


@pytest.mark.parametrize(
    ("start", "weeks", "due"),
    [
        # A Monday: nine weeks later is a Monday.
        (date(2026, 11, 2), 9, date(2027, 1, 4)),
        # A Friday; its ninth week ends on New Year's Day 2027, which the test leaves working.
        (date(2026, 10, 30), 9, date(2027, 1, 1)),
        # A Saturday gives way to Monday.
        (date(2026, 10, 31), 9, date(2027, 1, 4)),
        # Good Friday gives way to Tuesday after Easter Monday.
        (date(2027, 1, 22), 9, date(2027, 3, 30)),
    ],
)
def test_weeks_end_on_the_same_day_of_the_week_or_the_next_working_day(
    start: date, weeks: int, due: date
) -> None:
    """BGB §§ 187 (1), 188 (2), 193."""
    assert due_date_of(start, weeks, EASTER) == due


def test_an_extension_is_counted_from_the_former_last_day() -> None:
    """BGB § 190."""
    assert extended_due_date(date(2027, 1, 4), rule(), EASTER) == date(2027, 1, 25)


@pytest.mark.parametrize(
    ("first", "second", "grade"),
    [
        ("1.0", "1.3", "1.1"),
        ("1.3", "1.3", "1.3"),
        # 1.65
        ("1.3", "2.0", "1.6"),
        # 1.85
        ("1.7", "2.0", "1.8"),
        # 3.85: still passed
        ("3.7", "4.0", "3.8"),
        ("4.0", "4.0", "4.0"),
        # 4.35
        ("3.7", "5.0", "5.0"),
        # exactly 4.0
        ("3.0", "5.0", "4.0"),
        ("5.0", "5.0", "5.0"),
    ],
)
def test_the_mean_is_cut_after_the_first_decimal(first: str, second: str, grade: str) -> None:
    assert thesis_grade(Decimal(first), Decimal(second), rule()) == Decimal(grade)


@pytest.mark.parametrize(
    ("grading", "grade"),
    [
        (ThesisGrading.MEAN_CUT, "1.6"),
        (ThesisGrading.MEAN_ROUNDED, "1.7"),
        (ThesisGrading.NEAREST_ON_SCALE, "1.7"),
    ],
)
def test_the_regulations_say_how_the_mean_becomes_a_grade(
    grading: ThesisGrading, grade: str
) -> None:
    assert thesis_grade(Decimal("1.3"), Decimal("2.0"), rule(grading)) == Decimal(grade)


def test_between_two_grades_of_the_scale_the_better_one_is_taken() -> None:
    """1.5 lies in the middle of 1.3 and 1.7."""
    nearest = rule(ThesisGrading.NEAREST_ON_SCALE)
    assert thesis_grade(Decimal("1.3"), Decimal("1.7"), nearest) == Decimal("1.3")


def test_a_thesis_that_one_examiner_fails_is_failed_where_both_must_pass() -> None:
    assert thesis_grade(Decimal("1.0"), Decimal("5.0"), rule()) == Decimal("3.0")
    assert thesis_grade(Decimal("1.0"), Decimal("5.0"), rule(both=True)) == Decimal("5.0")


@given(st.sampled_from(SCALE), st.sampled_from(SCALE), st.sampled_from(list(ThesisGrading)))
def test_the_grade_has_one_decimal_and_does_not_depend_on_the_order(
    first: Decimal, second: Decimal, grading: ThesisGrading
) -> None:
    grade = thesis_grade(first, second, rule(grading))
    assert grade == thesis_grade(second, first, rule(grading))
    assert grade == grade.quantize(Decimal("0.1"))
    assert grade <= PASS_LIMIT or grade == Decimal("5.0")
