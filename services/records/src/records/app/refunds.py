"""Giving money back: from the credit of a person, or to a stranger who paid by mistake.

The money leaves the person's credit as soon as a refund is proposed, so that no cent is used or
refunded twice; cancelling gives it back.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.person_accounts import account_of
from records.domain.epc import LARGEST_CENTS
from records.domain.ledger import (
    BANK,
    CLEARING,
    RECEIVABLE,
    REFUNDS,
    SYSTEM,
    Booking,
    BookingKind,
    Line,
)
from records.domain.refunds import Refund, RefundAccount, RefundReason, RefundState
from records.mail.refunds import mail_account_wanted, mail_refund_paid
from records.store import account_holders, ledger
from records.store import refunds as store
from records.texts import ledger as ledger_texts
from records.texts import refunds as texts


def propose_refund(
    tx: Transaction,
    person_id: UUID,
    cents: int,
    reason: RefundReason,
    application_id: UUID | None = None,
    *,
    by: str = SYSTEM,
) -> UUID:
    """Sets credit aside to go back; the person is asked by mail to name an account.

    `cents` is more than nothing and at most what the reason gives back; the caller has locked the
    ledger and seen to that. Raises REFUND_BEYOND_CREDIT where the credit is smaller.
    """
    refund = plan_refund(tx, person_id, cents, reason, application_id, by=by)
    ledger.book(tx, [booking_of(refund, local_date(tx.now))])
    store.insert_refund(tx, refund)
    if holder := account_holders.load_holder(tx, person_id):
        mail_account_wanted(tx, holder, refund)
    return refund.refund_id


def plan_refund(
    tx: Transaction,
    person_id: UUID,
    cents: int,
    reason: RefundReason,
    application_id: UUID | None = None,
    *,
    by: str,
) -> Refund:
    """The refund that would be; nothing is written.

    Raises REFUND_BEYOND_CREDIT, REFUND_TOO_LARGE.
    """
    ledger.lock_accounts(tx, [person_id])
    credit = account_of(tx, person_id).credit
    if not 0 < cents <= credit:
        raise texts.refund_beyond_credit(credit)
    _fits_one_transfer(cents)
    return Refund(
        refund_id=tx.new_id(),
        person_id=person_id,
        cents=cents,
        reason=RefundReason(reason),
        account=None,
        state=RefundState.WAITS_FOR_ACCOUNT,
        booking_id=tx.new_id(),
        payment_order_number=None,
        application_id=application_id,
        bank_entry_id=None,
        pay_date=None,
        create_time=tx.now,
        created_by=by,
        version=1,
    )


def _fits_one_transfer(cents: int) -> None:
    """A bank refuses a file as a whole for one amount that no SEPA transfer carries."""
    if cents > LARGEST_CENTS:
        raise texts.refund_too_large(LARGEST_CENTS)


def refund_credit(tx: Transaction, person_id: UUID, cents: int, *, by: str) -> UUID:
    """Gives credit back, all of it where `cents` is 0. Raises REFUND_BEYOND_CREDIT."""
    ledger.lock_accounts(tx, [person_id])
    wanted = cents or account_of(tx, person_id).credit
    return propose_refund(tx, person_id, wanted, RefundReason.CREDIT, by=by)


def refund_stranger(
    tx: Transaction,
    cents: int,
    bank_entry_id: UUID,
    account: RefundAccount,
    *,
    by: str,
) -> UUID:
    """Sets money that is held in clearing aside to go back to where it came from; ready at once.

    Raises REFUND_TOO_LARGE.
    """
    _fits_one_transfer(cents)
    refund = Refund(
        refund_id=tx.new_id(),
        person_id=None,
        cents=cents,
        reason=RefundReason.PAID_BY_MISTAKE,
        account=account,
        state=RefundState.READY,
        booking_id=tx.new_id(),
        payment_order_number=None,
        application_id=None,
        bank_entry_id=bank_entry_id,
        pay_date=None,
        create_time=tx.now,
        created_by=by,
        version=1,
    )
    ledger.book(tx, [booking_of(refund, local_date(tx.now))])
    store.insert_refund(tx, refund)
    return refund.refund_id


def refund_with_id(tx: Transaction, refund_id: UUID) -> Refund:
    """One refund. Raises REFUND_UNKNOWN."""
    refund = store.load_refund(tx, refund_id)
    if refund is None:
        raise texts.refund_unknown(str(refund_id))
    return refund


def refund_named(tx: Transaction, end_to_end_id: str) -> Refund | None:
    """The refund that a bank's entry names; None where it is none of ours."""
    try:
        return store.load_refund(tx, UUID(hex=end_to_end_id.strip()))
    except ValueError:
        return None


def set_account(tx: Transaction, refund_id: UUID, account: RefundAccount) -> Refund:
    """Names the account that a refund goes to. Raises REFUND_UNKNOWN, REFUND_NOT_OPEN."""
    refund = _open_refund(tx, refund_id)
    ready = refund.with_account(account)
    store.update_refunds(tx, [ready])
    return ready


def cancel_refund(tx: Transaction, refund_id: UUID, reason: LocalizedText, *, by: str) -> Refund:
    """Takes a refund back before it is ordered; the money is credit again, or in clearing.

    The caller calls `reregistering.note_account_changed` once it is done. Raises REFUND_UNKNOWN,
    REFUND_NOT_OPEN.
    """
    refund = _open_refund(tx, refund_id)
    lines = booking_of(refund, local_date(tx.now)).lines
    booking = Booking(
        tx.new_id(),
        BookingKind.REVERSAL,
        local_date(tx.now),
        ledger_texts.CANCELLED.format(reason=reason),
        tuple(Line(each.account, -each.cents, each.person_id) for each in lines),
        by,
        reverses_booking_id=refund.booking_id,
    )
    ledger.book(tx, [booking])
    cancelled = refund.cancelled()
    store.update_refunds(tx, [cancelled])
    return cancelled


def cancel_refunds_without_money(tx: Transaction, person_ids: Iterable[UUID]) -> None:
    """Takes open refunds back, the newest first, from those who owe since a payment went back.

    What was to go back came with that payment, or is needed for what it had paid. What the bank
    was told to transfer goes back all the same. The caller calls
    `reregistering.note_account_changed` once it is done.
    """
    for person_id in sorted(person_ids):
        for each in store.load_refunds_of(tx, person_id):
            if account_of(tx, person_id).balance <= 0:
                break
            if each.is_open:
                cancel_refund(tx, each.refund_id, texts.PAYMENT_WENT_BACK, by=SYSTEM)


def note_paid(
    tx: Transaction, refund_id: UUID, value_date: date, *, bank_entry_id: UUID | None = None
) -> bool:
    """Books that the bank has transferred a refund; False where that was known before.

    A refund that nobody ordered is not paid: False, too.
    """
    store.lock_refunds(tx, [refund_id])
    refund = refund_with_id(tx, refund_id)
    if refund.state is not RefundState.ORDERED:
        return False
    _book_transfer(tx, refund.cents, value_date, bank_entry_id)
    store.update_refunds(tx, [refund.paid(value_date)])
    if refund.person_id and (holder := account_holders.load_holder(tx, refund.person_id)):
        mail_refund_paid(tx, holder, refund)
    return True


def note_order_paid(
    tx: Transaction, payment_order_number: str, value_date: date, *, bank_entry_id: UUID | None
) -> int:
    """Books that the bank has transferred a whole payment order; returns how many refunds."""
    refunds = store.load_refunds_in_order(tx, payment_order_number)
    return sum(
        note_paid(tx, each.refund_id, value_date, bank_entry_id=bank_entry_id) for each in refunds
    )


def note_bounced(
    tx: Transaction, refund_id: UUID, value_date: date, *, bank_entry_id: UUID | None = None
) -> bool:
    """Books that a transferred refund came back; the person is asked for another account.

    False where it was not paid.
    """
    store.lock_refunds(tx, [refund_id])
    refund = refund_with_id(tx, refund_id)
    if refund.state is not RefundState.PAID:
        return False
    _book_transfer(tx, -refund.cents, value_date, bank_entry_id)
    bounced = refund.bounced()
    store.update_refunds(tx, [bounced])
    if refund.person_id and (holder := account_holders.load_holder(tx, refund.person_id)):
        mail_account_wanted(tx, holder, bounced, bounced=True)
    return True


def booking_of(refund: Refund, day: date) -> Booking:
    """What takes the money out of the credit, or out of clearing."""
    source = Line(RECEIVABLE, refund.cents, refund.person_id)
    if refund.person_id is None:
        source = Line(CLEARING, refund.cents)
    return Booking(
        refund.booking_id,
        BookingKind.REFUND,
        day,
        ledger_texts.REFUND.format(reason=texts.REASONS[refund.reason]),
        (source, Line(REFUNDS, -refund.cents)),
        refund.created_by,
        bank_entry_id=refund.bank_entry_id,
    )


def _book_transfer(
    tx: Transaction, cents: int, value_date: date, bank_entry_id: UUID | None
) -> None:
    text = ledger_texts.REFUND_PAID if cents > 0 else ledger_texts.REFUND_BOUNCED
    booking = Booking(
        tx.new_id(),
        BookingKind.REFUND,
        value_date,
        text,
        (Line(REFUNDS, cents), Line(BANK, -cents)),
        SYSTEM,
        bank_entry_id=bank_entry_id,
    )
    ledger.book(tx, [booking])


def _open_refund(tx: Transaction, refund_id: UUID) -> Refund:
    """The refund, locked with the ledger that it belongs to. Raises REFUND_NOT_OPEN."""
    refund = refund_with_id(tx, refund_id)
    if refund.person_id is not None:
        ledger.lock_accounts(tx, [refund.person_id])
    store.lock_refunds(tx, [refund_id])
    refund = refund_with_id(tx, refund_id)
    if not refund.is_open:
        raise texts.refund_not_open()
    return refund
