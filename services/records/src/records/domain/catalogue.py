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


class ContactFunction(StrEnum):
    """What somebody is for a programme."""

    ADMINISTRATOR = "administrator"
    ADVISER = "adviser"
    DIRECTOR_OF_STUDIES = "director_of_studies"


@dataclass(frozen=True, slots=True)
class ProgrammeContact:
    """Somebody in charge of a programme."""

    function: ContactFunction
    # The user name of the university account.
    user_name: str
    name: str
    email: str
    phone: str
    location: str
    office_hours: LocalizedText
    # The German name of the major; empty for the whole programme.
    major: str = ""


_NO_TEXT = LocalizedText(de="", en="")


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
    # Enrolments name their choice by the German name.
    majors: tuple[LocalizedText, ...]
    minors: tuple[LocalizedText, ...]
    # The newest version first; never empty.
    regulations_versions: tuple[RegulationsVersion, ...]
    # The Student Council (Fachschaft) that the students belong to.
    student_council: LocalizedText = _NO_TEXT
    # A Master's programme that follows on from a Bachelor's: it adds to the study credit.
    consecutive: bool = False
    part_time_possible: bool = False
    focus_change_possible: bool = False

    def major_named(self, german_name: str) -> LocalizedText | None:
        """The major with the German name; None if there is none."""
        return next((each for each in self.majors if each.de == german_name), None)

    def minor_named(self, german_name: str) -> LocalizedText | None:
        """The minor with the German name; None if there is none."""
        return next((each for each in self.minors if each.de == german_name), None)

    def regulations_version(self, code: str) -> RegulationsVersion | None:
        """The version with the code, the newest one for an empty code, None if there is none."""
        if not code:
            return self.regulations_versions[0]
        return next((each for each in self.regulations_versions if each.code == code), None)


def changes_enrolments(before: Programme, after: Programme) -> bool:
    """Whether the enrolments in a programme look different after its change.

    An enrolment carries the programme, its own regulations version, and the names of its major
    and minor; a further version does not touch it, and neither does a further major.
    """
    named_after = {version.code: version for version in after.regulations_versions}
    if any(named_after.get(each.code, each) != each for each in before.regulations_versions):
        return True
    if _renamed(before.majors, after.majors) or _renamed(before.minors, after.minors):
        return True
    return _shown_by_enrolments(before) != _shown_by_enrolments(after)


def _renamed(before: tuple[LocalizedText, ...], after: tuple[LocalizedText, ...]) -> bool:
    """Whether a choice that is still there has another English name."""
    named = {each.de: each for each in after}
    return any(named.get(each.de, each) != each for each in before)


def _shown_by_enrolments(programme: Programme) -> Programme:
    return replace(
        programme,
        majors=(),
        minors=(),
        regulations_versions=(),
        consecutive=False,
        part_time_possible=False,
        focus_change_possible=False,
    )
