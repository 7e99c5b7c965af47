"""What registering is about: exams, their sittings, students' enrolments and registrations."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester

from exams.domain.windows import Window


class ExamForm(StrEnum):
    """How an exam is taken; the values are those of the profile."""

    WRITTEN = "written"
    ORAL = "oral"
    PAPER = "paper"
    PRESENTATION = "presentation"
    PRACTICAL = "practical"
    COMBINED_ACADEMIC_WORK = "combined_academic_work"

    @property
    def withdrawable_after_window(self) -> bool:
        """Whether a Rücktritt exists for this form."""
        return self is not ExamForm.COMBINED_ACADEMIC_WORK


class SemesterStatus(StrEnum):
    """How a semester of an enrolment is spent."""

    ENROLLED = "enrolled"
    REREGISTERED = "reregistered"
    ON_LEAVE = "on_leave"


class RegistrationStatus(StrEnum):
    """Status codes after HIS, as documents print them."""

    REGISTERED = "AN"
    WITHDRAWN = "RT"


@dataclass(frozen=True)
class Sitting:
    """One offer of one exam (Prüfungstermin)."""

    sitting_id: UUID
    exam_number: str
    exam_name: LocalizedText
    form: ExamForm
    semester: Semester
    period: int
    start_time: datetime | None
    duration_minutes: int
    room: str
    examiner_name: str
    registration: Window
    withdrawal_close_time: datetime | None
    # 0 where the sitting has no limit.
    capacity: int
    # Seats held by registrations.
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.capacity > 0 and self.taken >= self.capacity


@dataclass(frozen=True)
class EnrolledSemester:
    """One semester of an enrolment."""

    semester: Semester
    status: SemesterStatus


@dataclass(frozen=True)
class Enrolment:
    """A person in a programme under a version of its regulations."""

    enrolment_id: UUID
    degree_code: str
    degree_name: LocalizedText
    programme_code: str
    programme_name: LocalizedText
    regulations_version_code: str
    regulations_version_name: LocalizedText
    # "RPO § 7"; empty where the version's content is not loaded.
    registration_section: str
    end_date: date | None
    semesters: tuple[EnrolledSemester, ...]

    def status_in(self, semester: Semester) -> SemesterStatus | None:
        """How the semester is spent; None where the enrolment does not cover it."""
        for enrolled in self.semesters:
            if enrolled.semester == semester:
                return enrolled.status
        return None

    def has_ended(self, today: date) -> bool:
        """Whether the enrolment's last day has passed."""
        return self.end_date is not None and self.end_date < today

    def studies_in(self, semester: Semester, today: date) -> bool:
        """Whether the person studies (and is not on leave) in the semester."""
        status = self.status_in(semester)
        return status in (
            SemesterStatus.ENROLLED,
            SemesterStatus.REREGISTERED,
        ) and not self.has_ended(today)


@dataclass(frozen=True)
class LiveRegistration:
    """A registration that holds a seat, as far as rules look at it."""

    registration_id: UUID
    sitting_id: UUID
    exam_number: str
    semester: Semester
    period: int
    start_time: datetime | None
    register_time: datetime


@dataclass(frozen=True)
class Registration:
    """A student's registration for a sitting, withdrawn or not."""

    registration_id: UUID
    person_id: UUID
    enrolment_id: UUID
    sitting: Sitting
    module_code: str
    module_name: LocalizedText
    # The section of the regulations that a refusal names.
    registration_section: str
    status: RegistrationStatus
    register_time: datetime
    withdraw_time: datetime | None
    version: int


@dataclass(frozen=True)
class Participant:
    """Who is registered for a sitting."""

    registration_id: UUID
    matriculation_number: str
    name: PersonName
    register_time: datetime


@dataclass(frozen=True)
class Terms:
    """One version of the registration terms."""

    terms_version: str
    title: LocalizedText
    paragraphs: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class TermsStanding:
    """The terms in force and when a student accepted them."""

    terms_version: str
    accept_time: datetime | None
