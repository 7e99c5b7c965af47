"""What study credit is decided on: studies here and elsewhere, and what is proven about semesters.

Sources: NHG §§ 12-14; guide 002, "Long-term students".
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, Semester

from records.domain.enrolment import RecordedSemester
from records.domain.semester_plan import TIME_MODELS, SemesterDecision, to_record


class Ground(StrEnum):
    """What can be proven about a semester of a person."""

    CHILD_CARE = "child_care"
    RELATIVE_CARE = "relative_care"
    REPRESENTATIVE = "representative"
    EQUAL_OPPORTUNITY_OFFICER = "equal_opportunity_officer"
    PRESCRIBED_ABROAD = "prescribed_abroad"
    PRESCRIBED_PRACTICAL = "prescribed_practical"
    HARDSHIP_HEALTH = "hardship_health"
    HARDSHIP_CRIME = "hardship_crime"


# A semester with one of these does not use up credit (NHG § 12 III); leave is no ground of its own.
CREDIT_GROUNDS = (
    Ground.CHILD_CARE,
    Ground.RELATIVE_CARE,
    Ground.REPRESENTATIVE,
    Ground.EQUAL_OPPORTUNITY_OFFICER,
)
# With one of these the fee is not charged (NHG § 13).
FEE_GROUNDS = (
    Ground.CHILD_CARE,
    Ground.RELATIVE_CARE,
    Ground.PRESCRIBED_ABROAD,
    Ground.PRESCRIBED_PRACTICAL,
)
# With one of these the fee is waived, wholly or partly (NHG § 14).
HARDSHIPS = (Ground.HARDSHIP_HEALTH, Ground.HARDSHIP_CRIME)


@dataclass(frozen=True, slots=True)
class SemesterGround:
    """A proven ground in a semester of a person, in force or taken back."""

    semester_ground_id: UUID
    person_id: UUID
    semester: Semester
    ground: Ground
    # What is waived of the fee; 0 for grounds other than hardship.
    waived_cents: int
    # Only with child care.
    child_birth_date: date | None
    application_id: UUID | None
    # What it rests on.
    reason: str
    enter_time: datetime
    entered_by: str
    # None while it is in force.
    end_time: datetime | None = None
    ended_by: str = ""
    end_reason: str = ""


@dataclass(frozen=True, slots=True)
class PriorStudy:
    """Studies at another German university."""

    prior_study_id: UUID
    # A person, or an applicant before enrolment.
    person_id: UUID
    university_name: str
    programme_name: str
    # The semesters that are known by code, so that none counts twice.
    known_semesters: frozenset[Semester]
    # The number of all semesters, the known ones included.
    semesters: int
    completed_degree: bool
    # Of the completed degree programme; 0 where no degree was completed.
    standard_duration_semesters: int
    enter_time: datetime
    entered_by: str
    # What it rests on.
    reason: str = ""

    @property
    def undated_semesters(self) -> int:
        """How many semesters are known by their number only."""
        return max(0, self.semesters - len(self.known_semesters))


@dataclass(frozen=True, slots=True)
class StudiesHere:
    """A programme that somebody studies, has studied, or is accepted for at this university."""

    programme_code: str
    programme_name: LocalizedText
    doctoral: bool
    consecutive: bool
    standard_duration_semesters: int
    # Never empty.
    semesters: tuple[RecordedSemester, ...]
    # The semester in which the enrolment ends; None while the end is not known.
    last_semester: Semester | None = None
    decisions: tuple[SemesterDecision, ...] = ()

    @property
    def first_semester(self) -> Semester:
        """The first semester in the programme."""
        return min(each.semester for each in self.semesters)

    def continued_until(self, until: Semester) -> "StudiesHere":
        """The studies as they go on through a semester to come, if nothing else is decided.

        Each semester is spent as decided, and part-time or full-time as before until a decision;
        past the end of the enrolment nothing goes on.
        """
        if self.last_semester is not None:
            until = min(until, self.last_semester)
        semesters = sorted(self.semesters, key=lambda each: each.semester)
        semester = semesters[-1].semester.next()
        while semester <= until:
            # Whether work from abroad is recognised makes no difference to the credit.
            planned = to_record(self.decisions, semester, abroad_counts=True)
            if not self._time_model_is_decided(semester):
                planned = replace(planned, part_time=semesters[-1].part_time)
            semesters.append(planned)
            semester = semester.next()
        return replace(self, semesters=tuple(semesters))

    def _time_model_is_decided(self, semester: Semester) -> bool:
        return any(
            each.kind in TIME_MODELS and each.semester <= semester for each in self.decisions
        )


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """Everything about one person that study credit depends on."""

    studies: tuple[StudiesHere, ...] = ()
    prior_studies: tuple[PriorStudy, ...] = ()
    # Those in force.
    grounds: tuple[SemesterGround, ...] = ()

    def continued_until(self, until: Semester) -> "CreditFacts":
        """The facts as they will be in a semester to come if nothing else is decided."""
        return replace(self, studies=tuple(each.continued_until(until) for each in self.studies))
