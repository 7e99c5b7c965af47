"""The content of a version of examination regulations: its areas, modules, exams and courses.

Credits are CP times ten, as credits come in halves.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from chassis.values import LocalizedText

from exams.domain.examinations import ExamForm
from exams.domain.rules import ExaminationRules, ExamRules


@dataclass(frozen=True)
class ExamContent:
    """An exam, the same in every version that has it."""

    number: str
    name: LocalizedText
    form: ExamForm
    duration_minutes: int


@dataclass(frozen=True)
class ModuleExam:
    """An exam in a module of a version, with what this version says about it."""

    exam: ExamContent
    rules: ExamRules


@dataclass(frozen=True)
class CourseContent:
    """A course of a module and the exams that it leads to."""

    number: str
    name: LocalizedText
    # "Vorlesung", "lecture".
    type: LocalizedText
    exam_numbers: tuple[str, ...]


@dataclass(frozen=True)
class AreaContent:
    """An area of the programme and the credits that it needs."""

    code: str
    name: LocalizedText
    required_credits_tenths: int


@dataclass(frozen=True)
class ModuleContent:
    """A module of a version."""

    code: str
    name: LocalizedText
    area_code: str
    credits_tenths: int
    recommended_semester: int
    exams: tuple[ModuleExam, ...]
    compulsory: bool = True
    # What the module counts with in the average, where weights are not credits.
    weight: Decimal = Decimal(1)
    courses: tuple[CourseContent, ...] = ()


@dataclass(frozen=True)
class RegulationsContent:
    """The content of one version of examination regulations."""

    code: str
    programme_code: str
    name: LocalizedText
    # Address of the text; empty where unknown.
    document_url: str
    areas: tuple[AreaContent, ...]
    modules: tuple[ModuleContent, ...]
    rules: ExaminationRules = field(default_factory=ExaminationRules)

    @property
    def digest(self) -> str:
        """A fingerprint of everything that the version says."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def area(self, code: str) -> AreaContent:
        """The area with a code. Raises LookupError."""
        for area in self.areas:
            if area.code == code:
                return area
        raise LookupError(code)

    def minimum_credits_tenths(self, one: ModuleExam) -> int:
        """The CP (times ten) that an exam needs: its own, a thesis those of the thesis' rule."""
        thesis = self.rules.thesis
        if one.exam.form is ExamForm.THESIS and thesis is not None:
            return max(one.rules.minimum_credits_tenths, thesis.minimum_credits_tenths)
        return one.rules.minimum_credits_tenths

    def exams(self) -> Iterator[ModuleExam]:
        """The exams of all modules, in their order."""
        for module in self.modules:
            yield from module.exams


@dataclass(frozen=True)
class RegulationsVersion:
    """A stored version and how it stands."""

    code: str
    programme_code: str
    name: LocalizedText
    document_url: str
    digest: str
    # None while it is a draft.
    publish_time: datetime | None
    # Whether a registration or a recognition relies on it, so that it never changes.
    in_use: bool
    module_count: int
    exam_count: int
