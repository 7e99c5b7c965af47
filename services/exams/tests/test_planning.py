"""What if: planned grades and the average that the rest needs."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from exams.domain.achievements import module_standings
from exams.domain.averages import ExamGrade, average
from exams.domain.grades import SCALE, is_passed
from exams.domain.planning import (
    GradePlan,
    Outlook,
    PlannedGrade,
    PlanProblem,
    is_target,
    plan_grades,
    plan_problems,
)
from exams.domain.progress import graded_modules
from exams.domain.rules import Cutting, GradePolicy
from exams.domain.studies import StudyPlan, StudyRecord
from hypothesis import given
from hypothesis import strategies as st

from services.exams.tests.progress_factories import (
    exam,
    failed,
    module,
    passed,
    plan,
    recognised,
    record,
)

THREE = plan(
    module("A", exam("1", "10")), module("B", exam("2", "10")), module("C", exam("3", "10"))
)


def planned(**grades: str) -> list[PlannedGrade]:
    return [
        PlannedGrade(number[1:], Decimal(grade) if grade else None)
        for number, grade in grades.items()
    ]


def outlook(
    target: str, *results: object, rules: StudyPlan = THREE, **grades: str
) -> tuple[Outlook, str]:
    found = plan_grades(rules, record(*results), planned(**grades), Decimal(target))  # type: ignore[arg-type]
    return found.outlook, str(found.needed)


def test_planned_grades_make_an_average_and_are_marked() -> None:
    """(1.0 × 10 + 2.0 × 10) / 20 = 1.5; C stays open."""
    found = plan_grades(THREE, record(passed("1", "1.0")), planned(n2="2.0"), None)
    assert found.outlook is Outlook.NO_TARGET
    assert str(found.progress.average.grade) == "1.5"
    assert [line.module.planned for line in found.progress.average.lines] == [False, True]
    assert (found.progress.complete, found.progress.last_exam_date) == (False, None)
    assert [one.exam_number for one in found.open_exams] == ["3"]


def test_the_needed_average_is_the_worst_that_reaches_the_target() -> None:
    """A has 1.0. For 2.0 at last, (10 + 20 x) / 30 must be below 2.1: x < 2.65, so 2.64."""
    assert outlook("2.0", passed("1", "1.0")) == (Outlook.NEEDED, "2.64")


def test_where_averages_are_rounded_the_needed_one_is_another() -> None:
    """(10 + 20 x) / 30 must be below 2.05: x < 2.575, so 2.57."""
    rounding = plan(*THREE.modules, grades=GradePolicy(cutting=Cutting.ROUND))
    assert outlook("2.0", passed("1", "1.0"), rules=rounding) == (Outlook.NEEDED, "2.57")


def test_every_pass_may_be_enough() -> None:
    """(10 + 20 × 4.0) / 30 = 3.0."""
    assert outlook("3.0", passed("1", "1.0")) == (Outlook.SAFE, "4")


def test_a_target_may_be_out_of_reach() -> None:
    """(4.0 × 10 + 4.0 × 10 + 1.0 × 10) / 30 = 3.0 at best."""
    found = plan_grades(THREE, record(passed("1", "4.0")), planned(n2="4.0"), Decimal("2.9"))
    assert (found.outlook, found.needed) == (Outlook.OUT_OF_REACH, None)
    assert str(found.best_possible) == "3.0"


def test_when_no_grade_is_open_the_average_stands() -> None:
    done = [passed(number, "2.0") for number in "123"]
    assert outlook("2.0", *done) == (Outlook.REACHED, "None")
    assert outlook("1.9", *done) == (Outlook.MISSED, "None")


def test_a_finally_failed_compulsory_exam_ends_all_plans() -> None:
    assert outlook("4.0", *[failed("1")] * 3)[0] is Outlook.NOT_TO_COMPLETE


def test_open_electives_are_reckoned_with_as_far_as_their_area_needs_them() -> None:
    rules = plan(
        module("A", exam("1", "10")),
        module("E1", exam("2", "5"), area="E", compulsory=False),
        module("E2", exam("3", "5"), area="E", compulsory=False),
        module("E3", exam("4", "5"), exam("5", "5"), area="E", compulsory=False),
        module("P", exam("6", "5", graded=False), area="F", compulsory=False),
        total="30",
        areas={"MAJOR": "10", "E": "10"},
    )
    found = plan_grades(rules, record(passed("1", "1.0")), [], Decimal("2.0"))
    assert [one.exam_number for one in found.open_exams] == ["2", "3", "4", "5"]
    begun = plan_grades(rules, record(passed("1"), passed("4")), [], Decimal("2.0"))
    assert [one.exam_number for one in begun.open_exams] == ["5", "2", "3"]
    assert begun.open_tenths == 150


def test_exams_of_excluded_areas_do_not_matter_to_the_target() -> None:
    rules = plan(
        module("A", exam("1")),
        module("X", exam("2"), area="X"),
        grades=GradePolicy(excluded_areas=("X",)),
    )
    assert outlook("1.5", passed("1", "1.3"), rules=rules)[0] is Outlook.REACHED


def test_a_recognised_module_without_a_grade_leaves_the_rest_to_decide() -> None:
    """Only C is open and graded besides A's 2.0: (20 + 10 x) / 20 < 1.6 → x < 1.2, so 1.19."""
    results = (passed("1", "2.0"), recognised("B", cp="10"))
    assert outlook("1.5", *results) == (Outlook.NEEDED, "1.19")


@pytest.mark.parametrize(
    ("number", "grade", "problem"),
    [
        ("404", "1.0", PlanProblem.EXAM_NOT_IN_REGULATIONS),
        ("1", "1.0", PlanProblem.EXAM_ALREADY_PASSED),
        ("2", "1.0", PlanProblem.EXAM_FINALLY_FAILED),
        ("3", None, PlanProblem.GRADE_MISSING),
        ("3", "1.1", PlanProblem.GRADE_NOT_PASSING),
        ("3", "5.0", PlanProblem.GRADE_NOT_PASSING),
        ("4", "1.0", PlanProblem.GRADE_NOT_GIVEN),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    number: str, grade: str | None, problem: PlanProblem
) -> None:
    rules = plan(*THREE.modules, module("D", exam("4", graded=False)))
    results = record(passed("1"), *[failed("2")] * 3)
    one = PlannedGrade(number, Decimal(grade) if grade else None)
    assert plan_problems(rules, results, [one]) == ((0, problem),)


def test_every_problem_is_found_at_its_place() -> None:
    twice = [PlannedGrade("1", Decimal("1.0")), PlannedGrade("1", Decimal("1.1"))]
    assert plan_problems(THREE, record(), twice) == (
        (1, PlanProblem.EXAM_PLANNED_TWICE),
        (1, PlanProblem.GRADE_NOT_PASSING),
    )


def test_a_target_is_an_average_that_can_be() -> None:
    targets = ("0.9", "1.0", "4.0", "4.1")
    assert [is_target(Decimal(one)) for one in targets] == [False, True, True, False]


GRADES = st.sampled_from([one for one in SCALE if is_passed(one)])


@given(
    done=st.lists(GRADES, max_size=2),
    target=st.integers(10, 40),
    dropped=st.sampled_from([0, 50, 150]),
    rest=st.lists(GRADES, min_size=3, max_size=3),
)
def test_whoever_keeps_the_needed_average_reaches_the_target(
    done: list[Decimal], target: int, dropped: int, rest: list[Decimal]
) -> None:
    """All modules weigh the same: any real grades whose mean is at most the needed one do."""
    rules = plan(*THREE.modules, grades=GradePolicy(dropped_worst_credits_tenths=dropped))
    results = record(*(passed(str(n), str(grade)) for n, grade in enumerate(done, start=1)))
    found = plan_grades(rules, results, [], Decimal(target) / 10)
    grades = dict(zip((one.exam_number for one in found.open_exams), rest, strict=False))
    final = _final(rules, replace(results, planned=grades))
    mean = sum((Fraction(one) for one in grades.values()), Fraction(0)) / len(grades)
    if found.needed is not None and mean <= Fraction(found.needed):
        assert final <= Decimal(target) / 10
    if found.outlook is Outlook.OUT_OF_REACH:
        assert final > Decimal(target) / 10
    _needs_no_less(found, rules, results)


def _needs_no_less(found: GradePlan, rules: StudyPlan, results: StudyRecord) -> None:
    """A hundredth more, and the target is missed."""
    if found.outlook is not Outlook.NEEDED or found.needed is None or found.target is None:
        return
    more = found.needed + Decimal("0.01")
    worse = {one.exam_number: more for one in found.open_exams}
    modules = graded_modules(rules, module_standings(rules, replace(results, planned=worse)))
    uncut = [
        replace(one, grades=(ExamGrade(more, Decimal(1)),)) if one.planned else one
        for one in modules
    ]
    policy = replace(rules.rules.grades, module_cutting=Cutting.EXACT)
    grade = average(uncut, policy).grade
    assert grade is not None
    assert grade > found.target


def _final(rules: StudyPlan, results: StudyRecord) -> Decimal:
    modules = graded_modules(rules, module_standings(rules, results))
    grade = average(modules, rules.rules.grades).grade
    assert grade is not None
    return grade
