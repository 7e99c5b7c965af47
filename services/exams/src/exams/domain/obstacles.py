"""The rules that can stand in the way, each with the facts it was decided on.

A refusal carries every obstacle at once. The sentences that a student reads are in
`exams.texts.obstacles`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from chassis.values import LocalizedText, Semester


class Reason(StrEnum):
    """The code of an obstacle, as the contract carries it."""

    TERMS_NOT_ACCEPTED = "TERMS_NOT_ACCEPTED"
    NOT_ENROLLED_IN_SEMESTER = "NOT_ENROLLED_IN_SEMESTER"
    ON_LEAVE = "ON_LEAVE"
    EXAM_NOT_IN_REGULATIONS = "EXAM_NOT_IN_REGULATIONS"
    ENROLMENT_AMBIGUOUS = "ENROLMENT_AMBIGUOUS"
    WINDOW_NOT_OPEN_YET = "WINDOW_NOT_OPEN_YET"
    WINDOW_CLOSED = "WINDOW_CLOSED"
    ALREADY_REGISTERED = "ALREADY_REGISTERED"
    OTHER_SITTING_REGISTERED = "OTHER_SITTING_REGISTERED"
    SITTING_FULL = "SITTING_FULL"
    NOT_REGISTERED = "NOT_REGISTERED"
    WITHDRAWAL_CLOSED = "WITHDRAWAL_CLOSED"


@dataclass(frozen=True)
class TermsNotAccepted:
    """The student has not accepted the terms in force."""

    reason: ClassVar[Reason] = Reason.TERMS_NOT_ACCEPTED
    terms_version: str


@dataclass(frozen=True)
class NotEnrolledInSemester:
    """The enrolment does not cover the sitting's semester, or has ended."""

    reason: ClassVar[Reason] = Reason.NOT_ENROLLED_IN_SEMESTER
    semester: Semester
    ended: date | None


@dataclass(frozen=True)
class OnLeave:
    """The student is on leave in the sitting's semester."""

    reason: ClassVar[Reason] = Reason.ON_LEAVE
    semester: Semester


@dataclass(frozen=True)
class ExamNotInRegulations:
    """The regulations version that the student studies under lacks the exam."""

    reason: ClassVar[Reason] = Reason.EXAM_NOT_IN_REGULATIONS
    exam_number: str
    regulations_versions: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class EnrolmentAmbiguous:
    """Several enrolments have the exam and none was named."""

    reason: ClassVar[Reason] = Reason.ENROLMENT_AMBIGUOUS
    programmes: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class WindowNotOpenYet:
    """The registration window opens later."""

    reason: ClassVar[Reason] = Reason.WINDOW_NOT_OPEN_YET
    open_time: datetime


@dataclass(frozen=True)
class WindowClosed:
    """The registration window is over."""

    reason: ClassVar[Reason] = Reason.WINDOW_CLOSED
    close_time: datetime


@dataclass(frozen=True)
class AlreadyRegistered:
    """The student is registered for this very sitting."""

    reason: ClassVar[Reason] = Reason.ALREADY_REGISTERED
    registration_id: UUID
    register_time: datetime


@dataclass(frozen=True)
class OtherSittingRegistered:
    """The student is registered for another sitting of the exam in the same period."""

    reason: ClassVar[Reason] = Reason.OTHER_SITTING_REGISTERED
    registration_id: UUID
    semester: Semester
    period: int
    start_time: datetime | None


@dataclass(frozen=True)
class SittingFull:
    """Every seat is taken."""

    reason: ClassVar[Reason] = Reason.SITTING_FULL
    capacity: int


@dataclass(frozen=True)
class NotRegistered:
    """There is nothing to withdraw from: the registration was withdrawn before."""

    reason: ClassVar[Reason] = Reason.NOT_REGISTERED
    withdraw_time: datetime | None


@dataclass(frozen=True)
class WithdrawalClosed:
    """The last moment to withdraw without a reason has passed."""

    reason: ClassVar[Reason] = Reason.WITHDRAWAL_CLOSED
    close_time: datetime
    # False where the form cannot be withdrawn after the window (combined academic work).
    withdrawable_after_window: bool


Obstacle = (
    TermsNotAccepted
    | NotEnrolledInSemester
    | OnLeave
    | ExamNotInRegulations
    | EnrolmentAmbiguous
    | WindowNotOpenYet
    | WindowClosed
    | AlreadyRegistered
    | OtherSittingRegistered
    | SittingFull
    | NotRegistered
    | WithdrawalClosed
)
