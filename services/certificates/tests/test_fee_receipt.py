"""What a receipt for contributions and fees says."""

from dataclasses import replace
from datetime import date

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.fee_receipt import fee_receipt_content
from certificates.domain.document import Content
from certificates.domain.facts import ReceiptFacts
from chassis.values import Language, Semester

from .content_reading import lines, table
from .sample_records import CONTRIBUTION, RECEIPT
from .samples import ISSUE_TIME, facts_of


def content(receipt: ReceiptFacts = RECEIPT) -> Content:
    facts = replace(facts_of(CertificateType.FEE_RECEIPT), receipt=receipt)
    return fee_receipt_content(facts, ISSUE_TIME)


def test_sums_and_the_value_date_are_printed() -> None:
    said = lines(content())
    assert said["Zu zahlen"] == "328,15 €"
    assert said["Gezahlt"] == "318,15 €"
    assert said["Offen"] == "10,00 €"
    assert said["Wertstellung der letzten Zahlung"] == "15.07.2026"


def test_each_charge_is_printed_with_reductions_and_waivers() -> None:
    reduced = replace(CONTRIBUTION, reduced_cents=20615, paid_cents=11200)
    charges = table(
        content(replace(RECEIPT, charges=(reduced, RECEIPT.charges[1]))),
        "Contributions",
        Language.EN,
    )
    assert charges == [
        ("Semester contribution", "31 Jul 2026", "€318.15", "€206.15", "€0.00", "€112.00", "€0.00"),
        ("Reminder charge", "15 Sep 2026", "€15.00", "€0.00", "€5.00", "€0.00", "€10.00"),
    ]


def test_the_parts_of_the_contribution_add_up_to_it() -> None:
    parts = table(content(), "Zusammensetzung: Semesterbeitrag")
    assert parts[1] == ("Studierendenschaftsbeitrag", "131,15 €")
    assert parts[2] == ("– Semesterticket, Kultur- und Fahrradangebot", "113,25 €")
    assert sum(one.amount_cents for one in CONTRIBUTION.parts) == CONTRIBUTION.due_cents


def test_what_is_open_stands_in_the_sentence() -> None:
    assert content().statement.de.endswith("Offen sind noch 10,00 €.")
    settled = replace(RECEIPT, charges=(CONTRIBUTION,), due_cents=31815, open_cents=0)
    assert "Offen" not in content(settled).statement.de
    assert "€318.15 was received from Ayşe Öztürk" in content(settled).statement.en


def test_without_a_payment_there_is_no_value_date() -> None:
    unpaid = replace(RECEIPT, paid_cents=0, paid_date=None)
    assert "Wertstellung der letzten Zahlung" not in lines(content(unpaid))


def test_it_may_be_about_a_semester_that_is_only_paid_for() -> None:
    paid_ahead = replace(RECEIPT, semester=Semester.parse("2027S"), paid_date=date(2027, 1, 20))
    said = content(paid_ahead)
    assert said.subtitle.de == "Sommersemester 2027"
    assert said.key_facts.semester_code == "2027S"
    assert said.key_facts.summary == "318.15 EUR"
