"""Registration windows and withdrawal limits, to the minute."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from chassis.values import UNIVERSITY_ZONE, end_of_day
from exams.app.public_holidays import public_holidays_of
from exams.domain.windows import (
    Window,
    is_working_day,
    withdrawal_close_time,
    working_day_before,
)
from hypothesis import given
from hypothesis import strategies as st

HOLIDAYS = public_holidays_of("NI", range(2025, 2033))
WINDOW = Window.of_days(date(2026, 10, 12), date(2026, 11, 15))
days = st.dates(date(2026, 1, 1), date(2031, 12, 31))


def limit(
    sitting_day: date | None, undated: date | None = None, withdrawable: bool = True
) -> datetime | None:
    return withdrawal_close_time(
        WINDOW,
        withdrawable_after_window=withdrawable,
        sitting_day=sitting_day,
        working_days=5,
        public_holidays=HOLIDAYS,
        undated_last_day=undated,
    )


def test_a_window_ends_at_midnight_at_the_university() -> None:
    """The last day counts until 24:00 in Lüneburg, which is 23:00 UTC in winter."""
    assert WINDOW.open_time == datetime(2026, 10, 11, 22, tzinfo=UTC)
    assert WINDOW.close_time == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert WINDOW.is_open(WINDOW.close_time - timedelta(microseconds=1))
    assert not WINDOW.is_open(WINDOW.close_time)
    assert not WINDOW.is_open(WINDOW.open_time - timedelta(microseconds=1))


def test_the_limit_lies_five_working_days_before_the_sitting() -> None:
    """Monday 8 February: Friday, Thursday, Wednesday, Tuesday, Monday 1 February is the fifth."""
    assert limit(date(2027, 2, 8)) == end_of_day(date(2027, 2, 1))


def test_public_holidays_of_lower_saxony_are_no_working_days() -> None:
    """Good Friday and Easter Monday 2027 (26 and 29 March) push the limit back by two days."""
    assert working_day_before(date(2027, 4, 1), 5, HOLIDAYS) == date(2027, 3, 23)


def test_reformation_day_is_a_holiday_in_lower_saxony_but_not_in_hesse() -> None:
    assert date(2026, 10, 31) in HOLIDAYS
    assert date(2026, 10, 31) not in public_holidays_of("HE", range(2026, 2027))


def test_saturday_is_no_working_day() -> None:
    assert not is_working_day(date(2027, 2, 6), HOLIDAYS)


def test_an_undated_sitting_has_a_last_day_of_its_own() -> None:
    assert limit(None, undated=date(2026, 12, 15)) == end_of_day(date(2026, 12, 15))


def test_an_undated_sitting_without_a_day_ends_with_its_window() -> None:
    assert limit(None) is None


def test_combined_academic_work_has_no_limit_after_the_window() -> None:
    assert limit(date(2027, 2, 8), withdrawable=False) is None


def test_a_limit_inside_the_window_has_no_effect() -> None:
    """Inside the window withdrawing is free, whatever the sitting's day."""
    assert limit(date(2026, 11, 18)) is None


@given(day=days, count=st.integers(0, 20))
def test_counting_working_days_back_and_forth_agrees(day: date, count: int) -> None:
    """Between the limit's day and the sitting lie exactly as many working days as the rule says."""
    found = working_day_before(day, count, HOLIDAYS)
    between = [found + timedelta(n) for n in range((day - found).days)]
    assert sum(is_working_day(one, HOLIDAYS) for one in between) == count
    assert count == 0 or is_working_day(found, HOLIDAYS)


@given(first=days, length=st.integers(0, 200), seconds=st.integers(-(10**7), 3 * 10**7))
def test_a_moment_is_in_a_window_when_its_day_is(first: date, length: int, seconds: int) -> None:
    """Also across the changes of the clocks, when days have 23 or 25 hours."""
    last = first + timedelta(length)
    window = Window.of_days(first, last)
    moment = window.open_time + timedelta(seconds=seconds)
    day = moment.astimezone(UNIVERSITY_ZONE).date()
    assert window.is_open(moment) == (first <= day <= last)


@given(sitting_day=days)
def test_a_limit_ends_a_day_and_comes_after_the_window(sitting_day: date) -> None:
    found = limit(sitting_day)
    if found is not None:
        local = found.astimezone(UNIVERSITY_ZONE)
        assert (local.hour, local.minute, local.second) == (0, 0, 0)
        assert WINDOW.close_time < found <= end_of_day(sitting_day - timedelta(5))


@pytest.mark.parametrize("path", ["windows.py", "withdrawing.py", "registering.py"])
def test_the_rules_read_no_clock(path: str) -> None:
    """Decisions take the time as a value."""
    source = (Path(__file__).parents[1] / "src/exams/domain" / path).read_text("utf-8")
    assert "now()" not in source
