"""Who is registered for a sitting, where they sit, and the lists for the day of the exam."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.paging import page_token_invalid

from exams.app.results import get_sitting
from exams.domain.examinations import Participant, Sitting
from exams.domain.seat_plans import Room, RoomTooSmall, SeatOrder, SeatPlan, plan_seats, seat_order
from exams.store import participants as stored
from exams.store import registrations, sittings
from exams.texts import participants as texts


@dataclass(frozen=True)
class ParticipantPage:
    """The sitting, who is registered for it, and where the next page starts."""

    sitting: Sitting
    participants: tuple[Participant, ...]
    # The registration of the page's last participant; None on the last page.
    next_position: UUID | None


@dataclass(frozen=True)
class PlannedSeats:
    """A seat plan, and the seed that an order by lot follows from; empty for other orders."""

    plan: SeatPlan
    seed: str


def list_participants(
    tx: Transaction, sitting_id: UUID, *, everybody: bool, after: UUID | None, size: int
) -> ParticipantPage:
    """Who is registered for a sitting, by name, those behind the registration `after`.

    Raises SITTING_UNKNOWN, and PAGE_TOKEN_INVALID where `after` is no registration for it.
    """
    sitting = get_sitting(tx, sitting_id)
    if after is not None and not registrations.is_for_sitting(tx, after, sitting_id):
        raise page_token_invalid()
    found = stored.list_participants(tx, sitting, everybody=everybody, after=after, limit=size + 1)
    page = found[:size]
    return ParticipantPage(sitting, page, page[-1].registration_id if len(found) > size else None)


def participants_by_name(tx: Transaction, sitting_id: UUID) -> tuple[Sitting, list[Participant]]:
    """Everybody who holds a seat, by name. Raises SITTING_UNKNOWN."""
    sitting = get_sitting(tx, sitting_id)
    return sitting, list(
        stored.list_participants(tx, sitting, everybody=False, after=None, limit=None)
    )


def participants_by_seat(tx: Transaction, sitting_id: UUID) -> tuple[Sitting, list[Participant]]:
    """Everybody who holds a seat, by seat, those without one last. Raises SITTING_UNKNOWN."""
    sitting, found = participants_by_name(tx, sitting_id)
    return sitting, sorted(found, key=lambda one: seat_order(one.seat))


def plan_seats_of(
    tx: Transaction, sitting_id: UUID, room: Room, order: SeatOrder, *, start_over: bool
) -> PlannedSeats:
    """Gives every participant a seat; who has one keeps it unless everything starts over.

    Raises SITTING_UNKNOWN and ROOM_TOO_SMALL.
    """
    sittings.lock_sitting(tx, sitting_id)
    get_sitting(tx, sitting_id)
    seed = _new_seed(tx) if order is SeatOrder.RANDOM else ""
    plan = plan_seats(
        room, stored.seat_holders(tx, sitting_id), order, seed=seed, start_over=start_over
    )
    if isinstance(plan, RoomTooSmall):
        raise Failure(
            Code.FAILED_PRECONDITION,
            "ROOM_TOO_SMALL",
            texts.ROOM_TOO_SMALL.format(participants=plan.participants, seats=plan.seats),
            metadata={"participants": str(plan.participants), "seats": str(plan.seats)},
        )
    stored.keep_seats(tx, dict(plan.given))
    return PlannedSeats(plan, seed)


def _new_seed(tx: Transaction) -> str:
    """A seed that nobody chose: the random half of a new identifier, spread."""
    return hashlib.sha256(tx.new_id().bytes).hexdigest()[:32]
