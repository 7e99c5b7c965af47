"""What Student Services do with somebody's account: charge, cancel, waive, take back.

Each answers with the account as it is afterwards, or with `validate_only` as it would be. What
follows for re-registration and enrolment happens in the same transaction.
"""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.mail.letters import same
from chassis.values import Semester, local_date

from records.app import clearing
from records.app.charging import (
    FeeToCharge,
    charge_with_id,
    plan_cancelling,
    plan_fees,
    plan_waiver,
)
from records.app.person_accounts import account_of
from records.app.published_semesters import dates_of
from records.app.reregistering import note_account_changed
from records.app.statements import Statement, statement_of
from records.domain.ledger import CONTRIBUTION, Booking, BookingKind, Planned
from records.domain.reversing import ReversalFault, reversal_fault, reversing_lines
from records.store import ledger
from records.texts import ledger as texts
from records.texts import ledger_refusals as refusals

_FAULTS = {
    ReversalFault.NOT_REVERSIBLE: refusals.booking_not_reversible,
    ReversalFault.REVERSED: refusals.booking_reversed,
    ReversalFault.REFUNDED: refusals.money_refunded,
}


def charge_at_desk(
    tx: Transaction,
    person_id: UUID,
    fee_code: str,
    occasion: str,
    semester: Semester | None,
    due_date: date | None,
    *,
    validate_only: bool,
    by: str,
) -> tuple[UUID, Statement]:
    """Charges a fee; returns the charge that stands.

    Raises FEE_UNKNOWN, SEMESTER_UNKNOWN and CHARGE_CANCELLED.
    """
    if semester is not None:
        dates_of(tx, semester)
    fee = FeeToCharge(person_id, fee_code, occasion, semester, due_date)
    planned = plan_fees(tx, [fee], by=by)
    [charge_id] = planned.charge_ids
    standing = account_of(tx, person_id).charge(charge_id)
    if standing is not None and standing.is_cancelled:
        raise refusals.charge_cancelled()
    statement = _carry_out(
        tx, person_id, Planned(planned.bookings, planned.charges), validate_only=validate_only
    )
    return charge_id, statement


def cancel_at_desk(
    tx: Transaction,
    person_id: UUID,
    charge_id: UUID,
    reason: str,
    *,
    validate_only: bool,
    by: str,
) -> Statement:
    """Takes a fee back.

    Raises CHARGE_UNKNOWN, CHARGE_CANCELLED and CONTRIBUTION_FOLLOWS_FROM_SEMESTER.
    """
    charge = charge_with_id(tx, charge_id, person_id)
    if charge.fee_code == CONTRIBUTION:
        raise refusals.contribution_follows_from_semester()
    ledger.lock_accounts(tx, [person_id])
    bookings = plan_cancelling(tx, charge, same(reason), by=by)
    if not bookings:
        raise refusals.charge_cancelled()
    return _carry_out(tx, person_id, Planned(bookings), validate_only=validate_only)


def waive_at_desk(
    tx: Transaction,
    person_id: UUID,
    charge_id: UUID,
    cents: int,
    reason: str,
    *,
    validate_only: bool,
    by: str,
) -> Statement:
    """Waives a charge, all that is due of it where `cents` is 0.

    Raises CHARGE_UNKNOWN and WAIVED_BEYOND_CHARGE.
    """
    charge = charge_with_id(tx, charge_id, person_id)
    ledger.lock_accounts(tx, [person_id])
    booking = plan_waiver(tx, charge, cents or None, same(reason), by=by)
    return _carry_out(tx, person_id, Planned((booking,)), validate_only=validate_only)


def reverse_at_desk(
    tx: Transaction,
    person_id: UUID,
    booking_id: UUID,
    reason: str,
    *,
    validate_only: bool,
    by: str,
) -> Statement:
    """Takes a payment, cash or a waiver back; a bank's payment is cleared anew.

    Raises BOOKING_UNKNOWN, BOOKING_REVERSED, BOOKING_NOT_REVERSIBLE and MONEY_REFUNDED.
    """
    lines = ledger.load_booking(tx, booking_id)
    if {each.person_id for each in lines if each.person_id is not None} != {person_id}:
        raise refusals.booking_unknown(str(booking_id))
    ledger.lock_accounts(tx, [person_id])
    is_reversed = bool(ledger.reversed_among(tx, [booking_id]))
    fault = reversal_fault(lines, account_of(tx, person_id), is_reversed=is_reversed)
    if fault is not None:
        raise _FAULTS[fault]()
    entry_id = ledger.bank_entry_of(tx, booking_id)
    booking = Booking(
        tx.new_id(),
        BookingKind.REVERSAL,
        local_date(tx.now),
        texts.REVERSED.format(reason=reason),
        reversing_lines(lines),
        by,
        bank_entry_id=entry_id,
        reverses_booking_id=booking_id,
    )
    if entry_id is not None and not validate_only:
        clearing.clear_anew(tx, entry_id, remark=reason)
    return _carry_out(
        tx,
        person_id,
        Planned((booking,)),
        validate_only=validate_only,
        money_went_back=lines[0].kind is not BookingKind.WAIVER,
    )


def _carry_out(
    tx: Transaction,
    person_id: UUID,
    planned: Planned,
    *,
    validate_only: bool,
    money_went_back: bool = False,
) -> Statement:
    if validate_only:
        return statement_of(tx, person_id, planned)
    ledger.book(tx, planned.bookings)
    ledger.add_charges(tx, planned.charges)
    if planned.bookings:
        note_account_changed(tx, [person_id], money_went_back=money_went_back)
    return statement_of(tx, person_id)
