"""The programme catalogue: degree programmes and the versions of their regulations."""

from dataclasses import dataclass, replace
from enum import StrEnum

from chassis.values import LocalizedText


class EnrolmentKind(StrEnum):
    """Which rules an enrolment follows; a property of the programme."""

    STUDENT = "student"
    DOCTORAL = "doctoral"


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree such as "BSC": short "B.Sc.", in words "Bachelor of Science"."""

    code: str
    short_name: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class RegulationsVersion:
    """The set of modules, exams and rules that a student studies under, by its code."""

    code: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class Programme:
    """A degree programme."""

    code: str
    name: LocalizedText
    kind: EnrolmentKind
    degree: Degree
    school_code: str
    faculty_name: LocalizedText
    standard_duration_semesters: int
    # What may be chosen as main focus and as minor; empty where there is nothing to choose.
    majors: tuple[str, ...]
    minors: tuple[str, ...]
    # The newest version first; never empty.
    regulations_versions: tuple[RegulationsVersion, ...]

    def regulations_version(self, code: str) -> RegulationsVersion | None:
        """The version with the code, the newest one for an empty code, None if there is none."""
        if not code:
            return self.regulations_versions[0]
        return next((each for each in self.regulations_versions if each.code == code), None)


def changes_enrolments(before: Programme, after: Programme) -> bool:
    """Whether the enrolments in a programme look different after its change.

    An enrolment carries the programme and its own regulations version; a further version, or
    other majors and minors to choose from, do not touch it.
    """
    named_after = {version.code: version for version in after.regulations_versions}
    if any(named_after.get(each.code, each) != each for each in before.regulations_versions):
        return True
    return _shown_by_enrolments(before) != _shown_by_enrolments(after)


def _shown_by_enrolments(programme: Programme) -> Programme:
    return replace(programme, majors=(), minors=(), regulations_versions=())
