"""How failures slow down the next attempt."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from identity.domain.throttling import (
    AccountFailures,
    AddressFailures,
    attempt_key,
    wait_after,
)

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


def test_four_failures_cost_nothing_and_the_fifth_starts_the_wait() -> None:
    assert wait_after(4) == timedelta()
    assert wait_after(5) == timedelta(seconds=30)


def test_the_wait_doubles_up_to_fifteen_minutes() -> None:
    assert [wait_after(n).total_seconds() for n in range(5, 12)] == [
        30,
        60,
        120,
        240,
        480,
        900,
        900,
    ]


@given(st.integers(min_value=0, max_value=10**9))
def test_the_wait_never_shrinks_and_never_passes_fifteen_minutes(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= timedelta(minutes=15)


def test_failures_are_forgotten_after_a_day() -> None:
    old = AccountFailures(40, NOW - timedelta(days=1), NOW)
    assert old.one_more(NOW).failures == 1
    assert AccountFailures(40, NOW - timedelta(hours=23), NOW).one_more(NOW).failures == 41


def test_twenty_failures_in_a_minute_close_an_address_until_the_minute_is_over() -> None:
    counter = AddressFailures(19, NOW)
    assert counter.wait(NOW) == timedelta()
    full = counter.one_more(NOW + timedelta(seconds=20))
    assert full.wait(NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert full.wait(NOW + timedelta(seconds=60)) == timedelta()
    assert full.one_more(NOW + timedelta(seconds=61)).failures == 1


def test_an_account_is_counted_per_network_of_24_or_64_bits() -> None:
    assert attempt_key("lg100001", "192.0.2.7") == attempt_key("lg100001", "192.0.2.200")
    assert attempt_key("lg100001", "192.0.2.7") != attempt_key("lg100001", "192.0.3.7")
    assert attempt_key("lg100001", "192.0.2.7") != attempt_key("lg100002", "192.0.2.7")
    assert attempt_key("lg100001", "2001:db8::1") == attempt_key("lg100001", "2001:db8::ffff:1")
    assert attempt_key("lg100001", "2001:db8::1") != attempt_key("lg100001", "2001:db8:0:1::1")


def test_whoever_hides_the_address_shares_one_counter_with_all_who_do() -> None:
    assert attempt_key("lg100001", "") == attempt_key("lg100001", "nonsense")
