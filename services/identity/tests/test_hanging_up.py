"""Whoever hangs up before a password is checked has failed like any other guesser."""

import asyncio
from typing import Any

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, within
from identity.app.sign_in.attempts import begin_attempt
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.flows.attempt_door import AttemptDoor, narrow_rules
from identity.flows.hashing_lanes import HashingLanes
from identity.flows.proving import Proving
from identity.store.failures import find_address_failures

pytestmark = pytest.mark.asyncio

GUESSER = "203.0.113.9"


async def never(*_: Any, **__: Any) -> Any:
    """Computes nothing while anybody waits."""
    await asyncio.Event().wait()


async def test_who_hangs_up_before_the_answer_has_failed(
    database: Database, clock: DrivenClock
) -> None:
    lanes = HashingLanes(never, 1)
    hashing = PasswordHashing(1, 8)
    proving = Proving(database, never, hashing, AttemptDoor(clock, narrow_rules(300, 1)), lanes, ())
    for number in range(3):
        attempt = within(database, begin_attempt, f"nobody{number}", GUESSER)
        checking = asyncio.create_task(proving.check(attempt, "", "Möwe 27!"))
        await asyncio.sleep(0)
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking
    counted = within(database, find_address_failures, GUESSER)
    assert counted is not None
    assert counted.failures == 3
