"""Money that arrives at the bank, and money that the bank takes back.

None of these completes re-registrations or enrolments by itself: the use case that books payments
calls `reregistering.note_account_changed` with the persons once it is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText

from records.domain.ledger import (
    BANK,
    CLEARING,
    RECEIVABLE,
    SYSTEM,
    Booking,
    BookingKind,
    Line,
)
from records.store import ledger
from records.texts import ledger as texts
from records.texts import ledger_refusals as refusals


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that a file of the bank tells of, in cents; less than nothing where it left."""

    bank_entry_id: UUID
    # None where nobody knows yet whose it is.
    person_id: UUID | None
    cents: int
    value_date: date


def book_arrivals(tx: Transaction, arrivals: Sequence[Arrival]) -> None:
    """Books what `book_payment` and `hold_payment` book, for many at once.

    The caller has locked the ledgers of all of them.
    """
    ledger.book(
        tx,
        [
            Booking(
                tx.new_id(),
                BookingKind.TRANSFER if each.person_id is None else BookingKind.PAYMENT,
                each.value_date,
                texts.HELD if each.person_id is None else texts.PAYMENT,
                (
                    Line(BANK, each.cents),
                    Line(CLEARING, -each.cents)
                    if each.person_id is None
                    else Line(RECEIVABLE, -each.cents, each.person_id),
                ),
                SYSTEM,
                each.bank_entry_id,
            )
            for each in arrivals
        ],
    )


def book_payment(
    tx: Transaction,
    person_id: UUID,
    cents: int,
    value_date: date,
    *,
    bank_entry_id: UUID | None = None,
    text: LocalizedText | None = None,
    charge_id: UUID | None = None,
    from_clearing: bool = False,
    by: str = SYSTEM,
) -> UUID:
    """Books money for a student or applicant and returns the booking.

    It settles what is open, or first the charge that is named. `from_clearing` takes it from the
    money that was held (`hold_payment`), else it comes in at the bank now. The value date is the
    day on which it was on the university's account.
    """
    ledger.lock_accounts(tx, [person_id])
    source = CLEARING if from_clearing else BANK
    return _book(
        tx,
        BookingKind.PAYMENT,
        value_date,
        text or texts.PAYMENT,
        (Line(source, cents), Line(RECEIVABLE, -cents, person_id, charge_id)),
        bank_entry_id=bank_entry_id,
        by=by,
    )


def hold_payment(
    tx: Transaction,
    cents: int,
    value_date: date,
    *,
    bank_entry_id: UUID | None = None,
    text: LocalizedText | None = None,
    by: str = SYSTEM,
) -> UUID:
    """Books money at the bank of which nobody knows yet whose it is; it lies in clearing.

    Less than nothing is money that left the bank for a reason that nobody knows yet.
    """
    return _book(
        tx,
        BookingKind.TRANSFER,
        value_date,
        text or texts.HELD,
        (Line(BANK, cents), Line(CLEARING, -cents)),
        bank_entry_id=bank_entry_id,
        by=by,
    )


def release_held(
    tx: Transaction,
    cents: int,
    value_date: date,
    *,
    bank_entry_id: UUID | None = None,
    text: LocalizedText | None = None,
    by: str = SYSTEM,
) -> UUID:
    """Books that held money has left the bank again, such as when the bank took it back."""
    return hold_payment(
        tx, -cents, value_date, bank_entry_id=bank_entry_id, text=text or texts.RETURNED, by=by
    )


def return_payment(
    tx: Transaction,
    booking_id: UUID,
    value_date: date,
    *,
    bank_entry_id: UUID | None = None,
    text: LocalizedText | None = None,
    by: str = SYSTEM,
) -> UUID:
    """Books that the bank took a payment back; what it settled is open again.

    Raises BOOKING_UNKNOWN, BOOKING_REVERSED where it was taken back before, and
    BOOKING_NOT_REVERSIBLE where it is no payment.
    """
    lines = ledger.load_booking(tx, booking_id)
    person_ids = {each.person_id for each in lines if each.person_id is not None}
    if not lines:
        raise refusals.booking_unknown(str(booking_id))
    if lines[0].kind is not BookingKind.PAYMENT:
        raise refusals.booking_not_reversible()
    ledger.lock_accounts(tx, person_ids)
    if ledger.reversed_among(tx, [booking_id]):
        raise refusals.booking_reversed()
    received = [each for each in lines if each.account == RECEIVABLE]
    cents = -sum(each.cents for each in received)
    return _book(
        tx,
        BookingKind.RETURN,
        value_date,
        text or texts.RETURNED,
        (
            *(Line(RECEIVABLE, -each.cents, each.person_id, each.charge_id) for each in received),
            Line(BANK, -cents),
        ),
        bank_entry_id=bank_entry_id,
        by=by,
        reverses=booking_id,
    )


def _book(
    tx: Transaction,
    kind: BookingKind,
    value_date: date,
    text: LocalizedText,
    lines: tuple[Line, ...],
    *,
    bank_entry_id: UUID | None,
    by: str,
    reverses: UUID | None = None,
) -> UUID:
    booking = Booking(tx.new_id(), kind, value_date, text, lines, by, bank_entry_id, reverses)
    ledger.book(tx, [booking])
    return booking.booking_id
