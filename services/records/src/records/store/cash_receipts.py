"""Receipts for cash."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import Row, select

from records.domain.cash import CashReceipt
from records.store import tables

_table = tables.cash_receipts


def insert_receipt(tx: Transaction, receipt: CashReceipt) -> None:
    """Stores a receipt; its booking is written before."""
    row = {
        "receipt_number": receipt.receipt_number,
        "person_id": receipt.person_id,
        "booking_id": receipt.booking_id,
        "amount_cents": receipt.cents,
        "receive_time": receipt.receive_time,
        "received_by": receipt.received_by,
    }
    insert_many(tx, _table, [row])


def find_receipts(
    tx: Transaction, person_id: UUID, before: str, limit: int
) -> tuple[CashReceipt, ...]:
    """At most `limit` receipts of a person, the newest first, those before the number given."""
    number = _table.c.receipt_number
    statement = select(_table).where(_table.c.person_id == person_id)
    if before:
        statement = statement.where(number < before)
    rows = tx.execute(statement.order_by(number.desc()).limit(limit))
    return tuple(_receipt(row) for row in rows)


def receipt_numbers_of(tx: Transaction, booking_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of the receipts for bookings, by booking."""
    statement = select(_table.c.booking_id, _table.c.receipt_number).where(
        is_one_of(tx, _table.c.booking_id, booking_ids)
    )
    return {row.booking_id: row.receipt_number for row in tx.execute(statement)}


def _receipt(row: Row[Any]) -> CashReceipt:
    return CashReceipt(
        receipt_number=row.receipt_number,
        person_id=row.person_id,
        booking_id=row.booking_id,
        cents=row.amount_cents,
        receive_time=row.receive_time,
        received_by=row.received_by,
    )
