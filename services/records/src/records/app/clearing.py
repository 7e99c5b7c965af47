"""Settling what waits in the clearing list, and taking a settlement back.

Nothing is deleted: a settlement is a booking, and taking it back is another one. How much of a
payment waits is what lies of it in the ledger's clearing account.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.payments import book_payment, release_held
from records.app.person_accounts import accounts_of
from records.app.refunds import (
    booking_of,
    cancel_refunds_without_money,
    plan_refund,
    refund_stranger,
)
from records.app.reregistering import note_account_changed
from records.domain.bank_imports import BankEntry, ClearingItem, EntryState, Settlement
from records.domain.ledger import Booking, BookingKind
from records.domain.matching import ClearingReason
from records.domain.refunds import RefundAccount, RefundReason, RefundState
from records.domain.reversing import reversing_lines
from records.domain.settling import possible_settlements, share_faults
from records.store import bank, clearing, ledger, refunds
from records.texts import clearing as texts


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part of some money, in cents."""

    person_id: UUID
    cents: int


@dataclass(frozen=True, slots=True)
class ItemToSettle:
    """An item with the payment behind it, both locked, and how its money stands."""

    item: ClearingItem
    entry: BankEntry
    # In clearing, in cents.
    held: int
    # On accounts: booking, person, cents.
    booked: tuple[tuple[UUID, UUID, int], ...]

    @property
    def cents(self) -> int:
        """What there is to settle."""
        return self.held or sum(cents for _, _, cents in self.booked)

    @property
    def possible(self) -> tuple[Settlement, ...]:
        """How it can be settled."""
        return possible_settlements(self.item.reason, self.held, has_owner=bool(self.booked))


def item_with_id(tx: Transaction, clearing_item_id: UUID) -> ClearingItem:
    """One item. Raises CLEARING_ITEM_UNKNOWN."""
    item = clearing.load_item(tx, clearing_item_id)
    if item is None:
        raise texts.item_unknown(str(clearing_item_id))
    return item


def item_exists(tx: Transaction, clearing_item_id: UUID) -> bool:
    """Whether there is such an item."""
    return clearing.load_item(tx, clearing_item_id) is not None


def clear_anew(tx: Transaction, bank_entry_id: UUID, *, remark: str) -> None:
    """Puts a payment that was taken off an account into the list; its money lies in clearing.

    Items that only looked at the booking are closed with it.
    """
    items = clearing.load_items_of_entries(tx, [bank_entry_id])
    clearing.lock_items(tx, [each.clearing_item_id for each in items])
    for item in clearing.load_items_of_entries(tx, [bank_entry_id]):
        if item.is_open and item.reason is ClearingReason.TAKEN_OFF:
            return
        if item.is_open:
            clearing.update_item(tx, item.settled(Settlement.KEPT, "system", tx.now))
    payments = bank.payments_of_entries(tx, [bank_entry_id]).get(bank_entry_id, [])
    clearing.insert_items(
        tx,
        [
            ClearingItem(
                clearing_item_id=tx.new_id(),
                bank_entry_id=bank_entry_id,
                reason=ClearingReason.TAKEN_OFF,
                candidates=tuple(dict.fromkeys(person for _, person, _ in payments)),
                create_time=tx.now,
                remark=remark,
            )
        ],
    )
    bank.set_state(tx, [bank_entry_id], EntryState.CLEARING)


def to_settle(tx: Transaction, clearing_item_id: UUID, *, lock: bool = True) -> ItemToSettle:
    """The item with how its money stands. Raises CLEARING_ITEM_UNKNOWN."""
    if lock:
        item = item_with_id(tx, clearing_item_id)
        tx.hold([f"bank-entry:{item.bank_entry_id}"])
        clearing.lock_items(tx, [clearing_item_id])
    item = item_with_id(tx, clearing_item_id)
    entry_id = item.bank_entry_id
    return ItemToSettle(
        item=item,
        entry=bank.load_entries(tx, [entry_id])[entry_id],
        held=bank.held_of_entries(tx, [entry_id]).get(entry_id, 0),
        booked=tuple(bank.payments_of_entries(tx, [entry_id]).get(entry_id, ())),
    )


def assign(
    tx: Transaction, clearing_item_id: UUID, person_id: UUID, remark: str, *, by: str
) -> ClearingItem:
    """Books all of the money on one account. Raises what `split` raises."""
    open_one = _open(tx, clearing_item_id, Settlement.ASSIGNED)
    shares = (Share(person_id, open_one.cents),)
    return _distribute(tx, open_one, shares, Settlement.ASSIGNED, remark, by)


def split(
    tx: Transaction, clearing_item_id: UUID, shares: Sequence[Share], remark: str, *, by: str
) -> ClearingItem:
    """Books the money on several accounts.

    Raises CLEARING_ITEM_SETTLED, SETTLEMENT_NOT_POSSIBLE, SHARES_WRONG, SETTLEMENT_NOT_REVERSIBLE.
    """
    open_one = _open(tx, clearing_item_id, Settlement.SPLIT)
    given = [(each.person_id, each.cents) for each in shares]
    if faults := share_faults(given, open_one.cents):
        raise texts.shares_wrong(faults, open_one.cents)
    return _distribute(tx, open_one, shares, Settlement.SPLIT, remark, by)


def return_to_sender(
    tx: Transaction, clearing_item_id: UUID, account: RefundAccount, remark: str, *, by: str
) -> ClearingItem:
    """Sends the money back: what lies in clearing, or what of the payment is the person's credit.

    Raises CLEARING_ITEM_SETTLED, SETTLEMENT_NOT_POSSIBLE, REFUND_BEYOND_CREDIT.
    """
    open_one = _open(tx, clearing_item_id, Settlement.RETURNED)
    if open_one.held:
        entry_id = open_one.entry.bank_entry_id
        refund_id = refund_stranger(tx, open_one.held, entry_id, account, by=by)
    else:
        refund_id = _refund_credit(tx, open_one, account, by)
    item = replace(open_one.item, refund_id=refund_id)
    return _settled(tx, replace(open_one, item=item), Settlement.RETURNED, remark, by)


def keep(tx: Transaction, clearing_item_id: UUID, remark: str, *, by: str) -> ClearingItem:
    """Leaves the money where it is. Raises CLEARING_ITEM_SETTLED, SETTLEMENT_NOT_POSSIBLE."""
    open_one = _open(tx, clearing_item_id, Settlement.KEPT)
    return _settled(tx, open_one, Settlement.KEPT, remark, by)


def dismiss(tx: Transaction, clearing_item_id: UUID, remark: str, *, by: str) -> ClearingItem:
    """Takes money that is none of students' out of this ledger.

    Raises CLEARING_ITEM_SETTLED, SETTLEMENT_NOT_POSSIBLE, REMARK_MISSING.
    """
    if not remark:
        raise texts.remark_missing()
    open_one = _open(tx, clearing_item_id, Settlement.DISMISSED)
    if open_one.held:
        release_held(
            tx,
            open_one.held,
            local_date(tx.now),
            bank_entry_id=open_one.entry.bank_entry_id,
            text=texts.DISMISSED.format(reason=remark),
            by=by,
        )
    return _settled(tx, open_one, Settlement.DISMISSED, remark, by)


def _open(tx: Transaction, clearing_item_id: UUID, wanted: Settlement) -> ItemToSettle:
    found = to_settle(tx, clearing_item_id)
    if not found.item.is_open:
        raise texts.item_settled()
    if wanted not in found.possible:
        raise texts.settlement_not_possible(found.possible)
    return found


def _distribute(
    tx: Transaction,
    open_one: ItemToSettle,
    shares: Sequence[Share],
    settlement: Settlement,
    remark: str,
    by: str,
) -> ClearingItem:
    owners = {person_id for _, person_id, _ in open_one.booked}
    takers = {each.person_id for each in shares}
    ledger.lock_accounts(tx, owners | takers)
    if open_one.booked and not open_one.held:
        take_off(tx, open_one, texts.ASSIGNED_ANEW, by, note=False)
    entry = open_one.entry
    for each in shares:
        book_payment(
            tx,
            each.person_id,
            each.cents,
            entry.value_date,
            bank_entry_id=entry.bank_entry_id,
            from_clearing=True,
            by=by,
        )
    item = _settled(tx, open_one, settlement, remark, by)
    # Money that left the bank is taken from the account that it is assigned to.
    lost = takers if open_one.cents < 0 else owners - takers
    if open_one.cents < 0:
        cancel_refunds_without_money(tx, lost)
    if lost:
        note_account_changed(tx, lost, money_went_back=True)
    if gained := takers - lost:
        note_account_changed(tx, gained)
    return item


def take_off(
    tx: Transaction, found: ItemToSettle, text: LocalizedText, by: str, *, note: bool = True
) -> None:
    """Moves what is on accounts back into clearing. Raises SETTLEMENT_NOT_REVERSIBLE."""
    owners = {person_id for _, person_id, _ in found.booked}
    ledger.lock_accounts(tx, owners)
    bookings = {booking_id for booking_id, _, _ in found.booked}
    for account in accounts_of(tx, owners).values():
        if any(each.refunded for each in account.money if each.booking_id in bookings):
            raise texts.not_reversible()
    ledger.book(
        tx,
        [
            Booking(
                tx.new_id(),
                BookingKind.REVERSAL,
                local_date(tx.now),
                text,
                reversing_lines(ledger.load_booking(tx, booking_id)),
                by,
                bank_entry_id=found.entry.bank_entry_id,
                reverses_booking_id=booking_id,
            )
            for booking_id in sorted(bookings)
        ],
    )
    if note:
        note_account_changed(tx, owners, money_went_back=True)


def _refund_credit(
    tx: Transaction, open_one: ItemToSettle, account: RefundAccount, by: str
) -> UUID:
    """What of the payment settles nothing, at most; the person need not name an account."""
    [(booking_id, person_id, _)] = open_one.booked
    ledger.lock_accounts(tx, [person_id])
    owner = accounts_of(tx, [person_id])[person_id]
    left = sum(each.left for each in owner.money if each.booking_id == booking_id)
    planned = plan_refund(tx, person_id, left or owner.credit, RefundReason.CREDIT, by=by)
    refund = replace(planned, account=account, state=RefundState.READY)
    ledger.book(tx, [booking_of(refund, local_date(tx.now))])
    refunds.insert_refund(tx, refund)
    note_account_changed(tx, [person_id])
    return refund.refund_id


def _settled(
    tx: Transaction, open_one: ItemToSettle, settlement: Settlement, remark: str, by: str
) -> ClearingItem:
    item = open_one.item.settled(settlement, by, tx.now)
    item = replace(item, remark=texts.with_remark(item.remark, remark))
    clearing.update_item(tx, item)
    if open_one.entry.state is EntryState.CLEARING:
        bank.set_state(tx, [open_one.entry.bank_entry_id], EntryState.SETTLED)
    return item
