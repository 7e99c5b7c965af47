"""Results of a sitting: who is examined, what is entered, and what can stand against it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName

from exams.domain.examinations import ExamForm
from exams.domain.rules import OralSupplementaryRule
from exams.domain.statuses import ATTEMPT, SEATED, Status

# What examiners and the office enter; the rest follows from registering or from other results.
ENTERABLE = frozenset(
    {
        Status.PASSED,
        Status.FAILED,
        Status.NO_SHOW,
        Status.CHEATED,
        Status.INCOMPLETE,
        Status.ORAL_SUPPLEMENTARY,
        Status.HANDED_IN,
        Status.REPEAT_WAIVED,
    }
)
# A released result that something is still to follow: it may be entered again.
PROVISIONAL = frozenset({Status.INCOMPLETE, Status.ORAL_SUPPLEMENTARY, Status.HANDED_IN})
# Belongs on the list of a sitting's results: holds a seat, or was examined.
EXAMINED = SEATED | ATTEMPT | {Status.REPEAT_WAIVED}


class ProblemReason(StrEnum):
    """Why a result cannot be entered."""

    NOT_A_PARTICIPANT = "NOT_A_PARTICIPANT"
    TWICE = "TWICE"
    SICK_NOTE_OPEN = "SICK_NOTE_OPEN"
    RESULT_RELEASED = "RESULT_RELEASED"
    RESULT_CHANGED = "RESULT_CHANGED"
    RESULT_EMPTY = "RESULT_EMPTY"
    STATUS_NOT_ENTERABLE = "STATUS_NOT_ENTERABLE"
    GRADE_INVALID = "GRADE_INVALID"
    THESIS_GRADE_INVALID = "THESIS_GRADE_INVALID"
    GRADE_MISSING = "GRADE_MISSING"
    GRADE_CONTRADICTS_STATUS = "GRADE_CONTRADICTS_STATUS"
    EXAM_NOT_GRADED = "EXAM_NOT_GRADED"
    ORAL_NOT_FORESEEN = "ORAL_NOT_FORESEEN"
    ORAL_NOT_LAST_ATTEMPT = "ORAL_NOT_LAST_ATTEMPT"
    ORAL_GRADE_TOO_GOOD = "ORAL_GRADE_TOO_GOOD"
    EXAM_DATE_INVALID = "EXAM_DATE_INVALID"
    EXAM_DATE_MISSING = "EXAM_DATE_MISSING"
    # In files only.
    NUMBER_MISSING = "NUMBER_MISSING"
    NUMBER_UNKNOWN = "NUMBER_UNKNOWN"
    NUMBER_TOO_SHORT = "NUMBER_TOO_SHORT"
    GRADE_IS_DATE = "GRADE_IS_DATE"
    NOT_REGISTERED = "NOT_REGISTERED"
    NAME_DIFFERS = "NAME_DIFFERS"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"
    REMARK_TOO_LONG = "REMARK_TOO_LONG"
    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_TWICE = "COLUMN_TWICE"


class Part(StrEnum):
    """The part of an entry that a problem is about; the values are fields of the request."""

    WHOLE = ""
    NUMBER = "matriculation_number"
    NAME = "name"
    GRADE = "grade"
    STATUS = "status"
    EXAM_DATE = "exam_date"
    REMARK = "remark"
    REGISTRATION = "registration_id"
    VERSION = "version"


@dataclass(frozen=True)
class ResultProblem:
    """What stands against an entry, in which part of it, with the facts that the sentence names."""

    reason: ProblemReason
    part: Part = Part.WHOLE
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How an examination ended, as far as it has."""

    status: Status
    grade: Decimal | None = None


@dataclass(frozen=True)
class Result:
    """The result of a registration as it stands now, released or not."""

    outcome: Outcome
    exam_date: date
    remark: str
    counts_as_attempt: bool
    enter_time: datetime
    release_time: datetime | None
    version: int


@dataclass(frozen=True)
class ResultRules:
    """What the regulations say about the results of one exam."""

    graded: bool
    attempts_allowed: int
    oral_supplementary: OralSupplementaryRule | None
    form: ExamForm


@dataclass(frozen=True)
class Examinee:
    """A participant of a sitting with the result, if there is one."""

    registration_id: UUID
    person_id: UUID
    enrolment_id: UUID
    regulations_version_code: str
    matriculation_number: str
    name: PersonName
    registration_status: Status
    registration_version: int
    rules: ResultRules
    # The number of the attempt that this sitting is, free attempts not counted.
    attempt: int
    # Whether an oral supplementary exam was ordered and released.
    had_oral_supplementary: bool
    result: Result | None
    # The number of the newest version that a result of this registration ever had.
    last_version: int
    correction_open: bool

    @property
    def is_last_attempt(self) -> bool:
        """Whether failing now fails finally."""
        return self.attempt >= self.rules.attempts_allowed

    @property
    def is_settled(self) -> bool:
        """Whether the result is released and nothing is to follow: only a correction helps."""
        result = self.result
        if result is None:
            return self.registration_status not in SEATED
        return result.release_time is not None and result.outcome.status not in PROVISIONAL


@dataclass(frozen=True)
class Entry:
    """What is asked to be entered. Without status and grade an entry is taken back."""

    status: Status | None
    grade: Decimal | None
    exam_date: date | None
    # None leaves the former one.
    remark: str | None
    # The version that it was made for, 0 for a first entry; None overrides what is there.
    version: int | None

    @property
    def is_empty(self) -> bool:
        """Whether neither status nor grade is given."""
        return self.status is None and self.grade is None


class Effect(StrEnum):
    """What an entry does."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """What becomes of an examinee's result."""

    examinee: Examinee
    effect: Effect
    # None where the entry is taken back, or nothing was and is there.
    outcome: Outcome | None
    exam_date: date | None
    remark: str
