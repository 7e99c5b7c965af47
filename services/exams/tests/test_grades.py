"""The scale of grades, how they are written, and how they are distributed."""

from decimal import Decimal

import pytest
from chassis.values import Language
from exams.domain.distribution import distribution_of
from exams.domain.examinations import ExamForm
from exams.domain.grades import (
    SCALE,
    GradeInvalidError,
    grade_in,
    grade_text,
    grades_of,
    is_passed,
    parse_grade,
    status_of_grade,
)
from exams.domain.results import Outcome
from exams.domain.rules import ThesisGrading, ThesisRule
from exams.domain.statuses import Status
from exams.domain.theses import thesis_grade
from hypothesis import given
from hypothesis import strategies as st

PASSED, FAILED = Outcome(Status.PASSED), Outcome(Status.FAILED, Decimal("5.0"))


def graded(*grades: str) -> list[Outcome]:
    return [Outcome(status_of_grade(Decimal(one)), Decimal(one)) for one in grades]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1,3", "1.3"), ("1.3", "1.3"), ("1.30", "1.3"), (" 2,0 ", "2.0"), ("2", "2.0"), ("5", "5.0")],
)
def test_grades_are_read_as_people_and_spreadsheets_write_them(written: str, meant: str) -> None:
    assert parse_grade(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written", ["", "1,4", "4,3", "0.7", "6", "1,35", "13", "1.3.", "-1,3", "１,3", "2027-03-01"]
)
def test_what_is_not_on_the_scale_is_no_grade(written: str) -> None:
    """domain.md "Exams" 11: "Scale 1.0 1.3 1.7 2.0 2.3 2.7 3.0 3.3 3.7 4.0 5.0, or
    passed/failed"."""
    with pytest.raises(GradeInvalidError):
        parse_grade(written)


def test_a_thesis_may_have_every_tenth_that_passes() -> None:
    grades = grades_of(ExamForm.THESIS)
    assert set(SCALE) < set(grades)
    assert (grades[0], grades[1], grades[-2], grades[-1]) == tuple(
        Decimal(text) for text in ("1.0", "1.1", "4.0", "5.0")
    )
    assert len(grades) == 32
    assert all(grades_of(form) == SCALE for form in ExamForm if form is not ExamForm.THESIS)


@given(st.sampled_from(SCALE), st.sampled_from(SCALE), st.sampled_from(ThesisGrading))
def test_two_grades_of_the_scale_make_one_that_a_thesis_may_have(
    first: Decimal, second: Decimal, grading: ThesisGrading
) -> None:
    grade = thesis_grade(first, second, ThesisRule(1200, 9, 3, grading=grading))
    assert grade in grades_of(ExamForm.THESIS)


@given(st.sampled_from(SCALE), st.sampled_from(Language))
def test_a_grade_is_read_as_it_is_written(grade: Decimal, language: Language) -> None:
    assert parse_grade(grade_in(language, grade)) == grade
    assert parse_grade(grade_text(grade)) == grade


@given(st.text(max_size=8))
def test_no_text_becomes_a_grade_outside_the_scale(text: str) -> None:
    try:
        assert parse_grade(text) in SCALE
    except GradeInvalidError:
        assert text.strip() not in {grade_text(one) for one in SCALE}


def test_four_passes_and_five_fails() -> None:
    assert [grade for grade in SCALE if not is_passed(grade)] == [Decimal("5.0")]
    assert status_of_grade(Decimal("4.0")) is Status.PASSED


def test_no_distribution_is_shown_of_fewer_than_five() -> None:
    """domain.md "Exams" 12: "grade distribution is shown when at least five results exist"."""
    assert distribution_of(graded("1.0", "1.3", "1.7", "2.0")) is None


def test_whoever_was_not_examined_is_not_distributed() -> None:
    absent = [Outcome(Status.NO_SHOW, Decimal("5.0")), Outcome(Status.WITHDRAWAL_REFUSED)] * 5
    assert distribution_of([*graded("1.0", "1.3", "1.7", "2.0"), *absent]) is None


def test_cheating_is_not_shown_by_itself() -> None:
    cheated = Outcome(Status.CHEATED, Decimal("5.0"))
    shown = distribution_of([*graded("1.0", "1.3", "1.7", "2.0"), cheated])
    assert shown == distribution_of([*graded("1.0", "1.3", "1.7", "2.0"), FAILED])


def test_the_average_is_cut_after_two_decimals() -> None:
    shown = distribution_of(graded("1.0", "1.0", "1.3", "1.3", "1.7", "5.0"))
    assert shown is not None
    assert shown.average == Decimal("1.88")
    assert shown.failed_permille == 166
    assert [bar.grade for bar in shown.bars] == list(SCALE)


def test_a_thesis_grade_between_those_of_the_scale_is_counted_too() -> None:
    shown = distribution_of(graded("1.0", "1.1", "1.8", "1.8", "5.0"))
    assert shown is not None
    assert {bar.grade: bar.count for bar in shown.bars if bar.count} == {
        Decimal("1.0"): 1,
        Decimal("1.1"): 1,
        Decimal("1.8"): 2,
        Decimal("5.0"): 1,
    }


def test_an_exam_without_grades_shows_passed_and_failed_only() -> None:
    shown = distribution_of([PASSED] * 4 + [Outcome(Status.FAILED)])
    assert shown is not None
    assert [(bar.grade, bar.status, bar.count) for bar in shown.bars] == [
        (None, Status.PASSED, 4),
        (None, Status.FAILED, 1),
    ]
    assert shown.average is None
