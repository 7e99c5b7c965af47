"""Registrations for exams and their results."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chassis.values import LocalizedText, Semester


class RegistrationStatus(StrEnum):
    """How a registration stands, from registering to the result."""

    REGISTERED = "registered"
    WAITING = "waiting"
    IN_LOTTERY = "in_lottery"
    SICK_NOTE_FILED = "sick_note_filed"
    HANDED_IN = "handed_in"
    INCOMPLETE = "incomplete"
    ORAL_SUPPLEMENTARY = "oral_supplementary"
    WITHDRAWN = "withdrawn"
    NOT_DRAWN = "not_drawn"
    DEREGISTERED = "deregistered"
    WITHDRAWAL_APPROVED = "withdrawal_approved"
    WITHDRAWAL_REFUSED = "withdrawal_refused"
    PASSED = "passed"
    FAILED = "failed"
    FINALLY_FAILED = "finally_failed"
    NO_SHOW = "no_show"
    CHEATED = "cheated"
    REPEAT_WAIVED = "repeat_waived"


class ExamForm(StrEnum):
    """How an exam is taken; UNKNOWN for recognised results."""

    UNKNOWN = "unknown"
    WRITTEN = "written"
    ORAL = "oral"
    PAPER = "paper"
    PRESENTATION = "presentation"
    PRACTICAL = "practical"
    COMBINED_ACADEMIC_WORK = "combined_academic_work"
    INTERNSHIP = "internship"
    THESIS = "thesis"


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """A registration for a sitting, withdrawn or not."""

    exam_number: str
    exam_name: LocalizedText
    module_name: LocalizedText
    examination_period: int
    # None for sittings with a semester only, such as papers.
    start_time: datetime | None
    room: str
    status: RegistrationStatus
    # As documents print it: "AN", "RT".
    status_code: str
    register_time: datetime
    withdraw_time: datetime | None


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """The released result of one attempt, or a recognised one."""

    exam_number: str
    exam_name: LocalizedText
    module_code: str
    module_name: LocalizedText
    form: ExamForm
    # Empty for a recognised result.
    sitting_id: str
    # None where the sitting, and so its semester, is not known: recognised results.
    semester: Semester | None
    # A decimal: "1.3"; empty where there is no grade.
    grade: str
    status: RegistrationStatus
    # As documents print it: "BE", "NB".
    status_code: str
    # Credits ×10 that count when passed.
    credits_tenths: int
    # 1 for the first attempt; 0 for a recognised result.
    attempt: int
    counts_as_attempt: bool
    exam_date: date | None
    examiner_name: str
    recognised: bool
    # Where a recognised result comes from.
    institution: str
    # One of them is empty: a result of an own examination, or a recognised one.
    registration_id: str = ""
    recognition_id: str = ""
    # Of the registration or recognition in exams; 0 where it is not known.
    version: int = 0

    @property
    def earned_tenths(self) -> int:
        """Credits ×10 that the result earned."""
        return self.credits_tenths if self.status is RegistrationStatus.PASSED else 0


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """How this university prints a status."""

    status: RegistrationStatus
    code: str
    name: LocalizedText
    # The term of XHochschule's `leistungsstatus`; empty where it knows none.
    xhochschule: str


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How often a grade was given; without one, how often a status."""

    grade: str
    status: RegistrationStatus
    count: int


@dataclass(frozen=True, slots=True)
class DistributionFacts:
    """How the grades of a sitting are distributed."""

    sitting_id: str
    exam_number: str
    exam_name: LocalizedText
    semester: Semester
    counts: tuple[GradeCount, ...]
    result_count: int
    # Two decimals; empty where nothing is graded.
    average: str
    failed_permille: int
