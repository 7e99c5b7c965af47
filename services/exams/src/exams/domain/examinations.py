"""What registering is about: exams, their sittings, students' enrolments and registrations."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester

from exams.domain.statuses import Status
from exams.domain.windows import Window


class ExamForm(StrEnum):
    """How an exam is taken; the values are those of the profile."""

    WRITTEN = "written"
    ORAL = "oral"
    PAPER = "paper"
    PRESENTATION = "presentation"
    PRACTICAL = "practical"
    COMBINED_ACADEMIC_WORK = "combined_academic_work"
    INTERNSHIP = "internship"
    THESIS = "thesis"

    @property
    def withdrawable_after_window(self) -> bool:
        """Whether a Rücktritt exists for this form."""
        return self is not ExamForm.COMBINED_ACADEMIC_WORK


class SemesterStatus(StrEnum):
    """How a semester of an enrolment is spent."""

    ENROLLED = "enrolled"
    REREGISTERED = "reregistered"
    ON_LEAVE = "on_leave"
    # A semester abroad: enrolled with all rights.
    ABROAD = "abroad"


class Seating(StrEnum):
    """How the seats of a sitting are given."""

    FIRST_COME = "first_come"
    # Requests collect until a draw by lot.
    LOTTERY = "lottery"
    # By the examinations office only.
    ADMISSION = "admission"


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
    examiner_user_name: str
    # Empty until the examiner's account is known.
    examiner_name: str
    registration: Window
    withdrawal_close_time: datetime | None
    # Whether the window and the limit are the sitting's own, not those of its period.
    own_window: bool
    seating: Seating
    # 0 where the sitting has no limit.
    capacity: int
    has_waiting_list: bool
    # Seats held by registrations, and how many wait for one.
    taken: int
    waiting: int
    cancel_time: datetime | None
    # When results were first released.
    release_time: datetime | None
    # Grows by one with each change that the office makes.
    version: int

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.capacity > 0 and self.taken >= self.capacity


@dataclass(frozen=True)
class EnrolledSemester:
    """One semester of an enrolment."""

    semester: Semester
    status: SemesterStatus
    # Fachsemester; 0 where records did not tell.
    programme_semester: int = 0
    part_time: bool = False


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

    @property
    def programme_and_version(self) -> LocalizedText:
        """Which programme by which regulations: "Kulturwissenschaften (PO 2024)"."""
        programme, version = self.programme_name, self.regulations_version_name
        return LocalizedText(
            de=f"{programme.de} ({version.de})", en=f"{programme.en} ({version.en})"
        )

    def status_in(self, semester: Semester) -> SemesterStatus | None:
        """How the semester is spent; None where the enrolment does not cover it."""
        for enrolled in self.semesters:
            if enrolled.semester == semester:
                return enrolled.status
        return None

    def is_part_time_in(self, semester: Semester) -> bool:
        """Whether the semester is studied part-time."""
        return any(one.part_time for one in self.semesters if one.semester == semester)

    def programme_semester_in(self, semester: Semester) -> int:
        """The Fachsemester that a semester is; 0 where the enrolment does not cover it."""
        for enrolled in self.semesters:
            if enrolled.semester == semester:
                return enrolled.programme_semester
        return 0

    def has_ended(self, today: date) -> bool:
        """Whether the enrolment's last day has passed."""
        return self.end_date is not None and self.end_date < today

    def studies_in(self, semester: Semester, today: date) -> bool:
        """Whether the person studies (and is not on leave) in the semester."""
        status = self.status_in(semester)
        return status in (
            SemesterStatus.ENROLLED,
            SemesterStatus.REREGISTERED,
            SemesterStatus.ABROAD,
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
    status: Status = Status.REGISTERED


@dataclass(frozen=True)
class Registration:
    """A student's registration for a sitting, ended or not."""

    registration_id: UUID
    person_id: UUID
    enrolment_id: UUID
    sitting: Sitting
    module_code: str
    module_name: LocalizedText
    # The section of the regulations that a refusal names.
    registration_section: str
    status: Status
    # As documents print the status: "AN".
    status_code: str
    # The number of the receipt that it was made with, in the sitting's order.
    seq: int
    register_time: datetime
    # When it was withdrawn or ended by the office.
    withdraw_time: datetime | None
    # Why the office changed it; empty where the student did.
    remark: str
    # "R3-12"; empty while seats are not planned.
    seat: str
    version: int
    regulations_version_code: str
    # 1 is next; 0 unless waiting.
    waiting_place: int


@dataclass(frozen=True)
class Participant:
    """Who is registered for a sitting, or was."""

    registration_id: UUID
    person_id: UUID
    matriculation_number: str
    name: PersonName
    register_time: datetime
    status: Status
    # As documents print the status: "AN".
    status_code: str
    # 1 is next; 0 unless waiting.
    waiting_place: int
    # "R3-12"; empty while seats are not planned.
    seat: str
    programme_code: str
    # The number of the attempt that this sitting is, free attempts not counted.
    attempt: int


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
