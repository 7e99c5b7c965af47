"""The content of a regulations version as the rules look at it; the same for all its students."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from chassis.values import LocalizedText

from exams.domain.examinations import ExamForm
from exams.domain.rules import ExaminationRules, ExamRules


@dataclass(frozen=True)
class ExamOfVersion:
    """An exam in the module that a regulations version puts it in."""

    exam_number: str
    name: LocalizedText
    form: ExamForm
    module_code: str
    rules: ExamRules

    @property
    def is_thesis(self) -> bool:
        """Whether it is registered for by an application."""
        return self.form is ExamForm.THESIS

    @property
    def label(self) -> LocalizedText:
        """Number and name: "1001 Statistik"."""
        return LocalizedText(
            de=f"{self.exam_number} {self.name.de}", en=f"{self.exam_number} {self.name.en}"
        )


@dataclass(frozen=True)
class ModuleOfVersion:
    """A module with its exams in their order; credits are CP times ten."""

    module_code: str
    name: LocalizedText
    area_code: str
    area_name: LocalizedText
    credits_tenths: int
    exams: tuple[ExamOfVersion, ...]

    @property
    def label(self) -> LocalizedText:
        """Code and name: "KUWI-01 Methoden"."""
        return LocalizedText(
            de=f"{self.module_code} {self.name.de}", en=f"{self.module_code} {self.name.en}"
        )


@dataclass(frozen=True)
class VersionContent:
    """A regulations version: its rules and its modules in their order."""

    code: str
    # Nobody registers by a draft.
    published: bool
    rules: ExaminationRules
    modules: tuple[ModuleOfVersion, ...]

    @cached_property
    def exams(self) -> Mapping[str, ExamOfVersion]:
        """Every exam by its number."""
        return {exam.exam_number: exam for module in self.modules for exam in module.exams}

    @cached_property
    def modules_by_code(self) -> Mapping[str, ModuleOfVersion]:
        """Every module by its code."""
        return {module.module_code: module for module in self.modules}

    def attempts_allowed(self, exam: ExamOfVersion) -> int:
        """How many attempts the version allows: the exam's own number, the thesis', or its own."""
        return self.rules.attempts_at(exam.rules, is_thesis=exam.is_thesis)
