"""Applicants: accepted for a programme, enrolled once their contribution has arrived.

Source: guide 002, "Transferring the semester contributions": if the semester contribution arrives
on the university's account by the deadline, you are enrolled; the value date counts.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.values import PersonName, Semester

# Numbers that are allotted here begin behind those that application systems give by year.
FIRST_ALLOTTED_NUMBER = 900_000_001
LARGEST_NUMBER = 999_999_999


class ApplicantState(StrEnum):
    """What has become of an applicant."""

    ACCEPTED = "accepted"
    ENROLLED = "enrolled"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who was accepted for a programme."""

    applicant_id: UUID
    # Nine digits.
    applicant_number: str
    # Whose ledger it is: the applicant's own id, or that of the person who is known already.
    person_id: UUID
    name: PersonName
    birth_date: date
    birth_place: str
    citizenship: str
    sex_entry: str
    email: str
    programme_code: str
    regulations_version_code: str
    major: str
    minor: str
    first_semester: Semester
    part_time: bool
    prior_semesters: int
    # The contribution's value date may be this day at the latest.
    payment_deadline_date: date
    state: ApplicantState
    enrolment_id: UUID | None
    create_time: datetime
    created_by: str
    version: int

    @property
    def is_known_person(self) -> bool:
        """Whether the university knew the person before."""
        return self.person_id != self.applicant_id

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided: a lapsed applicant may be accepted again."""
        return self.state in (ApplicantState.ACCEPTED, ApplicantState.LAPSED)


class AfterPayment(StrEnum):
    """What follows from what an applicant has paid."""

    WAITS = "waits"
    ENROLS = "enrols"
    # Complete, but after the deadline: Student Services decide.
    OFFICE_DECIDES = "office_decides"


def after_payment(
    state: ApplicantState, complete: bool, complete_on: date | None, deadline: date
) -> AfterPayment:
    """What follows once the account of an applicant has changed.

    The value date counts, not the day of booking: money that was on the account in time enrols an
    applicant who has lapsed meanwhile, too. Without anything due, the acceptance itself enrols.
    """
    if not complete or state not in (ApplicantState.ACCEPTED, ApplicantState.LAPSED):
        return AfterPayment.WAITS
    if complete_on is None or complete_on <= deadline:
        return AfterPayment.ENROLS
    return AfterPayment.OFFICE_DECIDES


def usual_deadline(today: date, payment_days: int) -> date:
    """The last value date where the office names no other day."""
    return today + timedelta(days=payment_days)


def is_deadline_too_late(deadline: date, first_semester: Semester) -> bool:
    """Whether the first semester would be over before the contribution has to be there."""
    return deadline > first_semester.last_date


def has_lapsed(applicant: Applicant, today: date) -> bool:
    """Whether the deadline has gone by; it ends at 24:00 of its day."""
    return applicant.state is ApplicantState.ACCEPTED and applicant.payment_deadline_date < today
