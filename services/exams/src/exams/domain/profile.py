"""What a university decides about its exams, as its profile states it."""

import hashlib
import json
from collections.abc import Set
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.values import LocalizedText, Semester

from exams.domain.examinations import ExamForm, Terms
from exams.domain.windows import Window, moment_at, withdrawal_close_time


@dataclass(frozen=True)
class ExamContent:
    """An exam of a module."""

    number: str
    name: LocalizedText
    form: ExamForm
    duration_minutes: int


@dataclass(frozen=True)
class ModuleContent:
    """A module; credits are CP times ten."""

    code: str
    name: LocalizedText
    area_name: LocalizedText
    credits_tenths: int
    recommended_semester: int
    exams: tuple[ExamContent, ...]


@dataclass(frozen=True)
class RegulationsContent:
    """The content of one version of examination regulations."""

    code: str
    programme_code: str
    name: LocalizedText
    registration_section: str
    modules: tuple[ModuleContent, ...]

    @property
    def digest(self) -> str:
        """A fingerprint of everything that the version says."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class PeriodContent:
    """An examination period; every last day is included."""

    semester: Semester
    period: int
    exams_first_date: date
    exams_last_date: date
    registration_first_date: date
    registration_last_date: date
    # The last day to withdraw from undated sittings; None where that ends with the window.
    undated_withdrawal_last_date: date | None


@dataclass(frozen=True)
class OfferContent:
    """An exam that is offered in a period of every semester."""

    exam_number: str
    period: int
    # Tells several sittings of one exam in one period apart; mostly empty.
    group: str
    # Days after the period's first exam day; None for undated sittings.
    day: int | None
    start: time | None
    room: str
    examiner_user_name: str
    capacity: int


@dataclass(frozen=True)
class WithdrawalRules:
    """Until when a dated sitting may be withdrawn from after the registration window."""

    working_days: int
    # The subdivision of Germany whose public holidays count: "NI" is Lower Saxony.
    holidays_of: str


@dataclass(frozen=True)
class ExamsProfile:
    """Everything that one university's profile says about exams."""

    terms: Terms
    withdrawal: WithdrawalRules
    periods: tuple[PeriodContent, ...]
    regulations: tuple[RegulationsContent, ...]
    offers: tuple[OfferContent, ...]


@dataclass(frozen=True)
class PlannedSitting:
    """A sitting as the profile has it."""

    sitting_id: UUID
    exam_number: str
    semester: Semester
    period: int
    start_time: datetime | None
    room: str
    examiner_user_name: str
    registration: Window
    withdrawal_close_time: datetime | None
    capacity: int


def sitting_id_of(exam_number: str, semester: Semester, period: int, group: str) -> UUID:
    """The same offer in the same semester and period always has the same id."""
    parts = ["matrikel:sitting", exam_number, semester.code, str(period)]
    return uuid5(NAMESPACE_URL, ":".join(parts + ([group] if group else [])))


def planned_sittings(
    profile: ExamsProfile, public_holidays: Set[date]
) -> tuple[PlannedSitting, ...]:
    """One sitting per offer and semester; the profile has been checked."""
    forms = {
        exam.number: exam.form
        for version in profile.regulations
        for module in version.modules
        for exam in module.exams
    }
    return tuple(
        _planned(offer, period, forms[offer.exam_number], profile.withdrawal, public_holidays)
        for offer in profile.offers
        for period in profile.periods
        if period.period == offer.period
    )


def _planned(
    offer: OfferContent,
    period: PeriodContent,
    form: ExamForm,
    withdrawal: WithdrawalRules,
    public_holidays: Set[date],
) -> PlannedSitting:
    window = Window.of_days(period.registration_first_date, period.registration_last_date)
    day = None if offer.day is None else period.exams_first_date + timedelta(days=offer.day)
    return PlannedSitting(
        sitting_id=sitting_id_of(offer.exam_number, period.semester, period.period, offer.group),
        exam_number=offer.exam_number,
        semester=period.semester,
        period=period.period,
        start_time=moment_at(day, offer.start) if day and offer.start else None,
        room=offer.room,
        examiner_user_name=offer.examiner_user_name,
        registration=window,
        withdrawal_close_time=withdrawal_close_time(
            window,
            withdrawable_after_window=form.withdrawable_after_window,
            sitting_day=day,
            working_days=withdrawal.working_days,
            public_holidays=public_holidays,
            undated_last_day=period.undated_withdrawal_last_date,
        ),
        capacity=offer.capacity,
    )
