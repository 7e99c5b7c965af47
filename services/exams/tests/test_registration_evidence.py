"""What proves what happened: receipts that anybody can check, and refused attempts."""

import json
from datetime import date
from typing import Any

import pytest
from chassis.errors import Code, Failure
from chassis.signing import Signer, opened
from exams.app.receipts import read_receipt
from exams.app.registration_evidence import (
    list_attempts,
    list_receipts,
    receipt_keys,
    verify_receipt,
)
from exams.domain.receipts import RECEIPT_TYPE, ReceiptAction, payload_of, receipt_of

from services.exams.tests.cases_factories import file_note, ill


def test_both_directions_have_a_receipt(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "Eine erfolgreiche An- oder Abmeldung wird
    mit einer entsprechenden Rückmeldung bestätigt.".

    domain.md "Exams" 4: "a receipt (who, what, when, signed by the service) for both
    directions"."""
    registration = campus.register(campus.student(), campus.sitting("1001"))
    campus.withdraw(registration)
    found = campus.run(list_receipts, registration.registration_id)
    assert [one.receipt.action for one in found] == [
        ReceiptAction.REGISTERED,
        ReceiptAction.WITHDRAWN,
    ]
    assert [one.receipt.seq for one in found] == [1, 2]
    assert {one.receipt.exam_name.en for one in found} == {"Statistics"}


def test_a_receipt_can_be_checked_with_the_published_key_alone(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    [receipt] = campus.run(list_receipts, registration.registration_id)
    [key] = [json.loads(one) for one in campus.run(receipt_keys)]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key
    assert receipt_of(opened(receipt.signed, key, RECEIPT_TYPE)) == receipt.receipt


def test_a_receipt_that_somebody_presents_says_what_it_says(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    [receipt] = campus.run(list_receipts, registration.registration_id)
    assert campus.run(verify_receipt, f"  {receipt.signed}\n") == receipt.receipt


def test_a_changed_or_foreign_receipt_is_invalid(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    [receipt] = campus.run(list_receipts, registration.registration_id)
    head, payload, signature = receipt.signed.split(".")
    stranger = Signer.from_file(None, RECEIPT_TYPE).sign(payload_of(receipt.receipt))
    for forged in (
        "",
        "not a receipt",
        f"{head}.{payload}A.{signature}",
        f"{head}.{payload}.{signature[:-4]}AAAA",
        f"{head}.{payload}.",
        campus.signer.sign(b"{}"),
        Signer.from_file(None, "at+jwt").sign(payload_of(receipt.receipt)),
        stranger,
    ):
        with pytest.raises(Failure) as error:
            campus.run(verify_receipt, forged)
        assert (error.value.code, error.value.reason) == (
            Code.INVALID_ARGUMENT,
            "RECEIPT_INVALID",
        )


def test_refused_attempts_are_listed_as_they_were_answered_the_newest_first(campus: Any) -> None:
    """domain.md "Exams" 5: "A refused or failed attempt is kept as evidence"."""
    student = campus.student(accepts=False)
    assert campus.refused(student, campus.sitting("1001")) == ["TERMS_NOT_ACCEPTED"]
    campus.at(2026, 11, 16)
    assert campus.refused(student, campus.sitting("1002")) == [
        "TERMS_NOT_ACCEPTED",
        "WINDOW_CLOSED",
    ]
    page = campus.run(list_attempts, student.person_id, None, 10)
    assert [one.sitting.exam_number for one in page.items] == ["1002", "1001"]
    newest = page.items[0]
    assert [one.reason for one in newest.obstacles] == ["TERMS_NOT_ACCEPTED", "WINDOW_CLOSED"]
    assert all(one.message.de and one.remedy.en for one in newest.obstacles)
    assert newest.obstacles[0].regulation_section == "RPO § 7"
    assert not newest.is_withdrawal
    receipt = campus.run(read_receipt, newest.receipt)
    assert (receipt.action, receipt.reasons) == (
        ReceiptAction.REFUSED,
        ("TERMS_NOT_ACCEPTED", "WINDOW_CLOSED"),
    )
    assert receipt.receipt_time == newest.attempt_time


def test_refused_withdrawals_and_sick_notes_are_evidence_too(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    campus.at(2027, 2, 1)
    campus.withdrawal_refused(registration)
    campus.at(2027, 2, 20)
    file_note(campus, registration, ill(date(2027, 2, 2)))
    page = campus.run(list_attempts, student.person_id, None, 10)
    assert [one.is_withdrawal for one in page.items] == [True, True]
    assert [one.obstacles[0].reason for one in page.items] == [
        "SICK_NOTE_LATE",
        "WITHDRAWAL_CLOSED",
    ]


def test_attempts_come_page_by_page(campus: Any) -> None:
    student = campus.student(accepts=False)
    for minute in range(3):
        campus.at(2026, 11, 3, 10, minute)
        campus.refused(student, campus.sitting("1001"))
    first = campus.run(list_attempts, student.person_id, None, 2)
    second = campus.run(list_attempts, student.person_id, first.next_position, 2)
    times = [one.attempt_time for one in (*first.items, *second.items)]
    assert times == sorted(times, reverse=True)
    assert len(times) == 3
    assert second.next_position is None


def test_nobody_finds_attempts_of_somebody_else(campus: Any) -> None:
    campus.refused(campus.student(accepts=False), campus.sitting("1001"))
    assert campus.run(list_attempts, campus.student().person_id, None, 10).items == ()
