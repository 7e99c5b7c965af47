"""The fees that fall due on an occasion, as the profile has them."""

from chassis.database import Transaction
from chassis.values import Cents
from sqlalchemy import select

from records.domain.university import OccasionalFee
from records.store import tables


def load_fees(tx: Transaction) -> tuple[OccasionalFee, ...]:
    """The occasional fees in the university's order."""
    table = tables.occasional_fees
    return tuple(
        OccasionalFee(row.fee_code, row.name, Cents(row.amount_cents))
        for row in tx.execute(select(table).order_by(table.c.position))
    )
