"""Taking settlements of the clearing list back, by bookings of their own."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction

from records.app.clearing import ItemToSettle, take_off, to_settle
from records.app.payments import hold_payment
from records.app.refunds import cancel_refund
from records.app.reregistering import note_account_changed
from records.domain.bank_entries import LEDGER_CURRENCY
from records.domain.bank_imports import ClearingItem, EntryState, Settlement
from records.domain.refunds import RefundState
from records.store import bank, clearing, refunds
from records.texts import clearing as texts


def reopen(tx: Transaction, clearing_item_id: UUID, remark: str, *, by: str) -> ClearingItem:
    """Takes a settlement back. Raises CLEARING_ITEM_OPEN, SETTLEMENT_NOT_REVERSIBLE."""
    closed = to_settle(tx, clearing_item_id)
    settlement = closed.item.settlement
    if settlement is None:
        raise texts.item_open()
    if settlement is Settlement.BY_BANK:
        raise texts.not_reversible()
    state = EntryState.CLEARING
    if settlement in (Settlement.ASSIGNED, Settlement.SPLIT):
        if not closed.booked:
            raise texts.not_reversible()
        take_off(tx, closed, texts.REOPENED.format(reason=remark), by)
    elif settlement is Settlement.RETURNED:
        _stop_refund(tx, closed, remark, by)
        if closed.booked:
            state = EntryState.BOOKED
    elif settlement is Settlement.DISMISSED:
        _hold_again(tx, closed, by)
    else:
        state = closed.entry.state
    opened = replace(
        closed.item,
        settlement=None,
        settle_time=None,
        settled_by="",
        refund_id=None,
        remark=texts.with_remark(closed.item.remark, remark),
    )
    clearing.update_item(tx, opened)
    bank.set_state(tx, [closed.entry.bank_entry_id], state)
    return opened


def _stop_refund(tx: Transaction, closed: ItemToSettle, remark: str, by: str) -> None:
    refund_id = closed.item.refund_id
    refund = refunds.load_refund(tx, refund_id) if refund_id else None
    if refund is None or refund.state is RefundState.CANCELLED:
        # A clerk has stopped it before: the money is back already.
        return
    if not refund.is_open:
        raise texts.not_reversible()
    cancel_refund(tx, refund.refund_id, texts.REOPENED.format(reason=remark), by=by)
    if refund.person_id is not None:
        note_account_changed(tx, [refund.person_id])


def _hold_again(tx: Transaction, closed: ItemToSettle, by: str) -> None:
    if closed.entry.currency == LEDGER_CURRENCY:
        hold_payment(
            tx,
            closed.entry.cents,
            closed.entry.value_date,
            bank_entry_id=closed.entry.bank_entry_id,
            by=by,
        )
