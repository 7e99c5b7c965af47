"""De-registering, with everything that hangs on an enrolment.

Source: guide 002, "De-registration".
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.values import Semester, local_date

from records.app.contribution_refunds import (
    expected_semesters,
    last_days_for_refund,
    take_refunds_back,
)
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolment_changes import change_enrolments, end_enrolments
from records.app.enrolment_ends import follow_end, follow_end_taken_back
from records.app.enrolments import enrolment_with_id
from records.app.person_accounts import account_of
from records.domain.deregistration import EndFault, end_fault, take_back_fault
from records.domain.deregistration_effect import DeregistrationEffect, effect_of, ended
from records.domain.enrolment import EndReason, Enrolment
from records.domain.ledger import CONTRIBUTION
from records.domain.reregistration import is_taken_back
from records.mail.deregistration import deregistered_mail, taken_back_mail
from records.store import enrolments, ledger, persons
from records.texts import deregistration as texts
from records.texts import refusals


def deregister(
    tx: Transaction,
    enrolment_id: UUID,
    end_date: date,
    reason: EndReason,
    explanation: str = "",
    *,
    received: date | None = None,
) -> DeregistrationEffect:
    """Lets an enrolment end; nobody is de-registered retroactively.

    An application may name the day on which it was `received`, as deciding on it may take longer
    than until the day asked for. Open re-registrations, charges of later semesters and a
    contribution that comes back follow; the person is told. Raises ENROLMENT_UNKNOWN, NOT_ENROLLED
    and END_DATE_RETROACTIVE.
    """
    first = min(received or local_date(tx.now), local_date(tx.now))
    if end_date < first:
        raise texts.end_refused(EndFault.RETROACTIVE, Semester.of(first).last_date)
    person_id = enrolment_with_id(tx, enrolment_id).person_id
    ledger.lock_accounts(tx, [person_id])
    own = enrolments.load_enrolments_of(tx, person_id)
    ending = _ending(own, [enrolment_id], end_date, first)
    return _deregister(tx, person_id, own, ending, end_date, reason, explanation)


def deregister_person(
    tx: Transaction,
    person_id: UUID,
    enrolment_ids: Collection[UUID],
    end_date: date,
    reason: EndReason,
    explanation: str = "",
    *,
    validate_only: bool = False,
) -> DeregistrationEffect:
    """Lets enrolments of a person end, all current ones where none is named.

    With `validate_only` it answers what would happen and changes nothing. Raises
    ENROLMENT_UNKNOWN, NOT_ENROLLED, END_DATE_RETROACTIVE and END_DATE_TOO_LATE.
    """
    today = local_date(tx.now)
    if fault := end_fault(end_date, today):
        raise texts.end_refused(fault, Semester.of(today).last_date)
    ledger.lock_accounts(tx, [person_id])
    own = enrolments.load_enrolments_of(tx, person_id)
    ending = _ending(own, enrolment_ids, end_date, today)
    if validate_only:
        return _effect(tx, person_id, own, ending, end_date, reason)
    return _deregister(tx, person_id, own, ending, end_date, reason, explanation)


def _effect(
    tx: Transaction,
    person_id: UUID,
    own: Sequence[Enrolment],
    ending: Collection[UUID],
    end_date: date,
    reason: EndReason,
) -> DeregistrationEffect:
    account = account_of(tx, person_id)
    own_after = ended(own, ending, end_date, reason)
    return effect_of(
        own_after,
        ending,
        account,
        last_days_for_refund(tx, person_id, account),
        expected_semesters(tx, person_id),
    )


def _deregister(
    tx: Transaction,
    person_id: UUID,
    own: Sequence[Enrolment],
    ending: Collection[UUID],
    end_date: date,
    reason: EndReason,
    explanation: str,
) -> DeregistrationEffect:
    effect = _effect(tx, person_id, own, ending, end_date, reason)
    changed = end_enrolments(tx, effect.enrolments)
    follow_end(tx, person_id)
    person = persons.load_persons(tx, [person_id])[person_id]
    send_mails(
        tx,
        [
            deregistered_mail(
                person,
                each,
                explanation=explanation,
                refund_cents=effect.refund_cents,
                card_return_date=effect.card_return_date,
            )
            for each in changed.values()
        ],
    )
    return replace(effect, enrolments=tuple(changed.values()))


def take_back_deregistration(tx: Transaction, enrolment_id: UUID) -> Enrolment:
    """Lets an enrolment go on whose end was a mistake and has not passed.

    Re-registration is called again where it was under way. Raises ENROLMENT_UNKNOWN,
    NOT_DEREGISTERED, ENROLMENT_ENDED, ENDED_BY_COMPLETION and ALREADY_ENROLLED.
    """
    person_id = enrolment_with_id(tx, enrolment_id).person_id
    ledger.lock_accounts(tx, [person_id])
    enrolment = enrolment_with_id(tx, enrolment_id)
    today = local_date(tx.now)
    if fault := take_back_fault(enrolment, today):
        raise texts.take_back_refused(fault)
    refuse_second_one(tx, enrolment)
    open_again = replace(enrolment, end_date=None, end_reason=None)
    changed = change_enrolments(tx, [open_again])[enrolment_id]
    take_refunds_back(tx, person_id)
    _charge_again(tx, person_id, Semester.of(today))
    follow_end_taken_back(tx, person_id)
    person = persons.load_persons(tx, [person_id])[person_id]
    send_mails(tx, [taken_back_mail(person, changed)])
    return enrolment_with_id(tx, enrolment_id)


def _charge_again(tx: Transaction, person_id: UUID, semester: Semester) -> None:
    """A contribution of the current semester that was to come back is due again."""
    charges = account_of(tx, person_id).charges_of(CONTRIBUTION, semester)
    if any(is_taken_back(each) for each in charges):
        bring_contributions_up_to_date(tx, semester, [person_id])


def refuse_second_one(tx: Transaction, reopened: Enrolment) -> None:
    """Raises ALREADY_ENROLLED where the person has begun the same programme anew."""
    for each in enrolments.load_enrolments_of(tx, reopened.person_id):
        if (
            each.enrolment_id != reopened.enrolment_id
            and each.programme.code == reopened.programme.code
            and each.end_date is None
        ):
            raise refusals.already_enrolled(str(each.enrolment_id), each.programme.name)


def _ending(
    own: Collection[Enrolment], enrolment_ids: Collection[UUID], end_date: date, today: date
) -> frozenset[UUID]:
    current = {each.enrolment_id: each for each in own if each.is_current(today)}
    if not enrolment_ids:
        chosen = {
            one
            for one, each in current.items()
            if each.end_date is None or each.end_date > end_date
        }
        if not chosen:
            raise texts.not_enrolled()
        return frozenset(chosen)
    known = {each.enrolment_id for each in own}
    for one in enrolment_ids:
        if one not in known:
            raise refusals.enrolment_unknown(str(one))
        if one not in current:
            raise texts.not_enrolled()
    return frozenset(enrolment_ids)
