"""What the tests of the desk need besides the campus: sittings of all kinds, and their rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from exams.app.receipts import read_receipt
from exams.domain.receipts import Receipt
from exams.store.tables import receipts, registrations, regulations_versions, sittings
from sqlalchemy import select, update


def change_sitting(campus: Any, sitting_id: UUID, **values: Any) -> UUID:
    """Gives a sitting other facts, such as capacity or seating; returns its id."""
    statement = update(sittings).where(sittings.c.sitting_id == sitting_id).values(**values)
    campus.run(lambda tx: tx.execute(statement))
    return sitting_id


def with_waiting_list(campus: Any, capacity: int = 1, number: str = "1001") -> UUID:
    """A sitting of so many seats that keeps a waiting list."""
    sitting_id: UUID = campus.sitting(number)
    return change_sitting(campus, sitting_id, capacity=capacity, has_waiting_list=True)


def row_of(campus: Any, sitting_id: UUID) -> Any:
    """A sitting as it is stored."""
    [row] = [one for one in campus.rows(sittings) if one.sitting_id == sitting_id]
    return row


def receipts_of(campus: Any, sitting_id: UUID) -> list[Any]:
    """The receipts of a sitting, in order."""
    rows = [row for row in campus.rows(receipts) if row.sitting_id == sitting_id]
    return sorted(rows, key=lambda row: row.seq)


def statuses(campus: Any, sitting_id: UUID) -> dict[UUID, str]:
    """How the registrations for a sitting stand, by person; the newest one of each."""
    statement = (
        select(registrations.c.person_id, registrations.c.status)
        .where(registrations.c.sitting_id == sitting_id)
        .order_by(registrations.c.seq)
    )
    return dict(campus.run(lambda tx: [tuple(row) for row in tx.execute(statement)]))


def read(campus: Any, signed: str) -> Receipt:
    """What a signed receipt says, once its signature was checked."""
    receipt: Receipt = campus.run(read_receipt, signed)
    return receipt


def change_rules(campus: Any, version_code: str, **changes: Any) -> None:
    """Gives a regulations version other rules, as if it had been loaded with them."""
    chosen = regulations_versions.c.regulations_version_code == version_code

    def change(tx: Transaction) -> None:
        rules = tx.execute(select(regulations_versions.c.rules).where(chosen)).scalar_one()
        digest = f"changed {sorted(changes)}"
        tx.execute(
            update(regulations_versions)
            .where(chosen)
            .values(rules={**rules, **changes}, content_digest=digest[:64])
        )

    campus.run(change)


def moment_of(row: Any) -> datetime:
    """When a receipt was issued."""
    moment: datetime = row.receipt_time
    return moment
