"""Who moves up when a seat becomes free: first come, first served, by the receipt's number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from exams.domain.examinations import Seating


@dataclass(frozen=True, slots=True)
class SeatsOfSitting:
    """The seats of a sitting at one moment."""

    seating: Seating
    # 0 where the sitting has no limit.
    capacity: int
    taken: int
    cancelled: bool = False

    @property
    def free(self) -> int | None:
        """How many seats are left; None without a limit."""
        return None if self.capacity == 0 else max(0, self.capacity - self.taken)


Entry = TypeVar("Entry")


def promote(
    seats: SeatsOfSitting, waiting: Iterable[Entry], may_register: Callable[[Entry], bool]
) -> tuple[Entry, ...]:
    """The entries of the waiting list that get a seat now.

    `waiting` comes in the order of the receipts' numbers. Who may no longer register by the rules
    (an exam passed meanwhile, another sitting taken) is passed over and keeps the place, as what
    stands in the way may pass. A cancelled sitting promotes nobody. Where seats are drawn by lot
    nobody waits before the draw; after it the list is served like any other.
    """
    if seats.cancelled:
        return ()
    free = seats.free
    promoted: list[Entry] = []
    if free == 0:
        return ()
    for entry in waiting:
        if may_register(entry):
            promoted.append(entry)
        if len(promoted) == free:
            break
    return tuple(promoted)
