"""Attacks on many accounts at once are noticed: metric, log line, one mail a period."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.app.sign_in.attempts import attempt_failed, begin_attempt
from identity.domain.failure_alarm import AlarmRules, FailureRate
from identity.flows import failure_alarm
from identity.flows.failure_alarm import watch_failures

from services.identity.tests.factors_factories import PASSWORD
from services.identity.tests.sign_in_factories import SignInDesk

RULES = AlarmRules(30, 50, 10, "computing-centre@leuphana.example")


@pytest_asyncio.fixture
async def desk(identity: Any) -> SignInDesk:
    """The running service."""
    return SignInDesk(identity)


def spray(tx: Transaction, names: int, network: str) -> None:
    """One wrong password for each of many names, from the addresses of one network."""
    for number in range(names):
        attempt_failed(tx, begin_attempt(tx, f"lg2{number:05d}", f"{network}.{number % 250}"))


@pytest.mark.parametrize(
    "rate", [FailureRate(31, 0, "", 0), FailureRate(0, 51, "", 0), FailureRate(0, 0, "", 11)]
)
def test_each_figure_raises_the_alarm_above_its_limit_and_not_at_it(rate: FailureRate) -> None:
    assert RULES.is_raised_by(rate)
    at_limit = replace(
        rate,
        failures=min(rate.failures, 30),
        names=min(rate.names, 50),
        names_of_network=min(rate.names_of_network, 10),
    )
    assert not RULES.is_raised_by(at_limit)


@pytest.mark.asyncio
async def test_spraying_over_many_names_raises_the_alarm_once_an_hour(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    database = desk.identity.database
    assert not (await watch_failures(database, RULES)).raised
    within(database, spray, 11, "203.0.113")
    counted = failure_alarm.ALARMS._value.get()
    noticed = await watch_failures(database, RULES)
    assert (noticed.raised, noticed.rate.busiest_network) == (True, "203.0.113.0/24")
    assert noticed.rate.names_of_network == 11
    assert failure_alarm.ALARMS._value.get() == counted + 1
    [mail] = desk.mails_of_kind("sign_in_alarm")
    assert "203.0.113.0/24 (11)" in mail
    assert "lg2" not in mail
    within(database, spray, 11, "203.0.114")
    assert not (await watch_failures(database, RULES)).raised
    clock.advance(timedelta(hours=1))
    within(database, spray, 11, "203.0.115")
    assert (await watch_failures(database, RULES)).raised
    assert len(desk.mails_of_kind("sign_in_alarm")) == 2


@pytest.mark.asyncio
async def test_the_global_rate_counts_failures_of_the_last_minute_from_every_address(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    database = desk.identity.database
    someone = await desk.person()
    await desk.sign_in(someone, PASSWORD)
    assert (await watch_failures(database, RULES)).rate.names == 0
    desk.fail(someone.user_name, 31)
    noticed = await watch_failures(database, replace(RULES, address=""))
    assert (noticed.rate.failures, noticed.raised) == (31, True)
    assert not desk.mails_of_kind("sign_in_alarm")
    clock.advance(timedelta(minutes=1))
    assert (await watch_failures(database, RULES)).rate.failures == 0
