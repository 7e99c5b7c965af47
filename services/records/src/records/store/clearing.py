"""Storing and finding items of the clearing list."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import Row, func, select, update

from records.domain.bank_imports import ClearingItem, Settlement
from records.domain.matching import ClearingReason
from records.store import tables

_table = tables.clearing_items
_OPEN = "open"
_SETTLED = "settled"


def insert_items(tx: Transaction, items: Sequence[ClearingItem]) -> None:
    """Stores new items."""
    insert_many(
        tx,
        _table,
        [
            {
                "clearing_item_id": each.clearing_item_id,
                "bank_entry_id": each.bank_entry_id,
                "reason": each.reason.value,
                "candidates": [str(candidate) for candidate in each.candidates],
                "create_time": each.create_time,
                **_changing(each),
            }
            for each in items
        ],
    )


def update_item(tx: Transaction, item: ClearingItem) -> None:
    """Stores what became of an item."""
    tx.execute(
        update(_table)
        .where(_table.c.clearing_item_id == item.clearing_item_id)
        .values(**_changing(item))
    )


def lock_items(tx: Transaction, clearing_item_ids: Collection[UUID]) -> None:
    """Lets no other transaction settle the items until this one ends."""
    tx.lock(_table.c.clearing_item_id, clearing_item_ids)


def load_item(tx: Transaction, clearing_item_id: UUID) -> ClearingItem | None:
    """One item."""
    statement = select(_table).where(_table.c.clearing_item_id == clearing_item_id)
    row = tx.execute(statement).one_or_none()
    return None if row is None else _item(row)


def load_items_of_entries(
    tx: Transaction, bank_entry_ids: Collection[UUID]
) -> tuple[ClearingItem, ...]:
    """All items of payments, the oldest first."""
    statement = select(_table).where(is_one_of(tx, _table.c.bank_entry_id, bank_entry_ids))
    rows = tx.execute(statement.order_by(_table.c.create_time, _table.c.clearing_item_id))
    return tuple(_item(row) for row in rows)


def find_items(
    tx: Transaction,
    reason: ClearingReason | None,
    after: UUID | None,
    limit: int,
    *,
    settled: bool,
) -> list[ClearingItem]:
    """At most `limit` items, the oldest first, those behind the one given."""
    key = _table.c.clearing_item_id
    state = _SETTLED if settled else _OPEN
    statement = select(_table).where(_table.c.state == state).order_by(key).limit(limit)
    if reason is not None:
        statement = statement.where(_table.c.reason == reason.value)
    if after is not None:
        statement = statement.where(key > after)
    return [_item(row) for row in tx.execute(statement)]


def count_open(tx: Transaction) -> dict[ClearingReason, int]:
    """How many items are open, by reason."""
    rows = tx.execute(
        select(_table.c.reason, func.count().label("items"))
        .where(_table.c.state == _OPEN)
        .group_by(_table.c.reason)
        .order_by(_table.c.reason)
    )
    return {ClearingReason(row.reason): int(row.items) for row in rows}


def _changing(item: ClearingItem) -> dict[str, Any]:
    return {
        "state": _OPEN if item.is_open else _SETTLED,
        "settlement": item.settlement.value if item.settlement else "",
        "remark": item.remark,
        "settle_time": item.settle_time,
        "settled_by": item.settled_by,
        "refund_id": item.refund_id,
    }


def _item(row: Row[Any]) -> ClearingItem:
    return ClearingItem(
        clearing_item_id=row.clearing_item_id,
        bank_entry_id=row.bank_entry_id,
        reason=ClearingReason(row.reason),
        candidates=tuple(UUID(each) for each in row.candidates),
        create_time=row.create_time,
        remark=row.remark,
        settlement=Settlement(row.settlement) if row.settlement else None,
        settle_time=row.settle_time,
        settled_by=row.settled_by,
        refund_id=row.refund_id,
    )
