"""A lottery as it is kept, when it may be made, closed and drawn, and what of it is public."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from exams.domain.examinations import Seating, Sitting
from exams.domain.lottery import SETTLING_TIME, earliest_public_time, plain_value
from exams.domain.lottery_documents import Commitment


class LotteryProblem(StrEnum):
    """Why a lottery cannot be made or drawn now; the reason codes of the contract."""

    WINDOW_OPEN = "WINDOW_OPEN"
    NO_CAPACITY = "NO_CAPACITY"
    LOTTERY_EXISTS = "LOTTERY_EXISTS"
    SITTING_CANCELLED = "SITTING_CANCELLED"
    SEATS_BY_ADMISSION = "SEATS_BY_ADMISSION"
    PUBLIC_TIME_TOO_EARLY = "PUBLIC_TIME_TOO_EARLY"
    PUBLIC_TIME_TOO_LATE = "PUBLIC_TIME_TOO_LATE"
    WINDOW_NOT_CLOSED = "WINDOW_NOT_CLOSED"
    PUBLIC_TIME_NOT_REACHED = "PUBLIC_TIME_NOT_REACHED"
    LOTTERY_NOT_CLOSED = "LOTTERY_NOT_CLOSED"
    ALREADY_DRAWN = "ALREADY_DRAWN"
    PUBLIC_VALUE_EMPTY = "PUBLIC_VALUE_EMPTY"
    EXAM_HAS_BEGUN = "EXAM_HAS_BEGUN"


@dataclass(frozen=True)
class Lottery:
    """The lottery of a sitting; its seed is nobody's to see before the draw."""

    sitting_id: UUID
    seed: str = field(repr=False)
    commitment: Commitment
    # When everything that the draw looks at was fixed; None before.
    close_time: datetime | None
    closing: str
    closing_digest: str
    # How many asked for a seat at the closing, and how many drew one.
    request_count: int
    drawn_count: int
    draw_time: datetime | None
    public_value: str
    publication: str

    def is_due_to_close(self, sitting: Sitting, now: datetime) -> bool:
        """Whether it is to be closed now: after the window, before anybody knows the value."""
        return (
            self.close_time is None
            and sitting.cancel_time is None
            and sitting.registration.close_time + SETTLING_TIME <= now < self.commitment.public_time
        )

    def missed_its_closing(self, sitting: Sitting, now: datetime) -> bool:
        """Whether the value may be known although nothing was fixed: it needs a later source."""
        return (
            self.close_time is None
            and sitting.registration.close_time <= now
            and self.commitment.public_time <= now
        )


@dataclass(frozen=True)
class PublicLottery:
    """What everybody may know of a lottery at a moment."""

    sitting: Sitting
    commitment: Commitment
    close_time: datetime | None
    closing: str
    closing_digest: str
    request_count: int
    draw_time: datetime | None
    # Empty before the draw, and so are the fields below.
    seed: str
    public_value: str
    publication: str
    drawn_count: int


def problem_of_new_lottery(
    sitting: Sitting, existing: Lottery | None, public_time: datetime, now: datetime
) -> LotteryProblem | None:
    """Why the sitting cannot get a lottery, or a later source for the one it has; None if it can.

    A later source is named only after the closing was missed: before, it would let the university
    choose among sources.
    """
    if sitting.cancel_time is not None:
        return LotteryProblem.SITTING_CANCELLED
    if existing is not None and not existing.missed_its_closing(sitting, now):
        return LotteryProblem.LOTTERY_EXISTS
    if existing is None and now >= sitting.registration.open_time:
        return LotteryProblem.WINDOW_OPEN
    if sitting.seating is Seating.ADMISSION:
        return LotteryProblem.SEATS_BY_ADMISSION
    if sitting.capacity == 0:
        return LotteryProblem.NO_CAPACITY
    if public_time < earliest_public_time(max(sitting.registration.close_time, now)):
        return LotteryProblem.PUBLIC_TIME_TOO_EARLY
    if sitting.start_time is not None and public_time >= sitting.start_time:
        return LotteryProblem.PUBLIC_TIME_TOO_LATE
    return None


def problem_of_draw(
    sitting: Sitting, lottery: Lottery, public_value: str, now: datetime
) -> LotteryProblem | None:
    """Why the seats cannot be drawn now; None if they can."""
    if lottery.draw_time is not None:
        return LotteryProblem.ALREADY_DRAWN
    if sitting.cancel_time is not None:
        return LotteryProblem.SITTING_CANCELLED
    if now < sitting.registration.close_time:
        return LotteryProblem.WINDOW_NOT_CLOSED
    if now < lottery.commitment.public_time:
        return LotteryProblem.PUBLIC_TIME_NOT_REACHED
    if sitting.start_time is not None and now >= sitting.start_time:
        return LotteryProblem.EXAM_HAS_BEGUN
    if lottery.close_time is None:
        return LotteryProblem.LOTTERY_NOT_CLOSED
    if not plain_value(public_value):
        return LotteryProblem.PUBLIC_VALUE_EMPTY
    return None


def free_seats(sitting: Sitting, requests: int) -> int:
    """How many seats a draw can give; as many as there are requests where there is no limit."""
    return max(sitting.capacity - sitting.taken, 0) if sitting.capacity else requests
