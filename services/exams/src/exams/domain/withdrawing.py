"""May this student withdraw? Freely inside the window, after it until the sitting's limit."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from exams.domain.examinations import Registration, Seating, Sitting
from exams.domain.obstacles import AdmissionOnly, Obstacle
from exams.domain.obstacles_to_withdrawal import (
    AlreadyExamined,
    LotteryClosed,
    NotRegistered,
    SickNoteUndecided,
    WithdrawalClosed,
)
from exams.domain.rules import ExaminationRules, RepeatRegistrationRule
from exams.domain.statuses import ENDED, Status


def withdrawal_limit(sitting: Sitting) -> datetime:
    """The first moment at which withdrawing without a reason is too late."""
    if sitting.withdrawal_close_time is None or not sitting.form.withdrawable_after_window:
        return sitting.registration.close_time
    return max(sitting.registration.close_time, sitting.withdrawal_close_time)


def obstacles_to_withdrawal(
    registration: Registration, now: datetime, rules: ExaminationRules | None = None
) -> tuple[Obstacle, ...]:
    """Every obstacle to withdrawing at a moment; none where the student may withdraw.

    A seat is given back until the limit. Who only waits for one may stop waiting at any time. A
    request for a draw is fixed once the window is closed: the public part of the draw may be
    known then, and taking requests back would steer it. Without `rules` the obstacles name the
    section of registering.
    """
    return tuple(
        replace(
            one, section=rules.section(one.rule) if rules else registration.registration_section
        )
        for one in _found(
            registration.status, registration.sitting, now, registration.withdraw_time
        )
    )


def can_withdraw(registration: Registration, now: datetime) -> bool:
    """Whether the student may withdraw at a moment."""
    return can_leave(registration.status, registration.sitting, now)


def can_leave(status: Status, sitting: Sitting, now: datetime) -> bool:
    """Whether a registration with the status may be withdrawn at a moment."""
    return next(_found(status, sitting, now), None) is None


def _found(
    status: Status, sitting: Sitting, now: datetime, withdraw_time: datetime | None = None
) -> Iterator[Obstacle]:
    if status in ENDED:
        yield NotRegistered(withdraw_time, status)
    elif status is Status.SICK_NOTE_FILED:
        yield SickNoteUndecided()
    elif status not in (Status.REGISTERED, Status.WAITING, Status.IN_LOTTERY):
        yield AlreadyExamined(status)
    if sitting.seating is Seating.ADMISSION:
        yield AdmissionOnly(withdrawal=True)
    if status is Status.WAITING:
        return
    if status is Status.IN_LOTTERY:
        if now >= sitting.registration.close_time:
            yield LotteryClosed(sitting.registration.close_time)
        return
    limit = withdrawal_limit(sitting)
    if now >= limit:
        yield WithdrawalClosed(limit, sitting.form.withdrawable_after_window)


class RepeatCause(StrEnum):
    """Why a student leaves a sitting that may be made up for."""

    WITHDRAWAL = "withdrawal"
    # An approved sick note.
    EXCUSED_ABSENCE = "excused_absence"


def repeat_sitting(
    left: Sitting,
    offered: Iterable[Sitting],
    rule: RepeatRegistrationRule | None,
    cause: RepeatCause,
    now: datetime,
) -> Sitting | None:
    """The sitting of the second period that the regulations register the student for, if any.

    Who withdraws inside the window has changed plans freely and is registered for nothing; after
    it a Rücktritt, and an approved sick note at any time, lead to the second period where the
    rules say so. Of several sittings the first one with a free seat is taken, and none where all
    are full, drawn by lot, cancelled or over.

    The rules of registering are asked again for the sitting found, with `SET_ASIDE_FOR_REPEAT`.
    """
    if rule is None or left.period != 1:
        return None
    if cause is RepeatCause.WITHDRAWAL:
        is_due = rule.after_withdrawal and now >= left.registration.close_time
    else:
        is_due = rule.after_excused_absence
    if not is_due:
        return None
    possible = [
        one
        for one in offered
        if (one.exam_number, one.semester, one.period) == (left.exam_number, left.semester, 2)
        and one.seating is Seating.FIRST_COME
        and one.cancel_time is None
        and not one.is_full
        and (now < one.start_time if one.start_time else now < one.registration.close_time)
    ]
    return min(
        possible,
        key=lambda one: (one.start_time is None, one.start_time or now, one.sitting_id),
        default=None,
    )
