"""At the desk: statements, fees, waivers, taking back, cash with receipts, who owes."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.app.account_desk import cancel_at_desk, charge_at_desk, reverse_at_desk, waive_at_desk
from records.app.cash import book_cash, receipts_of_person
from records.app.charging import charge_fee
from records.app.enrolling import PersonEnrolled
from records.app.owing import accounts_owing, ledger_balance
from records.app.payment_instructions import payment_instructions
from records.app.payments import book_payment, return_payment
from records.app.statements import fee_receipt, statement_of
from records.domain.ledger import BookingKind
from records.domain.matching import ClearingReason
from records.store.clearing import count_open

from services.records.tests.bank_factories import file_of, imported, one
from services.records.tests.ledger_factories import (
    S,
    account_in,
    contribution_of_2027,
    paid,
)

Enrol = Callable[..., PersonEnrolled]
DESK = {"validate_only": False, "by": "clerk"}
TRIAL = {"validate_only": True, "by": "clerk"}
FULL = 24315


def test_a_statement_says_line_by_line_what_is_owed_and_why(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    person_id = enrol().person.person_id
    contribution_of_2027(loaded, [person_id])
    clock.advance(timedelta(days=1))
    paid(loaded, person_id, 20000, date(2027, 1, 20))
    clock.advance(timedelta(days=1))
    within(loaded, charge_fee, person_id, "card", occasion="card 1", by="clerk")
    statement = within(loaded, statement_of, person_id)
    contribution, card = statement.charges
    assert contribution.name.en == "Semester contribution"
    assert contribution.needed_for_reregistration
    assert [(each.part.code, each.cents) for each in contribution.parts] == [
        ("studentenwerk", 11200),
        ("students", 13115),
    ]
    assert (contribution.settled.paid, contribution.settled.open) == (20000, 4315)
    assert (card.name.de, card.settled.open, card.overdue) == ("Ersatzausweis", 500, False)
    assert [(each.text.en, each.cents, each.balance) for each in statement.entries] == [
        ("Semester contribution, summer semester 2027", FULL, FULL),
        ("Bank transfer", -20000, 4315),
        ("Replacement card", 500, 4815),
    ]
    assert statement.account.balance == 4815
    clock.advance(timedelta(days=1))
    assert within(loaded, statement_of, person_id).account.overdue(date(2026, 11, 5)) == 500


def test_a_trial_run_shows_the_account_as_it_would_be_and_books_nothing(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    charge_id, planned = within(loaded, charge_at_desk, person_id, "card", "1", None, None, **TRIAL)
    assert planned.account.open == 500
    assert account_in(loaded, person_id).open == 0
    charge_id, _ = within(loaded, charge_at_desk, person_id, "card", "1", None, None, **DESK)
    planned = within(loaded, waive_at_desk, person_id, charge_id, 200, "Kulanz", **TRIAL)
    assert planned.account.open == 300
    planned = within(loaded, cancel_at_desk, person_id, charge_id, "Irrtum", **TRIAL)
    assert planned.charges[0].settled.is_cancelled
    trial = within(loaded, book_cash, person_id, 500, charge_id, **TRIAL)
    assert (trial.receipt.receipt_number, trial.statement.account.open) == ("", 0)
    assert account_in(loaded, person_id).open == 500
    assert within(loaded, ledger_balance, None).bookings == 1


def test_a_cancelled_fee_is_charged_again_only_for_another_occasion(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    charge_id, _ = within(loaded, charge_at_desk, person_id, "card", "1", None, None, **DESK)
    paid(loaded, person_id, 500)
    statement = within(loaded, cancel_at_desk, person_id, charge_id, "Ausweis gefunden", **DESK)
    assert (statement.account.credit, statement.charges[0].settled.open) == (500, 0)
    assert statement.charges[0].changes[-1].text.de == "Storniert: Ausweis gefunden"
    for refused in (cancel_at_desk, charge_at_desk):
        arguments = (charge_id, "x") if refused is cancel_at_desk else ("card", "1", None, None)
        with pytest.raises(Failure, match="CHARGE_CANCELLED"):
            within(loaded, refused, person_id, *arguments, **DESK)  # type: ignore[arg-type]


def test_the_contribution_is_not_cancelled_at_the_desk(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    [charge_id] = contribution_of_2027(loaded, [person_id])
    with pytest.raises(Failure, match="CONTRIBUTION_FOLLOWS_FROM_SEMESTER"):
        within(loaded, cancel_at_desk, person_id, charge_id, "x", **DESK)


def test_no_more_is_waived_than_is_due_and_a_waiver_can_be_taken_back(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    charge_id, _ = within(loaded, charge_at_desk, person_id, "long-term", "1", None, None, **DESK)
    with pytest.raises(Failure, match=r"€500\.00"):
        within(loaded, waive_at_desk, person_id, charge_id, 50001, "x", **DESK)
    statement = within(loaded, waive_at_desk, person_id, charge_id, 0, "Härte", **DESK)
    assert statement.account.open == 0
    waiver = statement.charges[0].changes[-1]
    assert (waiver.kind, waiver.reversible) == (BookingKind.WAIVER, True)
    statement = within(loaded, reverse_at_desk, person_id, waiver.booking_id, "x", **DESK)
    assert statement.account.open == 50000
    assert not any(each.reversible for each in statement.charges[0].changes)
    with pytest.raises(Failure, match="BOOKING_REVERSED"):
        within(loaded, reverse_at_desk, person_id, waiver.booking_id, "x", **DESK)


def test_what_belongs_to_somebody_else_is_not_found(loaded: Database, enrol: Enrol) -> None:
    person_id, other = enrol().person.person_id, enrol().person.person_id
    charge_id, _ = within(loaded, charge_at_desk, other, "card", "1", None, None, **DESK)
    booking_id = paid(loaded, other, 500)
    with pytest.raises(Failure, match="CHARGE_UNKNOWN"):
        within(loaded, waive_at_desk, person_id, charge_id, 1, "x", **DESK)
    with pytest.raises(Failure, match="BOOKING_UNKNOWN"):
        within(loaded, reverse_at_desk, person_id, booking_id, "x", **DESK)
    with pytest.raises(Failure, match="CHARGE_UNKNOWN"):
        within(loaded, payment_instructions, person_id, [charge_id])


def test_charges_and_refunds_are_not_reversed(loaded: Database, enrol: Enrol) -> None:
    person_id = enrol().person.person_id
    within(loaded, charge_at_desk, person_id, "card", "1", None, None, **DESK)
    [entry] = within(loaded, statement_of, person_id).entries
    with pytest.raises(Failure, match="BOOKING_NOT_REVERSIBLE"):
        within(loaded, reverse_at_desk, person_id, entry.booking_id, "x", **DESK)


def test_a_payment_that_is_taken_back_lies_in_clearing(loaded: Database, enrol: Enrol) -> None:
    person_id, right = enrol().person.person_id, enrol().person.person_id
    contribution_of_2027(loaded, [person_id])
    booking_id = paid(loaded, person_id, FULL)
    within(loaded, reverse_at_desk, person_id, booking_id, "Falsche Person", **DESK)
    assert account_in(loaded, person_id).open == FULL
    sums = {each.account: each.cents for each in within(loaded, ledger_balance, None).accounts}
    assert (sums["bank"], sums["clearing"]) == (FULL, -FULL)
    within(loaded, book_payment, right, FULL, date(2026, 11, 2), from_clearing=True)
    assert account_in(loaded, right).credit == FULL
    sums = {each.account: each.cents for each in within(loaded, ledger_balance, None).accounts}
    assert sums["clearing"] == 0


def test_a_payment_is_returned_once(loaded: Database, enrol: Enrol) -> None:
    booking_id = paid(loaded, enrol().person.person_id, 500)
    within(loaded, return_payment, booking_id, date(2026, 11, 9))
    with pytest.raises(Failure, match="BOOKING_REVERSED"):
        within(loaded, return_payment, booking_id, date(2026, 11, 9))


def test_five_euros_in_cash_pay_for_the_new_card_with_a_receipt(
    loaded: Database, enrol: Enrol
) -> None:
    """002, "Replacing the student ID card": when the application is submitted, €5.00 in cash in
    processing fees become due."""
    person_id = enrol().person.person_id
    contribution_of_2027(loaded, [person_id])
    card = within(loaded, charge_fee, person_id, "card", occasion="application 1")
    booked = within(loaded, book_cash, person_id, 500, card, by="clerk")
    assert booked.receipt.receipt_number == "2026-000001"
    settled = booked.statement.account.charge(card)
    assert settled is not None
    assert settled.is_settled
    assert booked.statement.account.open == FULL
    page = within(loaded, receipts_of_person, person_id, "", 10)
    assert [(each.cents, each.received_by) for each in page.receipts] == [(500, "clerk")]


def test_receipts_are_numbered_without_a_gap_though_some_cash_is_refused(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    within(loaded, charge_fee, person_id, "deposit", occasion="1")
    numbers = []
    for cents in (400, 700, 600):
        if cents == 700:
            with pytest.raises(Failure, match="CASH_BEYOND_OPEN") as failure:
                within(loaded, book_cash, person_id, cents, by="clerk")
            assert "€6.00" in failure.value.message.en
            continue
        numbers.append(within(loaded, book_cash, person_id, cents, by="clerk").receipt)
    assert [each.receipt_number for each in numbers] == ["2026-000001", "2026-000002"]
    within(loaded, reverse_at_desk, person_id, numbers[0].booking_id, "Verzählt", **DESK)
    page = within(loaded, receipts_of_person, person_id, "2026-000002", 10)
    assert [each.receipt_number for each in page.receipts] == ["2026-000001"]
    taken_back = {
        each.received.booking_id: each.received.taken_back for each in page.statement.money
    }
    assert taken_back == {numbers[0].booking_id: True, numbers[1].booking_id: False}


def owing(loaded: Database, after: UUID | None, *, overdue_only: bool = False) -> list[str]:
    page = within(loaded, accounts_owing, after, 2, overdue_only=overdue_only)
    return [f"{each.holder.name.given_names} {each.account.balance}" for each in page.accounts]


def test_who_owes_is_listed_by_name_page_by_page(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    people = {name: enrol(given_names=name).person.person_id for name in ("Cem", "Ada", "Bo", "Di")}
    for name, person_id in people.items():
        within(loaded, charge_fee, person_id, "deposit", occasion=name)
    paid(loaded, people["Di"], 1000)
    assert owing(loaded, None) == ["Ada 1000", "Bo 1000"]
    assert owing(loaded, people["Bo"]) == ["Cem 1000"]
    assert owing(loaded, None, overdue_only=True) == []
    paid(loaded, people["Ada"], 400)
    clock.advance(timedelta(days=1))
    within(loaded, charge_fee, people["Di"], "card", occasion="later")
    assert owing(loaded, None, overdue_only=True) == ["Ada 600", "Bo 1000"]
    assert owing(loaded, people["Bo"], overdue_only=True) == ["Cem 1000"]


def test_instructions_ask_for_what_is_open_or_for_a_chosen_part(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol(given_names="John", family_name="Smith").person.person_id
    nothing = within(loaded, payment_instructions, person_id)
    assert (nothing.cents, nothing.epc_payload) == (0, "")
    assert nothing.explanation.en == "There is nothing to pay at present."
    contribution_of_2027(loaded, [person_id])
    card = within(loaded, charge_fee, person_id, "card", occasion="1")
    everything = within(loaded, payment_instructions, person_id)
    assert (everything.cents, everything.reference) == (FULL + 500, "3100001, Smith, John")
    assert [each.included for each in everything.charges] == [True, True]
    part = within(loaded, payment_instructions, person_id, [card])
    assert part.cents == 500
    assert part.epc_payload.split("\n")[7:] == ["EUR5.00", "", "", "3100001, Smith, John"]
    assert [each.included for each in part.charges] == [False, True]
    paid(loaded, person_id, FULL + 700)
    assert "€2.00" in within(loaded, payment_instructions, person_id).explanation.en


def test_a_fee_receipt_has_what_was_charged_and_paid_for_the_semester(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol().person.person_id
    contribution_of_2027(loaded, [person_id])
    within(loaded, charge_fee, person_id, "reminder", occasion="1", semester=S("2027S"))
    within(loaded, charge_fee, person_id, "card", occasion="1")
    paid(loaded, person_id, FULL, date(2027, 2, 1))
    receipt = within(loaded, fee_receipt, person_id, S("2027S"))
    assert [each.settled.charge.fee_code for each in receipt.charges] == [
        "contribution",
        "reminder",
    ]
    assert (receipt.due, receipt.paid, receipt.paid_on) == (FULL + 1500, FULL, date(2027, 2, 1))


def test_a_bank_payment_that_is_taken_back_waits_in_the_clearing_list(
    loaded: Database, enrol: Enrol
) -> None:
    person_id = enrol(given_names="John", family_name="Smith").person.person_id
    contribution_of_2027(loaded, [person_id])
    imported(loaded, file_of(one("3100001, Smith, John", amount="243.15")))
    [money] = within(loaded, statement_of, person_id).money
    assert (money.received.cents, money.reversible) == (FULL, True)
    booking_id = money.received.booking_id
    trial = within(loaded, reverse_at_desk, person_id, booking_id, "Falsch", **TRIAL)
    assert trial.account.open == FULL
    assert within(loaded, count_open) == {}
    within(loaded, reverse_at_desk, person_id, booking_id, "Falsch", **DESK)
    assert within(loaded, count_open) == {ClearingReason.TAKEN_OFF: 1}
