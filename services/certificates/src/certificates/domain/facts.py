"""What records and exams say at the moment of issue."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester


class EnrolmentKind(StrEnum):
    """Which rules an enrolment follows."""

    STUDENT = "student"
    DOCTORAL = "doctoral"


class SemesterStatus(StrEnum):
    """How a semester of an enrolment is spent."""

    ENROLLED = "enrolled"
    REREGISTERED = "reregistered"
    ON_LEAVE = "on_leave"
    # A semester abroad: enrolled with all rights.
    ABROAD = "abroad"


class RegistrationStatus(StrEnum):
    """How a registration without a result stands."""

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


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The student."""

    person_id: UUID
    matriculation_number: str
    name: PersonName
    birth_date: date
    birth_place: str


@dataclass(frozen=True, slots=True)
class SemesterFacts:
    """One semester of an enrolment."""

    semester: Semester
    status: SemesterStatus
    programme_semester: int
    university_semester: int
    part_time: bool


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """The enrolment, its semesters in order of time."""

    enrolment_id: UUID
    person_id: UUID
    kind: EnrolmentKind
    programme_name: LocalizedText
    degree_name: LocalizedText
    degree_short_name: str
    school_code: str
    standard_duration_semesters: int
    # Empty where the programme has none.
    major: str
    minor: str
    first_enrolment_date: date
    # None while the end is not known.
    end_date: date | None
    semesters: tuple[SemesterFacts, ...]

    def in_semester(self, semester: Semester) -> SemesterFacts | None:
        """The semester as far as the enrolment reaches; None where it does not."""
        if self.end_date is not None and self.end_date < semester.first_date:
            return None
        return next((one for one in self.semesters if one.semester == semester), None)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Where students turn to."""

    name: LocalizedText
    email: str


@dataclass(frozen=True, slots=True)
class UniversityFacts:
    """The university; `contact` is the first that stands at the foot of every page."""

    name: LocalizedText
    destatis_code: str
    street_address: str
    postal_code: str
    city: str
    website: str
    school_names: tuple[tuple[str, LocalizedText], ...]
    contact: ContactFacts | None

    def school_name(self, school_code: str) -> LocalizedText | None:
        """The name of a school; None where the university does not list it."""
        return dict(self.school_names).get(school_code)


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
class RecordsFacts:
    """What records says."""

    person: PersonFacts
    enrolment: EnrolmentFacts
    university: UniversityFacts
