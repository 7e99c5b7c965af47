"""Cash at the desk, with receipts that are numbered without a gap."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.person_accounts import account_of
from records.app.reregistering import note_account_changed
from records.app.statements import Statement, statement_of
from records.domain.cash import CashReceipt, receipt_number
from records.domain.ledger import CASH, RECEIVABLE, Booking, BookingKind, Line, Planned
from records.store import cash_receipts as store
from records.store import ledger
from records.store.number_counters import take_numbers
from records.texts import ledger as texts
from records.texts import ledger_refusals as refusals


@dataclass(frozen=True, slots=True)
class CashBooked:
    """The receipt, and the account as it is afterwards."""

    receipt: CashReceipt
    statement: Statement


def book_cash(
    tx: Transaction,
    person_id: UUID,
    cents: int,
    charge_id: UUID | None = None,
    *,
    validate_only: bool = False,
    by: str,
) -> CashBooked:
    """Books cash for one charge, or for what is open; without a number with `validate_only`.

    No more is taken than is open: change is given. Source: guide 002, "Replacing the student ID
    card", of fees in cash. Raises CHARGE_UNKNOWN and CASH_BEYOND_OPEN.
    """
    ledger.lock_accounts(tx, [person_id])
    account = account_of(tx, person_id)
    most = account.open + account.to_return
    if charge_id is not None:
        charge = account.charge(charge_id)
        if charge is None:
            raise refusals.charge_unknown(str(charge_id))
        most = charge.open
    if cents > most:
        raise refusals.cash_beyond_open(most)
    year = local_date(tx.now).year
    number = ""
    if not validate_only:
        [count] = take_numbers(tx, f"cash-receipt-{year}", 1)
        number = receipt_number(year, count)
    booking = Booking(
        tx.new_id(),
        BookingKind.CASH,
        local_date(tx.now),
        texts.CASH.format(number=number),
        (Line(CASH, cents), Line(RECEIVABLE, -cents, person_id, charge_id)),
        by,
    )
    receipt = CashReceipt(number, person_id, booking.booking_id, cents, tx.now, by)
    if validate_only:
        return CashBooked(receipt, statement_of(tx, person_id, Planned((booking,))))
    ledger.book(tx, [booking])
    store.insert_receipt(tx, receipt)
    note_account_changed(tx, [person_id])
    return CashBooked(receipt, statement_of(tx, person_id))


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A page of receipts, and the statement that tells what they paid for."""

    receipts: tuple[CashReceipt, ...]
    statement: Statement
    has_next: bool


def receipts_of_person(tx: Transaction, person_id: UUID, before: str, size: int) -> ReceiptPage:
    """The receipts of a person, the newest first, those before the number given."""
    found = store.find_receipts(tx, person_id, before, size + 1)
    return ReceiptPage(found[:size], statement_of(tx, person_id), has_next=len(found) > size)
