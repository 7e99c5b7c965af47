"""Refunds: from the credit to the bank and back, and never more than there is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.errors import Failure
from chassis.testing import within
from chassis.values import LocalizedText
from lxml import etree
from records.app.account_desk import reverse_at_desk
from records.app.enrolling import PersonEnrolled
from records.app.owing import ledger_balance
from records.app.payment_orders import file_of_order, order_refunds, ready_to_order
from records.app.payments import hold_payment
from records.app.refund_desk import create_at_desk, name_account, refunds_of_person
from records.app.refunds import (
    cancel_refund,
    note_bounced,
    note_order_paid,
    note_paid,
    propose_refund,
    refund_named,
    refund_stranger,
)
from records.banking.payment_order import (
    NAMESPACE,
    CreditTransfer,
    Debtor,
    payment_order_file,
)
from records.domain.refunds import RefundAccount, RefundReason, RefundState, payment_order_in
from sqlalchemy import select

from services.records.tests.ledger_factories import account_in, contribution_of_2027, paid

Enrol = Callable[..., PersonEnrolled]
TEXT = LocalizedText(de="Probe", en="Test")
IBAN = "DE89 3704 0044 0532 0130 00"
DAY = date(2026, 11, 5)


@pytest.fixture
def student(loaded: Database, enrol: Enrol) -> UUID:
    """A student with a credit of 100 €."""
    person_id = enrol().person.person_id
    paid(loaded, person_id, 10000)
    return person_id


def proposed(loaded: Database, student: UUID, cents: int = 6000) -> UUID:
    return within(loaded, propose_refund, student, cents, RefundReason.CREDIT)


def sums(loaded: Database) -> dict[str, int]:
    return {each.account: each.cents for each in within(loaded, ledger_balance, None).accounts}


def test_a_refund_goes_from_the_credit_by_an_account_and_a_file_to_the_bank(
    loaded: Database, student: UUID
) -> None:
    refund_id = proposed(loaded, student)
    assert account_in(loaded, student).credit == 4000
    assert sums(loaded)["refunds"] == -6000
    named = within(loaded, name_account, refund_id, IBAN, "Ayşe Öztürk")
    assert named.refund.account == RefundAccount("Ayşe Öztürk", "DE89370400440532013000")
    order = within(loaded, order_refunds, by="clerk")
    assert (order.payment_order_number, order.refunds, order.total) == ("2026-0001", 1, 6000)
    [stated] = within(loaded, refunds_of_person, student)
    assert (stated.refund.state, stated.refund.payment_order_number) == (
        RefundState.ORDERED,
        "2026-0001",
    )
    found = within(loaded, refund_named, stated.refund.end_to_end_id)
    assert found is not None
    assert found.refund_id == refund_id
    assert within(loaded, note_paid, refund_id, DAY)
    assert not within(loaded, note_paid, refund_id, DAY)
    [stated] = within(loaded, refunds_of_person, student)
    assert (stated.refund.state, stated.refund.pay_date) == (RefundState.PAID, DAY)
    assert sums(loaded) == {"bank": 4000, "receivable": -4000, "refunds": 0}


def test_the_student_is_asked_for_an_account_and_told_of_the_transfer(
    loaded: Database, student: UUID
) -> None:
    refund_id = proposed(loaded, student)
    within(loaded, name_account, refund_id, IBAN, "A. Öztürk")
    within(loaded, order_refunds, by="clerk")
    within(loaded, note_paid, refund_id, DAY)

    def queued(tx: Transaction) -> list[tuple[str, str]]:
        rows = tx.execute(select(mails.c.kind, mails.c.body).where(mails.c.person_id == student))
        return [(row.kind, row.body) for row in rows]

    letters = dict(within(loaded, queued))
    assert set(letters) == {"refund_account_wanted", "refund_paid"}
    assert "60,00" in letters["refund_account_wanted"]
    assert "€60.00" in letters["refund_account_wanted"]
    assert not any("DE26" in body for body in letters.values())


@pytest.mark.parametrize("cents", [0, -1, 10001])
def test_never_more_than_the_credit_goes_back(loaded: Database, student: UUID, cents: int) -> None:
    with pytest.raises(Failure, match="REFUND_BEYOND_CREDIT"):
        proposed(loaded, student, cents)
    assert sums(loaded) == {"bank": 10000, "receivable": -10000}


def test_money_that_settles_a_charge_does_not_go_back(loaded: Database, student: UUID) -> None:
    contribution_of_2027(loaded, [student])
    with pytest.raises(Failure, match="REFUND_BEYOND_CREDIT"):
        within(loaded, create_at_desk, student, 0, validate_only=False, by="clerk")


def test_what_is_set_aside_is_not_refunded_twice(loaded: Database, student: UUID) -> None:
    trial = within(loaded, create_at_desk, student, 0, validate_only=True, by="clerk")
    assert trial.refund.cents == 10000
    created = within(loaded, create_at_desk, student, 0, validate_only=False, by="clerk")
    assert created.refund.cents == 10000
    with pytest.raises(Failure, match="REFUND_BEYOND_CREDIT"):
        within(loaded, create_at_desk, student, 1, validate_only=False, by="clerk")


def test_a_payment_whose_money_is_set_aside_is_not_taken_back(
    loaded: Database, student: UUID
) -> None:
    [money] = account_in(loaded, student).money
    refund_id = proposed(loaded, student)
    with pytest.raises(Failure, match="MONEY_REFUNDED"):
        within(
            loaded, reverse_at_desk, student, money.booking_id, "x", validate_only=False, by="clerk"
        )
    within(loaded, cancel_refund, refund_id, TEXT, by="clerk")
    assert account_in(loaded, student).credit == 10000
    within(loaded, reverse_at_desk, student, money.booking_id, "x", validate_only=False, by="clerk")
    assert account_in(loaded, student).balance == 0


@pytest.mark.parametrize(
    ("iban", "holder", "reason"),
    [
        ("DE26 2505 0000 0199 9169 18", "A B", "IBAN_WRONG"),
        ("DE26", "A B", "IBAN_WRONG"),
        ("DE2625050000019991691\N{ARABIC-INDIC DIGIT SEVEN}", "A B", "IBAN_WRONG"),
        ("TR33 0006 1005 1978 6457 8413 26", "A B", "IBAN_OUTSIDE_SEPA"),
        (IBAN, "王小明", "ACCOUNT_HOLDER_WRONG"),
    ],
)
def test_an_account_that_no_transfer_reaches_is_refused(
    loaded: Database, student: UUID, iban: str, holder: str, reason: str
) -> None:
    refund_id = proposed(loaded, student)
    with pytest.raises(Failure, match=reason) as failure:
        within(loaded, name_account, refund_id, iban, holder)
    [field] = failure.value.fields
    assert field.path == ("account_holder" if reason == "ACCOUNT_HOLDER_WRONG" else "iban")


def test_an_ordered_refund_is_neither_changed_nor_cancelled(
    loaded: Database, student: UUID
) -> None:
    refund_id = proposed(loaded, student)
    within(loaded, name_account, refund_id, IBAN, "A B")
    within(loaded, order_refunds, by="clerk")
    with pytest.raises(Failure, match="REFUND_NOT_OPEN"):
        within(loaded, name_account, refund_id, IBAN, "C D")
    with pytest.raises(Failure, match="REFUND_NOT_OPEN"):
        within(loaded, cancel_refund, refund_id, TEXT, by="clerk")
    with pytest.raises(Failure, match="NO_REFUND_READY"):
        within(loaded, order_refunds, by="clerk")


def test_a_refund_that_the_bank_sends_back_waits_for_another_account(
    loaded: Database, student: UUID
) -> None:
    refund_id = proposed(loaded, student)
    within(loaded, name_account, refund_id, IBAN, "A B")
    within(loaded, order_refunds, by="clerk")
    assert not within(loaded, note_bounced, refund_id, DAY)
    assert within(loaded, note_order_paid, "2026-0001", DAY, bank_entry_id=None) == 1
    assert within(loaded, note_bounced, refund_id, DAY)
    [stated] = within(loaded, refunds_of_person, student)
    assert (stated.refund.state, stated.refund.account) == (RefundState.WAITS_FOR_ACCOUNT, None)
    assert sums(loaded) == {"bank": 10000, "receivable": -4000, "refunds": -6000}
    within(loaded, name_account, refund_id, IBAN, "A B")
    assert within(loaded, order_refunds, by="clerk").payment_order_number == "2026-0002"


def test_a_strangers_money_goes_back_out_of_clearing(loaded: Database) -> None:
    entry_id = uuid4()
    within(loaded, hold_payment, 4200, DAY, bank_entry_id=entry_id)
    account = RefundAccount("Stranger", "DE26250500000199916917")
    refund_id = within(loaded, refund_stranger, 4200, entry_id, account, by="clerk")
    assert sums(loaded) == {"bank": 4200, "clearing": 0, "refunds": -4200}
    assert within(loaded, ready_to_order).refunds == 1
    within(loaded, cancel_refund, refund_id, TEXT, by="clerk")
    assert sums(loaded) == {"bank": 4200, "clearing": -4200, "refunds": 0}


def test_the_file_of_an_order_is_the_same_whenever_it_is_downloaded(
    loaded: Database, student: UUID
) -> None:
    refund_id = proposed(loaded, student)
    within(loaded, name_account, refund_id, IBAN, "Ayşe Öztürk")
    within(loaded, order_refunds, by="clerk")
    first, second = (within(loaded, file_of_order, "2026-0001") for _ in range(2))
    assert first.content == second.content
    assert (first.content_type, first.file_name) == ("application/xml", "pain001-2026-0001.xml")
    names = {"p": NAMESPACE}
    root = etree.fromstring(first.content)
    assert root.findtext(".//p:Cdtr/p:Nm", namespaces=names) == "Ayse Oeztuerk"
    assert root.findtext(".//p:Ustrd", namespaces=names) == "Erstattung 3100001 Oeztuerk, Ayse"
    assert root.findtext(".//p:EndToEndId", namespaces=names) == refund_id.hex
    message_id = root.findtext(".//p:MsgId", namespaces=names)
    assert message_id is not None
    assert payment_order_in(message_id) == "2026-0001"
    with pytest.raises(Failure, match="PAYMENT_ORDER_UNKNOWN"):
        within(loaded, file_of_order, "2026-0099")


def test_the_file_has_the_structure_of_pain_001_001_09() -> None:
    transfers = [
        CreditTransfer("a" * 32, 31815, "John Smith", "DE26250500000199916917", "Erstattung"),
        CreditTransfer("b" * 32, 5, "Jane Doe", "FR1420041010050500013M02606", "Erstattung"),
    ]
    content = payment_order_file(
        "ERSTATTUNG-2026-0001",
        Debtor("Universitaet", "DE26250500000199916917", ""),
        transfers,
        create_time=datetime(2026, 11, 2, 9, tzinfo=UTC),
        execution_date=date(2026, 11, 2),
    )
    root = etree.fromstring(content)
    assert root.tag == f"{{{NAMESPACE}}}Document"

    def outline(element: etree._Element) -> list[str]:
        return [etree.QName(each).localname for each in element]

    [initiation] = root
    header, payment = initiation
    assert outline(header) == ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"]
    assert [each.text for each in header][:4] == [
        "ERSTATTUNG-2026-0001",
        "2026-11-02T09:00:00Z",
        "2",
        "318.20",
    ]
    assert outline(payment) == [
        "PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt",
        "Dbtr", "DbtrAcct", "DbtrAgt", "ChrgBr", "CdtTrfTxInf", "CdtTrfTxInf",
    ]  # fmt: skip
    assert outline(payment[-1]) == ["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"]
    assert [each.text for each in root.iter(f"{{{NAMESPACE}}}InstdAmt")] == ["318.15", "0.05"]
    assert {each.get("Ccy") for each in root.iter(f"{{{NAMESPACE}}}InstdAmt")} == {"EUR"}
