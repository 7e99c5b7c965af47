"""Cash at the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CashReceipt:
    """A receipt for cash, in cents."""

    # Gap-free within a year: "2026-000042".
    receipt_number: str
    person_id: UUID
    booking_id: UUID
    cents: int
    receive_time: datetime
    # A user name.
    received_by: str


def receipt_number(year: int, count: int) -> str:
    """The number of the year's so many-eth receipt."""
    return f"{year}-{count:06d}"
