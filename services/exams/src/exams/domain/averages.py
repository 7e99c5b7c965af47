"""Averages by the regulations' policy, exactly: in fractions and decimals, never in floats.

A line tells for each module what it counts with and why; the lines' sums are the average's sums.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from chassis.values import LocalizedText

from exams.domain.rules import Cutting, GradePolicy, Weighting

# How many decimals of an exact average are written.
EXACT_DECIMALS = 10


@dataclass(frozen=True)
class ExamGrade:
    """A grade within a module and what it counts with there, relative to the others."""

    grade: Decimal | Fraction
    weight: Decimal


@dataclass(frozen=True)
class GradedModule:
    """A module as far as averages look at it.

    `credits_tenths` are those earned: for a module that was recognised in part, these only.
    """

    code: str
    name: LocalizedText
    area_code: str
    credits_tenths: int
    # What it counts with where weights are not credits.
    weight: Decimal
    # Whether everything in it is passed.
    complete: bool
    # Of its graded exams, or the one grade of a module that was recognised as a whole.
    grades: tuple[ExamGrade, ...]
    is_thesis: bool = False
    # Passed beyond what its area needs, under a policy that leaves such modules out.
    is_surplus: bool = False
    recognised: bool = False
    planned: bool = False


class Treatment(StrEnum):
    """How a module enters the average, or why it does not."""

    COUNTED = "counted"
    # Some of its credits are among the worst ones, which are left out.
    PARTLY_DROPPED = "partly_dropped"
    DROPPED = "dropped"
    AREA_EXCLUDED = "area_excluded"
    UNGRADED = "ungraded"
    INCOMPLETE = "incomplete"
    SURPLUS = "surplus"
    WITHOUT_WEIGHT = "without_weight"


@dataclass(frozen=True)
class AverageLine:
    """One module in the average."""

    module: GradedModule
    treatment: Treatment
    # As it counts: after the cutting of module grades. None where it has none.
    grade: Fraction | None
    # What it counts with; 0 where it does not.
    weight: Fraction
    # Credits that are left out as the worst ones.
    dropped_tenths: int = 0

    @property
    def product(self) -> Fraction:
        """Grade times weight."""
        return self.grade * self.weight if self.grade is not None else Fraction(0)

    @property
    def counted(self) -> bool:
        """Whether it enters the average, at least in part."""
        return self.weight > 0


@dataclass(frozen=True)
class Average:
    """An average with everything that it came about from."""

    lines: tuple[AverageLine, ...]
    policy: GradePolicy

    @property
    def weight_sum(self) -> Fraction:
        """The sum of what the modules count with."""
        return sum((line.weight for line in self.lines), Fraction(0))

    @property
    def product_sum(self) -> Fraction:
        """The sum of grades times weights."""
        return sum((line.product for line in self.lines), Fraction(0))

    @property
    def exact(self) -> Fraction | None:
        """Before the last step; None where nothing graded counts yet."""
        weight_sum = self.weight_sum
        return self.product_sum / weight_sum if weight_sum else None

    @property
    def grade(self) -> Decimal | None:
        """As documents print it; None where nothing graded counts yet."""
        exact = self.exact
        if exact is None:
            return None
        return written(
            cut_to(exact, self.policy.cutting, self.policy.decimals), self.policy.decimals
        )


def average(modules: Sequence[GradedModule], policy: GradePolicy) -> Average:
    """The average over modules; their order changes nothing but that of the lines."""
    lines = [_line(module, policy) for module in modules]
    lines = _without_worst(lines, policy)
    if policy.thesis_share is not None:
        lines = _with_thesis_share(lines, Fraction(policy.thesis_share))
    return Average(tuple(lines), policy)


def module_grade(grades: tuple[ExamGrade, ...], policy: GradePolicy) -> Fraction | None:
    """A module's grade from its exams' by weight; None where no grade has a weight."""
    return _module_grade(grades, policy.module_cutting, policy.module_decimals)


# Grades of a scale make few combinations, and one student's average asks for each several times.
@lru_cache(maxsize=8192)
def _module_grade(
    grades: tuple[ExamGrade, ...], cutting: Cutting, decimals: int
) -> Fraction | None:
    weight_sum = sum((Fraction(one.weight) for one in grades), Fraction(0))
    if not weight_sum:
        return None
    products = sum((Fraction(one.grade) * Fraction(one.weight) for one in grades), Fraction(0))
    return cut_to(products / weight_sum, cutting, decimals)


def cut_to(value: Fraction, cutting: Cutting, decimals: int) -> Fraction:
    """The number with so many decimals; rounding takes a half up (1.95 becomes 2.0)."""
    if cutting is Cutting.EXACT:
        return value
    half = Fraction(1, 2) if cutting is Cutting.ROUND else Fraction(0)
    return Fraction(math.floor(value * 10**decimals + half), 10**decimals)


def written(value: Fraction, decimals: int) -> Decimal:
    """A number with so many decimals, or more, up to ten, where it has more."""
    places = decimals
    while places < EXACT_DECIMALS and (value * 10**places).denominator != 1:
        places += 1
    return Decimal(math.floor(value * 10**places)).scaleb(-places)


def _line(module: GradedModule, policy: GradePolicy) -> AverageLine:
    grade = module_grade(module.grades, policy)

    def left_out(treatment: Treatment) -> AverageLine:
        return AverageLine(module, treatment, grade, Fraction(0))

    if module.area_code in policy.excluded_areas:
        return left_out(Treatment.AREA_EXCLUDED)
    if not module.complete:
        return left_out(Treatment.INCOMPLETE)
    if grade is None:
        return left_out(Treatment.UNGRADED)
    if module.is_surplus:
        return left_out(Treatment.SURPLUS)
    weight = _weight(module, policy)
    if not weight:
        return left_out(Treatment.WITHOUT_WEIGHT)
    return AverageLine(module, Treatment.COUNTED, grade, weight)


def _weight(module: GradedModule, policy: GradePolicy) -> Fraction:
    if module.is_thesis and policy.thesis_weight is not None:
        return Fraction(policy.thesis_weight)
    if policy.weighting is Weighting.MODULE_WEIGHT:
        return Fraction(module.weight)
    return Fraction(module.credits_tenths, 10)


def _without_worst(lines: Sequence[AverageLine], policy: GradePolicy) -> list[AverageLine]:
    """Leaves out the worst credits, the worst grade first, a module in part where need be.

    It is a right of the student: what would not better the average stays, so that the average of
    somebody who has few grades yet is not left without any. The thesis always counts.
    """
    allowance = policy.dropped_worst_credits_tenths
    if not allowance:
        return list(lines)
    kept = {line.module.code: line for line in lines}
    # Where the thesis has a share of its own, the others make an average among themselves.
    apart = policy.thesis_share is not None
    pool = [line for line in lines if line.counted and not (apart and line.module.is_thesis)]
    weight_sum = sum((line.weight for line in pool), Fraction(0))
    product_sum = sum((line.product for line in pool), Fraction(0))
    droppable = [line for line in lines if line.counted and not line.module.is_thesis]
    for line in sorted(droppable, key=lambda one: (-(one.grade or 0), one.module.code)):
        if allowance <= 0 or line.product * weight_sum <= product_sum * line.weight:
            break
        credits_tenths = line.module.credits_tenths
        dropped = min(allowance, credits_tenths)
        if not dropped:
            continue
        allowance -= dropped
        less = replace(
            line,
            treatment=(
                Treatment.DROPPED if dropped == credits_tenths else Treatment.PARTLY_DROPPED
            ),
            weight=line.weight * Fraction(credits_tenths - dropped, credits_tenths),
            dropped_tenths=dropped,
        )
        weight_sum -= line.weight - less.weight
        product_sum -= line.product - less.product
        kept[line.module.code] = less
    return [kept[line.module.code] for line in lines]


def _with_thesis_share(lines: Sequence[AverageLine], share: Fraction) -> list[AverageLine]:
    """Gives the thesis the weight that makes its share of the whole.

    While it stands alone, or is missing, there is nothing to share with.
    """
    theses = sum((line.weight for line in lines if line.module.is_thesis), Fraction(0))
    others = sum((line.weight for line in lines if not line.module.is_thesis), Fraction(0))
    if not theses or not others:
        return list(lines)
    factor = others * share / (1 - share) / theses
    return [
        replace(line, weight=line.weight * factor) if line.module.is_thesis else line
        for line in lines
    ]


def in_full(value: Fraction) -> str:
    """A number exactly: "18.25"; as a fraction where its decimals never end: "11/6"."""
    places = 0
    while places <= EXACT_DECIMALS and (value * 10**places).denominator != 1:
        places += 1
    if places > EXACT_DECIMALS:
        return f"{value.numerator}/{value.denominator}"
    return f"{Decimal(int(value * 10**places)).scaleb(-places):f}"


def grade_in_full(grade: Fraction) -> str:
    """A module's grade exactly, with one decimal at least: "2.0", "1.85", "11/6"."""
    text = in_full(grade)
    return text if "." in text or "/" in text else f"{text}.0"
