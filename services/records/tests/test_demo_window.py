"""Demonstrations show a re-registration that is under way."""

from collections.abc import Callable
from datetime import date

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from google.protobuf.message import Message
from matrikel.records.v1.events_pb2 import SemesterPublished
from records.app.demo_window import move_reregistration_around_today
from records.domain.calendar import DayRange


def test_reregistration_is_open_today_and_told_once(
    loaded: Database, told: Callable[[], list[Message]]
) -> None:
    told()
    moved = within(loaded, move_reregistration_around_today, demo=True, on_loopback=True)
    assert moved.semester.code == "2027S"
    assert moved.reregistration == DayRange(date(2026, 10, 27), date(2026, 11, 24))
    [event] = told()
    assert isinstance(event, SemesterPublished)
    assert event.semester.reregistration_first_date.month == 10
    assert within(loaded, move_reregistration_around_today, demo=True, on_loopback=True) == moved
    assert told() == []


@pytest.mark.parametrize(("demo", "on_loopback"), [(True, False), (False, True)])
def test_dates_of_a_real_university_are_never_moved(
    loaded: Database, demo: bool, on_loopback: bool
) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, move_reregistration_around_today, demo=demo, on_loopback=on_loopback)
    assert refused.value.reason == "DEMO_ONLY"
