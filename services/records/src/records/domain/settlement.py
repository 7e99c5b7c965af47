"""Settling: which money pays for which charge, and what stays open.

Nothing of it is stored; it follows from the lines of the ledger. They are gone through in the order
in which they were booked: money settles what is open by then, so that a fee that was paid stays
paid when something more urgent is charged later. What is open is settled in this order: charges
that re-registration waits for by semester, then the others by due date. Money that was given for
one charge (cash at the desk) settles that one first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from chassis.values import Semester

from records.domain.ledger import RECEIVABLE, BookedLine, BookingKind, Charge
from records.domain.money_lots import Lot, Lots, OpenCharge

# Effects that change what is due for a charge; all others move money.
DUES = frozenset({BookingKind.CHARGE, BookingKind.REDUCTION, BookingKind.WAIVER})
_EARLIEST = Semester.parse("1000S")


@dataclass(frozen=True, slots=True)
class MoneyUse:
    """How much of some money, in cents, went to a charge."""

    booking_id: UUID
    charge_id: UUID
    cents: int
    value_date: date


@dataclass(frozen=True, slots=True)
class SettledCharge:
    """A charge with what became of it, in cents."""

    charge: Charge
    amount: int
    reduced: int
    waived: int
    paid: int
    open: int
    # The value date of the cent that completed it. Where no money was needed: the day of the
    # last reduction or waiver. None while something is open.
    settled_on: date | None
    # What was taken back when the charge was cancelled as a whole; a part of `reduced`.
    cancelled: int
    # What was due before it came to nothing, by whatever way; 0 while something is due.
    last_due: int
    uses: tuple[MoneyUse, ...]

    @property
    def due(self) -> int:
        """What has to be paid in all."""
        return self.amount - self.reduced - self.waived

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open."""
        return self.open == 0

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken back as a whole, and not charged again since."""
        return self.cancelled > 0

    def is_overdue(self, today: date) -> bool:
        """Whether something is open after the due date."""
        return self.open > 0 and self.charge.due_date < today


@dataclass(frozen=True, slots=True)
class MoneyReceived:
    """Money that came in, in cents, and how it was used."""

    booking_id: UUID
    kind: BookingKind
    value_date: date
    cents: int
    uses: tuple[MoneyUse, ...]
    # Gone back to the person, or to somebody else's account.
    refunded: int
    left: int
    # Returned by the bank or taken back: it settles nothing.
    taken_back: bool


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """What a person owes, what was paid, and what is left, in cents."""

    # In the order in which money settles them.
    charges: tuple[SettledCharge, ...] = ()
    money: tuple[MoneyReceived, ...] = ()
    # What is owed; negative is credit.
    balance: int = 0
    # Money that settles nothing.
    credit: int = 0
    # Owed without a charge: money that went back and then turned out not to have come.
    to_return: int = 0

    @property
    def open(self) -> int:
        """The sum of what is open, in cents."""
        return sum(each.open for each in self.charges)

    def overdue(self, today: date) -> int:
        """What is open after its due date, in cents."""
        return sum(each.open for each in self.charges if each.is_overdue(today))

    def charge(self, charge_id: UUID) -> SettledCharge | None:
        """One charge by its id."""
        return next((each for each in self.charges if each.charge.charge_id == charge_id), None)

    def charges_of(self, fee_code: str, semester: Semester | None) -> tuple[SettledCharge, ...]:
        """The charges of one fee for one semester."""
        return tuple(
            each
            for each in self.charges
            if (each.charge.fee_code, each.charge.semester) == (fee_code, semester)
        )


def settle(
    charges: Iterable[Charge], lines: Iterable[BookedLine], waits_for: Sequence[str]
) -> PersonAccount:
    """Settles one person's charges with the money that came in.

    `lines` are the person's receivable lines in whatever order; `waits_for` are the codes that
    re-registration waits for, the most urgent first.
    """
    in_order = sorted(charges, key=lambda each: settling_key(each, waits_for))
    booked = sorted(
        (each for each in lines if each.account == RECEIVABLE),
        key=lambda each: each.order,
    )
    lots = Lots([OpenCharge(each.charge_id) for each in in_order])
    for _, together in groupby(booked, key=lambda each: each.booking_id):
        for line in together:
            _book(lots, line)
        lots.settle()
    return PersonAccount(
        charges=tuple(
            _settled(charge, lots.charges[charge.charge_id], lots) for charge in in_order
        ),
        money=tuple(_received(each, lots) for each in lots.in_order_of_value()),
        balance=sum(each.cents for each in booked),
        credit=lots.credit,
        to_return=lots.to_return,
    )


def settling_key(
    charge: Charge, waits_for: Sequence[str]
) -> tuple[bool, Semester, int, date, str, UUID]:
    """Sorts charges in the order in which money settles them."""
    if charge.fee_code in waits_for:
        semester = charge.semester or _EARLIEST
        place = list(waits_for).index(charge.fee_code)
        return (False, semester, place, charge.due_date, charge.occasion, charge.charge_id)
    return (True, _EARLIEST, 0, charge.due_date, charge.occasion, charge.charge_id)


def _book(lots: Lots, line: BookedLine) -> None:
    reverses = line.reverses_booking_id
    if line.effect in DUES:
        _change_due(lots, line)
    elif line.cents < 0 and reverses is None:
        lots.receive(Lot(line.booking_id, line.kind, line.value_date, -line.cents, line.charge_id))
    elif reverses is None:
        lots.give_back(line.booking_id, line.cents)
    elif line.cents > 0:
        lots.take_back(reverses, line.booking_id, line.cents)
    else:
        lots.undo_giving_back(reverses, -line.cents)


def _change_due(lots: Lots, line: BookedLine) -> None:
    assert line.charge_id is not None, "dues belong to a charge"
    charge = lots.charges[line.charge_id]
    due_before = max(charge.due, 0)
    if line.effect is BookingKind.WAIVER:
        charge.waived -= line.cents
    elif line.kind is BookingKind.CHARGE:
        charge.amount += line.cents
    else:
        # A charge that is taken back is reduced to nothing: it stays visible what it was.
        charge.reduced -= line.cents
        charge.cancelled = -line.cents if line.kind is BookingKind.REVERSAL else 0
    charge.changed_on = line.value_date
    charge.last_due = 0 if charge.due > 0 else due_before or charge.last_due
    lots.release_beyond_due(charge)


def _settled(charge: Charge, state: OpenCharge, lots: Lots) -> SettledCharge:
    uses = tuple(
        MoneyUse(lot.booking_id, charge.charge_id, cents, lot.value_date)
        for lot, cents in lots.used_for(charge.charge_id)
    )
    open_cents = max(state.due, 0) - state.paid
    settled_on = None
    if open_cents == 0:
        settled_on = max((each.value_date for each in uses), default=state.changed_on)
    return SettledCharge(
        charge=charge,
        amount=state.amount,
        reduced=state.reduced,
        waived=state.waived,
        paid=state.paid,
        open=open_cents,
        settled_on=settled_on,
        cancelled=state.cancelled,
        last_due=state.last_due,
        uses=uses,
    )


def _received(lot: Lot, lots: Lots) -> MoneyReceived:
    uses = tuple(
        MoneyUse(lot.booking_id, charge_id, cents, lot.value_date)
        for charge_id, cents in lots.uses_of(lot)
    )
    return MoneyReceived(
        booking_id=lot.booking_id,
        kind=lot.kind,
        value_date=lot.value_date,
        cents=lot.cents,
        uses=uses,
        refunded=lot.gone,
        left=lot.left,
        taken_back=lot.taken_back,
    )


def in_credit_since(lines: Iterable[BookedLine]) -> date | None:
    """The value date of the booking with which an account came into credit; None where it is not.

    `lines` are the person's receivable lines in whatever order.
    """
    balance, since = 0, None
    in_order = sorted(lines, key=lambda each: each.order)
    for _, together in groupby(in_order, key=lambda each: each.booking_id):
        booked = list(together)
        balance += sum(each.cents for each in booked)
        since = (since or booked[0].value_date) if balance < 0 else None
    return since
