"""What a university decides for itself about deadlines, leave, part-time study, credit and fees.

The figures come with the university's profile (rules.yaml) and are checked before they are stored.
Where a rule of a law or of the university's regulations stands behind them, those who apply them
name it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LeaveGround(StrEnum):
    """Why somebody wants leave of absence."""

    HEALTH = "health"
    ABROAD = "abroad"
    INTERNSHIP = "internship"
    COMMITTEE_WORK = "committee_work"
    FAMILY = "family"
    OTHER = "other"


class PartTimeReason(StrEnum):
    """Why somebody wants to study part-time."""

    JOB = "job"
    FAMILY = "family"
    SOCIAL_COMMITMENT = "social_commitment"
    COMMITTEE_WORK = "committee_work"
    ILLNESS_OR_DISABILITY = "illness_or_disability"
    OTHER = "other"


class StudyProof(StrEnum):
    """A document that proves why semesters are to be spent otherwise."""

    MEDICAL_CERTIFICATE = "medical_certificate"
    STUDY_ABROAD_CONFIRMATION = "study_abroad_confirmation"
    INTERNSHIP_CONTRACT = "internship_contract"
    COMMITTEE_CONFIRMATION = "committee_confirmation"
    FAMILY_PROOF = "family_proof"
    EMPLOYMENT_CONFIRMATION = "employment_confirmation"
    COMMITMENT_CONFIRMATION = "commitment_confirmation"
    DISABILITY_PROOF = "disability_proof"
    GROUND_PROOF = "ground_proof"
    # Why an application comes after its regular deadline.
    EXCEPTION_PROOF = "exception_proof"
    CONSULTATION_CONFIRMATION = "consultation_confirmation"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of every year, such as 15 July."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The day in one year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class ReregistrationRules:
    """How students stay enrolled; codes are those of occasional fees, or "contribution"."""

    # The fee for being reminded.
    reminder_fee: str
    # Days from the reminder to the new deadline.
    reminder_days: int
    # What has to be settled before somebody is re-registered; also the order of settling.
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """Leave of absence."""

    # In exceptional cases, this many months after the first day of lectures.
    late_months: int
    # Semesters in a row, generally.
    most_in_a_row: int
    # Semesters of one degree programme without an important reason.
    most_without_reason: int
    important_reasons: frozenset[LeaveGround]
    # The documents that prove a ground, one of which is enough.
    proofs: Mapping[LeaveGround, tuple[StudyProof, ...]]
    # The parts of the semester contribution that stay due.
    parts_due: tuple[str, ...]
    # Months after the first day of lectures until which leave can be withdrawn.
    withdrawal_months: int
    # Months after the first day of lectures until which what was paid is given back.
    refund_months: int


@dataclass(frozen=True, slots=True)
class PartTimeRules:
    """Part-time study."""

    # The last day of an application for the following winter semester.
    deadline: DayOfYear
    least_semesters: int
    recommended_semesters: int
    # The standard duration grows by one semester for so many semesters of part-time study.
    semesters_per_extension: int
    # The documents that prove a reason, one of which is needed.
    proofs: Mapping[PartTimeReason, tuple[StudyProof, ...]]
    # The last day of an application to return to full-time study with the following summer
    # semester; None where that is possible with winter semesters only.
    return_in_summer_deadline: DayOfYear | None


@dataclass(frozen=True, slots=True)
class AbroadRules:
    """A semester abroad."""

    # Months after the first day of lectures until which the application is received.
    deadline_months: int
    # The documents that are needed, each of them.
    proofs: tuple[StudyProof, ...]
    parts_due: tuple[str, ...]
    # Whether it counts as a programme semester until it is known what was recognised.
    counts_until_known: bool


@dataclass(frozen=True, slots=True)
class DeregistrationRules:
    """Leaving the university."""

    # Months after the first day of lectures until which the contribution is given back.
    refund_months: int


@dataclass(frozen=True, slots=True)
class StudyCreditRules:
    """Study credit and long-term fees (NHG §§ 12–14)."""

    # Semesters beyond the standard duration.
    extra_semesters: int
    # The first semester for which fees are charged: "2014W".
    begins: str
    # The code of the fee.
    fee: str
    child_under_years: int
    # Semesters recognised for elected representatives, and for equal opportunities officers.
    most_as_representative: int
    most_as_officer: int


@dataclass(frozen=True, slots=True)
class PreselectionRules:
    """Who is drawn first in lotteries."""

    # The last days of the equal opportunities office for the summer and the winter semester; in
    # the year in which the semester begins.
    summer_deadline: DayOfYear
    winter_deadline: DayOfYear


@dataclass(frozen=True, slots=True)
class DoctoralRules:
    """What is different for doctoral students."""

    # The parts of the semester contribution that are due.
    contribution_parts: tuple[str, ...]
    # Whether study credit and long-term fees apply.
    study_credit: bool


@dataclass(frozen=True, slots=True)
class ApplicantRules:
    """Enrolling by paying."""

    # Days from the acceptance to the last value date, where the office names no other day.
    payment_days: int


@dataclass(frozen=True, slots=True)
class StudentCardRules:
    """What is on the student card."""

    # The part of the contribution that is the semester ticket; empty where there is none.
    ticket_part: str


@dataclass(frozen=True, slots=True)
class AppointmentRules:
    """Appointments with members of staff."""

    # How many appointments to come a student may hold in one list.
    most_booked_in_a_list: int


@dataclass(frozen=True, slots=True)
class FeeCodes:
    """Which of the profile's occasional fees is charged for what."""

    card_replacement: str
    library_card_deposit: str


@dataclass(frozen=True, slots=True)
class RecordsRules:
    """Everything in rules.yaml."""

    reregistration: ReregistrationRules
    leave_of_absence: LeaveRules
    part_time: PartTimeRules
    semester_abroad: AbroadRules
    deregistration: DeregistrationRules
    study_credit: StudyCreditRules
    preselection: PreselectionRules
    doctoral: DoctoralRules
    applicants: ApplicantRules
    student_card: StudentCardRules
    appointments: AppointmentRules
    fees: FeeCodes


# What re-registration waits for, beside the codes of occasional fees.
CONTRIBUTION = "contribution"


def fee_codes_named(rules: RecordsRules) -> Mapping[str, str]:
    """The codes of occasional fees that the rules name, by where they stand."""
    named = {
        "reregistration.reminder_fee": rules.reregistration.reminder_fee,
        "study_credit.fee": rules.study_credit.fee,
        "fees.card_replacement": rules.fees.card_replacement,
        "fees.library_card_deposit": rules.fees.library_card_deposit,
    }
    for position, code in enumerate(rules.reregistration.waits_for):
        if code != CONTRIBUTION:
            named[f"reregistration.waits_for[{position}]"] = code
    return named


def part_codes_named(rules: RecordsRules) -> Mapping[str, tuple[str, ...]]:
    """The codes of contribution parts that the rules name, by where they stand."""
    return {
        "leave_of_absence.parts_due": rules.leave_of_absence.parts_due,
        "semester_abroad.parts_due": rules.semester_abroad.parts_due,
        "doctoral.contribution_parts": rules.doctoral.contribution_parts,
        "student_card.ticket_part": tuple(filter(None, (rules.student_card.ticket_part,))),
    }
