"""The rules that a regulations version sets: data of the version, decided on by the domain.

Credits are CP times ten, as credits come in halves. Where a rule is None the version knows no such
rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class ClashPolicy(StrEnum):
    """What an exam that overlaps another registration in time means."""

    IGNORE = "ignore"
    WARN = "warn"
    REFUSE = "refuse"


class PartTimeReading(StrEnum):
    """What the credits of examinations per semester are to part-time students."""

    MINIMUM = "minimum"
    TARGET = "target"
    MAXIMUM = "maximum"


@dataclass(frozen=True)
class PartTimeRule:
    """Credits of examinations per semester for part-time students; only a maximum refuses."""

    credits_tenths: int = 150
    reading: PartTimeReading = PartTimeReading.MAXIMUM


@dataclass(frozen=True)
class FreeAttemptRule:
    """Freiversuch: a failed first attempt until this programme semester does not count."""

    until_programme_semester: int


@dataclass(frozen=True)
class GradeImprovementRule:
    """A passed exam may be taken again, so often, for a better grade; the better one counts.

    `free_attempts_only`: only for exams passed as a free attempt.
    """

    times: int = 1
    free_attempts_only: bool = False
    # Programme semester until which it may be taken; None for no such limit.
    until_programme_semester: int | None = None


@dataclass(frozen=True)
class RepeatRegistrationRule:
    """Who leaves the first period's sitting is registered for the second period's one."""

    after_withdrawal: bool = False
    after_excused_absence: bool = True


@dataclass(frozen=True)
class SickNoteRule:
    """Within how many days after the examination the doctor's form has to be filed."""

    days: int = 3
    working_days: bool = True


@dataclass(frozen=True)
class OralSupplementaryRule:
    """Mündliche Ergänzungsprüfung: it decides a last attempt that was failed in writing."""

    # The best grade that it can lead to.
    best_grade: Decimal = Decimal("4.0")


class ThesisGrading(StrEnum):
    """How the grades of the two examiners become the grade of a thesis."""

    # Their mean, cut after the first decimal: 1.3 and 2.0 make 1.6.
    MEAN_CUT = "mean_cut"
    # Their mean, rounded commercially to one decimal: 1.7.
    MEAN_ROUNDED = "mean_rounded"
    # The grade of the scale that is nearest to the mean; the better one of two: 1.7.
    NEAREST_ON_SCALE = "nearest_on_scale"


@dataclass(frozen=True)
class ThesisRule:
    """What a thesis needs and how long it may take."""

    minimum_credits_tenths: int
    working_weeks: int
    extension_weeks: int
    attempts: int = 2
    grading: ThesisGrading = ThesisGrading.MEAN_CUT
    # Whether a thesis that one of the examiners fails is failed, whatever the mean.
    both_must_pass: bool = False


class Cutting(StrEnum):
    """How a number becomes one with fewer decimals."""

    CUT = "cut"
    ROUND = "round"
    EXACT = "exact"


class Weighting(StrEnum):
    """What a module counts with in the average."""

    CREDITS = "credits"
    MODULE_WEIGHT = "module_weight"


class Surplus(StrEnum):
    """Which modules of an area enter the average when more are passed than the area needs.

    Compulsory modules and those without a grade always fill the area first; the module that
    completes it counts whole.
    """

    ALL = "all"
    # The best ones, until the area is full.
    BEST = "best"
    # Those passed first, until the area is full.
    EARLIEST = "earliest"


@dataclass(frozen=True)
class GradePolicy:
    """How averages are computed, always exactly and in decimals.

    Raises ValueError for a thesis that has both a weight and a share, or a share that is none.
    """

    decimals: int = 1
    # At the end, once.
    cutting: Cutting = Cutting.CUT
    # Of each module's grade, before the average over modules.
    module_cutting: Cutting = Cutting.CUT
    module_decimals: int = 1
    weighting: Weighting = Weighting.CREDITS
    # So many of the worst credits are left out; a module may be left out in part, the thesis
    # never, and nothing that would not better the average.
    dropped_worst_credits_tenths: int = 0
    # Codes of areas whose modules do not enter the average.
    excluded_areas: tuple[str, ...] = ()
    # What the thesis module counts with, in place of its credits; None for its own weight.
    thesis_weight: Decimal | None = None
    # The part of the average that is the thesis' whatever the other modules weigh: 0.25 is a
    # quarter. None where it goes by weight.
    thesis_share: Decimal | None = None
    surplus: Surplus = Surplus.ALL

    def __post_init__(self) -> None:
        if self.thesis_share is None:
            return
        if self.thesis_weight is not None:
            raise ValueError("a thesis counts by a weight or by a share, not by both")
        if not 0 < self.thesis_share < 1:
            raise ValueError(f"the thesis' share lies between 0 and 1: {self.thesis_share}")


@dataclass(frozen=True)
class AreaRule:
    """An area of the programme and the credits that it needs."""

    code: str
    required_credits_tenths: int


@dataclass(frozen=True)
class CompletionRule:
    """What makes an enrolment complete besides the compulsory modules."""

    total_credits_tenths: int
    areas: tuple[AreaRule, ...] = ()


@dataclass(frozen=True)
class ExaminationRules:
    """Everything that a regulations version decides about its exams."""

    # Section of the regulations by the name of the rule: "attempts" → "RPO § 15 (1)".
    sections: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 3
    clash: ClashPolicy = ClashPolicy.WARN
    part_time: PartTimeRule | None = PartTimeRule()
    free_attempt: FreeAttemptRule | None = None
    grade_improvement: GradeImprovementRule | None = None
    repeat_registration: RepeatRegistrationRule | None = None
    sick_note: SickNoteRule = SickNoteRule()
    oral_supplementary: OralSupplementaryRule | None = OralSupplementaryRule()
    thesis: ThesisRule | None = None
    grades: GradePolicy = GradePolicy()
    completion: CompletionRule | None = None

    def attempts_at(self, exam: "ExamRules", *, is_thesis: bool) -> int:
        """How often an exam may be taken: by its own rule, the thesis', or the version's."""
        if not exam.repeatable:
            return 1
        if exam.attempts is not None:
            return exam.attempts
        return self.thesis.attempts if is_thesis and self.thesis is not None else self.attempts

    def section(self, rule: str) -> str:
        """The section that a rule is in; the section of registering where it has none."""
        return self.sections.get(rule, self.sections.get("registration", ""))


@dataclass(frozen=True)
class ExamRules:
    """What a regulations version says about one exam in one of its modules."""

    # The credits that the exam stands for in the module.
    credits_tenths: int
    # None for the version's own number.
    attempts: int | None = None
    minimum_credits_tenths: int = 0
    # Of each group one exam number or module code has to be passed.
    prerequisites: tuple[tuple[str, ...], ...] = ()
    # False for exams that are passed or failed only.
    graded: bool = True
    # What the exam counts with in its module's grade, relative to the others.
    weight: Decimal = Decimal(1)
    repeatable: bool = True
