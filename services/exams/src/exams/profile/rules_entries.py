"""The rules of a regulations version as a file states them."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from exams.domain.rules import (
    AreaRule,
    ClashPolicy,
    CompletionRule,
    Cutting,
    ExaminationRules,
    FreeAttemptRule,
    GradeImprovementRule,
    GradePolicy,
    OralSupplementaryRule,
    PartTimeReading,
    PartTimeRule,
    RepeatRegistrationRule,
    SickNoteRule,
    Surplus,
    ThesisGrading,
    ThesisRule,
    Weighting,
)
from exams.profile import spellings
from exams.profile.entries import Code, Credits, Entry, Section, Weight, tenths

Attempts = Annotated[int, Field(ge=1, le=9)]
Grade = Annotated[str, StringConstraints(pattern=spellings.GRADE)]
Share = Annotated[str, StringConstraints(pattern=spellings.SHARE)]
ProgrammeSemester = Annotated[int, Field(ge=1, le=30)]


class SectionsEntry(Entry):
    """Where the regulations say it, rule by rule; `registration` where a rule has no entry."""

    registration: Section
    withdrawal: Section | None = None
    attempts: Section | None = None
    part_time: Section | None = None
    prerequisites: Section | None = None
    minimum_credits: Section | None = None
    clash: Section | None = None
    free_attempt: Section | None = None
    grade_improvement: Section | None = None
    repeat_registration: Section | None = None
    sick_note: Section | None = None
    oral_supplementary: Section | None = None
    thesis: Section | None = None
    averages: Section | None = None
    completion: Section | None = None
    recognition: Section | None = None
    cheating: Section | None = None
    seats: Section | None = None
    window: Section | None = None
    terms: Section | None = None
    enrolment: Section | None = None
    leave: Section | None = None
    passed: Section | None = None

    def value(self) -> dict[str, str]:
        """The sections by rule."""
        return {rule: str(section) for rule, section in self if section is not None}


class PartTimeEntry(Entry):
    """Credits of examinations per semester for part-time students."""

    credits: Credits = "15"
    reading: Annotated[PartTimeReading, Field(strict=False)] = PartTimeReading.MAXIMUM


class FreeAttemptEntry(Entry):
    """Freiversuch."""

    until_programme_semester: ProgrammeSemester


class GradeImprovementEntry(Entry):
    """Taking a passed exam again for a better grade."""

    times: Attempts = 1
    free_attempts_only: bool = False
    until_programme_semester: ProgrammeSemester | None = None


class RepeatRegistrationEntry(Entry):
    """Being registered for the second period on leaving the first."""

    after_withdrawal: bool = False
    after_excused_absence: bool = True


class SickNoteEntry(Entry):
    """Within how many days a doctor's form has to be filed."""

    days: Annotated[int, Field(ge=0, le=60)] = 3
    working_days: bool = True


class OralSupplementaryEntry(Entry):
    """Mündliche Ergänzungsprüfung after a last attempt that was failed in writing."""

    best_grade: Grade = "4.0"


class ThesisEntry(Entry):
    """What a thesis needs and how long it may take."""

    minimum_credits: Credits
    working_weeks: Annotated[int, Field(ge=1, le=104)]
    extension_weeks: Annotated[int, Field(ge=0, le=52)]
    attempts: Attempts = 2
    grading: Annotated[ThesisGrading, Field(strict=False)] = ThesisGrading.MEAN_CUT
    both_must_pass: bool = False

    def value(self) -> ThesisRule:
        """The rule."""
        return ThesisRule(
            minimum_credits_tenths=tenths(self.minimum_credits),
            working_weeks=self.working_weeks,
            extension_weeks=self.extension_weeks,
            attempts=self.attempts,
            grading=self.grading,
            both_must_pass=self.both_must_pass,
        )


class GradesEntry(Entry):
    """How averages are computed."""

    decimals: Annotated[int, Field(ge=0, le=4)] = 1
    cutting: Annotated[Cutting, Field(strict=False)] = Cutting.CUT
    module_cutting: Annotated[Cutting, Field(strict=False)] = Cutting.CUT
    module_decimals: Annotated[int, Field(ge=0, le=4)] = 1
    weighting: Annotated[Weighting, Field(strict=False)] = Weighting.CREDITS
    dropped_worst_credits: Credits = "0"
    excluded_areas: list[Code] = Field(default=[])
    thesis_weight: Weight | None = None
    # A part of the average: "0.25" is a quarter; instead of a weight.
    thesis_share: Share | None = None
    surplus: Annotated[Surplus, Field(strict=False)] = Surplus.ALL

    @model_validator(mode="after")
    def _thesis_counts_once(self) -> Self:
        if self.thesis_weight is not None and self.thesis_share is not None:
            raise PydanticCustomError("thesis_counts_twice", "a weight or a share, not both")
        return self

    def value(self) -> GradePolicy:
        """The policy."""
        return GradePolicy(
            decimals=self.decimals,
            cutting=self.cutting,
            module_cutting=self.module_cutting,
            module_decimals=self.module_decimals,
            weighting=self.weighting,
            dropped_worst_credits_tenths=tenths(self.dropped_worst_credits),
            excluded_areas=tuple(self.excluded_areas),
            thesis_weight=Decimal(self.thesis_weight) if self.thesis_weight else None,
            thesis_share=Decimal(self.thesis_share) if self.thesis_share else None,
            surplus=self.surplus,
        )


class CompletionEntry(Entry):
    """What makes an enrolment complete, besides the areas' credits and compulsory modules."""

    total_credits: Credits


class RulesEntry(Entry):
    """The rules of a version; null where the version knows no such rule."""

    attempts: Attempts = 3
    clash: Annotated[ClashPolicy, Field(strict=False)] = ClashPolicy.WARN
    part_time: PartTimeEntry | None = PartTimeEntry()
    free_attempt: FreeAttemptEntry | None = None
    grade_improvement: GradeImprovementEntry | None = None
    repeat_registration: RepeatRegistrationEntry | None = None
    sick_note: SickNoteEntry = SickNoteEntry()
    oral_supplementary: OralSupplementaryEntry | None = OralSupplementaryEntry()
    thesis: ThesisEntry | None = None
    grades: GradesEntry = GradesEntry()
    completion: CompletionEntry | None = None

    def value(self, sections: SectionsEntry, areas: tuple[AreaRule, ...]) -> ExaminationRules:
        """The self."""
        part_time, free = self.part_time, self.free_attempt
        improvement, repeat = self.grade_improvement, self.repeat_registration
        oral, completion = self.oral_supplementary, self.completion
        return ExaminationRules(
            sections=sections.value(),
            attempts=self.attempts,
            clash=self.clash,
            part_time=PartTimeRule(tenths(part_time.credits), part_time.reading)
            if part_time
            else None,
            free_attempt=FreeAttemptRule(free.until_programme_semester) if free else None,
            grade_improvement=GradeImprovementRule(**dict(improvement)) if improvement else None,
            repeat_registration=RepeatRegistrationRule(**dict(repeat)) if repeat else None,
            sick_note=SickNoteRule(self.sick_note.days, self.sick_note.working_days),
            oral_supplementary=OralSupplementaryRule(Decimal(oral.best_grade)) if oral else None,
            thesis=self.thesis.value() if self.thesis else None,
            grades=self.grades.value(),
            completion=CompletionRule(tenths(completion.total_credits), areas)
            if completion
            else None,
        )
