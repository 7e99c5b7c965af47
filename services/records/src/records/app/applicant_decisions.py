"""What Student Services, and time, decide about applicants."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, euros_in_words, local_date

from records.app.applicant_enrolment import (
    accept_again,
    contribution_of,
    enrol_applicant,
    enrol_paid_applicants,
    is_enrolled_already,
    open_cents_of,
)
from records.app.contributions import bring_contributions_up_to_date
from records.app.long_term_fees import charge_long_term_fees
from records.app.person_accounts import account_of
from records.app.refunds import propose_refund
from records.app.transfers import Transfers
from records.domain.applicants import Applicant, ApplicantState, has_lapsed
from records.domain.refunds import RefundReason
from records.mail.applicants import mail_extended, mail_lapsed, mail_withdrawn
from records.store import applicants as store
from records.store import catalogue, ledger, persons
from records.store.rules import load_rules
from records.texts import applicants as texts
from records.texts import refusals

# Applicants whom one transaction lets lapse.
AT_A_TIME = 200


def withdraw_applicant(tx: Transaction, applicant_id: UUID, version: int, by: str) -> Applicant:
    """Notes that an applicant does not come: charges fall away, what they had used goes back.

    Other credit of a person who is known otherwise stays; somebody new gets everything back.
    Raises APPLICANT_UNKNOWN, APPLICANT_DECIDED and APPLICANT_CHANGED.
    """
    applicant = _open_applicant(tx, applicant_id, version)
    person_id = applicant.person_id
    is_new = not persons.load_persons(tx, [person_id])
    kept = 0 if is_new else account_of(tx, person_id).credit
    withdrawn = _let_go(tx, applicant, ApplicantState.WITHDRAWN, by)
    # What the charges had used may pay something else that is open: only the rest goes back.
    refund = account_of(tx, person_id).credit - kept
    if refund > 0:
        propose_refund(tx, person_id, refund, RefundReason.NOT_ENROLLED)
    mail_withdrawn(tx, withdrawn, _programme_name(tx, withdrawn), refund, kept)
    return withdrawn


def extend_deadline(
    tx: Transaction, applicant_id: UUID, deadline: date, version: int, by: str
) -> Applicant:
    """Names a later payment deadline; who has paid by it is enrolled at once.

    Raises APPLICANT_UNKNOWN, APPLICANT_DECIDED, APPLICANT_CHANGED, DEADLINE_PASSED and
    DEADLINE_NOT_LATER.
    """
    applicant = _open_applicant(tx, applicant_id, version)
    today = local_date(tx.now)
    if deadline < today:
        raise texts.deadline_passed(today)
    if deadline <= applicant.payment_deadline_date:
        raise texts.deadline_not_later(applicant.payment_deadline_date)
    extended = replace(
        applicant,
        payment_deadline_date=deadline,
        state=ApplicantState.ACCEPTED,
        version=applicant.version + 1,
    )
    store.update_applicant(tx, extended)
    _charge(tx, extended, by)
    if extended.person_id not in enrol_paid_applicants(tx, [extended.person_id]):
        payment = Transfers.of(tx).of_applicant(extended, open_cents_of(tx, extended))
        mail_extended(tx, extended, _programme_name(tx, extended), payment)
    return _loaded(tx, applicant_id)


def enrol_by_office(
    tx: Transaction, applicant_id: UUID, version: int, *, validate_only: bool = False
) -> Applicant:
    """Enrols an applicant whose contribution is complete, though it came after the deadline.

    Raises APPLICANT_UNKNOWN, APPLICANT_DECIDED, APPLICANT_CHANGED, CONTRIBUTION_INCOMPLETE and
    ALREADY_ENROLLED.
    """
    applicant = _open_applicant(tx, applicant_id, version)
    account = account_of(tx, applicant.person_id)
    standing = contribution_of(applicant, account, load_rules(tx).reregistration)
    if not standing.complete:
        missing = standing.open_cents
        raise texts.contribution_incomplete(euros_in_words(missing), missing)
    if is_enrolled_already(tx, applicant):
        raise refusals.already_enrolled("", _programme_name(tx, applicant))
    if validate_only:
        return applicant
    return enrol_applicant(tx, accept_again(tx, applicant))


def lapse_applicants(tx: Transaction, limit: int = AT_A_TIME) -> tuple[Applicant, ...]:
    """Lets applicants lapse whose deadline is over, at most so many; returns them.

    Money with a value date in time that is booked afterwards still enrols them.
    """
    today = local_date(tx.now)
    due = store.applicants_past_deadline(tx, today, limit)
    ledger.lock_accounts(tx, {each.person_id for each in due})
    lapsed = []
    for each in due:
        now = _loaded(tx, each.applicant_id)
        if has_lapsed(now, today):
            gone = _let_go(tx, now, ApplicantState.LAPSED, "system")
            credit = account_of(tx, gone.person_id).credit
            mail_lapsed(tx, gone, _programme_name(tx, gone), credit)
            lapsed.append(gone)
    return tuple(lapsed)


def applicants_to_lapse(tx: Transaction, limit: int) -> tuple[Applicant, ...]:
    """Those whom `lapse_applicants` would let lapse, by number."""
    return store.applicants_past_deadline(tx, local_date(tx.now), limit)


def _open_applicant(tx: Transaction, applicant_id: UUID, version: int) -> Applicant:
    ledger.lock_accounts(tx, [_loaded(tx, applicant_id).person_id])
    applicant = _loaded(tx, applicant_id)
    if version and version != applicant.version:
        raise texts.changed_meanwhile()
    if not applicant.is_open:
        raise texts.decided(applicant.state)
    return applicant


def _loaded(tx: Transaction, applicant_id: UUID) -> Applicant:
    applicant = store.load_applicant(tx, applicant_id)
    if applicant is None:
        raise texts.applicant_unknown()
    return applicant


def _let_go(tx: Transaction, applicant: Applicant, state: ApplicantState, by: str) -> Applicant:
    gone = replace(applicant, state=state, version=applicant.version + 1)
    store.update_applicant(tx, gone)
    # Nothing is due any more, unless another enrolment asks for it.
    _charge(tx, gone, by)
    return gone


def _charge(tx: Transaction, applicant: Applicant, by: str) -> None:
    bring_contributions_up_to_date(tx, applicant.first_semester, [applicant.person_id], by=by)
    charge_long_term_fees(tx, applicant.first_semester, [applicant.person_id], by=by)


def _programme_name(tx: Transaction, applicant: Applicant) -> LocalizedText:
    return catalogue.load_programmes(tx, [applicant.programme_code])[applicant.programme_code].name
