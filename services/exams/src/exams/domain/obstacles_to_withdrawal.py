"""The rules that can stand in the way of withdrawing, each with the facts it was decided on."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from exams.domain.obstacle_reasons import ObstacleInRules, Reason
from exams.domain.statuses import Status


@dataclass(frozen=True)
class NotRegistered(ObstacleInRules):
    """There is nothing to withdraw from: the registration has ended before."""

    reason: ClassVar[Reason] = Reason.NOT_REGISTERED
    rule: ClassVar[str] = "withdrawal"
    withdraw_time: datetime | None
    # How it ended.
    status: Status = Status.WITHDRAWN


@dataclass(frozen=True)
class WithdrawalClosed(ObstacleInRules):
    """The last moment to withdraw without a reason has passed."""

    reason: ClassVar[Reason] = Reason.WITHDRAWAL_CLOSED
    rule: ClassVar[str] = "withdrawal"
    close_time: datetime
    # False where the form cannot be withdrawn after the window (combined academic work).
    withdrawable_after_window: bool


@dataclass(frozen=True)
class LotteryClosed(ObstacleInRules):
    """Requests for a draw stay as they are between the end of the window and the draw."""

    reason: ClassVar[Reason] = Reason.LOTTERY_CLOSED
    rule: ClassVar[str] = "seats"
    close_time: datetime


@dataclass(frozen=True)
class SickNoteUndecided(ObstacleInRules):
    """A sick note was filed; the examinations office decides on it."""

    reason: ClassVar[Reason] = Reason.SICK_NOTE_UNDECIDED
    rule: ClassVar[str] = "sick_note"


@dataclass(frozen=True)
class AlreadyExamined(ObstacleInRules):
    """The examination has taken place, wholly or in part."""

    reason: ClassVar[Reason] = Reason.ALREADY_EXAMINED
    rule: ClassVar[str] = "withdrawal"
    status: Status
