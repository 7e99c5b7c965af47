"""Charging fees on occasions, and taking charges off again.

None of these completes re-registrations or enrolments by itself: the use case that charges or takes
off calls `reregistering.note_account_changed` once it is done with the person's ledger.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, local_date

from records.domain.ledger import (
    RECEIVABLE,
    SYSTEM,
    WAIVERS,
    Booking,
    BookingKind,
    Charge,
    Line,
    due_by_part,
    income,
    lines_to_change_parts,
)
from records.domain.university import OccasionalFee
from records.store import fees as fee_store
from records.store import ledger
from records.texts import ledger as texts
from records.texts import ledger_refusals as refusals

# Beyond this an occasion does not fit its column.
LONGEST_OCCASION = 60


@dataclass(frozen=True, slots=True)
class FeeToCharge:
    """A fee for one person; the same fee, semester and occasion are charged once."""

    person_id: UUID
    fee_code: str
    # What it is charged for, such as the id of a card.
    occasion: str
    # None for fees that belong to no semester.
    semester: Semester | None = None
    # None for today.
    due_date: date | None = None
    # What the statement says; None for the fee's name.
    text: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class FeesPlanned:
    """What is to be booked for fees; `charge_ids` in the order of the fees, standing ones too."""

    charge_ids: tuple[UUID, ...]
    charges: tuple[Charge, ...]
    bookings: tuple[Booking, ...]


def charge_fee(
    tx: Transaction,
    person_id: UUID,
    fee_code: str,
    *,
    occasion: str,
    semester: Semester | None = None,
    due_date: date | None = None,
    text: LocalizedText | None = None,
    by: str = SYSTEM,
) -> UUID:
    """Charges an occasional fee and returns the charge; charged before, it is that one.

    Raises FEE_UNKNOWN where the profile has no such fee.
    """
    fee = FeeToCharge(person_id, fee_code, occasion, semester, due_date, text)
    return charge_fees(tx, [fee], by=by)[0]


def charge_fees(tx: Transaction, fees: Sequence[FeeToCharge], *, by: str = SYSTEM) -> list[UUID]:
    """Charges fees of many persons with a fixed number of queries; see `charge_fee`."""
    planned = plan_fees(tx, fees, by=by)
    ledger.book(tx, planned.bookings)
    ledger.add_charges(tx, planned.charges)
    return list(planned.charge_ids)


def plan_fees(tx: Transaction, fees: Sequence[FeeToCharge], *, by: str) -> FeesPlanned:
    """What charging the fees books. Raises FEE_UNKNOWN."""
    known = {each.code: each for each in fee_store.load_fees(tx)}
    for each in fees:
        if each.fee_code not in known:
            raise refusals.fee_unknown(each.fee_code, sorted(known))
    person_ids = {each.person_id for each in fees}
    ledger.lock_accounts(tx, person_ids)
    standing = {
        _key(each): each.charge_id
        for charges in ledger.load_charges(tx, person_ids).values()
        for each in charges
    }
    ids: list[UUID] = []
    charges: list[Charge] = []
    bookings: list[Booking] = []
    for each in fees:
        key = (each.person_id, each.fee_code, each.semester, each.occasion)
        if key not in standing:
            charge = Charge(
                charge_id=tx.new_id(),
                booking_id=tx.new_id(),
                person_id=each.person_id,
                fee_code=each.fee_code,
                semester=each.semester,
                due_date=each.due_date or local_date(tx.now),
                occasion=each.occasion,
            )
            standing[key] = charge.charge_id
            charges.append(charge)
            bookings.append(_charged(tx, charge, known[each.fee_code], each.text, by))
        ids.append(standing[key])
    return FeesPlanned(tuple(ids), tuple(charges), tuple(bookings))


def cancel_charge(
    tx: Transaction, charge_id: UUID, reason: LocalizedText, *, by: str = SYSTEM
) -> bool:
    """Takes a charge back as a whole; what was paid for it is credit then.

    Returns False where nothing is due for it any more, as after it was cancelled before. Raises
    CHARGE_UNKNOWN.
    """
    charge = charge_with_id(tx, charge_id)
    ledger.lock_accounts(tx, [charge.person_id])
    bookings = plan_cancelling(tx, charge, reason, by=by)
    ledger.book(tx, bookings)
    return bool(bookings)


def plan_cancelling(
    tx: Transaction, charge: Charge, reason: LocalizedText, *, by: str
) -> tuple[Booking, ...]:
    """What cancelling books; nothing where nothing is due. The account is locked."""
    lines = ledger.load_lines_of_charges(tx, [charge.charge_id])[charge.charge_id]
    due = due_by_part(lines)
    if not due:
        return ()
    today = local_date(tx.now)
    text = texts.CANCELLED.format(reason=reason)
    bookings: list[Booking] = []
    if waived := sum(each.cents for each in lines if each.account == WAIVERS):
        # What is not due any more is waived no longer.
        no_waiver = _waiver_lines(charge, -waived)
        bookings.append(Booking(tx.new_id(), BookingKind.WAIVER, today, text, no_waiver, by))
    raising = {
        each.booking_id
        for each in lines
        if each.account == RECEIVABLE
        and each.cents > 0
        and each.kind in (BookingKind.CHARGE, BookingKind.REDUCTION)
    }
    # It takes back the booking that charged it last; a booking is taken back once.
    open_ids = raising - ledger.reversed_among(tx, raising)
    in_order = [each.booking_id for each in lines if each.booking_id in open_ids]
    bookings.append(
        Booking(
            tx.new_id(),
            BookingKind.REVERSAL,
            today,
            text,
            lines_to_change_parts(charge.person_id, charge.charge_id, due, {}),
            by,
            reverses_booking_id=in_order[-1],
        )
    )
    return tuple(bookings)


def waive_charge(
    tx: Transaction,
    charge_id: UUID,
    cents: int | None,
    reason: LocalizedText,
    *,
    by: str = SYSTEM,
) -> UUID:
    """Waives a charge, wholly (None) or so many cents; returns the booking.

    What was paid beyond the rest is credit then. Raises CHARGE_UNKNOWN, and WAIVED_BEYOND_CHARGE
    where less is due than is to be waived.
    """
    charge = charge_with_id(tx, charge_id)
    ledger.lock_accounts(tx, [charge.person_id])
    booking = plan_waiver(tx, charge, cents, reason, by=by)
    ledger.book(tx, [booking])
    return booking.booking_id


def plan_waiver(
    tx: Transaction, charge: Charge, cents: int | None, reason: LocalizedText, *, by: str
) -> Booking:
    """What waiving books. The account is locked. Raises WAIVED_BEYOND_CHARGE."""
    lines = ledger.load_lines_of_charges(tx, [charge.charge_id])[charge.charge_id]
    due = sum(each.cents for each in lines if each.account == RECEIVABLE)
    wanted = due if cents is None else cents
    if not 0 < wanted <= due:
        raise refusals.waived_beyond_charge(due)
    return Booking(
        tx.new_id(),
        BookingKind.WAIVER,
        local_date(tx.now),
        texts.WAIVED.format(reason=reason),
        _waiver_lines(charge, wanted),
        by,
    )


def charge_with_id(tx: Transaction, charge_id: UUID, person_id: UUID | None = None) -> Charge:
    """One charge, of that person where one is named. Raises CHARGE_UNKNOWN."""
    charge = ledger.load_charge(tx, charge_id)
    if charge is None or person_id not in (None, charge.person_id):
        raise refusals.charge_unknown(str(charge_id))
    return charge


def occasional_fees(tx: Transaction) -> tuple[OccasionalFee, ...]:
    """The fees that can be charged, in the university's order."""
    return fee_store.load_fees(tx)


def names_of_fees(tx: Transaction, codes: Collection[str]) -> dict[str, LocalizedText]:
    """The names of the contribution and of fees by their codes; old fees are named by the code."""
    names = {each.code: each.name for each in fee_store.load_fees(tx)}
    return {code: texts.fee_name(code, names) for code in codes}


def _charged(
    tx: Transaction, charge: Charge, fee: OccasionalFee, text: LocalizedText | None, by: str
) -> Booking:
    cents = fee.amount.amount
    named = texts.named_for_semester(fee.name, charge.semester)
    return Booking(
        charge.booking_id,
        BookingKind.CHARGE,
        local_date(tx.now),
        text or named,
        (
            Line(RECEIVABLE, cents, charge.person_id, charge.charge_id),
            Line(income(fee.code), -cents, None, charge.charge_id),
        ),
        by,
    )


def _waiver_lines(charge: Charge, cents: int) -> tuple[Line, ...]:
    return (
        Line(WAIVERS, cents, None, charge.charge_id),
        Line(RECEIVABLE, -cents, charge.person_id, charge.charge_id),
    )


def _key(charge: Charge) -> tuple[UUID, str, Semester | None, str]:
    return charge.person_id, charge.fee_code, charge.semester, charge.occasion
