"""What is asked for in an application: one value for each kind.

A content is kept as it was entered, also where a rule stands against it: drafts are saved as they
are, and the obstacles are named when the application is checked and submitted.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from chassis.values import PersonName, Semester

from records.domain.addresses import MailingAddress
from records.domain.applications.kinds import ApplicationKind
from records.domain.preselection import PreselectionGround
from records.domain.rules import LeaveGround, PartTimeReason
from records.domain.student_cards import CardDelivery, CardLoss


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave of absence for whole semesters."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.LEAVE_OF_ABSENCE
    semesters: tuple[Semester, ...]
    ground: LeaveGround
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class LeaveWithdrawal:
    """Giving up a leave of absence that was approved."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.LEAVE_WITHDRAWAL
    semester: Semester
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PartTime:
    """A change from full-time to part-time study, or back."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.PART_TIME
    to_part_time: bool
    from_semester: Semester
    # None on a change back, or where none was chosen yet.
    reason: PartTimeReason | None
    explanation: str = ""
    # Who confirmed the consultation: the major adviser or the director of studies.
    consultation_confirmed_by: str = ""
    # The student has read that part-time students have no right to BAföG.
    bafoeg_loss_acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class SemesterAbroad:
    """A semester at a university abroad."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.SEMESTER_ABROAD
    semester: Semester
    host_university: str
    # Two capital letters (ISO 3166-1).
    country: str
    recognised_work_planned: bool


class DeregistrationWhen(StrEnum):
    """When somebody is to be de-registered."""

    END_OF_SEMESTER = "end_of_semester"
    ON_DATE = "on_date"
    LAST_EXAM_DATE = "last_exam_date"


@dataclass(frozen=True, slots=True)
class Deregistration:
    """Leaving the university."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.DEREGISTRATION
    when: DeregistrationWhen
    # The day for ON_DATE, and that of the last examination for LAST_EXAM_DATE.
    day: date | None = None
    everything_done_but_results: bool = False
    # The student card is handed in with the application.
    card_returned: bool = False
    # Where a contribution is given back to; empty where somebody says so later.
    iban: str = ""
    account_holder: str = ""


@dataclass(frozen=True, slots=True)
class FocusChange:
    """A change of main focus (major) or minor; empty keeps the present one."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.FOCUS_CHANGE
    new_major: str
    new_minor: str
    justification: str


@dataclass(frozen=True, slots=True)
class SecondDegree:
    """Studying for a second degree at the same time."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.SECOND_DEGREE
    programme_code: str
    # Empty for the programme's newest version.
    regulations_version_code: str
    first_semester: Semester
    major: str
    minor: str
    # Why the second degree complements the first one.
    justification: str


@dataclass(frozen=True, slots=True)
class AddressChange:
    """A new home address."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.ADDRESS_CHANGE
    address: MailingAddress
    valid_from: date


@dataclass(frozen=True, slots=True)
class NameChange:
    """A new name."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.NAME_CHANGE
    name: PersonName
    valid_from: date


class FeeExemptionGround(StrEnum):
    """Why no long-term fee is to be charged for a semester; the values are those of grounds."""

    CHILD_CARE = "child_care"
    RELATIVE_CARE = "relative_care"
    PRESCRIBED_ABROAD = "prescribed_abroad"
    PRESCRIBED_PRACTICAL = "prescribed_practical"
    REPRESENTATIVE = "representative"
    EQUAL_OPPORTUNITY_OFFICER = "equal_opportunity_officer"
    HARDSHIP_HEALTH = "hardship_health"
    HARDSHIP_CRIME = "hardship_crime"


@dataclass(frozen=True, slots=True)
class FeeExemption:
    """Exemption from the long-term fee of a semester, or its waiver for hardship."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.FEE_EXEMPTION
    semester: Semester
    ground: FeeExemptionGround
    # For hardship how much is to be waived, in cents; 0 for all of it.
    waived_cents: int = 0
    explanation: str = ""
    # Needed with child care.
    child_birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class CardReplacement:
    """A new student card in place of one that was stolen, lost or damaged."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.CARD_REPLACEMENT
    loss: CardLoss
    explanation: str
    delivery: CardDelivery
    # Where it is sent; None for the correspondence address of the day.
    address: MailingAddress | None = None


class ErrorSubject(StrEnum):
    """What an error is in."""

    RESULT = "result"
    REGISTRATION = "registration"
    CERTIFICATE = "certificate"
    MASTER_DATA = "master_data"


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """A report that something is wrong or missing; the Info-Portal answers it."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.ERROR_REPORT
    subject: ErrorSubject
    # Which one: an exam number, the number of a certificate, the field of the master data.
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class Preselection:
    """The right of pre-selection in lotteries of a semester."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.PRESELECTION
    semester: Semester
    ground: PreselectionGround
    explanation: str = ""
    # Needed with child care.
    child_birth_date: date | None = None


Content = (
    Leave
    | LeaveWithdrawal
    | PartTime
    | SemesterAbroad
    | Deregistration
    | FocusChange
    | SecondDegree
    | AddressChange
    | NameChange
    | FeeExemption
    | CardReplacement
    | ErrorReport
    | Preselection
)
CONTENT_TYPES: tuple[type[Content], ...] = (
    Leave,
    LeaveWithdrawal,
    PartTime,
    SemesterAbroad,
    Deregistration,
    FocusChange,
    SecondDegree,
    AddressChange,
    NameChange,
    FeeExemption,
    CardReplacement,
    ErrorReport,
    Preselection,
)


def semester_of(content: Content) -> Semester | None:
    """The (first) semester that the application is about; None where it is about none."""
    match content:
        case Leave():
            return min(content.semesters, default=None)
        case PartTime():
            return content.from_semester
        case SecondDegree():
            return content.first_semester
        case LeaveWithdrawal() | SemesterAbroad() | FeeExemption() | Preselection():
            return content.semester
        case _:
            return None
