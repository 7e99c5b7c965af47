"""Storing and finding refunds and the payment orders that they are in."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, update_many
from sqlalchemy import Row, insert, select

from records.domain.refunds import (
    PaymentOrder,
    Refund,
    RefundAccount,
    RefundReason,
    RefundState,
)
from records.store import tables

_table = tables.refunds
_orders = tables.payment_orders


def insert_refund(tx: Transaction, refund: Refund) -> None:
    """Stores a new refund."""
    row = {
        "refund_id": refund.refund_id,
        "person_id": refund.person_id,
        "amount_cents": refund.cents,
        "reason": refund.reason.value,
        "booking_id": refund.booking_id,
        "application_id": refund.application_id,
        "bank_entry_id": refund.bank_entry_id,
        "create_time": refund.create_time,
        "created_by": refund.created_by,
        **_changing(refund),
    }
    insert_many(tx, _table, [row])


def update_refunds(tx: Transaction, refunds: Sequence[Refund]) -> None:
    """Stores what of refunds can change: account, state, order, day of payment, version."""
    rows = [{"refund_id": each.refund_id, **_changing(each)} for each in refunds]
    update_many(tx, _table, rows, ["refund_id"])


def lock_refunds(tx: Transaction, refund_ids: Collection[UUID]) -> None:
    """Lets no other transaction change the refunds until this one ends."""
    tx.lock(_table.c.refund_id, refund_ids)


def load_refund(tx: Transaction, refund_id: UUID) -> Refund | None:
    """One refund."""
    row = tx.execute(select(_table).where(_table.c.refund_id == refund_id)).one_or_none()
    return None if row is None else _refund(row)


def load_refunds(tx: Transaction, refund_ids: Collection[UUID]) -> tuple[Refund, ...]:
    """Refunds by their ids."""
    statement = select(_table).where(is_one_of(tx, _table.c.refund_id, refund_ids))
    return tuple(_refund(row) for row in tx.execute(statement.order_by(_table.c.refund_id)))


def load_refunds_of(tx: Transaction, person_id: UUID) -> tuple[Refund, ...]:
    """A person's refunds, the newest first."""
    statement = select(_table).where(_table.c.person_id == person_id)
    rows = tx.execute(statement.order_by(_table.c.create_time.desc(), _table.c.refund_id.desc()))
    return tuple(_refund(row) for row in rows)


def find_refunds(
    tx: Transaction, state: RefundState | None, after: UUID | None, limit: int
) -> tuple[Refund, ...]:
    """At most `limit` refunds in a state or in any, the oldest first, behind the one given."""
    statement = select(_table).order_by(_table.c.refund_id).limit(limit)
    if state is not None:
        statement = statement.where(_table.c.state == state.value)
    if after is not None:
        statement = statement.where(_table.c.refund_id > after)
    return tuple(_refund(row) for row in tx.execute(statement))


def load_ready_refunds(tx: Transaction) -> tuple[Refund, ...]:
    """All refunds that can be ordered, the oldest first."""
    statement = select(_table).where(_table.c.state == RefundState.READY.value)
    return tuple(_refund(row) for row in tx.execute(statement.order_by(_table.c.refund_id)))


def load_refunds_in_order(tx: Transaction, payment_order_number: str) -> tuple[Refund, ...]:
    """The refunds of a payment order."""
    statement = select(_table).where(_table.c.payment_order_number == payment_order_number)
    return tuple(_refund(row) for row in tx.execute(statement.order_by(_table.c.refund_id)))


def insert_payment_order(tx: Transaction, order: PaymentOrder) -> None:
    """Stores a payment order."""
    tx.execute(
        insert(_orders).values(
            payment_order_number=order.payment_order_number,
            order_time=order.order_time,
            ordered_by=order.ordered_by,
            refunds=order.refunds,
            total_cents=order.total,
            document_id=order.document_id,
        )
    )


def load_payment_order(tx: Transaction, number: str) -> PaymentOrder | None:
    """One payment order."""
    statement = select(_orders).where(_orders.c.payment_order_number == number)
    row = tx.execute(statement).one_or_none()
    return None if row is None else _order(row)


def find_payment_orders(tx: Transaction, before: str, limit: int) -> tuple[PaymentOrder, ...]:
    """At most `limit` payment orders, the newest first, those before the one given."""
    number = _orders.c.payment_order_number
    statement = select(_orders).order_by(number.desc()).limit(limit)
    if before:
        statement = statement.where(number < before)
    return tuple(_order(row) for row in tx.execute(statement))


def _changing(refund: Refund) -> dict[str, Any]:
    return {
        "account_holder": refund.account.holder if refund.account else "",
        "iban": refund.account.iban if refund.account else "",
        "state": refund.state.value,
        "payment_order_number": refund.payment_order_number,
        "pay_date": refund.pay_date,
        "version": refund.version,
    }


def _refund(row: Row[Any]) -> Refund:
    return Refund(
        refund_id=row.refund_id,
        person_id=row.person_id,
        cents=row.amount_cents,
        reason=RefundReason(row.reason),
        account=RefundAccount(row.account_holder, row.iban) if row.iban else None,
        state=RefundState(row.state),
        booking_id=row.booking_id,
        payment_order_number=row.payment_order_number,
        application_id=row.application_id,
        bank_entry_id=row.bank_entry_id,
        pay_date=row.pay_date,
        create_time=row.create_time,
        created_by=row.created_by,
        version=row.version,
    )


def _order(row: Row[Any]) -> PaymentOrder:
    return PaymentOrder(
        payment_order_number=row.payment_order_number,
        order_time=row.order_time,
        ordered_by=row.ordered_by,
        refunds=row.refunds,
        total=row.total_cents,
        document_id=row.document_id,
    )
