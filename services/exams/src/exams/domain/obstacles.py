"""The rules that can stand in the way, each with the facts it was decided on.

A refusal carries every obstacle at once, each with the section of the regulations that its rule is
in. The sentences that a student reads are in `exams.texts.obstacles`. Credits are CP times ten.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from chassis.values import LocalizedText, Semester

from exams.domain.obstacle_reasons import ObstacleInRules, Reason
from exams.domain.obstacles_to_withdrawal import (
    AlreadyExamined,
    LotteryClosed,
    NotRegistered,
    SickNoteUndecided,
    WithdrawalClosed,
)
from exams.domain.rules import ExaminationRules, PartTimeReading


@dataclass(frozen=True)
class TermsNotAccepted(ObstacleInRules):
    """The student has not accepted the terms in force."""

    reason: ClassVar[Reason] = Reason.TERMS_NOT_ACCEPTED
    rule: ClassVar[str] = "terms"
    terms_version: str


@dataclass(frozen=True)
class NotEnrolledInSemester(ObstacleInRules):
    """The enrolment does not cover the sitting's semester, or has ended."""

    reason: ClassVar[Reason] = Reason.NOT_ENROLLED_IN_SEMESTER
    rule: ClassVar[str] = "enrolment"
    semester: Semester
    ended: date | None


@dataclass(frozen=True)
class OnLeave(ObstacleInRules):
    """The student is on leave in the sitting's semester."""

    reason: ClassVar[Reason] = Reason.ON_LEAVE
    rule: ClassVar[str] = "leave"
    semester: Semester


@dataclass(frozen=True)
class ExamNotInRegulations(ObstacleInRules):
    """The regulations version that the student studies under lacks the exam."""

    reason: ClassVar[Reason] = Reason.EXAM_NOT_IN_REGULATIONS
    rule: ClassVar[str] = "enrolment"
    exam_number: str
    regulations_versions: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class RegulationsNotPublished(ObstacleInRules):
    """The regulations version that the student studies under is a draft or not known yet."""

    reason: ClassVar[Reason] = Reason.REGULATIONS_NOT_PUBLISHED
    rule: ClassVar[str] = "enrolment"
    regulations_version: LocalizedText


@dataclass(frozen=True)
class EnrolmentAmbiguous(ObstacleInRules):
    """Several enrolments have the exam and none was named."""

    reason: ClassVar[Reason] = Reason.ENROLMENT_AMBIGUOUS
    rule: ClassVar[str] = "enrolment"
    programmes: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class SittingCancelled(ObstacleInRules):
    """The office has cancelled the sitting."""

    reason: ClassVar[Reason] = Reason.SITTING_CANCELLED
    rule: ClassVar[str] = "window"
    cancel_time: datetime


@dataclass(frozen=True)
class WindowNotOpenYet(ObstacleInRules):
    """The registration window opens later."""

    reason: ClassVar[Reason] = Reason.WINDOW_NOT_OPEN_YET
    rule: ClassVar[str] = "window"
    open_time: datetime


@dataclass(frozen=True)
class WindowClosed(ObstacleInRules):
    """The registration window is over."""

    reason: ClassVar[Reason] = Reason.WINDOW_CLOSED
    rule: ClassVar[str] = "window"
    close_time: datetime


@dataclass(frozen=True)
class AdmissionOnly(ObstacleInRules):
    """The examinations office registers for this sitting, on an application (theses)."""

    reason: ClassVar[Reason] = Reason.ADMISSION_ONLY
    rule: ClassVar[str] = "thesis"
    # Whether the student tried to withdraw.
    withdrawal: bool = False


@dataclass(frozen=True)
class AlreadyRegistered(ObstacleInRules):
    """The student holds a seat of this very sitting."""

    reason: ClassVar[Reason] = Reason.ALREADY_REGISTERED
    rule: ClassVar[str] = "registration"
    registration_id: UUID
    register_time: datetime


@dataclass(frozen=True)
class AlreadyWaiting(ObstacleInRules):
    """The student waits for a seat of this very sitting."""

    reason: ClassVar[Reason] = Reason.ALREADY_WAITING
    rule: ClassVar[str] = "seats"
    registration_id: UUID
    register_time: datetime


@dataclass(frozen=True)
class AlreadyInLottery(ObstacleInRules):
    """The student asked for a seat of this very sitting, which the draw decides on."""

    reason: ClassVar[Reason] = Reason.ALREADY_IN_LOTTERY
    rule: ClassVar[str] = "seats"
    registration_id: UUID
    register_time: datetime


@dataclass(frozen=True)
class AlreadyTaken(ObstacleInRules):
    """The student took the exam at this very sitting."""

    reason: ClassVar[Reason] = Reason.ALREADY_TAKEN
    rule: ClassVar[str] = "registration"
    exam_date: date


@dataclass(frozen=True)
class OtherSittingRegistered(ObstacleInRules):
    """The student has another sitting of the exam in the same period, or took it there."""

    reason: ClassVar[Reason] = Reason.OTHER_SITTING_REGISTERED
    rule: ClassVar[str] = "registration"
    registration_id: UUID
    semester: Semester
    period: int
    start_time: datetime | None
    # Whether the other sitting has its result, so that nothing can be withdrawn from.
    taken: bool = False


@dataclass(frozen=True)
class AlreadyPassed(ObstacleInRules):
    """The exam is passed, and the regulations know no (further) try for a better grade."""

    reason: ClassVar[Reason] = Reason.ALREADY_PASSED
    rule: ClassVar[str] = "passed"
    passed_date: date
    # Whether it was recognised from elsewhere.
    recognised: bool
    # Whether every try for a better grade that the regulations allow is used.
    improved: bool = False
    # Where it was passed for another enrolment of the student and is not recognised in this one.
    elsewhere: "PassedElsewhere | None" = None


@dataclass(frozen=True)
class PassedElsewhere:
    """The programmes between which a passed exam is to be recognised, each with its regulations."""

    passed_for: LocalizedText
    wanted_for: LocalizedText


@dataclass(frozen=True)
class NoAttemptLeft(ObstacleInRules):
    """Every attempt is used: the exam is finally failed."""

    reason: ClassVar[Reason] = Reason.NO_ATTEMPT_LEFT
    rule: ClassVar[str] = "attempts"
    used: int
    allowed: int
    last_date: date


@dataclass(frozen=True)
class NotRepeatable(ObstacleInRules):
    """The exam was failed and the regulations do not let it be repeated."""

    reason: ClassVar[Reason] = Reason.NOT_REPEATABLE
    rule: ClassVar[str] = "attempts"
    attempt_date: date


@dataclass(frozen=True)
class LastAttemptPending(ObstacleInRules):
    """The last attempt is registered elsewhere already and has no result yet."""

    reason: ClassVar[Reason] = Reason.LAST_ATTEMPT_PENDING
    rule: ClassVar[str] = "attempts"
    allowed: int
    registration_id: UUID
    semester: Semester
    period: int


@dataclass(frozen=True)
class PrerequisiteMissing(ObstacleInRules):
    """One of these exams or modules has to be passed before."""

    reason: ClassVar[Reason] = Reason.PREREQUISITE_MISSING
    rule: ClassVar[str] = "prerequisites"
    # "1001 Statistik".
    choices: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class CreditsMissing(ObstacleInRules):
    """The exam needs more credits than the student has earned in the programme."""

    reason: ClassVar[Reason] = Reason.CREDITS_MISSING
    rule: ClassVar[str] = "minimum_credits"
    required_tenths: int
    earned_tenths: int


@dataclass(frozen=True)
class PartTimeLimit(ObstacleInRules):
    """With this exam the credits of a part-time semester leave what the regulations name.

    Only a maximum refuses; a target or a minimum warns.
    """

    reason: ClassVar[Reason] = Reason.PART_TIME_LIMIT
    rule: ClassVar[str] = "part_time"
    reading: PartTimeReading
    semester: Semester
    limit_tenths: int
    registered_tenths: int
    exam_tenths: int


@dataclass(frozen=True)
class Clash(ObstacleInRules):
    """The sitting overlaps in time with another registration."""

    reason: ClassVar[Reason] = Reason.CLASH
    rule: ClassVar[str] = "clash"
    registration_id: UUID
    exam_number: str
    exam_name: LocalizedText
    start_time: datetime
    end_time: datetime
    # Whether the regulations refuse, or only warn.
    refuses: bool


@dataclass(frozen=True)
class SittingFull(ObstacleInRules):
    """Every seat is taken, and the sitting keeps no waiting list."""

    reason: ClassVar[Reason] = Reason.SITTING_FULL
    rule: ClassVar[str] = "seats"
    capacity: int


Obstacle = (
    TermsNotAccepted
    | NotEnrolledInSemester
    | OnLeave
    | ExamNotInRegulations
    | RegulationsNotPublished
    | EnrolmentAmbiguous
    | SittingCancelled
    | WindowNotOpenYet
    | WindowClosed
    | AdmissionOnly
    | AlreadyRegistered
    | AlreadyWaiting
    | AlreadyInLottery
    | AlreadyTaken
    | OtherSittingRegistered
    | AlreadyPassed
    | NoAttemptLeft
    | NotRepeatable
    | LastAttemptPending
    | PrerequisiteMissing
    | CreditsMissing
    | PartTimeLimit
    | Clash
    | SittingFull
    | NotRegistered
    | WithdrawalClosed
    | LotteryClosed
    | SickNoteUndecided
    | AlreadyExamined
)


def with_section(obstacle: Obstacle, rules: ExaminationRules | None) -> Obstacle:
    """The obstacle with the section that its rule is in; without one where no rules are known."""
    return obstacle if rules is None else replace(obstacle, section=rules.section(obstacle.rule))
