"""The shape of the profile's files. Unknown keys are refused, so that a typing error is seen."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated

from chassis.values import LocalizedText, Semester
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from exams.domain.examinations import ExamForm, Terms
from exams.domain.profile import (
    ExamContent,
    ModuleContent,
    OfferContent,
    PeriodContent,
    RegulationsContent,
    WithdrawalRules,
)

Text = Annotated[str, StringConstraints(min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
ExamNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,20}$")]
UserName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,63}$")]
SemesterCode = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}[SW]$")]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Credits = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}([.][05])?$")]
# YAML reads an unquoted day as a date, a quoted one as text: both are good.
Day = Annotated[date, BeforeValidator(lambda v: date.fromisoformat(v) if isinstance(v, str) else v)]
Version = Annotated[
    str,
    BeforeValidator(lambda v: v.isoformat() if isinstance(v, date) else v),
    StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,40}$"),
]
FirstAndLast = Annotated[list[Day], Field(min_length=2, max_length=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TextEntry(_Entry):
    """One text in both languages."""

    de: Text
    en: Text

    def value(self) -> LocalizedText:
        """The text."""
        return LocalizedText(de=self.de.strip(), en=self.en.strip())


class TermsFile(_Entry):
    """terms.yaml."""

    version: Version
    title: TextEntry
    paragraphs: Annotated[list[TextEntry], Field(min_length=1)]

    def value(self) -> Terms:
        """The terms."""
        return Terms(self.version, self.title.value(), tuple(p.value() for p in self.paragraphs))


class WithdrawalEntry(_Entry):
    """Until when a dated sitting may be withdrawn from after the registration window."""

    working_days: Annotated[int, Field(ge=0, le=60)] = 5
    holidays_of: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NI"

    def value(self) -> WithdrawalRules:
        """The rules."""
        return WithdrawalRules(self.working_days, self.holidays_of)


class PeriodEntry(_Entry):
    """One examination period of a semester."""

    semester: SemesterCode
    period: Annotated[int, Field(ge=1, le=2)]
    exams: FirstAndLast
    registration: FirstAndLast
    undated_withdrawal_last: Day | None = None

    def value(self) -> PeriodContent:
        """The period."""
        return PeriodContent(
            semester=Semester.parse(self.semester),
            period=self.period,
            exams_first_date=self.exams[0],
            exams_last_date=self.exams[1],
            registration_first_date=self.registration[0],
            registration_last_date=self.registration[1],
            undated_withdrawal_last_date=self.undated_withdrawal_last,
        )


class PeriodsFile(_Entry):
    """periods.yaml."""

    withdrawal: WithdrawalEntry = WithdrawalEntry()
    periods: Annotated[list[PeriodEntry], Field(min_length=1)]


class ExamEntry(_Entry):
    """An exam of a module."""

    number: ExamNumber
    name: TextEntry
    form: Annotated[ExamForm, Field(strict=False)]
    duration_minutes: Annotated[int, Field(ge=0, le=1440)]

    def value(self) -> ExamContent:
        """The exam."""
        return ExamContent(self.number, self.name.value(), self.form, self.duration_minutes)


class ModuleEntry(_Entry):
    """A module of a regulations version."""

    code: Code
    name: TextEntry
    area: TextEntry
    credits: Credits
    recommended_semester: Annotated[int, Field(ge=1, le=20)]
    exams: Annotated[list[ExamEntry], Field(min_length=1)]

    def value(self) -> ModuleContent:
        """The module."""
        return ModuleContent(
            code=self.code,
            name=self.name.value(),
            area_name=self.area.value(),
            credits_tenths=int(Decimal(self.credits) * 10),
            recommended_semester=self.recommended_semester,
            exams=tuple(exam.value() for exam in self.exams),
        )


class RegulationsFile(_Entry):
    """regulations/<code>.yaml."""

    code: Code
    programme_code: Code
    name: TextEntry
    section_of_registration_rules: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    modules: Annotated[list[ModuleEntry], Field(min_length=1)]

    def value(self) -> RegulationsContent:
        """The version."""
        return RegulationsContent(
            code=self.code,
            programme_code=self.programme_code,
            name=self.name.value(),
            registration_section=self.section_of_registration_rules,
            modules=tuple(module.value() for module in self.modules),
        )


class OfferEntry(_Entry):
    """An exam offered in a period of every semester."""

    exam: ExamNumber
    period: Annotated[int, Field(ge=1, le=2)]
    group: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{0,8}$")] = ""
    day: Annotated[int, Field(ge=0)] | None = None
    start: ClockTime | None = None
    room: Annotated[str, StringConstraints(max_length=120)] = ""
    examiner: UserName
    capacity: Annotated[int, Field(ge=0)]

    def value(self) -> OfferContent:
        """The offer."""
        return OfferContent(
            exam_number=self.exam,
            period=self.period,
            group=self.group,
            day=self.day,
            start=time.fromisoformat(self.start) if self.start is not None else None,
            room=self.room,
            examiner_user_name=self.examiner,
            capacity=self.capacity,
        )


class OffersFile(_Entry):
    """offers.yaml."""

    offers: list[OfferEntry]
