"""What the examinations office decides about sittings, and the dates that follow from a period."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from chassis.values import Semester, end_of_day, local_date, start_of_day

from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.plain_texts import is_readable
from exams.domain.windows import Window, withdrawal_close_time


@dataclass(frozen=True)
class ExaminationPeriod:
    """An examination period of a semester; every last day is included."""

    semester: Semester
    period: int
    exams_first_date: date
    exams_last_date: date
    registration_first_date: date
    registration_last_date: date
    # So many working days before a dated sitting a student may still withdraw.
    withdrawal_working_days: int
    # The state whose public holidays count: "NI" is Lower Saxony.
    holidays_of: str
    # None where withdrawing from undated sittings ends with the window.
    undated_withdrawal_last_date: date | None

    @property
    def window(self) -> Window:
        """The registration window."""
        return Window.of_days(self.registration_first_date, self.registration_last_date)

    @property
    def years(self) -> range:
        """The years whose public holidays its limits depend on."""
        return range(self.exams_first_date.year - 1, self.exams_last_date.year + 2)

    def withdrawal_limit(
        self,
        window: Window,
        form: ExamForm,
        start_time: datetime | None,
        public_holidays: Set[date],
    ) -> datetime | None:
        """Until when a sitting can be withdrawn from; None where its window's end decides."""
        return withdrawal_close_time(
            window,
            withdrawable_after_window=form.withdrawable_after_window,
            sitting_day=local_date(start_time) if start_time is not None else None,
            working_days=self.withdrawal_working_days,
            public_holidays=public_holidays,
            undated_last_day=self.undated_withdrawal_last_date,
        )


@dataclass(frozen=True)
class SittingDraft:
    """What the office decides about a sitting."""

    exam_number: str
    semester: Semester
    period: int
    start_time: datetime | None
    room: str
    examiner_user_name: str
    # 0 for no limit.
    capacity: int
    has_waiting_list: bool
    seating: Seating
    # All three None where the period's dates hold; open and close time go together.
    registration_open_time: datetime | None = None
    registration_close_time: datetime | None = None
    withdrawal_close_time: datetime | None = None

    @property
    def has_own_window(self) -> bool:
        """Whether any of its dates is its own."""
        return self.registration_close_time is not None or self.withdrawal_close_time is not None


@dataclass(frozen=True)
class SittingDates:
    """The window and the limit of a sitting."""

    registration: Window
    withdrawal_close_time: datetime | None


def dates_of(
    draft: SittingDraft, period: ExaminationPeriod, form: ExamForm, public_holidays: Set[date]
) -> SittingDates:
    """The sitting's own dates, or those that follow from its period. The draft has no problem."""
    window = period.window
    if draft.registration_open_time is not None and draft.registration_close_time is not None:
        window = Window(draft.registration_open_time, draft.registration_close_time)
    limit = draft.withdrawal_close_time
    if limit is None:
        limit = period.withdrawal_limit(window, form, draft.start_time, public_holidays)
    return SittingDates(window, limit)


def draft_of(
    sitting: Sitting, period: ExaminationPeriod, public_holidays: Set[date]
) -> SittingDraft:
    """What was decided about a stored sitting.

    Its limit is its own where it is another one than follows from its window and day.
    """
    draft = SittingDraft(
        exam_number=sitting.exam_number,
        semester=sitting.semester,
        period=sitting.period,
        start_time=sitting.start_time,
        room=sitting.room,
        examiner_user_name=sitting.examiner_user_name,
        capacity=sitting.capacity,
        has_waiting_list=sitting.has_waiting_list,
        seating=sitting.seating,
    )
    if not sitting.own_window:
        return draft
    window = sitting.registration
    follows = period.withdrawal_limit(window, sitting.form, sitting.start_time, public_holidays)
    own_limit = sitting.withdrawal_close_time
    if window != period.window:
        draft = replace(
            draft,
            registration_open_time=window.open_time,
            registration_close_time=window.close_time,
        )
    elif own_limit == follows:
        # An own limit that says the same as the period's stays the sitting's own.
        return replace(draft, withdrawal_close_time=own_limit)
    return replace(draft, withdrawal_close_time=own_limit if own_limit != follows else None)


class DraftFault(Enum):
    """What can be wrong with a draft."""

    WINDOW_INCOMPLETE = "WINDOW_INCOMPLETE"
    WINDOW_BACKWARDS = "WINDOW_BACKWARDS"
    WINDOW_OUTSIDE_SEMESTER = "WINDOW_OUTSIDE_SEMESTER"
    START_OUTSIDE_SEMESTER = "START_OUTSIDE_SEMESTER"
    START_BEFORE_WINDOW_CLOSES = "START_BEFORE_WINDOW_CLOSES"
    WITHDRAWAL_BEFORE_WINDOW_CLOSES = "WITHDRAWAL_BEFORE_WINDOW_CLOSES"
    WITHDRAWAL_AFTER_START = "WITHDRAWAL_AFTER_START"
    WITHDRAWAL_OUTSIDE_SEMESTER = "WITHDRAWAL_OUTSIDE_SEMESTER"
    LOTTERY_NOT_SET_UP = "LOTTERY_NOT_SET_UP"
    WAITING_LIST_WITHOUT_LIMIT = "WAITING_LIST_WITHOUT_LIMIT"
    ROOM_NOT_TEXT = "ROOM_NOT_TEXT"


@dataclass(frozen=True)
class DraftProblem:
    """One thing that is wrong, and with which field of the draft."""

    field: str
    fault: DraftFault


def problems_of_draft(
    draft: SittingDraft, period: ExaminationPeriod, *, had_lottery: bool = False
) -> tuple[DraftProblem, ...]:
    """Everything that does not fit together. A draw by lot is set up for a sitting that exists."""
    problems = list(_problems_of_dates(draft, period))
    if draft.seating is Seating.LOTTERY and not had_lottery:
        problems.append(DraftProblem("seating", DraftFault.LOTTERY_NOT_SET_UP))
    if draft.has_waiting_list and draft.capacity == 0:
        problems.append(DraftProblem("has_waiting_list", DraftFault.WAITING_LIST_WITHOUT_LIMIT))
    if not is_readable(draft.room):
        problems.append(DraftProblem("room", DraftFault.ROOM_NOT_TEXT))
    return tuple(problems)


def _problems_of_dates(draft: SittingDraft, period: ExaminationPeriod) -> Iterator[DraftProblem]:
    opens, closes = draft.registration_open_time, draft.registration_close_time
    start, limit = draft.start_time, draft.withdrawal_close_time
    if (opens is None) != (closes is None):
        missing = "registration_open_time" if opens is None else "registration_close_time"
        yield DraftProblem(missing, DraftFault.WINDOW_INCOMPLETE)
        return
    window = period.window
    if opens is not None and closes is not None:
        if opens >= closes:
            yield DraftProblem("registration_close_time", DraftFault.WINDOW_BACKWARDS)
            return
        for field, moment in (
            ("registration_open_time", opens),
            ("registration_close_time", closes),
        ):
            if not is_near(draft.semester, moment):
                yield DraftProblem(field, DraftFault.WINDOW_OUTSIDE_SEMESTER)
        window = Window(opens, closes)
    if start is not None:
        day = local_date(start)
        if not draft.semester.first_date <= day <= draft.semester.last_date:
            yield DraftProblem("start_time", DraftFault.START_OUTSIDE_SEMESTER)
        elif start < window.close_time:
            yield DraftProblem("start_time", DraftFault.START_BEFORE_WINDOW_CLOSES)
    if limit is not None:
        if not is_near(draft.semester, limit):
            fault = DraftFault.WITHDRAWAL_OUTSIDE_SEMESTER
            yield DraftProblem("withdrawal_close_time", fault)
        if limit < window.close_time:
            fault = DraftFault.WITHDRAWAL_BEFORE_WINDOW_CLOSES
            yield DraftProblem("withdrawal_close_time", fault)
        if start is not None and limit > start:
            yield DraftProblem("withdrawal_close_time", DraftFault.WITHDRAWAL_AFTER_START)


# Windows open this long before a semester at most: with the semester before it.
WINDOW_LEAD = timedelta(days=184)


def is_near(semester: Semester, moment: datetime) -> bool:
    """Whether a window or limit of the semester may lie here: until its end, not long before it."""
    first = semester.first_date - WINDOW_LEAD
    return start_of_day(first) <= moment <= end_of_day(semester.last_date)


# What a student was told and plans by.
TOLD_FIELDS = frozenset({"start_time", "room"})


def changed_fields(before: SittingDraft, after: SittingDraft) -> tuple[str, ...]:
    """The names of the fields that differ."""
    return tuple(
        one.name
        for one in fields(SittingDraft)
        if getattr(before, one.name) != getattr(after, one.name)
    )


class PeriodFault(Enum):
    """What can be wrong with a period."""

    DAYS_BACKWARDS = "DAYS_BACKWARDS"
    OUTSIDE_SEMESTER = "OUTSIDE_SEMESTER"
    EXAMS_BEFORE_WINDOW_ENDS = "EXAMS_BEFORE_WINDOW_ENDS"
    UNDATED_LIMIT_BEFORE_WINDOW_ENDS = "UNDATED_LIMIT_BEFORE_WINDOW_ENDS"
    WINDOW_OUTSIDE_SEMESTER = "WINDOW_OUTSIDE_SEMESTER"
    # The window runs and students have registered in it: it is not cut off behind their backs.
    WINDOW_IS_RUNNING = "WINDOW_IS_RUNNING"


def problems_of_period(period: ExaminationPeriod) -> tuple[tuple[str, PeriodFault], ...]:
    """Everything that does not fit together, each with the field that it is about."""
    problems = []
    semester = period.semester
    if period.exams_last_date < period.exams_first_date:
        problems.append(("exams_last_date", PeriodFault.DAYS_BACKWARDS))
    if period.registration_last_date < period.registration_first_date:
        problems.append(("registration_last_date", PeriodFault.DAYS_BACKWARDS))
    if period.exams_first_date <= period.registration_last_date:
        problems.append(("exams_first_date", PeriodFault.EXAMS_BEFORE_WINDOW_ENDS))
    for field in ("exams_first_date", "exams_last_date"):
        if not semester.first_date <= getattr(period, field) <= semester.last_date:
            problems.append((field, PeriodFault.OUTSIDE_SEMESTER))
    for field in ("registration_first_date", "registration_last_date"):
        day = getattr(period, field)
        if not semester.first_date - WINDOW_LEAD <= day <= semester.last_date:
            problems.append((field, PeriodFault.WINDOW_OUTSIDE_SEMESTER))
    undated = period.undated_withdrawal_last_date
    if undated is not None and not (
        semester.first_date - WINDOW_LEAD <= undated <= semester.last_date
    ):
        problems.append(("undated_withdrawal_last_date", PeriodFault.OUTSIDE_SEMESTER))
    if undated is not None and undated < period.registration_last_date:
        fault = PeriodFault.UNDATED_LIMIT_BEFORE_WINDOW_ENDS
        problems.append(("undated_withdrawal_last_date", fault))
    return tuple(problems)


def field_that_ends_running_window(
    before: ExaminationPeriod, after: ExaminationPeriod, now: datetime
) -> str | None:
    """The day that would close a window that is open now; None where it stays open."""
    if not before.window.is_open(now) or after.window.is_open(now):
        return None
    closed = after.window.close_time <= now
    return "registration_last_date" if closed else "registration_first_date"


@dataclass(frozen=True)
class SittingToDate:
    """A sitting that follows its period's dates, with what they depend on."""

    sitting_id: UUID
    exam_number: str
    form: ExamForm
    start_time: datetime | None
    seating: Seating
    dates: SittingDates
