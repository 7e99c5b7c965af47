"""The ledger: bookings in double entry, in cents, each of which adds up to nothing.

Debits are positive, credits negative. A booking is never changed or deleted; one that was wrong is
taken back by another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, Semester

# What students owe, by person.
RECEIVABLE = "receivable"
BANK = "bank"
CASH = "cash"
# Money at the bank of which nobody knows yet whose it is.
CLEARING = "clearing"
# Money that is to go back and has not left the bank.
REFUNDS = "refunds"
WAIVERS = "waivers"
_INCOME = "income:"

# The code under which the semester contribution is charged, beside those of occasional fees.
CONTRIBUTION = "contribution"
# Where what is planned stands among what was booked at the same time.
_BEHIND_ALL = 1_000_000
# Who booked what no person did.
SYSTEM = "system"


def income(code: str) -> str:
    """The account of a part of the semester contribution, or of a fee, by its code."""
    return _INCOME + code


def code_of_income(account: str) -> str | None:
    """The part or fee whose account it is; None for accounts of another kind."""
    return account.removeprefix(_INCOME) if account.startswith(_INCOME) else None


class BookingKind(StrEnum):
    """What a booking is."""

    CHARGE = "charge"
    # Less is due than was charged, or such a reduction is taken back.
    REDUCTION = "reduction"
    WAIVER = "waiver"
    PAYMENT = "payment"
    # The bank took a payment back.
    RETURN = "return"
    REFUND = "refund"
    CASH = "cash"
    TRANSFER = "transfer"
    REVERSAL = "reversal"


class UnbalancedBookingError(ValueError):
    """The lines of a booking do not add up to nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a booking, in cents: a debit where positive."""

    account: str
    cents: int
    # Whose receivable it is.
    person_id: UUID | None = None
    # The charge that the line belongs to; for money that came in: the charge it is meant for.
    charge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """What happened to the accounts at once. Raises UnbalancedBookingError."""

    booking_id: UUID
    kind: BookingKind
    # The day that counts: a payment's value date, else the day of booking.
    value_date: date
    text: LocalizedText
    lines: tuple[Line, ...]
    # A user name or "system".
    booked_by: str = SYSTEM
    bank_entry_id: UUID | None = None
    reverses_booking_id: UUID | None = None

    def __post_init__(self) -> None:
        require_balance(self.lines)

    @property
    def person_ids(self) -> frozenset[UUID]:
        """Whose ledgers it changes."""
        return frozenset(line.person_id for line in self.lines if line.person_id is not None)


@dataclass(frozen=True, slots=True)
class Charge:
    """What somebody is charged for; its amount is in the ledger's lines."""

    charge_id: UUID
    # The booking that charged it.
    booking_id: UUID
    person_id: UUID
    # CONTRIBUTION, or the code of an occasional fee.
    fee_code: str
    # None for fees that belong to no semester.
    semester: Semester | None
    due_date: date
    # What it was charged for, so that it is charged once: a card, an application.
    occasion: str


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A line as it stands in the ledger, with what its booking says."""

    booking_id: UUID
    line: int
    # The booking's own kind, and that of the booking it takes back.
    kind: BookingKind
    reversed_kind: BookingKind | None
    value_date: date
    book_time: datetime
    # Orders what was booked for somebody at the same time.
    position: int
    booked_by: str
    text: LocalizedText
    reverses_booking_id: UUID | None
    account: str
    person_id: UUID | None
    charge_id: UUID | None
    cents: int

    @property
    def order(self) -> tuple[datetime, int, UUID, int]:
        """Sorts lines as they were booked."""
        return self.book_time, self.position, self.booking_id, self.line

    @property
    def effect(self) -> BookingKind:
        """What the line does: a reversal does the opposite of what it takes back."""
        return self.reversed_kind or self.kind


def require_balance(lines: Sequence[Line]) -> None:
    """Raises UnbalancedBookingError where the lines do not add up, or one moves nothing."""
    if len(lines) < 2 or any(line.cents == 0 for line in lines):
        raise UnbalancedBookingError("a booking has two lines or more, each of an amount")
    if total := sum(line.cents for line in lines):
        raise UnbalancedBookingError(f"the lines add up to {total} cents, not to nothing")
    if any(line.person_id is None for line in lines if line.account == RECEIVABLE):
        raise UnbalancedBookingError("a receivable is somebody's")


def opposite(lines: Iterable[BookedLine]) -> tuple[Line, ...]:
    """The lines that take others back."""
    return tuple(Line(each.account, -each.cents, each.person_id, each.charge_id) for each in lines)


def due_by_part(lines: Iterable[BookedLine]) -> dict[str, int]:
    """What is due of each part of a charge, in cents, by the part's code; without empty parts.

    `lines` are those of one charge. Waivers apply to the charge as a whole and change no part.
    """
    due: dict[str, int] = defaultdict(int)
    for each in lines:
        if (code := code_of_income(each.account)) is not None:
            due[code] -= each.cents
    return {code: cents for code, cents in due.items() if cents}


def lines_to_change_parts(
    person_id: UUID, charge_id: UUID, now: Mapping[str, int], wanted: Mapping[str, int]
) -> tuple[Line, ...]:
    """The lines that bring the parts of a charge from what is due now to what is wanted.

    Empty where nothing changes.
    """
    changes = {code: wanted.get(code, 0) - now.get(code, 0) for code in sorted({*now, *wanted})}
    lines = [
        Line(income(code), -cents, None, charge_id) for code, cents in changes.items() if cents
    ]
    if more := sum(changes.values()):
        lines.insert(0, Line(RECEIVABLE, more, person_id, charge_id))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a use case is about to book: charges with the bookings behind them."""

    bookings: tuple[Booking, ...] = ()
    charges: tuple[Charge, ...] = ()

    def lines(
        self, book_time: datetime, kinds: Mapping[UUID, BookingKind]
    ) -> tuple[BookedLine, ...]:
        """The lines as they would stand; `kinds` are those of the bookings that they take back."""
        return tuple(
            BookedLine(
                booking_id=each.booking_id,
                line=number,
                kind=each.kind,
                reversed_kind=kinds.get(each.reverses_booking_id)
                if each.reverses_booking_id
                else None,
                value_date=each.value_date,
                book_time=book_time,
                position=_BEHIND_ALL + place,
                booked_by=each.booked_by,
                text=each.text,
                reverses_booking_id=each.reverses_booking_id,
                account=line.account,
                person_id=line.person_id,
                charge_id=line.charge_id,
                cents=line.cents,
            )
            for place, each in enumerate(self.bookings)
            for number, line in enumerate(each.lines, start=1)
        )
