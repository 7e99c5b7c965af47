"""The ledger: every booking adds up to nothing, and nothing that stands is changed."""

from collections.abc import Callable
from datetime import date
from itertools import count
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import within
from chassis.values import LocalizedText
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records.app.account_desk import cancel_at_desk, charge_at_desk, reverse_at_desk, waive_at_desk
from records.app.cash import book_cash
from records.app.charging import charge_fee
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import PersonEnrolled
from records.app.owing import ledger_balance
from records.app.payments import book_payment, hold_payment, return_payment
from records.app.person_accounts import account_of
from records.app.refunds import cancel_refund, refund_credit
from records.domain.ledger import (
    BANK,
    RECEIVABLE,
    Booking,
    BookingKind,
    Line,
    UnbalancedBookingError,
)
from records.store import ledger, tables
from records.store.refunds import load_refunds_of
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from services.records.tests.ledger_factories import S, paid

Enrol = Callable[..., PersonEnrolled]
TEXT = LocalizedText(de="Probe", en="Test")


def booking(*lines: Line) -> Booking:
    return Booking(uuid4(), BookingKind.PAYMENT, date(2026, 11, 2), TEXT, lines)


@pytest.mark.parametrize(
    "lines",
    [
        (Line(BANK, 100),),
        (Line(BANK, 100), Line(RECEIVABLE, -99, uuid4())),
        (Line(BANK, 0), Line(RECEIVABLE, 0, uuid4())),
        (Line(BANK, 100), Line(RECEIVABLE, -100)),
    ],
)
def test_a_booking_that_does_not_add_up_is_refused(lines: tuple[Line, ...]) -> None:
    with pytest.raises(UnbalancedBookingError):
        booking(*lines)


def test_the_store_refuses_it_too(loaded: Database) -> None:
    made = booking(Line(BANK, 100), Line(RECEIVABLE, -100, uuid4()))
    object.__setattr__(made, "lines", (Line(BANK, 100), Line(RECEIVABLE, -90, uuid4())))
    with pytest.raises(UnbalancedBookingError, match="10 cents"):
        within(loaded, ledger.book, [made])
    assert within(loaded, ledger_balance, None).bookings == 0


@pytest.mark.parametrize("table", [tables.bookings, tables.booking_lines, tables.charges])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_stands(
    loaded: Database, enrol: Enrol, table: object, change: str
) -> None:
    person_id = enrol().person.person_id
    within(loaded, charge_fee, person_id, "card", occasion="one")

    def go_around(tx: Transaction) -> None:
        column = "occasion" if table is tables.charges else None
        statement = delete(table)  # type: ignore[arg-type]
        if change == "update":
            name = column or ("amount_cents" if table is tables.booking_lines else "booked_by")
            value: object = 1 if name == "amount_cents" else "somebody"
            statement = update(table).values({name: value})  # type: ignore[arg-type, assignment]
        tx.execute(statement)

    with pytest.raises(DBAPIError, match="append-only"):
        within(loaded, go_around)
    assert within(loaded, account_of, person_id).balance == 500


def test_postgres_refuses_to_empty_the_ledger(loaded: Database) -> None:
    if loaded.dialect == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"):
        within(loaded, lambda tx: tx.execute(text("TRUNCATE bookings CASCADE")))


def test_a_fee_for_the_same_occasion_is_charged_once(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    first = within(loaded, charge_fee, person_id, "deposit", occasion="card 31100001")
    again = within(loaded, charge_fee, person_id, "deposit", occasion="card 31100001")
    other = within(loaded, charge_fee, person_id, "deposit", occasion="card 31100002")
    assert first == again != other
    assert within(loaded, account_of, person_id).open == 2000


def test_an_unknown_fee_names_the_known_ones(loaded: Database, enrol: Enrol) -> None:
    with pytest.raises(Failure, match="FEE_UNKNOWN") as failure:
        within(loaded, charge_fee, enrol().person.person_id, "parking", occasion="x")
    assert "card, deposit, long-term, reminder" in failure.value.message.en


def test_the_trial_balance_shows_where_the_money_is(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    within(loaded, bring_contributions_up_to_date, S("2027S"), [person_id])
    paid(loaded, person_id, 20000)
    within(loaded, hold_payment, 777, date(2026, 11, 2))
    balance = within(loaded, ledger_balance, None)
    assert balance.total == 0
    assert {each.account: each.cents for each in balance.accounts} == {
        "bank": 20777,
        "clearing": -777,
        "income:asta": -1790,
        "income:studentenwerk": -11200,
        "income:ticket": -11325,
        "receivable": 24315 - 20000,
    }
    assert {each.account: each.name.en for each in balance.accounts}["income:ticket"] == (
        "Income: Semester ticket"
    )
    assert within(loaded, ledger_balance, date(2026, 11, 1)).accounts == ()


Step = tuple[str, int, int]
_OCCASIONS = count()


def take(tx: Transaction, person_id: UUID, step: Step) -> None:
    """One step at the desk, at the bank or of a job; what is refused changes nothing."""
    what, which, cents = step
    account = account_of(tx, person_id)
    charges = account.charges
    charge_id = charges[which % len(charges)].charge.charge_id if charges else uuid4()
    money = [each for each in account.money if not each.taken_back]
    booking_id = money[which % len(money)].booking_id if money else uuid4()
    open_refunds = [each for each in load_refunds_of(tx, person_id) if each.is_open]
    day = date(2026, 1 + which, 5)
    desk = {"validate_only": False, "by": "clerk"}
    if what == "charge":
        bring_contributions_up_to_date(tx, (S("2026W"), S("2027S"))[which % 2], [person_id])
    elif what == "fee":
        charge_at_desk(tx, person_id, "card", str(next(_OCCASIONS)), None, None, **desk)  # type: ignore[arg-type]
    elif what == "pay":
        book_payment(tx, person_id, cents, day)
    elif what == "cash":
        book_cash(tx, person_id, min(cents, max(account.open, 1)), charge_id, by="clerk")
    elif what == "cancel":
        cancel_at_desk(tx, person_id, charge_id, "x", **desk)  # type: ignore[arg-type]
    elif what == "waive":
        waive_at_desk(tx, person_id, charge_id, cents, "x", **desk)  # type: ignore[arg-type]
    elif what == "reverse":
        reverse_at_desk(tx, person_id, booking_id, "x", **desk)  # type: ignore[arg-type]
    elif what == "return":
        return_payment(tx, booking_id, day)
    elif what == "refund":
        refund_credit(tx, person_id, cents if which % 2 else 0, by="clerk")
    elif what == "unrefund" and open_refunds:
        cancel_refund(tx, open_refunds[0].refund_id, TEXT, by="clerk")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("charge", "fee", "pay", "cash", "cancel", "waive", "reverse", "return", "refund",
             "unrefund")
        ),
        st.integers(0, 5),
        st.integers(1, 30000),
    ),
    min_size=3,
    max_size=14,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_ledger_balances_after_any_sequence(
    loaded: Database, enrol: Enrol, steps: list[Step]
) -> None:
    person_id = enrol().person.person_id
    for step in steps:
        try:
            within(loaded, take, person_id, step)
        except Failure:
            continue
    balance = within(loaded, ledger_balance, None)
    assert balance.total == 0
    account = within(loaded, account_of, person_id)
    assert account.balance == account.open - account.credit + account.to_return
    for each in account.charges:
        assert 0 <= each.paid <= each.due <= each.amount
    unbalanced = within(loaded, _unbalanced)
    assert unbalanced == []


def _unbalanced(tx: Transaction) -> list[UUID]:
    lines = tables.booking_lines
    rows = tx.execute(select(lines.c.booking_id, lines.c.amount_cents))
    sums: dict[UUID, int] = {}
    for row in rows:
        sums[row.booking_id] = sums.get(row.booking_id, 0) + row.amount_cents
    return [booking_id for booking_id, total in sums.items() if total]
