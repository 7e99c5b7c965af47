"""What averages, progress and completion are worked out from: the modules and what was achieved.

Credits are CP times ten, as credits come in halves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.values import LocalizedText

from exams.domain.rules import ExaminationRules
from exams.domain.statuses import Status
from exams.domain.version_content import ExamOfVersion


@dataclass(frozen=True)
class ModuleOfPlan:
    """A module of the regulations version with its exams, all of which have to be passed."""

    code: str
    name: LocalizedText
    area_code: str
    credits_tenths: int
    compulsory: bool
    # What it counts with where weights are not credits.
    weight: Decimal
    recommended_semester: int
    exams: tuple[ExamOfVersion, ...]

    @property
    def is_thesis(self) -> bool:
        """Whether one of its exams is the thesis."""
        return any(exam.is_thesis for exam in self.exams)


@dataclass(frozen=True)
class Area:
    """An area of the programme, in the order of the regulations."""

    code: str
    name: LocalizedText


@dataclass(frozen=True)
class StudyPlan:
    """What a regulations version asks for."""

    areas: tuple[Area, ...]
    modules: tuple[ModuleOfPlan, ...]
    rules: ExaminationRules

    def required_tenths(self, area_code: str) -> int:
        """The credits that the area needs; those of its compulsory modules where no rule says."""
        if self.rules.completion is not None:
            for area in self.rules.completion.areas:
                if area.code == area_code:
                    return area.required_credits_tenths
        return sum(
            module.credits_tenths
            for module in self.modules
            if module.area_code == area_code and module.compulsory
        )


@dataclass(frozen=True)
class ExamResult:
    """A released result, or an ended attempt that never gets one (a refused sick note).

    Attempts are the person's, since an exam's number means the same under all regulations; a pass
    under another enrolment counts here once it is recognised.
    """

    exam_number: str
    status: Status
    grade: Decimal | None
    # None where there was no examination.
    exam_date: date | None
    counts_as_attempt: bool
    # Whether it was taken under another enrolment of the person.
    elsewhere: bool = False


@dataclass(frozen=True)
class RecognisedResult:
    """A result from elsewhere, for one exam or, without an exam number, for a whole module."""

    module_code: str
    exam_number: str
    credits_tenths: int
    grade: Decimal | None
    achieve_date: date


@dataclass(frozen=True)
class StudyRecord:
    """What a student achieved under one enrolment, and what is under way.

    A result counts wherever the enrolment's regulations version has an exam of its number: it
    stays when the student changes to another version.
    """

    results: tuple[ExamResult, ...] = ()
    recognised: tuple[RecognisedResult, ...] = ()
    # Exams that the student holds a seat for, without a released result.
    registered: frozenset[str] = frozenset()
    # Exams that the student plans to pass, with the grade; None for passed without one.
    planned: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Study:
    """One enrolment: who studies what, by which regulations, and how far."""

    enrolment_id: UUID
    person_id: UUID
    degree_name: LocalizedText
    programme_code: str
    programme_name: LocalizedText
    regulations_version_code: str
    regulations_version_name: LocalizedText
    plan: StudyPlan
    record: StudyRecord
