"""What somebody owes and why, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, local_date

from records.app.charging import names_of_fees
from records.app.published_semesters import dates_of
from records.domain.account_holder import AccountHolder
from records.domain.contribution import PartDue, parts_as_shown
from records.domain.ledger import (
    CONTRIBUTION,
    RECEIVABLE,
    BookedLine,
    BookingKind,
    Planned,
    due_by_part,
)
from records.domain.reversing import can_be_reversed
from records.domain.settlement import (
    DUES,
    MoneyReceived,
    PersonAccount,
    SettledCharge,
    settle,
)
from records.domain.university import Contribution, contribution_of
from records.store import account_holders, ledger
from records.store.cash_receipts import receipt_numbers_of
from records.store.rules import load_rules
from records.store.university import load_contributions
from records.texts import ledger_refusals as refusals

_NOTHING = Planned()


@dataclass(frozen=True, slots=True)
class StatedChange:
    """A booking that changed what is due for a charge, in cents: more where positive."""

    booking_id: UUID
    kind: BookingKind
    cents: int
    value_date: date
    text: LocalizedText
    reversible: bool


@dataclass(frozen=True, slots=True)
class StatedCharge:
    """A charge in words."""

    settled: SettledCharge
    name: LocalizedText
    # Of a contribution: the parts that are due.
    parts: tuple[PartDue, ...]
    changes: tuple[StatedChange, ...]
    overdue: bool
    needed_for_reregistration: bool


@dataclass(frozen=True, slots=True)
class StatedMoney:
    """Money that came in, in words."""

    received: MoneyReceived
    text: LocalizedText
    # Empty where it was no cash.
    receipt_number: str
    reversible: bool


@dataclass(frozen=True, slots=True)
class StatedEntry:
    """One line of the account, in cents: what is owed more, and what is owed then."""

    booking_id: UUID
    kind: BookingKind
    book_time: datetime
    value_date: date
    text: LocalizedText
    cents: int
    balance: int
    booked_by: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A person's account in words."""

    holder: AccountHolder
    account: PersonAccount
    today: date
    charges: tuple[StatedCharge, ...]
    money: tuple[StatedMoney, ...]
    entries: tuple[StatedEntry, ...]

    def name_of(self, charge_id: UUID) -> tuple[LocalizedText, Semester | None]:
        """What a charge is called, and the semester it belongs to."""
        one = next(each for each in self.charges if each.settled.charge.charge_id == charge_id)
        return one.name, one.settled.charge.semester


def has_account(tx: Transaction, person_id: UUID) -> bool:
    """Whether there is a student or applicant with the id."""
    return account_holders.load_holder(tx, person_id) is not None


def statement_of(tx: Transaction, person_id: UUID, planned: Planned = _NOTHING) -> Statement:
    """The account of a student or applicant; with what is planned as if it were booked.

    Raises ACCOUNT_HOLDER_UNKNOWN.
    """
    holder = account_holders.load_holder(tx, person_id)
    if holder is None:
        raise refusals.account_holder_unknown(str(person_id))
    charges = [
        *ledger.load_charges(tx, [person_id]).get(person_id, ()),
        *(each for each in planned.charges if each.person_id == person_id),
    ]
    of_charges = ledger.load_lines_of_charges(tx, [each.charge_id for each in charges])
    lines = ledger.load_receivables(tx, [person_id]).get(person_id, [])
    _add_planned(tx, planned, person_id, lines, of_charges)
    waits_for = load_rules(tx).reregistration.waits_for
    account = settle(charges, lines, waits_for)
    today = local_date(tx.now)
    names = names_of_fees(tx, {each.fee_code for each in charges})
    contributions = load_contributions(tx)
    taken_back = frozenset(
        each.reverses_booking_id for each in lines if each.reverses_booking_id is not None
    )
    return Statement(
        holder=holder,
        account=account,
        today=today,
        charges=tuple(
            StatedCharge(
                settled=each,
                name=names[each.charge.fee_code],
                parts=_parts(each, of_charges[each.charge.charge_id], contributions),
                changes=_changes(each, of_charges[each.charge.charge_id], taken_back),
                overdue=each.is_overdue(today),
                needed_for_reregistration=each.charge.fee_code in waits_for,
            )
            for each in _cancelled_last(account.charges)
        ),
        money=_money(tx, account, lines, taken_back),
        entries=_entries(lines),
    )


def _add_planned(
    tx: Transaction,
    planned: Planned,
    person_id: UUID,
    lines: list[BookedLine],
    of_charges: dict[UUID, list[BookedLine]],
) -> None:
    kinds = {each.booking_id: each.kind for each in lines}
    for line in planned.lines(tx.now, kinds):
        if line.account == RECEIVABLE and line.person_id == person_id:
            lines.append(line)
        if line.charge_id is not None:
            of_charges[line.charge_id].append(line)


def _cancelled_last(charges: Iterable[SettledCharge]) -> list[SettledCharge]:
    return sorted(charges, key=lambda each: each.is_cancelled)


def _parts(
    settled: SettledCharge, lines: list[BookedLine], contributions: tuple[Contribution, ...]
) -> tuple[PartDue, ...]:
    charge = settled.charge
    if charge.fee_code != CONTRIBUTION or charge.semester is None:
        return ()
    return parts_as_shown(contribution_of(contributions, charge.semester), due_by_part(lines))


def _changes(
    settled: SettledCharge, lines: Iterable[BookedLine], taken_back: frozenset[UUID]
) -> tuple[StatedChange, ...]:
    return tuple(
        StatedChange(
            booking_id=each.booking_id,
            kind=each.kind,
            cents=each.cents,
            value_date=each.value_date,
            text=each.text,
            reversible=each.booking_id not in taken_back
            and can_be_reversed(each.kind)
            and each.cents < 0
            and -each.cents <= settled.waived,
        )
        for each in lines
        if each.account == RECEIVABLE and each.effect in DUES
    )


def _money(
    tx: Transaction,
    account: PersonAccount,
    lines: list[BookedLine],
    taken_back: frozenset[UUID],
) -> tuple[StatedMoney, ...]:
    texts: Mapping[UUID, LocalizedText] = {each.booking_id: each.text for each in lines}
    numbers = receipt_numbers_of(tx, [each.booking_id for each in account.money])
    return tuple(
        StatedMoney(
            received=each,
            text=texts[each.booking_id],
            receipt_number=numbers.get(each.booking_id, ""),
            reversible=each.booking_id not in taken_back
            and can_be_reversed(each.kind)
            and each.refunded == 0,
        )
        for each in account.money
    )


def _entries(lines: list[BookedLine]) -> tuple[StatedEntry, ...]:
    in_order = sorted(lines, key=lambda each: each.order)
    entries: list[StatedEntry] = []
    balance = 0
    for booking_id, own in groupby(in_order, key=lambda each: each.booking_id):
        booked = list(own)
        cents = sum(each.cents for each in booked)
        balance += cents
        first = booked[0]
        entries.append(
            StatedEntry(
                booking_id=booking_id,
                kind=first.kind,
                book_time=first.book_time,
                value_date=first.value_date,
                text=first.text,
                cents=cents,
                balance=balance,
                booked_by=first.booked_by,
            )
        )
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class FeeReceipt:
    """What was charged and paid for a semester, in cents."""

    statement: Statement
    semester: Semester
    charges: tuple[StatedCharge, ...]

    @property
    def due(self) -> int:
        """What is due after reductions and waivers."""
        return sum(each.settled.due for each in self.charges)

    @property
    def paid(self) -> int:
        """What was paid of it."""
        return sum(each.settled.paid for each in self.charges)

    @property
    def paid_on(self) -> date | None:
        """The last value date of what was paid; None where nothing was."""
        return max(
            (use.value_date for each in self.charges for use in each.settled.uses), default=None
        )


def fee_receipt(tx: Transaction, person_id: UUID, semester: Semester) -> FeeReceipt:
    """What a receipt for a semester shows; without what was cancelled. Raises SEMESTER_UNKNOWN."""
    dates_of(tx, semester)
    statement = statement_of(tx, person_id)
    charges = tuple(
        each
        for each in statement.charges
        if each.settled.charge.semester == semester and not each.settled.is_cancelled
    )
    return FeeReceipt(statement, semester, charges)
