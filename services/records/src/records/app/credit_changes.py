"""What follows once something that study credit depends on has changed."""

from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from records.app.long_term_fees import keep_long_term_fees, standing_fee
from records.app.person_accounts import account_of
from records.app.refunds import propose_refund
from records.app.reregistering import note_account_changed
from records.app.transfers import Transfers
from records.domain.ledger import SYSTEM
from records.domain.refunds import RefundReason
from records.domain.settlement import PersonAccount
from records.mail.long_term_fees import mail_long_term_fee_changed
from records.store import persons
from records.store.rules import load_rules


def follow_credit(
    tx: Transaction,
    person_id: UUID,
    *,
    renew: bool = False,
    application_id: UUID | None = None,
    by: str = SYSTEM,
) -> None:
    """Lets long-term fees and re-registration follow; what was paid beyond is to go back.

    The student learns by mail what is to be paid for each semester whose fee changed. `renew`
    charges a fee anew of which more is waived than hardship waives now. The account has to be
    locked.
    """
    before = account_of(tx, person_id).credit
    changed = keep_long_term_fees(tx, person_id, renew=renew, by=by)
    if not changed:
        return
    note_account_changed(tx, [person_id])
    account = account_of(tx, person_id)
    _tell_fees(tx, person_id, account, changed)
    freed = account.credit - before
    if freed > 0:
        propose_refund(
            tx,
            person_id,
            freed,
            RefundReason.FEE_WAIVED,
            application_id=application_id,
            by=by,
        )


def _tell_fees(
    tx: Transaction, person_id: UUID, account: PersonAccount, changed: Collection[Semester]
) -> None:
    person = persons.load_person(tx, person_id)
    if person is None:
        # Applicants learn what they owe with their acceptance.
        return
    fee_code = load_rules(tx).study_credit.fee
    transfers = Transfers.of(tx)
    for semester in sorted(changed):
        fee = standing_fee(account.charges_of(fee_code, semester))
        payment = None
        if fee is not None and fee.open:
            payment = transfers.of_student(person, fee.open, fee.charge.due_date)
        mail_long_term_fee_changed(tx, person, semester, fee, payment)
