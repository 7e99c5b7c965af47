"""One regulations version as a file: the same form in a profile, an upload and a download."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from exams.domain.examinations import ExamForm
from exams.domain.regulations import (
    AreaContent,
    CourseContent,
    ExamContent,
    ModuleContent,
    ModuleExam,
    RegulationsContent,
)
from exams.domain.rules import AreaRule, ExamRules
from exams.profile.entries import (
    Code,
    CourseNumber,
    Credits,
    Entry,
    ExamNumber,
    TextEntry,
    Url,
    Weight,
    tenths,
)
from exams.profile.rules_entries import Attempts, RulesEntry, SectionsEntry


class AreaEntry(Entry):
    """An area of the programme."""

    code: Code
    name: TextEntry
    required_credits: Credits = "0"

    def value(self) -> AreaContent:
        """The area."""
        return AreaContent(self.code, self.name.value(), tenths(self.required_credits))


class ExamEntry(Entry):
    """An exam of a module."""

    number: ExamNumber
    name: TextEntry
    form: Annotated[ExamForm, Field(strict=False)]
    duration_minutes: Annotated[int, Field(ge=0, le=1440)]
    # May be left out where it is the module's only exam.
    credits: Credits | None = None
    # Left out: those of the version.
    attempts: Attempts | None = None
    minimum_credits: Credits = "0"
    # Of each inner list one exam number or module code has to be passed.
    prerequisites: list[Annotated[list[Code], Field(min_length=1)]] = Field(default=[])
    graded: bool = True
    weight: Weight = "1"
    repeatable: bool = True

    def content(self) -> ExamContent:
        """What is the same in every version."""
        return ExamContent(self.number, self.name.value(), self.form, self.duration_minutes)

    def value(self, module: "ModuleEntry") -> ModuleExam:
        """The exam in its module."""
        alone = module.credits if len(module.exams) == 1 else "0"
        return ModuleExam(
            self.content(),
            ExamRules(
                credits_tenths=tenths(self.credits if self.credits is not None else alone),
                attempts=self.attempts,
                minimum_credits_tenths=tenths(self.minimum_credits),
                prerequisites=tuple(tuple(group) for group in self.prerequisites),
                graded=self.graded,
                weight=Decimal(self.weight),
                repeatable=self.repeatable,
            ),
        )


class CourseEntry(Entry):
    """A course of a module and the exams of the module that it leads to."""

    number: CourseNumber
    name: TextEntry
    type: TextEntry
    exams: list[ExamNumber]

    def value(self) -> CourseContent:
        """The course."""
        return CourseContent(self.number, self.name.value(), self.type.value(), tuple(self.exams))


class ModuleEntry(Entry):
    """A module of a version."""

    code: Code
    name: TextEntry
    area: Code
    credits: Credits
    recommended_semester: Annotated[int, Field(ge=1, le=20)]
    compulsory: bool = True
    weight: Weight = "1"
    exams: Annotated[list[ExamEntry], Field(min_length=1)]
    courses: list[CourseEntry] = Field(default=[])

    def value(self) -> ModuleContent:
        """The module."""
        return ModuleContent(
            code=self.code,
            name=self.name.value(),
            area_code=self.area,
            credits_tenths=tenths(self.credits),
            recommended_semester=self.recommended_semester,
            compulsory=self.compulsory,
            weight=Decimal(self.weight),
            exams=tuple(exam.value(self) for exam in self.exams),
            courses=tuple(course.value() for course in self.courses),
        )


class RegulationsFile(Entry):
    """regulations/<code>.yaml."""

    code: Code
    programme_code: Code
    name: TextEntry
    document_url: Url = ""
    sections: SectionsEntry
    rules: RulesEntry
    areas: Annotated[list[AreaEntry], Field(min_length=1)]
    modules: Annotated[list[ModuleEntry], Field(min_length=1)]

    def value(self) -> RegulationsContent:
        """The version."""
        return RegulationsContent(
            code=self.code,
            programme_code=self.programme_code,
            name=self.name.value(),
            document_url=self.document_url,
            rules=self.rules.value(
                self.sections,
                tuple(AreaRule(area.code, tenths(area.required_credits)) for area in self.areas),
            ),
            areas=tuple(area.value() for area in self.areas),
            modules=tuple(module.value() for module in self.modules),
        )
