"""The kinds of applications, who decides on them, and what has to be proven."""

from dataclasses import dataclass
from enum import StrEnum

from chassis.values import LocalizedText


class ApplicationKind(StrEnum):
    """What is applied for; the value is stored."""

    LEAVE_OF_ABSENCE = "leave_of_absence"
    LEAVE_WITHDRAWAL = "leave_withdrawal"
    PART_TIME = "part_time"
    SEMESTER_ABROAD = "semester_abroad"
    DEREGISTRATION = "deregistration"
    FOCUS_CHANGE = "focus_change"
    SECOND_DEGREE = "second_degree"
    ADDRESS_CHANGE = "address_change"
    NAME_CHANGE = "name_change"
    FEE_EXEMPTION = "fee_exemption"
    CARD_REPLACEMENT = "card_replacement"
    ERROR_REPORT = "error_report"
    PRESELECTION = "preselection"


# Those that are about one degree programme; the others are about the person.
ABOUT_AN_ENROLMENT = frozenset(
    {
        ApplicationKind.LEAVE_OF_ABSENCE,
        ApplicationKind.LEAVE_WITHDRAWAL,
        ApplicationKind.PART_TIME,
        ApplicationKind.SEMESTER_ABROAD,
        ApplicationKind.DEREGISTRATION,
        ApplicationKind.FOCUS_CHANGE,
        ApplicationKind.SECOND_DEGREE,
    }
)
# Those that Student Services file for applicants before they are enrolled.
FOR_APPLICANTS = frozenset({ApplicationKind.PART_TIME, ApplicationKind.SECOND_DEGREE})
# Those of which several can wait at the same time.
SEVERAL_AT_ONCE = frozenset({ApplicationKind.ERROR_REPORT})


class Office(StrEnum):
    """Who decides a step; the value is stored."""

    STUDENT_SERVICES = "student_services"
    INTERNATIONAL_CENTER = "international_center"
    # An adviser of the step's programme.
    ADVISER = "adviser"
    # Clerks of Student Services sit there.
    INFO_PORTAL = "info_portal"


@dataclass(frozen=True, slots=True)
class Step:
    """A deciding step: an office, or the advisers of a programme."""

    office: Office
    # Empty for offices.
    programme_code: str = ""


@dataclass(frozen=True, slots=True)
class ProofNeeded:
    """What a document proves."""

    # Its code, at most 40 small letters and low lines: "police_report".
    proof: str
    name: LocalizedText
    # Whether the application cannot be submitted without it.
    required: bool = True


# What is attached besides the proofs that a kind names.
OTHER_PROOF = "other"
