"""What a de-registration entails, before and after it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.values import Semester

from records.domain.enrolment import EndReason, Enrolment
from records.domain.ledger import CONTRIBUTION
from records.domain.settlement import PersonAccount


@dataclass(frozen=True, slots=True)
class DeregistrationEffect:
    """What a de-registration entails."""

    # The enrolments with their ends.
    enrolments: tuple[Enrolment, ...]
    # False where another enrolment goes on.
    leaves_university: bool
    # Charges of later semesters that are taken back, in cents.
    cancelled_cents: int
    # What was paid and is given back, in cents; of the complete contribution only with the card.
    refund_cents: int
    # The last day on which the student card brings it back; None where none is needed.
    card_return_date: date | None


def ended(
    own: Sequence[Enrolment], ending: Collection[UUID], end_date: date, reason: EndReason
) -> tuple[Enrolment, ...]:
    """The person's enrolments as they are after some of them end."""
    return tuple(
        replace(each, end_date=end_date, end_reason=reason) if each.enrolment_id in ending else each
        for each in own
    )


def last_day_of_membership(own: Collection[Enrolment]) -> date | None:
    """The day on which the last enrolment ends; None where one goes on, or there is none."""
    ends = [each.end_date for each in own if each.end_date is not None]
    return max(ends) if ends and len(ends) == len(own) else None


def effect_of(
    own_after: Sequence[Enrolment],
    ending: Collection[UUID],
    account: PersonAccount,
    in_time: dict[Semester, date],
    expected: Collection[Semester],
) -> DeregistrationEffect:
    """What follows. `in_time` are the last days for a refund, by semester of the contribution.

    In the `expected` semesters another programme begins, so that everything stays due.
    """
    last_day = last_day_of_membership(own_after)
    cancelled = refund = 0
    card_by: date | None = None
    for charge in account.charges:
        semester = charge.charge.semester
        if last_day is None or semester is None or semester in expected:
            continue
        until = in_time.get(semester)
        if charge.charge.fee_code == CONTRIBUTION and charge.is_settled and charge.paid:
            if until is not None and last_day <= until:
                refund += charge.paid
                card_by = until if card_by is None else min(card_by, until)
        elif semester.first_date > last_day and charge.due:
            cancelled += charge.due
            refund += charge.paid
    return DeregistrationEffect(
        enrolments=tuple(each for each in own_after if each.enrolment_id in ending),
        leaves_university=last_day is not None,
        cancelled_cents=cancelled,
        refund_cents=refund,
        card_return_date=card_by,
    )
