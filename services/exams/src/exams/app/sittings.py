"""Sittings as the examinations office keeps them: offering, changing, reading one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer
from chassis.values import LocalizedText

from exams.app import seats
from exams.app.periods import start_fixed_by_lottery, window_fixed_by_lottery
from exams.app.public_holidays import public_holidays_of
from exams.domain.examinations import Registration, Seating, Sitting
from exams.domain.sitting_plans import (
    TOLD_FIELDS,
    ExaminationPeriod,
    SittingDates,
    SittingDraft,
    SittingToDate,
    changed_fields,
    dates_of,
    draft_of,
    problems_of_draft,
)
from exams.domain.statuses import LIVE
from exams.mail.sittings import mail_changed_sitting
from exams.store import desk, lotteries, periods, registrations, sitting_plans, sittings
from exams.texts import failures
from exams.texts import sittings as texts


@dataclass(frozen=True)
class ChangedSitting:
    """A sitting as it is now, whom that was told, and who moved up."""

    sitting: Sitting
    told_count: int
    promoted_count: int


# The fields of a draft that never change once the sitting exists.
FIXED_FIELDS = frozenset({"exam_number", "semester", "period"})


def get_sitting(tx: Transaction, sitting_id: UUID) -> Sitting:
    """A sitting. Raises SITTING_UNKNOWN."""
    sitting = sittings.find_sitting(tx, sitting_id)
    if sitting is None:
        raise Failure(Code.NOT_FOUND, "SITTING_UNKNOWN", failures.SITTING_UNKNOWN)
    return sitting


def create_sitting(tx: Transaction, draft: SittingDraft, created_by: UUID | None) -> Sitting:
    """Offers an exam, with the dates of its period unless it has its own.

    Raises EXAM_UNKNOWN, PERIOD_UNKNOWN, and SITTING_REFUSED naming the fields.
    """
    form = sitting_plans.forms_of_exams(tx, [draft.exam_number]).get(draft.exam_number)
    if form is None:
        message = texts.EXAM_UNKNOWN.format(number=draft.exam_number)
        raise _field_failure(Code.NOT_FOUND, "sitting.exam_number", "EXAM_UNKNOWN", message)
    stored = periods.find_period(tx, draft.semester, draft.period)
    if stored is None:
        message = texts.PERIOD_UNKNOWN.format(period=draft.period, semester=draft.semester.name)
        field = "sitting.examination_period"
        raise _field_failure(Code.NOT_FOUND, field, "PERIOD_UNKNOWN", message)
    refuse_draft([*field_problems(draft, stored.period), *examiner_problems(tx, draft)])
    sitting_id = tx.new_id()
    dates = dates_of(draft, stored.period, form, holidays_of(stored.period))
    sitting_plans.add_sittings(tx, [(sitting_id, draft, dates)])
    sitting_plans.note_change(tx, sitting_id, 1, changes={}, reason="", changed_by=created_by)
    return get_sitting(tx, sitting_id)


def update_sitting(
    tx: Transaction,
    signer: Signer,
    sitting_id: UUID,
    draft: SittingDraft,
    *,
    mask: Iterable[str],
    etag: str,
    reason: str,
    changed_by: UUID | None,
) -> ChangedSitting:
    """Changes the fields of a sitting that `mask` names.

    Raises SITTING_UNKNOWN, SITTING_CHANGED for an outdated etag, SITTING_CANCELLED,
    CAPACITY_BELOW_TAKEN, WAITING_LIST_IN_USE, SEATING_IN_USE, and SITTING_REFUSED naming the
    fields.
    """
    sittings.lock_sitting(tx, sitting_id)
    before = get_sitting(tx, sitting_id)
    if etag != str(before.version):
        raise sitting_changed()
    period = period_of(tx, before)
    old = draft_of(before, period, holidays_of(period))
    new = replace(old, **{field: getattr(draft, field) for field in mask})
    if {*TOLD_FIELDS, "capacity"} & set(changed_fields(old, new)):
        hold_registered(tx, [sitting_id])
    return change_sitting(tx, signer, before, period, new, reason=reason, changed_by=changed_by)


def sitting_changed() -> Failure:
    """The sitting is another one than the caller has read."""
    return _field_failure(Code.ABORTED, "etag", "SITTING_CHANGED", texts.SITTING_CHANGED)


def hold_registered(tx: Transaction, sitting_ids: Iterable[UUID]) -> None:
    """Locks everybody who is registered for the sittings or waits, all at once and sorted.

    A mail that is written then either sees the mailbox or is found when it becomes known. The
    caller holds the sittings.
    """
    desk.hold_students(tx, sitting_plans.people_of(tx, sitting_ids, LIVE))


def change_sitting(
    tx: Transaction,
    signer: Signer,
    before: Sitting,
    period: ExaminationPeriod,
    new: SittingDraft,
    *,
    reason: str,
    changed_by: UUID | None,
) -> ChangedSitting:
    """Stores what is decided of a sitting now.

    The caller holds it, and those who are registered where time, room or seats change.

    Whoever is registered, waits or asks gets a mail where time or room of a coming sitting change.
    More seats let the waiting list move up at once. Raises as `update_sitting`.
    """
    holidays = holidays_of(period)
    old = draft_of(before, period, holidays)
    changed = changed_fields(old, new)
    if not changed:
        return ChangedSitting(before, 0, 0)
    problems = list(field_problems(new, period, had_lottery=before.seating is Seating.LOTTERY))
    if "examiner_user_name" in changed:
        problems += examiner_problems(tx, new)
    dates = dates_of(new, period, before.form, holidays)
    problems += lottery_problems(tx, before, new, dates)
    refuse_draft(problems)
    refuse_impossible(tx, before, new)
    sitting_plans.change_sitting(tx, before.sitting_id, new, dates)
    sitting_plans.note_change(
        tx,
        before.sitting_id,
        before.version + 1,
        changes={field: (_kept(old, field), _kept(new, field)) for field in changed},
        reason=reason,
        changed_by=changed_by,
    )
    now = get_sitting(tx, before.sitting_id)
    told = 0
    if TOLD_FIELDS & set(changed) and _is_coming(before, now, tx.now):
        told = _tell(tx, before, now, reason)
    promoted: tuple[Registration, ...] = ()
    if "capacity" in changed and now.waiting:
        promoted = seats.fill_seats(tx, signer, before.sitting_id)
        now = get_sitting(tx, before.sitting_id)
    return ChangedSitting(now, told, len(promoted))


def field_problems(
    draft: SittingDraft, period: ExaminationPeriod, *, had_lottery: bool = False
) -> list[FieldProblem]:
    """What does not fit together in a draft, field by field."""
    return [
        FieldProblem(f"sitting.{one.field}", one.fault.value, texts.DRAFT_FAULTS[one.fault])
        for one in problems_of_draft(draft, period, had_lottery=had_lottery)
    ]


def examiner_problems(tx: Transaction, draft: SittingDraft) -> list[FieldProblem]:
    """Whether identity has told of the examiner."""
    if sitting_plans.known_user_names(tx, [draft.examiner_user_name]):
        return []
    message = texts.EXAMINER_UNKNOWN.format(user_name=draft.examiner_user_name)
    return [FieldProblem("sitting.examiner_user_name", "EXAMINER_UNKNOWN", message)]


def refuse_draft(problems: list[FieldProblem]) -> None:
    """Raises SITTING_REFUSED where there is a problem."""
    if not problems:
        return
    sentences = LocalizedText(
        de=" ".join(one.message.de for one in problems),
        en=" ".join(one.message.en for one in problems),
    )
    raise Failure(
        Code.INVALID_ARGUMENT,
        "SITTING_REFUSED",
        texts.DRAFT_REFUSED.format(problems=sentences),
        fields=tuple(problems),
    )


def refuse_impossible(tx: Transaction, before: Sitting, new: SittingDraft) -> None:
    """Raises what registrations forbid."""
    if before.cancel_time is not None:
        raise _precondition("SITTING_CANCELLED", texts.SITTING_CANCELLED)
    if 0 < new.capacity < before.taken:
        message = texts.CAPACITY_BELOW_TAKEN.format(taken=before.taken, capacity=new.capacity)
        raise _precondition("CAPACITY_BELOW_TAKEN", message)
    if before.waiting and before.has_waiting_list and not new.has_waiting_list:
        awaited = 0 < new.capacity < before.taken + before.waiting
        if awaited:
            message = texts.WAITING_LIST_IN_USE.format(waiting=before.waiting)
            raise _precondition("WAITING_LIST_IN_USE", message)
    seats_change = (new.capacity, new.has_waiting_list) != (
        before.capacity,
        before.has_waiting_list,
    )
    if before.seating is Seating.LOTTERY and seats_change:
        lottery = lotteries.find_lottery(tx, before.sitting_id)
        if lottery is not None and lottery.close_time is not None and lottery.draw_time is None:
            raise _precondition("LOTTERY_CLOSED", texts.LOTTERY_CLOSED)
    if new.seating is not before.seating and (
        before.seating is Seating.LOTTERY
        or sitting_plans.has_registrations(tx, before.sitting_id, LIVE)
    ):
        raise _precondition("SEATING_IN_USE", texts.SEATING_IN_USE)


def period_of(tx: Transaction, sitting: Sitting) -> ExaminationPeriod:
    """The period of a stored sitting; the foreign key knows that there is one."""
    stored = periods.find_period(tx, sitting.semester, sitting.period)
    if stored is None:
        raise LookupError(f"sitting {sitting.sitting_id} without a period")
    return stored.period


def holidays_of(period: ExaminationPeriod) -> frozenset[date]:
    """The public holidays that the period's limits depend on."""
    return public_holidays_of(period.holidays_of, period.years)


def lottery_problems(
    tx: Transaction, before: Sitting, new: SittingDraft, dates: SittingDates
) -> list[FieldProblem]:
    """Whether a lottery forbids the sitting's new start or window."""
    if before.seating is not Seating.LOTTERY:
        return []
    return [*_problems_of_start(tx, before, new), *_problems_of_window(tx, before, dates)]


def _problems_of_start(tx: Transaction, before: Sitting, new: SittingDraft) -> list[FieldProblem]:
    if new.start_time == before.start_time:
        return []
    message = start_fixed_by_lottery(tx, before.sitting_id, before.exam_number, new.start_time)
    if message is None:
        return []
    return [FieldProblem("sitting.start_time", "LOTTERY_BEFORE_START", message)]


def _problems_of_window(
    tx: Transaction, before: Sitting, dates: SittingDates
) -> list[FieldProblem]:
    if dates.registration == before.registration:
        return []
    one = SittingToDate(
        sitting_id=before.sitting_id,
        exam_number=before.exam_number,
        form=before.form,
        start_time=before.start_time,
        seating=before.seating,
        dates=SittingDates(before.registration, before.withdrawal_close_time),
    )
    message = window_fixed_by_lottery(tx, one, dates)
    if message is None:
        return []
    return [FieldProblem("sitting.registration_close_time", "LOTTERY_FIXES_WINDOW", message)]


def _is_coming(before: Sitting, now: Sitting, moment: datetime) -> bool:
    """Whether anybody still goes to it: an undated one, or one that was or is in the future."""
    starts = (before.start_time, now.start_time)
    return any(start is None or start > moment for start in starts)


def _tell(tx: Transaction, before: Sitting, now: Sitting, reason: str) -> int:
    live = registrations.registrations_of_sitting(tx, now.sitting_id, LIVE)
    to = desk.hold_students(tx, [one.person_id for one in live])
    mail_changed_sitting(tx, before, live, to, reason)
    return len(live)


def _kept(draft: SittingDraft, field: str) -> str:
    value = getattr(draft, field)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _field_failure(code: Code, field: str, reason: str, message: LocalizedText) -> Failure:
    return Failure(code, reason, message, fields=(FieldProblem(field, reason, message),))


def _precondition(reason: str, message: LocalizedText) -> Failure:
    return Failure(Code.FAILED_PRECONDITION, reason, message)
