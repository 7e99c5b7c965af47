"""Appointments: which times can be offered, and what stands against booking one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from chassis.values import local_datetime
from hypothesis import given
from hypothesis import strategies as st
from records.domain.appointments import (
    Appointment,
    BookingObstacle,
    HostOffice,
    Series,
    Slot,
    SlotFault,
    can_be_booked_by,
    first_overlap,
    obstacle_to_booking,
    series_problems,
    slots_of,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def moment(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def series(start: datetime, end: datetime, minutes: int | None = None, weeks: int = 1) -> Series:
    return Series(start, end, None if minutes is None else timedelta(minutes=minutes), weeks)


def appointment(start: datetime, user_name: str = "padvise") -> Appointment:
    slot = Slot(start, start + timedelta(minutes=30))
    return Appointment(uuid4(), user_name, HostOffice.ADVISER, slot, "C5.101", version=1)


def test_a_series_fills_the_time_and_leaves_what_does_not_fit() -> None:
    found = slots_of(series(moment(3, 9), moment(3, 10, 10), 20))
    assert [(each.start.hour, each.start.minute) for each in found] == [(9, 0), (9, 20), (9, 40)]
    (single,) = slots_of(series(moment(3, 9), moment(3, 10)))
    assert single == Slot(moment(3, 9), moment(3, 10))


def test_a_weekly_series_keeps_the_time_on_the_clock_when_summer_time_ends() -> None:
    found = slots_of(series(moment(20, 8, month=10), moment(20, 9, month=10), weeks=2))
    assert [local_datetime(each.start).hour for each in found] == [10, 10]
    assert [each.start.hour for each in found] == [8, 9]


@given(st.integers(5, 90), st.integers(1, 600), st.integers(1, 4))
def test_times_of_a_series_never_overlap_and_stay_within_it(
    minutes: int, length: int, weeks: int
) -> None:
    start = moment(3, 7)
    offered = series(start, start + timedelta(minutes=length), minutes, weeks)
    found = slots_of(offered)
    assert len(found) == length // minutes * weeks
    for place, each in enumerate(found):
        assert first_overlap([each], found[:place]) is None
        assert each.end - each.start == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("offered", "faults"),
    [
        (series(moment(3, 9), moment(3, 10), 20), []),
        (series(moment(3, 9), moment(3, 23)), []),
        (series(moment(2, 9), moment(2, 10)), [("start_time", SlotFault.PAST)]),
        (series(moment(3, 10), moment(3, 9)), [("end_time", SlotFault.END_NOT_AFTER_START)]),
        (series(moment(3, 9), moment(4, 9)), [("end_time", SlotFault.SEVERAL_DAYS)]),
        (series(moment(3, 9), moment(3, 10), 4), [("minutes_each", SlotFault.TOO_SHORT)]),
        (series(moment(3, 9), moment(3, 9, 4)), [("minutes_each", SlotFault.TOO_SHORT)]),
        (series(moment(3, 9), moment(3, 10), 90), [("minutes_each", SlotFault.DOES_NOT_FIT)]),
        (series(moment(3, 7), moment(3, 21), 5, 26), [("minutes_each", SlotFault.TOO_MANY)]),
        (
            series(datetime(2028, 1, 1, 9, tzinfo=UTC), datetime(2027, 1, 1, 9, tzinfo=UTC)),
            [("start_time", SlotFault.TOO_FAR), ("end_time", SlotFault.END_NOT_AFTER_START)],
        ),
        (
            series(moment(3, 9), datetime.max.replace(tzinfo=UTC)),
            [("end_time", SlotFault.SEVERAL_DAYS)],
        ),
        (
            series(datetime.max.replace(tzinfo=UTC, hour=1), datetime.max.replace(tzinfo=UTC)),
            [("start_time", SlotFault.TOO_FAR)],
        ),
    ],
)
def test_what_stands_against_times_is_named(
    offered: Series, faults: list[tuple[str, SlotFault]]
) -> None:
    assert [(each.field, each.fault) for each in series_problems(offered, NOW)] == faults


def test_midnight_at_the_university_still_belongs_to_the_day() -> None:
    assert series_problems(series(moment(3, 21), moment(3, 23)), NOW) == ()
    (problem,) = series_problems(series(moment(3, 21), moment(3, 23, 5)), NOW)
    assert problem.fault is SlotFault.SEVERAL_DAYS


def test_times_that_only_touch_do_not_overlap() -> None:
    taken = [Slot(moment(3, 9), moment(3, 10))]
    assert first_overlap([Slot(moment(3, 10), moment(3, 11))], taken) is None
    wanted = Slot(moment(3, 9, 59), moment(3, 11))
    assert first_overlap([wanted], taken) == (wanted, taken[0])


def test_what_stands_against_booking() -> None:
    wanted = appointment(moment(3, 9))

    def refused(of: Appointment, *own: Appointment, most: int = 1) -> BookingObstacle | None:
        return obstacle_to_booking(of, own, NOW, most)

    assert refused(wanted) is None
    assert refused(replace(wanted, cancel_time=NOW)) is BookingObstacle.CANCELLED
    assert refused(appointment(NOW)) is BookingObstacle.OVER
    assert refused(replace(wanted, person_id=uuid4())) is BookingObstacle.TAKEN
    elsewhere = appointment(moment(3, 9, 15), "tadvise")
    assert refused(wanted, elsewhere) is BookingObstacle.OTHER_APPOINTMENT
    same_list = appointment(moment(4, 9))
    assert refused(wanted, same_list) is BookingObstacle.ALREADY_BOOKED
    assert refused(wanted, same_list, most=2) is None
    assert refused(wanted, appointment(moment(1, 9))) is None


def test_advisers_are_there_for_those_they_are_in_charge_of() -> None:
    wanted = appointment(moment(3, 9))
    assert can_be_booked_by(wanted, {"padvise"})
    assert not can_be_booked_by(wanted, {"tadvise"})
    assert can_be_booked_by(replace(wanted, office=HostOffice.STUDENT_SERVICES), set())
