"""Averages by policy, each with the arithmetic done by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from exams.domain.averages import (
    Average,
    ExamGrade,
    GradedModule,
    Treatment,
    average,
    cut_to,
    module_grade,
)
from exams.domain.grades import SCALE, is_passed
from exams.domain.rules import Cutting, GradePolicy, Weighting
from hypothesis import given
from hypothesis import strategies as st

from services.exams.tests.progress_factories import graded

ROUND_ONCE = GradePolicy(cutting=Cutting.ROUND, module_cutting=Cutting.EXACT)


def grade(*modules: GradedModule, policy: GradePolicy | None = None) -> str:
    return str(average(modules, policy or GradePolicy()).grade)


def treatments(found: Average) -> list[tuple[str, Treatment, Fraction]]:
    return [(line.module.code, line.treatment, line.weight) for line in found.lines]


def test_the_average_is_weighted_by_credits_and_cut_after_the_first_decimal() -> None:
    """domain.md "Exams" 11: "Averages are weighted by credits, computed exactly and cut after the
    first decimal, not rounded".

    1.3 × 10 + 2.0 × 5 + 2.7 × 5 = 13 + 10 + 13.5 = 36.5; 36.5 / 20 = 1.825 → 1.8.
    """
    modules = (graded("A", "1.3", cp="10"), graded("B", "2.0"), graded("C", "2.7"))
    found = average(modules, GradePolicy())
    assert (found.product_sum, found.weight_sum) == (Fraction("36.5"), Fraction(20))
    assert found.exact == Fraction("1.825")
    assert found.grade == Decimal("1.8")


@pytest.mark.parametrize(
    ("worth", "cut", "rounded"),
    [
        # 1.7 × 5 + 2.2 × 5 = 19.5; 19.5 / 10 = 1.95
        (("1.7", "2.2"), "1.9", "2.0"),
        # 1.7 × 5 + 2.4 × 5 = 20.5; 20.5 / 10 = 2.05
        (("1.7", "2.4"), "2.0", "2.1"),
    ],
)
def test_at_1_95_and_2_05_cutting_and_rounding_part(
    worth: tuple[str, str], cut: str, rounded: str
) -> None:
    """1.95 is cut to 1.9 and rounded to 2.0; 2.05 is cut to 2.0 and rounded (a half goes up, not
    to the even neighbour) to 2.1. In floats, 2.05 would be 2.04999… and round to 2.0."""
    modules = [graded(code, one) for code, one in zip("AB", worth, strict=True)]
    assert grade(*modules) == cut
    assert grade(*modules, policy=ROUND_ONCE) == rounded


def test_at_4_01_cutting_and_rounding_agree() -> None:
    """4.0 × 99 + 5.0 × 1 = 401; 401 / 100 = 4.01 → 4.0 either way."""
    modules = (graded("A", "4.0", cp="99"), graded("B", "5.0", cp="1"))
    assert grade(*modules) == grade(*modules, policy=ROUND_ONCE) == "4.0"


def test_a_modules_grade_is_cut_and_then_the_average_again() -> None:
    """Cut per module and at the end.

    A: (1.3 + 2.0 + 2.3) / 3 = 1.8666… → 1.8; B: (1.7 + 2.0) / 2 = 1.85 → 1.8.
    1.8 × 10 + 1.8 × 5 = 27; 27 / 15 = 1.8 → 1.8.
    Cut at the end only: (1.8666… × 10 + 1.85 × 5) / 15 = 27.9166… / 15 = 1.8611… → 1.8.
    With C: 2.0 × 5, per module: (27 + 10) / 20 = 1.85 → 1.8; exactly: 37.9166… / 20 = 1.8958… → 1.8
    and rounded once 1.9.
    """
    modules = (graded("A", "1.3", "2.0", "2.3", cp="10"), graded("B", "1.7", "2.0"))
    per_module = average(modules, GradePolicy())
    assert [line.grade for line in per_module.lines] == [Fraction("1.8"), Fraction("1.8")]
    assert per_module.exact == Fraction("1.8")
    at_the_end = average(modules, GradePolicy(module_cutting=Cutting.EXACT))
    assert at_the_end.exact == Fraction(335, 180)
    with_c = (*modules, graded("C", "2.0"))
    assert average(with_c, GradePolicy()).exact == Fraction("1.85")
    assert (grade(*with_c), grade(*with_c, policy=ROUND_ONCE)) == ("1.8", "1.9")


def test_the_policies_give_different_averages_for_the_same_grades() -> None:
    """A: (1.7 + 2.0) / 2 = 1.85; B: (2.3 + 2.0) / 2 = 2.15; both 5 CP.

    Cut per module: 1.8 and 2.1 → 3.9 / 2 = 1.95 → cut 1.9.
    Rounded per module: 1.9 and 2.2 → 4.1 / 2 = 2.05 → cut 2.0, rounded 2.1.
    Once: (1.85 + 2.15) / 2 = 2.0 → 2.0.

    domain.md "Exams" 11: "the policy (cut or round, per module or once at the end, weights,
    excluded or dropped credits) belongs to the regulations version"."""
    modules = (graded("A", "1.7", "2.0"), graded("B", "2.3", "2.0"))
    rounding = GradePolicy(module_cutting=Cutting.ROUND)
    assert grade(*modules) == "1.9"
    assert grade(*modules, policy=rounding) == "2.0"
    twice = GradePolicy(cutting=Cutting.ROUND, module_cutting=Cutting.ROUND)
    assert grade(*modules, policy=twice) == "2.1"
    assert grade(*modules, policy=ROUND_ONCE) == "2.0"


def test_exams_count_in_their_module_by_their_weight() -> None:
    """(1.0 × 3 + 3.0 × 1) / 4 = 6 / 4 = 1.5."""
    exams = (ExamGrade(Decimal("1.0"), Decimal(3)), ExamGrade(Decimal("3.0"), Decimal(1)))
    assert module_grade(exams, GradePolicy()) == Fraction("1.5")


def test_modules_count_by_their_own_weights_where_the_policy_says_so() -> None:
    """1.0 × 2 + 4.0 × 1 = 6; 6 / 3 = 2.0; by credits it were (1.0 × 5 + 4.0 × 10) / 15 = 3.0."""
    modules = (
        graded("A", "1.0", cp="5", weight=Decimal(2)),
        graded("B", "4.0", cp="10", weight=Decimal(1)),
    )
    assert grade(*modules, policy=GradePolicy(weighting=Weighting.MODULE_WEIGHT)) == "2.0"
    assert grade(*modules) == "3.0"


def test_a_module_without_weight_does_not_count() -> None:
    """Only A: 2.0 × 1 / 1 = 2.0."""
    policy = GradePolicy(weighting=Weighting.MODULE_WEIGHT)
    found = average((graded("A", "2.0"), graded("B", "4.0", weight=Decimal(0))), policy)
    assert found.lines[1].treatment is Treatment.WITHOUT_WEIGHT
    assert str(found.grade) == "2.0"


def test_the_worst_credits_are_dropped_a_module_in_part() -> None:
    """15 CP may be dropped: all of D (4.0, 10 CP), then 5 of C's 10 CP (3.0).

    1.0 × 10 + 2.0 × 10 + 3.0 × 5 = 45; 45 / 25 = 1.8 → 1.8; with everything 100 / 40 = 2.5.
    """
    modules = [graded(code, one, cp="10") for code, one in zip("ABCD", "1234", strict=True)]
    policy = GradePolicy(dropped_worst_credits_tenths=150)
    found = average(modules, policy)
    assert treatments(found) == [
        ("A", Treatment.COUNTED, Fraction(10)),
        ("B", Treatment.COUNTED, Fraction(10)),
        ("C", Treatment.PARTLY_DROPPED, Fraction(5)),
        ("D", Treatment.DROPPED, Fraction(0)),
    ]
    assert (found.exact, str(found.grade)) == (Fraction("1.8"), "1.8")
    assert grade(*modules) == "2.5"


def test_nothing_is_dropped_that_would_not_better_the_average() -> None:
    """A student with one grade keeps it; and the thesis (4.0), which always counts, would weigh
    more without the 2.0: (2.0 × 10 + 4.0 × 10) / 20 = 3.0."""
    policy = GradePolicy(dropped_worst_credits_tenths=300)
    assert grade(graded("A", "3.3"), policy=policy) == "3.3"
    modules = (graded("A", "2.0", cp="10"), graded("T", "4.0", cp="10", is_thesis=True))
    assert grade(*modules, policy=policy) == "3.0"


def test_the_thesis_is_never_dropped() -> None:
    """10 CP may be dropped: B (3.0) goes, the thesis (4.0) stays.

    (1.0 × 10 + 4.0 × 10) / 20 = 2.5.
    """
    modules = (
        graded("A", "1.0", cp="10"),
        graded("B", "3.0", cp="10"),
        graded("T", "4.0", cp="10", is_thesis=True),
    )
    assert grade(*modules, policy=GradePolicy(dropped_worst_credits_tenths=100)) == "2.5"


def test_dropped_credits_take_their_part_of_a_modules_own_weight() -> None:
    """Half of B's 10 CP is dropped, so it counts with 3 of 6: (1.0 × 2 + 4.0 × 3) / 5 = 2.8."""
    modules = (
        graded("A", "1.0", cp="10", weight=Decimal(2)),
        graded("B", "4.0", cp="10", weight=Decimal(6)),
    )
    policy = GradePolicy(weighting=Weighting.MODULE_WEIGHT, dropped_worst_credits_tenths=50)
    assert grade(*modules, policy=policy) == "2.8"


def test_excluded_areas_ungraded_and_open_modules_do_not_count() -> None:
    """Only A: 1.7. B is in an excluded area, C is passed without a grade, D is not complete."""
    modules = (
        graded("A", "1.7"),
        graded("B", "4.0", area_code="COMPLEMENTARY"),
        graded("C"),
        graded("D", "4.0", complete=False),
        graded("E", "4.0", is_surplus=True),
    )
    found = average(modules, GradePolicy(excluded_areas=("COMPLEMENTARY",)))
    assert [line.treatment for line in found.lines] == [
        Treatment.COUNTED,
        Treatment.AREA_EXCLUDED,
        Treatment.UNGRADED,
        Treatment.INCOMPLETE,
        Treatment.SURPLUS,
    ]
    assert str(found.grade) == "1.7"


def test_a_recognised_grade_counts_with_the_recognised_credits() -> None:
    """Of B's 10 CP only 5 are recognised: (1.0 × 10 + 2.5 × 5) / 15 = 22.5 / 15 = 1.5."""
    modules = (graded("A", "1.0", cp="10"), graded("B", "2.5", cp="5", recognised=True))
    assert grade(*modules) == "1.5"


def test_the_thesis_may_have_a_weight_of_its_own() -> None:
    """The thesis (15 CP) counts as 30: (1.0 × 30 + 2.0 × 30) / 60 = 1.5; by credits 75 / 45 =
    1.66… → 1.6."""
    modules = (graded("A", "2.0", cp="30"), graded("T", "1.0", cp="15", is_thesis=True))
    assert grade(*modules, policy=GradePolicy(thesis_weight=Decimal(30))) == "1.5"
    assert grade(*modules) == "1.6"


def test_the_thesis_may_be_a_share_of_the_whole() -> None:
    """A quarter is the thesis': 2.4 × 3/4 + 1.0 × 1/4 = 1.8 + 0.25 = 2.05 → cut 2.0.

    As a line: the others weigh 30, so the thesis weighs 30 × 0.25 / 0.75 = 10.
    """
    modules = (graded("A", "2.4", cp="30"), graded("T", "1.0", cp="12", is_thesis=True))
    found = average(modules, GradePolicy(thesis_share=Decimal("0.25")))
    assert [line.weight for line in found.lines] == [Fraction(30), Fraction(10)]
    assert (found.exact, str(found.grade)) == (Fraction("2.05"), "2.0")


def test_a_thesis_alone_is_the_whole_average_whatever_its_share() -> None:
    """1.3 × 12 / 12 = 1.3."""
    alone = graded("T", "1.3", cp="12", is_thesis=True)
    assert grade(alone, policy=GradePolicy(thesis_share=Decimal("0.25"))) == "1.3"


def test_a_thesis_has_a_weight_or_a_share() -> None:
    with pytest.raises(ValueError, match="not by both"):
        GradePolicy(thesis_weight=Decimal(30), thesis_share=Decimal("0.5"))
    with pytest.raises(ValueError, match="between 0 and 1"):
        GradePolicy(thesis_share=Decimal(1))


def test_without_a_grade_there_is_no_average() -> None:
    found = average((graded("A"),), GradePolicy())
    assert (found.exact, found.grade, found.weight_sum) == (None, None, Fraction(0))


def test_two_decimals_and_an_exact_average_are_written_so() -> None:
    """(1.0 + 1.3 + 1.3) / 3 = 1.2 and (1.0 + 1.0 + 2.0) / 3 = 1.333…"""
    modules = (graded("A", "1.0"), graded("B", "1.0"), graded("C", "2.0"))
    assert grade(*modules, policy=GradePolicy(decimals=2)) == "1.33"
    assert grade(*modules, policy=GradePolicy(cutting=Cutting.EXACT)) == "1.3333333333"
    same = (graded("A", "2.0"), graded("B", "2.0"))
    assert grade(*same, policy=GradePolicy(cutting=Cutting.EXACT)) == "2.0"


GRADES = st.sampled_from([one for one in SCALE if is_passed(one)])
POLICIES = st.builds(
    GradePolicy,
    decimals=st.integers(1, 2),
    cutting=st.sampled_from(Cutting),
    module_cutting=st.sampled_from(Cutting),
    weighting=st.sampled_from(Weighting),
    dropped_worst_credits_tenths=st.integers(0, 300),
    excluded_areas=st.sampled_from([(), ("OTHER",)]),
    thesis_weight=st.none(),
    thesis_share=st.sampled_from([None, Decimal("0.2"), Decimal("0.3")]),
)


@st.composite
def many_modules(draw: st.DrawFn) -> list[GradedModule]:
    count = draw(st.integers(0, 12))
    return [
        graded(
            f"M{place:02}",
            *(str(one) for one in draw(st.lists(GRADES, max_size=3))),
            cp=str(draw(st.sampled_from(["0", "2.5", "5", "7.5", "10"]))),
            area_code=draw(st.sampled_from(["MAJOR", "OTHER"])),
            weight=draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(2)])),
            complete=draw(st.booleans()),
            is_thesis=place == 0,
        )
        for place in range(count)
    ]


@given(modules=many_modules(), policy=POLICIES)
def test_the_lines_sums_are_the_average(modules: list[GradedModule], policy: GradePolicy) -> None:
    found = average(modules, policy)
    weights = sum((line.weight for line in found.lines), Fraction(0))
    products = sum(((line.grade or 0) * line.weight for line in found.lines), Fraction(0))
    if found.exact is None:
        assert weights == 0
        assert found.grade is None
        return
    assert found.exact == products / weights
    assert Fraction(1) <= found.exact <= Fraction(4)
    assert found.grade is not None
    shown = Fraction(found.grade)
    if policy.cutting is not Cutting.EXACT:
        assert shown == cut_to(found.exact, policy.cutting, policy.decimals)
    assert abs(shown - found.exact) <= Fraction(1, 10**policy.decimals)
    assert all((line.weight > 0) == line.counted for line in found.lines)


@given(modules=many_modules(), policy=POLICIES, data=st.data())
def test_the_order_of_modules_does_not_matter(
    modules: list[GradedModule], policy: GradePolicy, data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(modules))
    straight, crossed = average(modules, policy), average(mixed, policy)
    assert straight.exact == crossed.exact
    by_code = sorted(crossed.lines, key=lambda line: line.module.code)
    assert list(straight.lines) == by_code


@given(modules=many_modules(), policy=POLICIES)
def test_no_number_is_ever_a_float(modules: list[GradedModule], policy: GradePolicy) -> None:
    found = average(modules, policy)
    numbers = [found.exact, found.weight_sum, found.product_sum]
    for line in found.lines:
        numbers += [line.grade, line.weight, line.product]
    assert {type(one) for one in numbers} <= {Fraction, type(None)}
    assert type(found.grade) in (Decimal, type(None))


@given(modules=many_modules(), policy=POLICIES)
def test_dropping_never_harms(modules: list[GradedModule], policy: GradePolicy) -> None:
    with_everything = average(modules, replace(policy, dropped_worst_credits_tenths=0))
    found = average(modules, policy)
    dropped = sum(line.dropped_tenths for line in found.lines)
    assert dropped <= policy.dropped_worst_credits_tenths
    if found.exact is None:
        assert with_everything.exact is None
    elif with_everything.exact is not None and policy.thesis_share is None:
        assert found.exact <= with_everything.exact
