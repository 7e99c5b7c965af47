"""Demonstrations show a re-registration that is under way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.packing import unpack_date
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import SemesterPublished
from records.app.demo_window import move_reregistration_around_today
from records.domain.calendar import DayRange


def test_reregistration_is_open_today_and_told_once(
    loaded: Database, told: Callable[[], list[Message]], clock: DrivenClock
) -> None:
    told()
    moved = within(loaded, move_reregistration_around_today, demo=True, on_loopback=True)
    assert moved.semester.code == "2027S"
    today = local_date(clock.now())
    week = timedelta(days=7)
    assert moved.reregistration == DayRange(today - week, today + 3 * week)
    [event] = told()
    assert isinstance(event, SemesterPublished)
    assert unpack_date(event.semester.reregistration_first_date) == today - week
    assert within(loaded, move_reregistration_around_today, demo=True, on_loopback=True) == moved
    assert told() == []


@pytest.mark.parametrize(("demo", "on_loopback"), [(True, False), (False, True)])
def test_dates_of_a_real_university_are_never_moved(
    loaded: Database, demo: bool, on_loopback: bool
) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, move_reregistration_around_today, demo=demo, on_loopback=on_loopback)
    assert refused.value.reason == "DEMO_ONLY"
