"""Re-registration: staying enrolled for the next semester.

Source: guide 002, "Re-registration" and "Transferring the semester contributions". Somebody is
re-registered by the contribution; the value date counts. Who has not re-registered by the deadline
is reminded, with a charge and a new deadline, and de-registered after that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import Semester, local_date

from records.domain.enrolment import EndReason, Enrolment
from records.domain.rules import ReregistrationRules
from records.domain.settlement import PersonAccount, SettledCharge


class ReregistrationState(StrEnum):
    """How a person's re-registration for a semester stands."""

    CALLED = "called"
    REMINDED = "reminded"
    DONE = "done"
    CLOSED = "closed"
    EXEMPT = "exempt"


# Those that wait for a payment.
WAITING = (ReregistrationState.CALLED, ReregistrationState.REMINDED)


class ReregistrationReason(StrEnum):
    """Why somebody need not, or can no longer, re-register."""

    NONE = ""
    COMPLETED = "completed"
    ENDS = "ends"
    # An application for de-registration waits for its decision.
    PENDING = "pending"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class Reregistration:
    """A person's re-registration for a semester."""

    person_id: UUID
    semester: Semester
    state: ReregistrationState
    # Until when the value date is in time; moves with the reminder.
    deadline_date: date
    call_time: datetime
    remind_time: datetime | None = None
    done_time: datetime | None = None
    # The value date with which the contribution was complete; None where nothing was due.
    value_date: date | None = None
    close_time: datetime | None = None
    reason: ReregistrationReason = ReregistrationReason.NONE

    @property
    def remind_date(self) -> date | None:
        """The day of the reminder; None before it."""
        return None if self.remind_time is None else local_date(self.remind_time)


@dataclass(frozen=True, slots=True)
class Due:
    """A charge of the semester, as far as it matters here."""

    fee_code: str
    # What the charge was before anything was paid or waived, and what is left; in cents.
    due_cents: int
    open_cents: int
    # The value date with which it became settled; None while it is open.
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Settling:
    """What follows for a re-registration from what was paid."""

    done: bool
    value_date: date | None
    # The charge for the reminder falls away: the money was there before the reminder.
    cancels_reminder: bool
    # What has to be paid before the re-registration is done, in cents.
    open_cents: int


class LateMoney(StrEnum):
    """Whether money was there before closing, though it was booked after."""

    NOT_ENOUGH = "not_enough"
    # Before the reminder, whose charge falls away.
    BEFORE_REMINDER = "before_reminder"
    BEFORE_CLOSING = "before_closing"


def dues_of(account: PersonAccount, semester: Semester) -> tuple[Due, ...]:
    """The charges of the semester."""
    return tuple(_due(each) for each in account.charges if each.charge.semester == semester)


def settle_reregistration(
    dues: Iterable[Due], rules: ReregistrationRules, remind_date: date | None
) -> Settling:
    """What follows from the charges of the semester.

    Money with a value date up to the day of the reminder was there before the reminder, whenever it
    was booked: the charge falls away. Later money has to pay the reminder, too, where
    re-registration waits for it.
    """
    charged = list(dues)
    main = [
        each
        for each in charged
        if each.fee_code in rules.waits_for and each.fee_code != rules.reminder_fee
    ]
    reminders = [
        each for each in charged if each.fee_code == rules.reminder_fee and each.due_cents > 0
    ]
    main_open = sum(each.open_cents for each in main)
    reminder_open = sum(each.open_cents for each in reminders)
    asked = reminder_open if rules.reminder_fee in rules.waits_for else 0
    if main_open:
        return Settling(False, None, cancels_reminder=False, open_cents=main_open + asked)
    value_date = _latest(main)
    in_time = remind_date is None or value_date is None or value_date <= remind_date
    if in_time:
        return Settling(True, value_date, cancels_reminder=bool(reminders), open_cents=0)
    if asked:
        return Settling(False, None, cancels_reminder=False, open_cents=asked)
    return Settling(True, _latest([*main, *reminders]), cancels_reminder=False, open_cents=0)


def late_money_suffices(
    account: PersonAccount, row: Reregistration, rules: ReregistrationRules, close_date: date
) -> LateMoney:
    """Whether money that was on the university's account before closing was enough after all.

    The value date counts, not the day of booking (guide 002, "Transferring the semester
    contributions"). The contribution was taken back at closing, so that the money lies unused, or
    has paid the reminder meanwhile.
    """
    taken_back = [
        each
        for each in account.charges
        if each.charge.semester == row.semester
        and each.charge.fee_code in rules.waits_for
        and each.charge.fee_code != rules.reminder_fee
        and is_taken_back(each)
    ]
    needed = sum(each.last_due for each in taken_back)
    reminders = account.charges_of(rules.reminder_fee, row.semester)
    reminder_ids = {each.charge.charge_id for each in reminders}

    def there_on(day: date) -> int:
        return sum(
            money.left + sum(use.cents for use in money.uses if use.charge_id in reminder_ids)
            for money in account.money
            if not money.taken_back and money.value_date <= day
        )

    remind_date = row.remind_date
    if needed <= 0:
        return LateMoney.NOT_ENOUGH
    if remind_date is None or there_on(remind_date) >= needed:
        enough = remind_date is not None or there_on(close_date) >= needed
        return LateMoney.BEFORE_REMINDER if enough else LateMoney.NOT_ENOUGH
    if rules.reminder_fee in rules.waits_for:
        needed += sum(each.due for each in reminders)
    return LateMoney.BEFORE_CLOSING if there_on(close_date) >= needed else LateMoney.NOT_ENOUGH


def is_taken_back(charge: SettledCharge) -> bool:
    """Whether nothing of a charge is due any more, other than by a waiver."""
    return charge.due == 0 and charge.amount > charge.waived


def _due(each: SettledCharge) -> Due:
    # What was taken back or waived is settled by nobody's money and has no value date.
    return Due(each.charge.fee_code, each.due, each.open, each.settled_on if each.uses else None)


def _latest(dues: Iterable[Due]) -> date | None:
    return max((each.settled_on for each in dues if each.settled_on is not None), default=None)


def going_on(enrolments: Iterable[Enrolment], semester: Semester) -> tuple[Enrolment, ...]:
    """The enrolments that began before the semester and do not end before it."""
    return tuple(
        each
        for each in enrolments
        if each.first_enrolment_date < semester.first_date
        and (each.end_date is None or each.end_date >= semester.first_date)
    )


def is_in(enrolments: Iterable[Enrolment], semester: Semester) -> bool:
    """Whether the semester is recorded for every enrolment that goes on in it."""
    staying = going_on(enrolments, semester)
    return bool(staying) and all(each.recorded_in(semester) is not None for each in staying)


def reason_against(
    enrolments: Collection[Enrolment], semester: Semester, applied_to_leave: Collection[UUID]
) -> ReregistrationReason:
    """Why a person is not called, reminded or charged; NONE where nothing stands against it.

    Completed studies and a pending de-registration stop calls, reminders and charges (guide 002,
    "De-registration": you thus avoid reminder letters and additional fees). `applied_to_leave` are
    the enrolments with an undecided application for de-registration.
    """
    staying = going_on(enrolments, semester)
    if staying:
        if all(each.enrolment_id in applied_to_leave for each in staying):
            return ReregistrationReason.PENDING
        return ReregistrationReason.NONE
    last = max(
        (each for each in enrolments if each.end_date is not None),
        key=lambda each: each.end_date or date.min,
        default=None,
    )
    if last is not None and last.end_reason is EndReason.COMPLETION:
        return ReregistrationReason.COMPLETED
    return ReregistrationReason.ENDS
