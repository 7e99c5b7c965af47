"""What can be wrong with studies at another university as they are entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chassis.values import Semester

from records.domain.credit_facts import PriorStudy
from records.domain.grounds import age_on

# Nobody studied at a younger age than early students do; what is earlier is a wrong year.
LEAST_AGE = 15


class PriorStudyFault(Enum):
    """What is wrong; the value is the reason code."""

    NO_SEMESTERS = "SEMESTERS_MISSING"
    FEWER_THAN_KNOWN = "SEMESTERS_FEWER_THAN_KNOWN"
    IN_FUTURE = "SEMESTER_IN_FUTURE"
    TOO_YOUNG = "SEMESTER_BEFORE_STUDY_AGE"
    DURATION_MISSING = "STANDARD_DURATION_MISSING"
    DURATION_WITHOUT_DEGREE = "STANDARD_DURATION_WITHOUT_DEGREE"
    NAME_MISSING = "UNIVERSITY_NAME_MISSING"


@dataclass(frozen=True, slots=True)
class FaultFound:
    """A fault and the field of the request that it is in."""

    field: str
    fault: PriorStudyFault


def faults_of(
    study: PriorStudy, current: Semester, birth_date: date | None
) -> tuple[FaultFound, ...]:
    """Everything that is wrong with the entry of somebody who was born on the day."""
    found: list[FaultFound] = []
    if not study.university_name.strip():
        found.append(FaultFound("university_name", PriorStudyFault.NAME_MISSING))
    if study.semesters == 0:
        found.append(FaultFound("semesters", PriorStudyFault.NO_SEMESTERS))
    elif study.semesters < len(study.known_semesters):
        found.append(FaultFound("semesters", PriorStudyFault.FEWER_THAN_KNOWN))
    if any(each > current for each in study.known_semesters):
        found.append(FaultFound("known_semesters", PriorStudyFault.IN_FUTURE))
    if birth_date is not None and any(
        age_on(birth_date, each.last_date) < LEAST_AGE for each in study.known_semesters
    ):
        found.append(FaultFound("known_semesters", PriorStudyFault.TOO_YOUNG))
    duration = "standard_duration_semesters"
    if study.completed_degree and study.standard_duration_semesters == 0:
        found.append(FaultFound(duration, PriorStudyFault.DURATION_MISSING))
    if not study.completed_degree and study.standard_duration_semesters > 0:
        found.append(FaultFound(duration, PriorStudyFault.DURATION_WITHOUT_DEGREE))
    return tuple(found)


def is_known(study: PriorStudy, known: Iterable[PriorStudy]) -> bool:
    """Whether the same studies are entered: university, programme and semesters are alike."""
    return _what(study) in map(_what, known)


def _what(study: PriorStudy) -> tuple[str, str, frozenset[Semester], int]:
    return (
        _plain(study.university_name),
        _plain(study.programme_name),
        study.known_semesters,
        study.semesters,
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
