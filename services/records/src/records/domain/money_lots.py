"""Money as it came in, lot by lot, and the charges that it goes to: the workings of settling."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from records.domain.ledger import BookingKind


@dataclass(slots=True, eq=False)
class Lot:
    """Money of one booking, in cents."""

    booking_id: UUID
    kind: BookingKind
    value_date: date
    cents: int
    # The charge that it was given for.
    meant_for: UUID | None = None
    left: int = 0
    # Gone back to the person.
    gone: int = 0
    # What settles charges, by charge.
    uses: dict[UUID, int] = field(default_factory=dict)
    taken_back: bool = False


@dataclass(slots=True, eq=False)
class OpenCharge:
    """A charge while money is handed out, in cents."""

    charge_id: UUID
    amount: int = 0
    reduced: int = 0
    waived: int = 0
    paid: int = 0
    changed_on: date | None = None
    cancelled: int = 0
    # What was due before it came to nothing; 0 while something is due.
    last_due: int = 0

    @property
    def due(self) -> int:
        """What has to be paid in all; below nothing where more was taken off than charged."""
        return self.amount - self.reduced - self.waived

    @property
    def open(self) -> int:
        """What is still to be paid."""
        return max(self.due, 0) - self.paid


class Lots:
    """All money and all charges of one person; `charges` in the order in which they are settled."""

    def __init__(self, charges: Sequence[OpenCharge]) -> None:
        self.charges = {each.charge_id: each for each in charges}
        self._lots: list[Lot] = []
        # What went back, by the booking with which it did: from which lots, and how much from none.
        self._gone: dict[UUID, list[tuple[Lot, int]]] = defaultdict(list)
        self._uncovered: dict[UUID, int] = defaultdict(int)

    @property
    def credit(self) -> int:
        """Money that settles nothing."""
        beyond = sum(max(-each.due, 0) for each in self.charges.values())
        return beyond + sum(each.left for each in self._lots)

    @property
    def to_return(self) -> int:
        """What went back without money that it could come from."""
        return sum(self._uncovered.values())

    def in_order_of_value(self) -> list[Lot]:
        """The lots by their value date, and as they were booked within one."""
        return sorted(self._lots, key=lambda each: each.value_date)

    def used_for(self, charge_id: UUID) -> list[tuple[Lot, int]]:
        """The money that settles a charge."""
        return [
            (each, each.uses[charge_id])
            for each in self.in_order_of_value()
            if each.uses.get(charge_id)
        ]

    def uses_of(self, lot: Lot) -> list[tuple[UUID, int]]:
        """What a lot settles, in the order of settling."""
        return [(each, lot.uses[each]) for each in self.charges if lot.uses.get(each)]

    def receive(self, lot: Lot) -> None:
        """Money comes in."""
        lot.left = lot.cents
        self._lots.append(lot)

    def settle(self) -> None:
        """Hands out what is left: to what it is meant for, what is owed back, what is open."""
        for lot in self._lots:
            if lot.meant_for in self.charges:
                self._use(lot, self.charges[lot.meant_for])
        free = [each for each in self.in_order_of_value() if each.left]
        for booking_id in list(self._uncovered):
            self._cover(booking_id, free)
        for charge in self.charges.values():
            for lot in free:
                self._use(lot, charge)

    def release_beyond_due(self, charge: OpenCharge) -> None:
        """Money beyond what is due is free again, that which came last first."""
        for lot, cents in reversed(self.used_for(charge.charge_id)):
            beyond = charge.paid - max(charge.due, 0)
            if beyond <= 0:
                break
            self._unuse(lot, charge.charge_id, min(beyond, cents))

    def give_back(self, booking_id: UUID, cents: int) -> None:
        """Money goes back: what is left first, and of that what came last."""
        wanted = cents
        for lot in reversed(self.in_order_of_value()):
            taken = min(lot.left, wanted)
            self._let_go(lot, taken, booking_id)
            wanted -= taken
        for charge_id in reversed(self.charges):
            for lot, used in reversed(self.used_for(charge_id)):
                taken = min(used, wanted)
                self._unuse(lot, charge_id, taken)
                self._let_go(lot, taken, booking_id)
                wanted -= taken
        if wanted:
            self._uncovered[booking_id] += wanted

    def take_back(self, booking_id: UUID, by_booking_id: UUID, cents: int) -> None:
        """Money turns out not to have come, or was somebody else's: what it settled is open."""
        wanted = cents
        for lot in (each for each in self._lots if each.booking_id == booking_id):
            wanted -= self._shrink(lot, wanted)
        if wanted:
            self.give_back(by_booking_id, wanted)

    def undo_giving_back(self, booking_id: UUID, cents: int) -> None:
        """What went back with a booking comes again."""
        rest = cents
        returned = min(self._uncovered[booking_id], rest)
        self._uncovered[booking_id] -= returned
        rest -= returned
        kept: list[tuple[Lot, int]] = []
        for lot, gone in self._gone[booking_id]:
            returned = min(gone, rest)
            lot.gone -= returned
            lot.left += returned
            rest -= returned
            if gone > returned:
                kept.append((lot, gone - returned))
        self._gone[booking_id] = kept

    def _use(self, lot: Lot, charge: OpenCharge) -> None:
        cents = min(lot.left, charge.open)
        if cents > 0:
            lot.left -= cents
            lot.uses[charge.charge_id] = lot.uses.get(charge.charge_id, 0) + cents
            charge.paid += cents

    def _unuse(self, lot: Lot, charge_id: UUID, cents: int) -> None:
        lot.uses[charge_id] -= cents
        lot.left += cents
        self.charges[charge_id].paid -= cents

    def _let_go(self, lot: Lot, cents: int, booking_id: UUID) -> None:
        if cents:
            lot.left -= cents
            lot.gone += cents
            self._gone[booking_id].append((lot, cents))

    def _cover(self, booking_id: UUID, free: Iterable[Lot]) -> None:
        for lot in free:
            cents = min(lot.left, self._uncovered[booking_id])
            self._let_go(lot, cents, booking_id)
            self._uncovered[booking_id] -= cents

    def _shrink(self, lot: Lot, wanted: int) -> int:
        """Takes money out of a lot, from what is left, used and gone; returns how much."""
        for charge_id, used in reversed(self.uses_of(lot)):
            if lot.left < wanted:
                self._unuse(lot, charge_id, min(used, wanted - lot.left))
        taken = min(lot.left, wanted)
        lot.left -= taken
        for booking_id, pieces in self._gone.items():
            kept: list[tuple[Lot, int]] = []
            for one, gone in pieces:
                missing = min(gone, wanted - taken) if one is lot else 0
                lot.gone -= missing
                self._uncovered[booking_id] += missing
                taken += missing
                if gone > missing:
                    kept.append((one, gone - missing))
            pieces[:] = kept
        lot.taken_back = lot.left + lot.gone + sum(lot.uses.values()) == 0
        return taken
