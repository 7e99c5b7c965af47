"""What money that left the account, or came back to it, belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chassis.database import Transaction

from records.app.payments import release_held, return_payment
from records.app.refunds import note_bounced, note_order_paid, note_paid, refund_named
from records.domain.bank_entries import BankPayment, is_reference
from records.domain.bank_imports import BankEntry, EntryState, Settlement
from records.domain.refunds import RefundState
from records.store import bank, clearing, refunds

# A transfer can be called back for thirteen months (SEPA Credit Transfer rulebook, recall for
# fraud); a correction by the bank can have a value date before the payment's.
_EARLIEST = timedelta(days=400)
_LATEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RefundPaid:
    """A refund of ours that the bank has transferred."""

    refund_id: UUID
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """A whole payment order that the bank has booked in one sum."""

    payment_order_number: str


@dataclass(frozen=True, slots=True)
class RefundBounced:
    """A refund of ours that came back."""

    refund_id: UUID
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A payment that the bank takes back."""

    bank_entry_id: UUID
    # On whose accounts it is booked.
    person_ids: tuple[UUID, ...]


Outgoing = RefundPaid | OrderPaid | RefundBounced | TakenBack


class OutgoingPlan:
    """Finds what payments of a file belong to, each thing once."""

    def __init__(self, tx: Transaction, arrived: Sequence[tuple[BankEntry, UUID | None]]) -> None:
        self._tx = tx
        # What comes in with the same file: the payment, and whose account it is booked on.
        self._arrived = arrived
        self._used: set[UUID | str] = set()
        self._paid: set[UUID] = set()

    def find(self, payment: BankPayment) -> Outgoing | None:
        """What it belongs to; None where that cannot be told."""
        if not payment.returned:
            return self._refund(payment) or self._order(payment)
        return self._bounced(payment) if payment.cents > 0 else self._taken_back(payment)

    def _refund(self, payment: BankPayment) -> RefundPaid | None:
        refund = refund_named(self._tx, payment.end_to_end_id)
        if refund is None or refund.state is not RefundState.ORDERED:
            return None
        if refund.cents != -payment.cents or refund.refund_id in self._used:
            return None
        self._used.add(refund.refund_id)
        self._paid.add(refund.refund_id)
        return RefundPaid(refund.refund_id, refund.person_id)

    def _order(self, payment: BankPayment) -> OrderPaid | None:
        number = payment.payment_order
        if not number or number in self._used:
            return None
        ordered = refunds.load_refunds_in_order(self._tx, number)
        waiting = [each for each in ordered if each.state is RefundState.ORDERED]
        if not ordered or waiting != list(ordered):
            return None
        if sum(each.cents for each in ordered) != -payment.cents:
            return None
        self._used.add(number)
        return OrderPaid(number)

    def _bounced(self, payment: BankPayment) -> RefundBounced | None:
        refund = refund_named(self._tx, payment.end_to_end_id)
        if refund is None or refund.cents != payment.cents:
            return None
        if refund.state is not RefundState.PAID and refund.refund_id not in self._paid:
            return None
        return RefundBounced(refund.refund_id, refund.person_id)

    def _taken_back(self, payment: BankPayment) -> TakenBack | None:
        earliest, latest = payment.value_date - _EARLIEST, payment.value_date + _LATEST
        stored = bank.find_entries_of_amount(
            self._tx, -payment.cents, payment.currency, earliest, latest
        )
        ids = [each.bank_entry_id for each in stored]
        booked = bank.payments_of_entries(self._tx, ids)
        held = bank.held_of_entries(self._tx, ids)
        owners: dict[UUID, tuple[UUID, ...]] = {}
        for each in stored:
            parts = booked.get(each.bank_entry_id, [])
            there = sum(cents for _, _, cents in parts) + held.get(each.bank_entry_id, 0)
            # Money that went back already, or was taken back, cannot be taken back once more.
            if there == each.cents:
                owners[each.bank_entry_id] = tuple(person for _, person, _ in parts)
        arrived = [
            (entry, person_id) for entry, person_id in self._arrived
            if entry.cents == -payment.cents and entry.currency == payment.currency
        ]  # fmt: skip
        for entry, person_id in arrived:
            owners[entry.bank_entry_id] = (person_id,) if person_id else ()
        possible = [
            each
            for each in (*stored, *(entry for entry, _ in arrived))
            if each.bank_entry_id in owners and each.bank_entry_id not in self._used
        ]
        found = _the_one(payment, possible)
        if found is None:
            return None
        self._used.add(found.bank_entry_id)
        return TakenBack(found.bank_entry_id, owners[found.bank_entry_id])


def _the_one(payment: BankPayment, possible: Iterable[BankEntry]) -> BankEntry | None:
    """The payment that is meant: by the payer's reference, or by account and remittance."""
    fitting = [
        each
        for each in possible
        if not (each.counterparty_iban and payment.counterparty_iban)
        or each.counterparty_iban == payment.counterparty_iban
    ]
    if is_reference(payment.end_to_end_id):
        fitting = [each for each in fitting if each.end_to_end_id == payment.end_to_end_id]
    else:
        fitting = [each for each in fitting if each.counterparty_iban and payment.counterparty_iban]
    if len(fitting) > 1:
        same = [each for each in fitting if each.remittance == payment.remittance]
        fitting = same or fitting
    return fitting[0] if len(fitting) == 1 else None


def carry_out(tx: Transaction, outgoing: Outgoing, payment: BankPayment, entry_id: UUID) -> None:
    """Books what a payment belongs to. The caller tells of changed accounts."""
    if isinstance(outgoing, RefundPaid):
        note_paid(tx, outgoing.refund_id, payment.value_date, bank_entry_id=entry_id)
    elif isinstance(outgoing, OrderPaid):
        number = outgoing.payment_order_number
        note_order_paid(tx, number, payment.value_date, bank_entry_id=entry_id)
    elif isinstance(outgoing, RefundBounced):
        note_bounced(tx, outgoing.refund_id, payment.value_date, bank_entry_id=entry_id)
    else:
        _take_back(tx, outgoing.bank_entry_id, payment, entry_id)


def _take_back(tx: Transaction, original_id: UUID, payment: BankPayment, entry_id: UUID) -> None:
    for booking_id, _, _ in bank.payments_of_entries(tx, [original_id]).get(original_id, []):
        return_payment(tx, booking_id, payment.value_date, bank_entry_id=entry_id)
    if held := bank.held_of_entries(tx, [original_id]).get(original_id, 0):
        release_held(tx, held, payment.value_date, bank_entry_id=original_id)
    settle_by_bank(tx, [original_id])


def settle_by_bank(tx: Transaction, bank_entry_ids: Sequence[UUID]) -> None:
    """Closes what waits for a clerk, since a file of the bank has settled it."""
    items = clearing.load_items_of_entries(tx, bank_entry_ids)
    clearing.lock_items(tx, [each.clearing_item_id for each in items])
    for item in clearing.load_items_of_entries(tx, bank_entry_ids):
        if item.is_open:
            clearing.update_item(tx, item.settled(Settlement.BY_BANK, "system", tx.now))
    bank.set_state(tx, bank_entry_ids, EntryState.SETTLED)
