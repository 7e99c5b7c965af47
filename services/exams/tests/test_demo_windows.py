"""Windows around today, for demonstrations only."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chassis.errors import Failure
from chassis.values import local_date
from exams.app.demo_windows import move_windows_around_today
from exams.domain.statuses import Status
from exams.store.tables import lotteries, sittings


def move(campus: Any) -> dict[Any, Any]:
    campus.run(move_windows_around_today, demo=True, on_loopback=True)
    return {row.sitting_id: row for row in campus.rows(sittings) if row.semester == "2026W"}


@pytest.mark.parametrize(("demo", "on_loopback"), [(False, True), (True, False)])
def test_only_a_demonstration_on_loopback_moves_windows(
    campus: Any, demo: bool, on_loopback: bool
) -> None:
    with pytest.raises(Failure) as failure:
        campus.run(move_windows_around_today, demo=demo, on_loopback=on_loopback)
    assert failure.value.reason == "DEMO_ONLY"


@pytest.mark.parametrize("day", [(2026, 12, 24), (2027, 2, 28), (2027, 3, 31)])
def test_windows_are_open_around_any_day_and_sittings_come_after(
    campus: Any, day: tuple[int, int, int]
) -> None:
    campus.at(*day)
    moved = move(campus)
    now, today = campus.clock.now(), local_date(campus.clock.now())
    is_open = [
        row
        for row in moved.values()
        if row.registration_open_time <= now < row.registration_close_time
    ]
    assert len(is_open) == len(moved) - 1
    for row in is_open:
        assert local_date(row.registration_open_time) == today - timedelta(14)
        assert local_date(row.registration_close_time) == today + timedelta(15)
        if row.start_time is not None:
            assert row.start_time > row.registration_close_time
            assert f"{row.start_time.astimezone():%M}" == "00"
    assert any(row.registration_close_time <= now for row in moved.values())
    assert moved[campus.sitting("1003")].capacity == 2


def test_moving_twice_on_one_day_changes_nothing(campus: Any) -> None:
    assert move(campus) == move(campus)


def test_one_sitting_draws_its_seats_by_lot_from_now_on(campus: Any) -> None:
    """Committed to before the first request; whoever asks waits for the draw."""
    profile = campus.profile()
    many = tuple(
        replace(one, capacity=60) if one.exam_number == "1001" else one for one in profile.offers
    )
    campus.load(replace(profile, offers=many))
    moved = move(campus)
    [drawn] = [row for row in moved.values() if row.seating == "lottery"]
    assert drawn.exam_number == "1001"
    assert drawn.registration_open_time == campus.clock.now()
    [lottery] = campus.rows(lotteries)
    assert drawn.registration_close_time < lottery.public_time < drawn.start_time
    assert move(campus) == moved
    student = campus.student()
    assert campus.register(student, drawn.sitting_id).status is Status.IN_LOTTERY
    campus.load(replace(profile, offers=many))
    assert len(campus.rows(lotteries)) == 1


def test_some_scarce_sittings_keep_a_waiting_list(campus: Any) -> None:
    move(campus)
    for _ in range(2):
        campus.register(campus.student(), campus.sitting("1003"))
    third = campus.register(campus.student(), campus.sitting("1003"))
    assert third.status is Status.WAITING


def test_one_registers_in_a_moved_window_and_withdraws_after_it(campus: Any) -> None:
    campus.at(2027, 1, 15)
    move(campus)
    registration = campus.register(campus.student(), campus.sitting("1001"))
    campus.at(2027, 1, 30, 0, 0)
    campus.withdraw(registration)


def test_a_semester_without_sittings_is_named(campus: Any) -> None:
    campus.at(2028, 5, 1)
    with pytest.raises(Failure) as failure:
        move(campus)
    assert failure.value.reason == "NO_SITTINGS"
