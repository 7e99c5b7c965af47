"""Enrolments, their semesters, and how somebody has studied."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, Semester


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


class EndReason(StrEnum):
    """What set the end of an enrolment."""

    COMPLETION = "completion"
    APPLICATION = "application"
    NOT_REREGISTERED = "not_reregistered"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class SemesterFacts:
    """One semester of an enrolment."""

    semester: Semester
    status: SemesterStatus
    # Fachsemester.
    programme_semester: int
    # Hochschulsemester.
    university_semester: int
    part_time: bool


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """The enrolment, its semesters in order of time."""

    enrolment_id: UUID
    person_id: UUID
    kind: EnrolmentKind
    programme_code: str
    programme_name: LocalizedText
    # "BA", "MSC", "DR".
    degree_code: str
    degree_name: LocalizedText
    degree_short_name: str
    school_code: str
    faculty_name: LocalizedText
    standard_duration_semesters: int
    regulations_version_name: LocalizedText
    # Empty where the programme has none.
    major: LocalizedText
    minor: LocalizedText
    first_enrolment_date: date
    # None while the end is not known.
    end_date: date | None
    semesters: tuple[SemesterFacts, ...]
    # None without an end.
    end_reason: EndReason | None = None
    # The day of the last examination; None while the studies are not complete.
    completion_date: date | None = None
    # Of the enrolment in records; 0 where it is not known.
    version: int = 0

    def in_semester(self, semester: Semester) -> SemesterFacts | None:
        """The semester as far as the enrolment reaches; None where it does not."""
        if self.end_date is not None and self.end_date < semester.first_date:
            return None
        return next((one for one in self.semesters if one.semester == semester), None)

    @property
    def last_semester(self) -> SemesterFacts | None:
        """The last semester that the enrolment reaches; None where none is recorded."""
        reached = [one for one in self.semesters if self.in_semester(one.semester) is not None]
        return max(reached, key=lambda one: one.semester, default=None)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One semester in one programme."""

    semester: Semester
    enrolment_id: UUID
    programme_name: LocalizedText
    # "B.A."
    degree: str
    status: SemesterStatus
    programme_semester: int
    university_semester: int
    part_time: bool
    # Present in the semester in which the enrolment ends.
    end_date: date | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True)
class StudyPeriod:
    """One enrolment, as the history sums it up."""

    enrolment_id: UUID
    programme_code: str
    programme_name: LocalizedText
    degree: str
    kind: EnrolmentKind
    # Empty where the programme has none.
    major: LocalizedText
    minor: LocalizedText
    first_enrolment_date: date
    end_date: date | None
    end_reason: EndReason | None
    completion_date: date | None
    standard_duration_semesters: int
    # The person's own: longer by one semester for two semesters of part-time study.
    individual_standard_duration_semesters: int
    programme_semesters: int
    leave_semesters: int
    abroad_semesters: int
    part_time_semesters: int


@dataclass(frozen=True, slots=True)
class PriorStudy:
    """Studies at another German university."""

    university_name: str
    # Empty where it is not known.
    programme_name: str
    known_semesters: tuple[Semester, ...]
    # The number of all semesters, the known ones included.
    semesters: int
    completed_degree: bool


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """How somebody has studied, lines in order of time."""

    lines: tuple[HistoryLine, ...]
    periods: tuple[StudyPeriod, ...]
    prior_studies: tuple[PriorStudy, ...]


@dataclass(frozen=True, slots=True)
class StudyCreditFacts:
    """The study credit (NHG sections 12 and 13), in semesters."""

    # False for doctoral studies alone.
    applies: bool
    granted: int
    consumed: int
    left: int
