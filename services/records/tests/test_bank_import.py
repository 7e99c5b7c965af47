"""Importing the bank's files: what is booked, what waits, and nothing twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import within
from records.app.bank_import import ImportReport
from records.app.enrolling import PersonEnrolled
from records.app.owing import ledger_balance
from records.app.payment_orders import order_refunds
from records.app.payments import hold_payment
from records.app.refunds import refund_stranger, refund_with_id
from records.domain.bank_imports import Effect, Outcome
from records.domain.matching import ClearingReason
from records.domain.refunds import RefundAccount, RefundState
from records.store.accounts import store_account
from records.store.bank import find_statements
from records.store.clearing import find_items

from services.records.tests.bank_factories import (
    CONTRIBUTION,
    CONTRIBUTION_CENTS,
    OTHER_IBAN,
    PAYER_IBAN,
    Camt,
    Entry,
    Paid,
    Stated,
    file_of,
    imported,
    one,
)
from services.records.tests.ledger_factories import account_in, contribution_of_2027

Enrol = Callable[..., PersonEnrolled]


@pytest.fixture
def students(loaded: Database, enrol: Enrol) -> list[UUID]:
    """Ayşe Öztürk, 3100001, and John Smith, 3100002; both owe the contribution of 2027."""
    ids = [
        enrol("Ayşe", "Öztürk").person.person_id,
        enrol("John", "Smith").person.person_id,
    ]
    contribution_of_2027(loaded, ids)
    return ids


def outcomes(report: ImportReport) -> list[tuple[Outcome, ClearingReason | None]]:
    return [(each.outcome, each.reason) for each in report.effects]


def only(report: ImportReport) -> Effect:
    [effect] = report.effects
    return effect


def credit_of(database: Database, person_id: UUID) -> int:
    return account_in(database, person_id).credit


def open_of(database: Database, person_id: UUID) -> int:
    return account_in(database, person_id).open


def sums(database: Database) -> dict[str, int]:
    accounts = within(database, ledger_balance, None).accounts
    found = {each.account: each.cents for each in accounts}
    assert sum(found.values()) == 0
    return found


def waiting(database: Database) -> list[ClearingReason]:
    return [each.reason for each in within(database, find_items, None, None, 99, settled=False)]


def test_a_payment_settles_the_contribution_with_its_value_date(
    loaded: Database, students: list[UUID]
) -> None:
    """Guide 002, "Transferring the semester contributions": "The day on which payment is received
    on the university account counts, the so-called value date."
    """
    report = imported(loaded, file_of(one("3100001, Öztürk, Ayşe", value="2026-11-18")))
    assert outcomes(report) == [(Outcome.BOOKED, None)]
    account = account_in(loaded, students[0])
    assert account.open == 0
    assert [each.settled_on for each in account.charges] == [date(2026, 11, 18)]
    assert open_of(loaded, students[1]) == CONTRIBUTION_CENTS
    assert waiting(loaded) == []


def test_the_same_file_twice_books_nothing_twice(loaded: Database, students: list[UUID]) -> None:
    content = file_of(one("3100001"), one("3100002"), one("nobody", "1.00"))
    first = imported(loaded, content)
    assert [each.outcome for each in first.effects] == [
        Outcome.BOOKED,
        Outcome.BOOKED,
        Outcome.TO_CLEAR,
    ]
    before = sums(loaded)
    again = imported(loaded, content)
    assert again.known_file
    assert {each.outcome for each in again.effects} == {Outcome.KNOWN}
    assert sums(loaded) == before
    assert len(within(loaded, find_statements, None, 10)) == 1


@pytest.mark.parametrize("reference", ["B-4711", ""])
def test_a_notification_and_the_statement_after_it_are_one_payment(
    loaded: Database, students: list[UUID], reference: str
) -> None:
    first = one("3100001, Öztürk", reference=reference, number="1")
    told = Camt((Stated((first,)),), "camt.054", "001.02").xml()
    imported(loaded, told)
    stated = replace(first, number="88")
    report = imported(loaded, file_of(one("3100002", number="87"), stated))
    assert [each.outcome for each in report.effects] == [Outcome.BOOKED, Outcome.KNOWN]
    assert credit_of(loaded, students[0]) == 0


def test_two_equal_payments_of_one_day_are_two(loaded: Database, students: list[UUID]) -> None:
    content = file_of(one("3100001"), one("3100001"))
    assert outcomes(imported(loaded, content)) == [
        (Outcome.BOOKED, None),
        (Outcome.BOOKED, ClearingReason.DOUBLE),
    ]
    assert credit_of(loaded, students[0]) == CONTRIBUTION_CENTS
    longer = file_of(one("3100001"), one("3100001"), one("3100001"))
    assert [each.outcome for each in imported(loaded, longer).effects] == [
        Outcome.KNOWN,
        Outcome.KNOWN,
        Outcome.BOOKED,
    ]


def test_equal_payer_references_of_two_payments_do_not_make_them_one(
    loaded: Database, students: list[UUID]
) -> None:
    imported(loaded, file_of(one("3100001", end_to_end_id="1")))
    report = imported(loaded, file_of(one("3100002", end_to_end_id="1", iban=OTHER_IBAN)))
    assert outcomes(report) == [(Outcome.BOOKED, None)]


def test_a_broken_entry_is_named_and_the_rest_is_booked(
    loaded: Database, students: list[UUID]
) -> None:
    content = file_of(one("3100001"), one("x", "1.234", reference="B-9"), one("3100002"))
    report = imported(loaded, content)
    [statement] = report.statements
    assert (statement.booked, statement.broken, statement.entries) == (2, 1, 3)
    [problem] = statement.problems
    assert (problem.entry, problem.bank_reference, problem.fault, problem.found) == (
        2,
        "B-9",
        "AMOUNT_WRONG",
        "1.234",
    )
    assert open_of(loaded, students[1]) == 0


def test_a_statement_of_another_account_is_refused_whole(
    loaded: Database, students: list[UUID]
) -> None:
    good, foreign = Stated((one("3100001"),)), Stated((one("3100002"),), "X-7", OTHER_IBAN)
    with pytest.raises(Failure) as refused:
        imported(loaded, Camt((good, foreign)).xml())
    assert refused.value.reason == "BANK_ACCOUNT_FOREIGN"
    assert OTHER_IBAN in refused.value.message.en
    assert "X-7" in refused.value.message.de
    assert open_of(loaded, students[0]) == CONTRIBUTION_CENTS


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        (["100.00"], ClearingReason.PARTIAL),
        (["300.00"], ClearingReason.SURPLUS),
        ([CONTRIBUTION, CONTRIBUTION], ClearingReason.DOUBLE),
        ([CONTRIBUTION, "20.00"], ClearingReason.NOTHING_DUE),
        (["100.00", "143.15"], None),
    ],
)
def test_what_is_not_as_expected_is_booked_and_looked_at(
    loaded: Database, students: list[UUID], amounts: list[str], reason: ClearingReason | None
) -> None:
    report = imported(loaded, file_of(*(one("3100001", each) for each in amounts)))
    assert {each.outcome for each in report.effects} == {Outcome.BOOKED}
    assert report.effects[-1].reason is reason
    paid = sum(each.payment.cents for each in report.effects)
    assert account_in(loaded, students[0]).balance == CONTRIBUTION_CENTS - paid


def test_a_dry_run_says_the_same_and_books_nothing(loaded: Database, students: list[UUID]) -> None:
    content = file_of(one("3100001"), one("3100001", "5.00"), one("Smith, John"))
    dry = imported(loaded, content, dry_run=True)
    assert sums(loaded).get("bank", 0) == 0
    assert waiting(loaded) == []
    real = imported(loaded, content)
    assert outcomes(dry) == outcomes(real)
    assert [each.payers for each in dry.effects] == [each.payers for each in real.effects]
    assert dry.effects[2].payers[0].person_id == students[1]


def test_a_user_name_by_mistake_names_the_student(loaded: Database, students: list[UUID]) -> None:
    """Guide 002, on re-registration: "not an applicant number or an lg number"."""
    within(loaded, store_account, students[1], "lg100007", "lg100007@example.org")
    effect = only(imported(loaded, file_of(one("lg100007 Smith"))))
    assert (effect.outcome, effect.reason) == (Outcome.TO_CLEAR, ClearingReason.USER_NAME)
    assert [each.person_id for each in effect.payers] == [students[1]]
    assert sums(loaded)["clearing"] == -CONTRIBUTION_CENTS


def test_another_students_name_is_found_in_the_database(
    loaded: Database, students: list[UUID]
) -> None:
    for typed in ("3100001, Smith, John", "3100001 John Smith"):
        effect = only(imported(loaded, file_of(one(typed)), dry_run=True))
        assert effect.reason is ClearingReason.SEVERAL_CANDIDATES
        assert [each.person_id for each in effect.payers] == students


def test_names_in_the_spelling_of_banks_find_their_student(
    loaded: Database, students: list[UUID], enrol: Enrol
) -> None:
    enrol("Jörg", "Müller-Lüdenscheidt")
    for typed in ("Mueller-Luedenscheidt, Joerg", "JOERG MUELLER LUEDENSCHEIDT"):
        effect = only(imported(loaded, file_of(one(typed)), dry_run=True))
        assert effect.reason is ClearingReason.NO_NUMBER
        assert [each.matriculation_number for each in effect.payers] == ["3100003"]


@pytest.mark.parametrize("details_first", [True, False])
def test_a_batch_and_its_payments_are_one_thing_in_whichever_order(
    loaded: Database, students: list[UUID], details_first: bool
) -> None:
    paid = (Paid(lines=("3100001",)), Paid(lines=("3100002",)))
    both = Entry(paid, "486.30", reference="SAMMLER-1", announced=2)
    files = [
        Camt((Stated((both,)),), "camt.054").xml(),
        file_of(replace(both, payments=())),
    ]
    reports = [imported(loaded, each) for each in (files if details_first else reversed(files))]
    expected = Outcome.KNOWN if details_first else Outcome.BOOKED
    assert {each.outcome for each in reports[1].effects} == {expected}
    assert [open_of(loaded, each) for each in students] == [0, 0]
    found = sums(loaded)
    assert (found["bank"], found.get("clearing", 0)) == (2 * CONTRIBUTION_CENTS, 0)
    assert waiting(loaded) == []
    for each in files:
        assert {one.outcome for one in imported(loaded, each).effects} == {Outcome.KNOWN}


def test_a_payment_that_the_bank_takes_back_is_owed_again(
    loaded: Database, students: list[UUID]
) -> None:
    imported(loaded, file_of(one("3100001", end_to_end_id="E-1"), one("3100002")))
    back = Entry(
        (Paid(end_to_end_id="E-1", return_reason="AC04", iban=PAYER_IBAN),),
        direction="DBIT",
        value="2026-11-23",
    )
    effect = only(imported(loaded, file_of(back)))
    assert effect.outcome is Outcome.TAKEN_BACK
    assert [each.person_id for each in effect.payers] == [students[0]]
    assert [open_of(loaded, each) for each in students] == [CONTRIBUTION_CENTS, 0]
    assert sums(loaded)["bank"] == CONTRIBUTION_CENTS
    assert waiting(loaded) == [ClearingReason.RETURNED]


def test_a_reversal_takes_back_what_waits_and_comes_in_the_same_file(
    loaded: Database, students: list[UUID]
) -> None:
    paid = one("for whom?", end_to_end_id="E-2")
    back = replace(paid, direction="DBIT", reversal=True)
    report = imported(loaded, file_of(paid, back))
    assert [each.outcome for each in report.effects] == [Outcome.TO_CLEAR, Outcome.TAKEN_BACK]
    assert sums(loaded).get("clearing", 0) == 0
    assert waiting(loaded) == [ClearingReason.RETURNED]


def test_a_reversal_of_nothing_that_is_known_is_cleared(
    loaded: Database, students: list[UUID]
) -> None:
    imported(loaded, file_of(one("3100001"), one("3100001")))
    back = Entry((Paid(return_reason="AC04"),), direction="DBIT")
    effect = only(imported(loaded, file_of(back)))
    assert (effect.outcome, effect.reason) == (Outcome.TO_CLEAR, ClearingReason.RETURNED)
    assert sums(loaded)["clearing"] == CONTRIBUTION_CENTS


def test_our_own_refunds_are_noted_as_paid_and_as_come_back(loaded: Database) -> None:
    within(loaded, hold_payment, 5000, date(2026, 11, 1))
    entry = only(imported(loaded, file_of(one("?", "50.00"))))
    assert entry.outcome is Outcome.TO_CLEAR
    [item] = within(loaded, find_items, None, None, 9, settled=False)
    account = RefundAccount("Ada", OTHER_IBAN)
    refund_id = within(loaded, refund_stranger, 5000, item.bank_entry_id, account, by="clerk")
    number = within(loaded, order_refunds, by="clerk").payment_order_number
    out = Entry(
        (Paid("50.00", end_to_end_id=refund_id.hex, outgoing=True, order=number),),
        "50.00",
        direction="DBIT",
    )
    assert only(imported(loaded, file_of(out))).outcome is Outcome.REFUND_PAID
    assert within(loaded, refund_with_id, refund_id).state is RefundState.PAID
    back = one("", "50.00", end_to_end_id=refund_id.hex, return_reason="AC01")
    assert only(imported(loaded, file_of(back))).outcome is Outcome.TAKEN_BACK
    assert within(loaded, refund_with_id, refund_id).state is RefundState.WAITS_FOR_ACCOUNT


def test_an_unknown_debit_is_cleared(loaded: Database) -> None:
    fee = Entry((), "4.90", direction="DBIT", info="Kontogebuehren")
    effect = only(imported(loaded, file_of(fee)))
    assert effect.reason is ClearingReason.UNKNOWN_DEBIT
    assert sums(loaded)["clearing"] == 490


def test_foreign_money_waits(loaded: Database, students: list[UUID]) -> None:
    sent = Entry((Paid(lines=("3100001",), sent=("USD", "260.00")),))
    francs = one("3100002", currency="CHF")
    report = imported(loaded, file_of(sent, francs))
    assert {each.reason for each in report.effects} == {ClearingReason.FOREIGN_CURRENCY}
    assert [each.payers[0].person_id for each in report.effects] == students
    # Francs have no place in a ledger in euro.
    assert sums(loaded)["clearing"] == -CONTRIBUTION_CENTS
