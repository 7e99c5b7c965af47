"""De-registration: when an enrolment may end, and when the contribution is given back.

Source: guide 002, "De-registration".
"""

from datetime import date
from enum import StrEnum

from chassis.values import Semester

from records.domain.calendar import SemesterDates
from records.domain.deadlines import months_after_start_of_lectures
from records.domain.enrolment import EndReason, Enrolment


class EndFault(StrEnum):
    """Why an enrolment cannot end on a day."""

    RETROACTIVE = "END_DATE_RETROACTIVE"
    TOO_LATE = "END_DATE_TOO_LATE"


def end_fault(end_date: date, today: date) -> EndFault | None:
    """What stands against an end; None where nothing does.

    Nobody is de-registered retroactively. An end lies in the current semester at the latest: for
    the semester to come somebody would have to re-register first.
    """
    if end_date < today:
        return EndFault.RETROACTIVE
    if end_date > Semester.of(today).last_date:
        return EndFault.TOO_LATE
    return None


class TakeBackFault(StrEnum):
    """Why a de-registration cannot be taken back."""

    NOT_DEREGISTERED = "NOT_DEREGISTERED"
    ENROLMENT_ENDED = "ENROLMENT_ENDED"
    ENDED_BY_COMPLETION = "ENDED_BY_COMPLETION"


def take_back_fault(enrolment: Enrolment, today: date) -> TakeBackFault | None:
    """What stands against taking a de-registration back; None where nothing does.

    Completed studies are taken back by a correction of the result, not here.
    """
    if enrolment.end_date is None:
        return TakeBackFault.NOT_DEREGISTERED
    if enrolment.end_reason is EndReason.COMPLETION:
        return TakeBackFault.ENDED_BY_COMPLETION
    if enrolment.end_date < today:
        return TakeBackFault.ENROLMENT_ENDED
    return None


def refund_deadline(dates: SemesterDates, refund_months: int) -> date:
    """The last day on which de-registration and card, the later of both, bring it back.

    Source: guide 002, "De-registration": before the start of the semester, or one month after the
    start of lectures at the latest, and the student card is handed in.
    """
    return months_after_start_of_lectures(dates, refund_months)
