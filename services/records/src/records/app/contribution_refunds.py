"""Giving a contribution back to somebody who leaves.

Source: guide 002, "De-registration": the complete contribution comes back where the de-registration
takes place before the semester, or one month after the start of lectures at the latest, and the
student card is handed in.
"""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from records.app.charging import cancel_charge
from records.app.person_accounts import account_of
from records.app.refunds import cancel_refund, propose_refund
from records.app.student_cards import card_returned_by
from records.domain.applicants import ApplicantState
from records.domain.deregistration import refund_deadline
from records.domain.deregistration_effect import last_day_of_membership
from records.domain.ledger import CONTRIBUTION, SYSTEM
from records.domain.refunds import RefundReason
from records.domain.settlement import PersonAccount
from records.store import applicants, ledger
from records.store import refunds as refund_store
from records.store.catalogue import load_semesters
from records.store.enrolments import load_enrolments_of
from records.store.rules import load_rules
from records.texts import deregistration as texts


def refund_contributions(tx: Transaction, person_id: UUID) -> int:
    """Proposes to give every contribution back that comes back by now; returns cents.

    To be called when somebody is de-registered and when a student card is returned: it is proposed
    with the later of both. The person has to be locked.
    """
    account = account_of(tx, person_id)
    return sum(
        refund_contribution_if_due(tx, person_id, semester)
        for semester in sorted(last_days_for_refund(tx, person_id, account))
    )


def refund_contribution_if_due(tx: Transaction, person_id: UUID, semester: Semester) -> int:
    """Takes a semester's contribution back and proposes to refund what was paid; returns cents.

    Nothing where it does not come back, or has done so before. The day counts on which the card was
    handed in, not that on which it was entered. The person has to be locked.
    """
    account = account_of(tx, person_id)
    until = last_days_for_refund(tx, person_id, account).get(semester)
    last_day = last_day_of_membership(load_enrolments_of(tx, person_id))
    if until is None or last_day is None:
        return 0
    if last_day > until or not card_returned_by(tx, person_id, until):
        return 0
    paid = 0
    for charge in account.charges_of(CONTRIBUTION, semester):
        if charge.paid:
            paid += charge.paid
            cancel_charge(tx, charge.charge.charge_id, texts.CONTRIBUTION_COMES_BACK)
    # What the person owes otherwise is paid from it first.
    cents = min(paid, account_of(tx, person_id).credit)
    if cents > 0:
        propose_refund(tx, person_id, cents, RefundReason.DEREGISTRATION)
    return cents


def note_card_returned(tx: Transaction, person_id: UUID) -> int:
    """Proposes what the card was missing for; returns cents. To be called with each return."""
    ledger.lock_accounts(tx, [person_id])
    return refund_contributions(tx, person_id)


def take_refunds_back(
    tx: Transaction, person_id: UUID, reason: RefundReason = RefundReason.DEREGISTRATION
) -> None:
    """Keeps what was to go back to somebody who does not leave, or is not on leave, after all.

    It pays what is due again; what the bank was told to transfer goes back all the same. The
    person has to be locked.
    """
    for each in refund_store.load_refunds_of(tx, person_id):
        if each.is_open and each.reason is reason:
            cancel_refund(tx, each.refund_id, texts.DUE_AGAIN, by=SYSTEM)


def last_days_for_refund(
    tx: Transaction, person_id: UUID, account: PersonAccount
) -> dict[Semester, date]:
    """The last days on which contributions that were paid come back, by semester.

    A semester in which the person begins another programme is left out: there it stays due.
    """
    months = load_rules(tx).deregistration.refund_months
    charged = {
        each.charge.semester
        for each in account.charges
        if each.charge.fee_code == CONTRIBUTION and each.paid
    } - expected_semesters(tx, person_id)
    return {
        each.semester: refund_deadline(each, months)
        for each in load_semesters(tx)
        if each.semester in charged
    }


def expected_semesters(tx: Transaction, person_id: UUID) -> frozenset[Semester]:
    """The semesters in which somebody is to begin a programme that they are accepted for."""
    return frozenset(
        each.first_semester
        for each in applicants.load_open_applicants_of(tx, [person_id])
        if each.state is ApplicantState.ACCEPTED
    )
