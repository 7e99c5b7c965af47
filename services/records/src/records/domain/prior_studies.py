"""What can be wrong with studies at another university as they are entered."""

from dataclasses import dataclass
from enum import Enum

from chassis.values import Semester

from records.domain.credit_facts import PriorStudy


class PriorStudyFault(Enum):
    """What is wrong; the value is the reason code."""

    NO_SEMESTERS = "SEMESTERS_MISSING"
    FEWER_THAN_KNOWN = "SEMESTERS_FEWER_THAN_KNOWN"
    IN_FUTURE = "SEMESTER_IN_FUTURE"
    DURATION_MISSING = "STANDARD_DURATION_MISSING"
    DURATION_WITHOUT_DEGREE = "STANDARD_DURATION_WITHOUT_DEGREE"
    NAME_MISSING = "UNIVERSITY_NAME_MISSING"


@dataclass(frozen=True, slots=True)
class FaultFound:
    """A fault and the field of the request that it is in."""

    field: str
    fault: PriorStudyFault


def faults_of(study: PriorStudy, current: Semester) -> tuple[FaultFound, ...]:
    """Everything that is wrong with the entry."""
    found: list[FaultFound] = []
    if not study.university_name.strip():
        found.append(FaultFound("university_name", PriorStudyFault.NAME_MISSING))
    if study.semesters == 0:
        found.append(FaultFound("semesters", PriorStudyFault.NO_SEMESTERS))
    elif study.semesters < len(study.known_semesters):
        found.append(FaultFound("semesters", PriorStudyFault.FEWER_THAN_KNOWN))
    if any(each > current for each in study.known_semesters):
        found.append(FaultFound("known_semesters", PriorStudyFault.IN_FUTURE))
    duration = "standard_duration_semesters"
    if study.completed_degree and study.standard_duration_semesters == 0:
        found.append(FaultFound(duration, PriorStudyFault.DURATION_MISSING))
    if not study.completed_degree and study.standard_duration_semesters > 0:
        found.append(FaultFound(duration, PriorStudyFault.DURATION_WITHOUT_DEGREE))
    return tuple(found)
