"""Money at once: every payment counts, no credit goes back twice, and the locks keep it so."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from chassis.values import Semester
from records.app.cash import book_cash
from records.app.charging import charge_fee
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.payment_orders import order_refunds
from records.app.payments import book_payment
from records.app.profile_loading import load_profile
from records.app.refund_desk import create_at_desk, name_account
from records.domain.ledger import Booking
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from records.store import ledger

from services.records.tests.ledger_factories import account_in, paid

Enrol = Callable[..., PersonEnrolled]
SUMMER = Semester.parse("2027S")
FULL = 24315


def cash_for_the_card(tx: Transaction, person_id: UUID) -> str:
    return book_cash(tx, person_id, 500, by="clerk").receipt.receipt_number


def all_credit(tx: Transaction, person_id: UUID) -> int:
    return create_at_desk(tx, person_id, 0, validate_only=False, by="clerk").refund.cents


async def test_two_payments_at_once_both_count(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    within(loaded, bring_contributions_up_to_date, SUMMER, [person_id])
    halves = [(FULL // 2, date(2027, 1, 3)), (FULL - FULL // 2, date(2027, 1, 9))]
    await asyncio.gather(
        *(loaded.write(book_payment, person_id, cents, day) for cents, day in halves)
    )
    [charge] = account_in(loaded, person_id).charges
    assert (charge.open, charge.settled_on) == (0, date(2027, 1, 9))


async def test_the_contribution_is_charged_once_by_jobs_at_once(
    loaded: Database, enrol: Enrol
) -> None:
    people = [enrol().person.person_id for _ in range(3)]
    changes = await asyncio.gather(
        *(loaded.write(bring_contributions_up_to_date, SUMMER, people) for _ in range(6))
    )
    assert sorted(len(each) for each in changes) == [0, 0, 0, 0, 0, 3]
    assert [account_in(loaded, each).open for each in people] == [FULL] * 3


async def test_cash_of_many_desks_is_numbered_without_gap_or_repetition(
    loaded: Database, enrol: Enrol
) -> None:
    people = [enrol().person.person_id for _ in range(8)]
    for each in people:
        within(loaded, charge_fee, each, "card", occasion="1")
    numbers = await asyncio.gather(*(loaded.write(cash_for_the_card, each) for each in people))
    assert sorted(numbers) == [f"2026-{count:06d}" for count in range(1, 9)]


async def test_two_clerks_at_once_refund_a_credit_once(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    paid(loaded, person_id, 10000)
    outcomes = await asyncio.gather(
        *(loaded.write(all_credit, person_id) for _ in range(4)), return_exceptions=True
    )
    assert sorted(str(each)[:20] for each in outcomes if isinstance(each, Failure)) == (
        ["REFUND_BEYOND_CREDIT"] * 3
    )
    assert account_in(loaded, person_id).balance == 0


async def test_two_clerks_at_once_order_each_refund_in_exactly_one_file(
    loaded: Database, enrol: Enrol
) -> None:
    for _ in range(4):
        person_id = enrol().person.person_id
        paid(loaded, person_id, 1000)
        created = within(loaded, create_at_desk, person_id, 0, validate_only=False, by="clerk")
        within(loaded, name_account, created.refund.refund_id, "DE89370400440532013000", "A B")
    outcomes = await asyncio.gather(
        *(loaded.write(order_refunds, by=f"clerk {each}") for each in range(3)),
        return_exceptions=True,
    )
    orders = [each for each in outcomes if not isinstance(each, BaseException)]
    assert [(each.payment_order_number, each.refunds) for each in orders] == [("2026-0001", 4)]
    assert {str(each)[:15] for each in outcomes if isinstance(each, Failure)} == {"NO_REFUND_READY"}


@pytest.fixture
def on_postgres(
    tmp_path: Path, clock: DrivenClock, postgres: str, profile: Profile
) -> Iterator[Database]:
    database = fresh_database(service, tmp_path, clock, postgres)
    within(database, load_profile, profile)
    yield database
    database.close()


async def test_without_the_lock_a_credit_would_go_back_twice(
    on_postgres: Database, facts: PersonFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2026W"))
    person_id = within(on_postgres, enrol_person, order, 3_100_001).person.person_id
    paid(on_postgres, person_id, 10000)
    both_have_decided = threading.Barrier(2, timeout=10)
    book = ledger.book

    def meet_before_writing(tx: Transaction, bookings: Sequence[Booking]) -> None:
        both_have_decided.wait()
        book(tx, bookings)

    monkeypatch.setattr(Transaction, "lock", lambda *_: None)
    monkeypatch.setattr(ledger, "book", meet_before_writing)
    given = await asyncio.gather(*(on_postgres.write(all_credit, person_id) for _ in range(2)))
    assert given == [10000, 10000]
    assert account_in(on_postgres, person_id).balance == 10000
