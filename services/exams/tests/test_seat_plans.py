"""Who sits where."""

import hashlib
from dataclasses import replace
from uuid import UUID

from exams.domain.seat_plans import (
    Room,
    RoomSeat,
    RoomTooSmall,
    SeatHolder,
    SeatOrder,
    SeatPlan,
    plan_seats,
    seat_order,
)
from hypothesis import given
from hypothesis import strategies as st

ROOM = Room(rows=4, seats_per_row=5, free_seats_between=1, free_rows_between=1)


def people(count: int) -> list[SeatHolder]:
    return [
        SeatHolder(UUID(int=place), f"{3000099 - place}", f"name {place:03d}", "")
        for place in range(1, count + 1)
    ]


def planned(
    holders: list[SeatHolder],
    room: Room = ROOM,
    order: SeatOrder = SeatOrder.NAME,
    *,
    seed: str = "",
    start_over: bool = False,
) -> SeatPlan:
    plan = plan_seats(room, holders, order, seed=seed, start_over=start_over)
    assert isinstance(plan, SeatPlan), plan
    return plan


def seated_by(holders: list[SeatHolder], plan: SeatPlan) -> list[SeatHolder]:
    return [replace(one, seat=plan.given.get(one.registration_id, one.seat)) for one in holders]


def test_seats_keep_their_distance() -> None:
    assert [seat.label for seat in ROOM.seats()] == [
        "R1-1",
        "R1-3",
        "R1-5",
        "R3-1",
        "R3-3",
        "R3-5",
    ]


def test_a_room_that_is_too_small_is_named_with_its_seats() -> None:
    plan = plan_seats(ROOM, people(7), SeatOrder.NAME, seed="", start_over=False)
    assert plan == RoomTooSmall(participants=7, seats=6)


def test_seats_go_by_name_or_by_number() -> None:
    holders = people(3)
    by_name = planned(holders).given
    assert [by_name[one.registration_id] for one in holders] == ["R1-1", "R1-3", "R1-5"]
    by_number = planned(holders, order=SeatOrder.MATRICULATION_NUMBER).given
    assert [by_number[one.registration_id] for one in holders] == ["R1-5", "R1-3", "R1-1"]


def test_who_comes_late_gets_a_free_seat_and_nobody_moves() -> None:
    holders = seated_by(people(3), planned(people(3)))
    late = SeatHolder(UUID(int=99), "3000001", "aaa", "")
    assert planned([late, *holders]).given == {late.registration_id: "R3-1"}


def test_starting_over_plans_everybody_anew() -> None:
    holders = seated_by(people(3), planned(people(3)))
    late = SeatHolder(UUID(int=99), "3000001", "aaa", "")
    assert planned([late, *holders], start_over=True).given[late.registration_id] == "R1-1"


def test_a_seat_of_another_room_is_given_anew() -> None:
    holder = replace(people(1)[0], seat="R9-9")
    assert planned([holder]).given == {holder.registration_id: "R1-1"}


def test_an_order_by_lot_can_be_drawn_again_from_its_seed() -> None:
    holders = people(6)
    plan = planned(holders, order=SeatOrder.RANDOM, seed="abc")
    by_hand = sorted(
        holders,
        key=lambda one: hashlib.sha256(f"abc:{one.registration_id}".encode()).hexdigest(),
    )
    assert [plan.given[one.registration_id] for one in by_hand] == [
        seat.label for seat in ROOM.seats()
    ]


@given(
    st.builds(Room, st.integers(1, 8), st.integers(1, 8), st.integers(0, 2), st.integers(0, 2)),
    st.integers(0, 70),
    st.integers(0, 70),
    st.sampled_from(SeatOrder),
)
def test_everybody_has_one_seat_of_the_room(
    room: Room, before: int, later: int, order: SeatOrder
) -> None:
    holders = people(before)
    first = plan_seats(room, holders, SeatOrder.NAME, seed="", start_over=False)
    if isinstance(first, RoomTooSmall):
        assert first.seats < before
        return
    everybody = [*seated_by(holders, first), *people(before + later)[before:]]
    second = plan_seats(room, everybody, order, seed="s", start_over=False)
    if isinstance(second, RoomTooSmall):
        assert second.seats < before + later
        return
    seats = [one.seat for one in seated_by(everybody, second)]
    assert len(set(seats)) == len(seats) == before + later
    assert set(seats) <= {seat.label for seat in room.seats()}
    assert [one.seat for one in seated_by(everybody, second)[:before]] == [
        one.seat for one in everybody[:before]
    ]
    assert (second.planned_count, second.free_count) == (
        before + later,
        len(room.seats()) - before - later,
    )


def test_lists_by_seat_go_row_by_row_and_seats_that_are_none_come_last() -> None:
    labels = ["", "R10-1", "R2-11", "R2-3", "x"]
    assert sorted(labels, key=seat_order) == ["R2-3", "R2-11", "R10-1", "", "x"]
    assert RoomSeat.parse("R0-1") is None
