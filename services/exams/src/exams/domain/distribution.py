"""How the grades of a sitting are distributed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from exams.domain.grades import SCALE, status_of_grade
from exams.domain.results import Outcome
from exams.domain.statuses import Status

# Fewer results would tell of persons.
LEAST_RESULTS = 5
_HUNDREDTH = Decimal("0.01")
# Examined and judged. Who did not come, or whose sick note was refused, was not; cheating is
# counted as failed and not shown by itself, as it would tell of a person.
_JUDGED = {
    Status.PASSED: Status.PASSED,
    Status.FAILED: Status.FAILED,
    Status.FINALLY_FAILED: Status.FAILED,
    Status.CHEATED: Status.FAILED,
}


@dataclass(frozen=True)
class Bar:
    """So many results with a grade, or passed or failed without one."""

    grade: Decimal | None
    status: Status
    count: int


@dataclass(frozen=True)
class Distribution:
    """The released results of a sitting, without persons."""

    bars: tuple[Bar, ...]
    result_count: int
    # Two decimals, cut; None where nothing is graded.
    average: Decimal | None
    failed_permille: int


def distribution_of(outcomes: Iterable[Outcome]) -> Distribution | None:
    """The distribution of released outcomes; None where there are too few to show."""
    judged = [Outcome(_JUDGED[one.status], one.grade) for one in outcomes if one.status in _JUDGED]
    if len(judged) < LEAST_RESULTS:
        return None
    counted = Counter(judged)
    grades = [one.grade for one in judged if one.grade is not None]
    bars = [
        Bar(grade, status_of_grade(grade), counted[Outcome(status_of_grade(grade), grade)])
        for grade in _shown_grades(grades)
    ]
    bars += [
        Bar(None, status, counted[Outcome(status)])
        for status in (Status.PASSED, Status.FAILED)
        if counted[Outcome(status)]
    ]
    failed = sum(one.status is Status.FAILED for one in judged)
    return Distribution(
        bars=tuple(bars),
        result_count=len(judged),
        average=_average(grades),
        failed_permille=failed * 1000 // len(judged),
    )


def _shown_grades(grades: list[Decimal]) -> list[Decimal]:
    """The whole scale, and what theses have between its grades; nothing where nobody has one."""
    return sorted({*SCALE, *grades}) if grades else []


def _average(grades: list[Decimal]) -> Decimal | None:
    if not grades:
        return None
    return (sum(grades, Decimal(0)) / len(grades)).quantize(_HUNDREDTH, ROUND_DOWN)
