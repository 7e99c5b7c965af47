"""What a university decides about its exams, as its profile states it."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.values import LocalizedText, Semester

from exams.domain.examinations import ExamForm, Seating, Terms
from exams.domain.regulations import RegulationsContent
from exams.domain.statuses import Status
from exams.domain.windows import Window, moment_at, withdrawal_close_time


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
    has_waiting_list: bool = False
    seating: Seating = Seating.FIRST_COME


@dataclass(frozen=True)
class StatusCode:
    """How a status of registrations is printed."""

    status: Status
    # After HIS: "AN".
    code: str
    name: LocalizedText
    # The term of XHochschule's `leistungsstatus`; empty where it knows none.
    xhochschule: str


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
    statuses: tuple[StatusCode, ...] = ()


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
    has_waiting_list: bool = False
    seating: Seating = Seating.FIRST_COME


def sitting_id_of(exam_number: str, semester: Semester, period: int, group: str) -> UUID:
    """The same offer in the same semester and period always has the same id."""
    parts = ["matrikel:sitting", exam_number, semester.code, str(period)]
    return uuid5(NAMESPACE_URL, ":".join(parts + ([group] if group else [])))


def planned_sittings(
    profile: ExamsProfile, public_holidays: Set[date]
) -> tuple[PlannedSitting, ...]:
    """One sitting per offer and semester; the profile has been checked."""
    forms = {
        one.exam.number: one.exam.form for version in profile.regulations for one in version.exams()
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
        has_waiting_list=offer.has_waiting_list,
        seating=offer.seating,
    )
