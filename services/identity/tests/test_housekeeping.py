"""What is removed by itself, and what stays."""

from datetime import timedelta
from typing import Any

import pytest
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.app.housekeeping import tidy
from identity.store.tables import account_failures, address_failures, sessions
from sqlalchemy import func, select

pytestmark = pytest.mark.asyncio


def rows(tx: Transaction) -> dict[str, int]:
    """How many rows each of the tables has that are tidied."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (account_failures, address_failures, sessions)
    }


async def test_an_address_is_forgotten_after_a_quarter_of_an_hour_and_an_account_after_a_day(
    identity: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    before = within(identity.database, rows)
    await identity.refusal(identity.sign_in(student, "Fünf Laternen am Deich"))
    within(identity.database, tidy)
    noted = within(identity.database, rows)
    assert noted == before | {"account_failures": 1, "address_failures": 1}
    clock.advance(timedelta(minutes=15, seconds=1))
    within(identity.database, tidy)
    assert within(identity.database, rows) == noted | {"address_failures": 0}
    clock.advance(timedelta(days=1))
    within(identity.database, tidy)
    assert within(identity.database, rows) == before


async def test_a_session_stays_readable_for_thirty_days_after_its_end(
    identity: Any, clock: DrivenClock
) -> None:
    await identity.sign_in(await identity.student())
    clock.advance(timedelta(days=30, hours=12))
    within(identity.database, tidy)
    assert within(identity.database, rows)["sessions"] == 1
    clock.advance(timedelta(seconds=1))
    within(identity.database, tidy)
    assert within(identity.database, rows)["sessions"] == 0
