"""What was charged and paid for a semester. Amounts are cents of euro."""

from dataclasses import dataclass
from datetime import date

from chassis.values import LocalizedText, Semester


@dataclass(frozen=True, slots=True)
class ChargePart:
    """A part of a charge, after reductions, and what it is made of where that is named."""

    name: LocalizedText
    amount_cents: int
    parts: tuple["ChargePart", ...] = ()


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """What was charged for one thing, and what became of it."""

    fee_code: str
    name: LocalizedText
    due_date: date
    # Before reductions and waivers.
    amount_cents: int
    reduced_cents: int
    waived_cents: int
    paid_cents: int
    open_cents: int
    parts: tuple[ChargePart, ...] = ()
    # The value date with which nothing was open any more.
    settled_date: date | None = None

    @property
    def due_cents(self) -> int:
        """What is due after reductions and waivers."""
        return self.amount_cents - self.reduced_cents - self.waived_cents


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """The account of one semester."""

    semester: Semester
    charges: tuple[ChargeFacts, ...]
    due_cents: int
    paid_cents: int
    open_cents: int
    # The last value date of the money that was paid; None where nothing was.
    paid_date: date | None
