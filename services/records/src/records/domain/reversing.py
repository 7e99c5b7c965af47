"""Taking a booking back by another one."""

from collections.abc import Sequence
from enum import Enum
from uuid import UUID

from records.domain.ledger import (
    BANK,
    CLEARING,
    BookedLine,
    BookingKind,
    Line,
    opposite,
)
from records.domain.settlement import PersonAccount

# Fees are cancelled, refunds too, and the contribution follows from the semester.
_REVERSIBLE = frozenset({BookingKind.PAYMENT, BookingKind.CASH, BookingKind.WAIVER})


class ReversalFault(Enum):
    """Why a booking cannot be taken back."""

    NOT_REVERSIBLE = "BOOKING_NOT_REVERSIBLE"
    REVERSED = "BOOKING_REVERSED"
    # Money of the payment went back to the person.
    REFUNDED = "MONEY_REFUNDED"


def can_be_reversed(kind: BookingKind) -> bool:
    """Whether bookings of the kind are taken back by another one at the desk."""
    return kind in _REVERSIBLE


def reversal_fault(
    lines: Sequence[BookedLine], account: PersonAccount, *, is_reversed: bool
) -> ReversalFault | None:
    """What stands against taking a booking back; None where nothing does."""
    kind = lines[0].kind
    if not can_be_reversed(kind):
        return ReversalFault.NOT_REVERSIBLE
    if is_reversed:
        return ReversalFault.REVERSED
    if kind is BookingKind.WAIVER:
        return None if _still_waived(lines, account) else ReversalFault.NOT_REVERSIBLE
    booking_id = lines[0].booking_id
    if any(each.refunded for each in account.money if each.booking_id == booking_id):
        return ReversalFault.REFUNDED
    return None


def reversing_lines(lines: Sequence[BookedLine]) -> tuple[Line, ...]:
    """The lines that take a booking back.

    Money that came in at the bank stays there: it lies in clearing until it is known whose it is.
    """
    return tuple(
        Line(CLEARING if each.account == BANK else each.account, each.cents,
             each.person_id, each.charge_id)
        for each in opposite(lines)
    )  # fmt: skip


def _still_waived(lines: Sequence[BookedLine], account: PersonAccount) -> bool:
    """Whether so much is still waived: a part may have been given up since."""
    by_charge: dict[UUID, int] = {}
    for each in lines:
        if each.person_id is not None and each.charge_id is not None:
            by_charge[each.charge_id] = by_charge.get(each.charge_id, 0) - each.cents
    return all(
        cents > 0 and (charge := account.charge(charge_id)) is not None and charge.waived >= cents
        for charge_id, cents in by_charge.items()
    )
