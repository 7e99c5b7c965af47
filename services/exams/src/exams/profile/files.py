"""The shape of the profile's files besides the regulations."""

from datetime import date, time
from typing import Annotated, Literal

from chassis.values import Semester
from pydantic import BeforeValidator, Field, StringConstraints

from exams.domain.examinations import Seating, Terms
from exams.domain.profile import OfferContent, PeriodContent, StatusCode, WithdrawalRules
from exams.domain.statuses import Status
from exams.profile import spellings
from exams.profile.entries import (
    ClockTime,
    Day,
    Entry,
    ExamNumber,
    Readable,
    SemesterCode,
    TextEntry,
    UserName,
)

Version = Annotated[
    str,
    BeforeValidator(lambda v: v.isoformat() if isinstance(v, date) else v),
    StringConstraints(pattern=spellings.VERSION),
]
FirstAndLast = Annotated[list[Day], Field(min_length=2, max_length=2)]


class TermsFile(Entry):
    """terms.yaml."""

    version: Version
    title: TextEntry
    paragraphs: Annotated[list[TextEntry], Field(min_length=1)]

    def value(self) -> Terms:
        """The terms."""
        return Terms(self.version, self.title.value(), tuple(p.value() for p in self.paragraphs))


class WithdrawalEntry(Entry):
    """Until when a dated sitting may be withdrawn from after the registration window."""

    working_days: Annotated[int, Field(ge=0, le=60)] = 5
    holidays_of: Annotated[str, StringConstraints(pattern=spellings.STATE)] = "NI"

    def value(self) -> WithdrawalRules:
        """The rules."""
        return WithdrawalRules(self.working_days, self.holidays_of)


class PeriodEntry(Entry):
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


class PeriodsFile(Entry):
    """periods.yaml."""

    withdrawal: WithdrawalEntry = WithdrawalEntry()
    periods: Annotated[list[PeriodEntry], Field(min_length=1)]


class OfferEntry(Entry):
    """An exam offered in a period of every semester."""

    exam: ExamNumber
    period: Annotated[int, Field(ge=1, le=2)]
    group: Annotated[str, StringConstraints(pattern=spellings.GROUP)] = ""
    day: Annotated[int, Field(ge=0)] | None = None
    start: ClockTime | None = None
    room: Annotated[str, StringConstraints(max_length=120), Readable] = ""
    examiner: UserName
    capacity: Annotated[int, Field(ge=0)]
    waiting_list: bool = False
    # A draw by lot needs a commitment made before it: the office sets it up for a sitting.
    seating: Literal["first_come", "admission"] = "first_come"

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
            has_waiting_list=self.waiting_list,
            seating=Seating(self.seating),
        )


class OffersFile(Entry):
    """offers.yaml."""

    offers: list[OfferEntry]


class StatusEntry(Entry):
    """How a status is printed."""

    status: Annotated[Status, Field(strict=False)]
    code: Annotated[str, StringConstraints(pattern=spellings.STATUS_CODE)]
    name: TextEntry
    # The term of XHochschule 1.2; left out where it knows none.
    xhochschule: Literal[
        "",
        "angemeldet",
        "bestanden",
        "endgueltig_nicht_bestanden",
        "entschuldigt",
        "nicht_bestanden",
        "nicht_vollstaendig",
    ] = ""

    def value(self) -> StatusCode:
        """The status."""
        return StatusCode(self.status, self.code, self.name.value(), self.xhochschule)


class StatusesFile(Entry):
    """statuses.yaml."""

    statuses: list[StatusEntry]
