"""Who sits where: seats of a room given to the participants of a sitting."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_LABEL = re.compile(r"R([1-9][0-9]{0,2})-([1-9][0-9]{0,2})")


class SeatOrder(StrEnum):
    """In which order seats are given."""

    NAME = "name"
    MATRICULATION_NUMBER = "matriculation_number"
    # By lot, so that nobody can choose their neighbours.
    RANDOM = "random"


@dataclass(frozen=True, order=True)
class RoomSeat:
    """A seat of a room: row and place in it, both counted from 1, the row in front first."""

    row: int
    place: int

    @property
    def label(self) -> str:
        """ "R3-12": row 3, seat 12."""
        return f"R{self.row}-{self.place}"

    @classmethod
    def parse(cls, label: str) -> "RoomSeat | None":
        """The seat that a label names; None where it names none."""
        found = _LABEL.fullmatch(label)
        return cls(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True)
class Room:
    """A room and the distance that participants keep."""

    rows: int
    seats_per_row: int
    free_seats_between: int
    free_rows_between: int

    def seats(self) -> tuple[RoomSeat, ...]:
        """The seats that are used, row by row from the front."""
        return tuple(
            RoomSeat(row, place)
            for row in range(1, self.rows + 1, self.free_rows_between + 1)
            for place in range(1, self.seats_per_row + 1, self.free_seats_between + 1)
        )


@dataclass(frozen=True)
class SeatHolder:
    """A participant who needs a seat; `seat` is empty without one."""

    registration_id: UUID
    matriculation_number: str
    # As lists are sorted by name.
    sort_key: str
    seat: str


@dataclass(frozen=True)
class SeatPlan:
    """New seats by registration, and how many are left."""

    given: Mapping[UUID, str]
    planned_count: int
    free_count: int


@dataclass(frozen=True)
class RoomTooSmall:
    """The room has fewer seats at that distance than there are participants."""

    participants: int
    seats: int


def plan_seats(
    room: Room,
    holders: Sequence[SeatHolder],
    order: SeatOrder,
    *,
    seed: str,
    start_over: bool,
) -> SeatPlan | RoomTooSmall:
    """Gives a seat to everybody who has none.

    Who has a seat of this room keeps it unless everything starts over; a seat that the room does
    not have, or that two were given, is given anew. By lot, the order follows from the seed alone,
    so that it can be drawn again: by SHA-256 of "<seed>:<registration id>".
    """
    seats = room.seats()
    if len(holders) > len(seats):
        return RoomTooSmall(len(holders), len(seats))
    kept: dict[RoomSeat, UUID] = {}
    if not start_over:
        usable = set(seats)
        for holder in holders:
            seat = RoomSeat.parse(holder.seat)
            if seat in usable and seat is not None:
                kept.setdefault(seat, holder.registration_id)
    seated = set(kept.values())
    waiting = _in_order((one for one in holders if one.registration_id not in seated), order, seed)
    free = [seat for seat in seats if seat not in kept]
    given = {
        holder.registration_id: seat.label for holder, seat in zip(waiting, free, strict=False)
    }
    return SeatPlan(given, len(holders), len(seats) - len(holders))


def seat_order(label: str) -> tuple[int, int]:
    """What lists by seat are sorted by: row, then place; without a seat last."""
    seat = RoomSeat.parse(label)
    return (seat.row, seat.place) if seat is not None else (1000, 1000)


def _in_order(holders: Iterable[SeatHolder], order: SeatOrder, seed: str) -> list[SeatHolder]:
    def key(holder: SeatHolder) -> tuple[str, str]:
        registration_id = str(holder.registration_id)
        match order:
            case SeatOrder.NAME:
                return holder.sort_key, registration_id
            case SeatOrder.MATRICULATION_NUMBER:
                return holder.matriculation_number, registration_id
            case SeatOrder.RANDOM:
                return hashlib.sha256(f"{seed}:{registration_id}".encode()).hexdigest(), ""

    return sorted(holders, key=key)
