"""Bookings stand in the order in which they were written, whenever their transactions began."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chassis.database import Database
from chassis.mail.letters import same
from chassis.testing import DrivenClock, within
from chassis.values import UNIVERSITY_ZONE
from records.app.enrolling import PersonEnrolled
from records.app.refunds import cancel_refund, propose_refund
from records.domain.refunds import RefundReason

from services.records.tests.ledger_factories import account_in, paid

LATE = datetime(2026, 11, 2, 12, tzinfo=UNIVERSITY_ZONE)


def test_what_waited_for_a_lock_is_booked_behind_what_it_waited_for(
    loaded: Database, enrol: Callable[..., PersonEnrolled], clock: DrivenClock
) -> None:
    """A transaction that began earlier and waited knows what was booked meanwhile."""
    person_id = enrol().person.person_id
    clock.set(LATE)
    paid(loaded, person_id, 5_000)
    refund_id = within(loaded, propose_refund, person_id, 5_000, RefundReason.CREDIT)
    # Its transaction began an hour before those that it waited for.
    clock.set(LATE - timedelta(hours=1))
    within(loaded, cancel_refund, refund_id, same("Irrtum"), by="clerk")
    account = account_in(loaded, person_id)
    assert (account.credit, account.to_return, account.balance) == (5_000, 0, -5_000)
