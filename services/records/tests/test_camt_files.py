"""Reading camt.053 and camt.054 in all their versions."""

from dataclasses import replace
from datetime import date

import pytest
from records.banking.camt import FileFault, UnreadableBankFileError, read_bank_file
from records.domain.bank_entries import BankPayment, EntryFault, payments_of

from services.records.tests.bank_factories import (
    OTHER_IBAN,
    OWN_IBAN,
    PAYER_IBAN,
    Camt,
    Entry,
    Paid,
    Stated,
    file_of,
    one,
)

VERSIONS = ("001.02", "001.04", "001.08")


def payments_in(content: bytes) -> list[BankPayment]:
    return payments_of(read_bank_file(content).statements)


def faults_in(content: bytes) -> list[tuple[int, EntryFault, str]]:
    return [
        (problem.place.entry, problem.fault, problem.found)
        for statement in read_bank_file(content).statements
        for problem in statement.problems
    ]


@pytest.mark.parametrize("message", ["camt.053", "camt.054"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_tells_the_same_payment(message: str, version: str) -> None:
    entry = one(
        ("Rueckmeldung Sommersemester 2027 123", "4567, Smith, John"),
        "318.15",
        name="Müller & Söhne",
        ultimate="John Smith",
        end_to_end_id="E-1",
        transaction_id="T-1",
        reference="B-1",
        number="7",
    )
    read = read_bank_file(Camt((Stated((entry,)),), message, version).xml())
    assert read.message_kind == f"{message}.{version}"
    [statement] = read.statements
    assert (statement.reference, statement.iban) == ("2026-224", OWN_IBAN)
    [payment] = statement.payments
    assert payment.cents == 31815
    assert payment.value_date == date(2026, 11, 20)
    assert payment.counterparty_name == "Müller & Söhne"
    assert payment.ultimate_name == "John Smith"
    assert payment.counterparty_iban == PAYER_IBAN
    assert payment.remittance_lines[1] == "4567, Smith, John"
    assert (payment.end_to_end_id, payment.transaction_id) == ("E-1", "T-1")
    assert (payment.booking_reference, payment.entry_reference) == ("B-1", "7")


def test_several_statements_in_one_file_keep_their_entries() -> None:
    first = Stated((one("1"), one("2")), reference="a")
    second = Stated((one("3"),), reference="b")
    read = read_bank_file(Camt((first, second)).xml())
    assert [(each.reference, len(each.payments)) for each in read.statements] == [
        ("a", 2),
        ("b", 1),
    ]
    assert [each.place.entry for each in read.statements[1].payments] == [1]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_batch_is_its_payments(version: str) -> None:
    paid = (Paid("100.00", ("1234567",)), Paid("200.01", ("7654321",)))
    read = payments_in(file_of(Entry(paid, "300.01", reference="B", announced=2), version=version))
    assert [each.cents for each in read] == [10000, 20001]
    assert [(each.place.entry, each.place.detail) for each in read] == [(1, 1), (1, 2)]


def test_a_batch_without_details_is_one_sum() -> None:
    [payment] = payments_in(file_of(Entry((), "300.01", announced=2)))
    assert payment.without_details
    assert payment.cents == 30001


def test_details_that_do_not_add_up_are_taken_as_a_sum_and_named() -> None:
    paid = (Paid("100.00"), Paid("200.00"))
    content = file_of(Entry(paid, "300.01", announced=2))
    [payment] = payments_in(content)
    assert (payment.without_details, payment.cents) == (True, 30001)
    assert faults_in(content) == [(1, EntryFault.DETAILS_DIFFER, "2")]


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_bank_has_not_booked_is_left_alone(status: str, version: str) -> None:
    content = file_of(one("1"), one("2", status=status), version=version)
    [statement] = read_bank_file(content).statements
    assert (len(statement.payments), statement.pending) == (1, 1)


def test_what_left_the_account_is_less_than_nothing() -> None:
    entry = Entry(
        (Paid("50.00", name="Ada", iban=OTHER_IBAN, outgoing=True),), "50.00", direction="DBIT"
    )
    [payment] = payments_in(file_of(entry))
    assert (payment.cents, payment.counterparty_name) == (-5000, "Ada")
    assert payment.counterparty_iban == OTHER_IBAN


def test_another_currency_is_seen_wherever_it_stands() -> None:
    entry = Entry((Paid("318.15", sent=("USD", "350.00")),), "318.15")
    [sent] = payments_in(file_of(entry))
    assert (sent.sent, sent.is_foreign) == ("USD 350.00", True)
    [account] = payments_in(file_of(replace(entry, currency="CHF")))
    assert account.is_foreign


def test_a_structured_reference_is_read_with_the_remittance() -> None:
    entry = Entry((Paid(structured="RF471234567"),))
    [payment] = payments_in(file_of(entry))
    assert payment.remittance == "RF471234567"


@pytest.mark.parametrize("reversal", [True, False])
def test_returns_are_known_by_indicator_or_reason(reversal: bool) -> None:
    paid = Paid(return_reason="" if reversal else "AC04")
    [payment] = payments_in(file_of(Entry((paid,), direction="DBIT", reversal=reversal)))
    assert payment.returned


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("318.15", 31815), ("318.1", 31810), ("318", 31800), ("0.01", 1), ("318.15000", 31815)],
)
def test_amounts_are_exact_cents(amount: str, cents: int) -> None:
    [payment] = payments_in(file_of(Entry((), amount)))
    assert payment.cents == cents


@pytest.mark.parametrize("amount", ["318.151", "318,15", "-1.00", "1e3", "0.00", "NaN", "abc"])
def test_no_other_amount_is_taken(amount: str) -> None:
    assert faults_in(file_of(Entry((), amount))) == [(1, EntryFault.AMOUNT_WRONG, amount)]


def test_every_broken_entry_is_named_with_all_its_faults_and_the_rest_is_read() -> None:
    broken = Entry((), "", direction="", booked="", value="", reference="B-9")
    dated = Entry((), value="2026-02-30", status="LATE")
    content = file_of(one("1"), broken, dated, one("2"))
    [statement] = read_bank_file(content).statements
    assert [each.place.entry for each in statement.payments] == [1, 4]
    assert statement.broken == 2
    assert faults_in(content) == [
        (2, EntryFault.AMOUNT_MISSING, ""),
        (2, EntryFault.DIRECTION_MISSING, ""),
        (2, EntryFault.CURRENCY_MISSING, ""),
        (2, EntryFault.DATE_MISSING, ""),
        (3, EntryFault.STATUS_UNKNOWN, "LATE"),
        (3, EntryFault.DATE_WRONG, "2026-02-30"),
    ]
    assert statement.problems[0].bank_reference == "B-9"


def test_balances_have_to_be_met() -> None:
    entries = (one("1", "100.00"), Entry((), "30.00", direction="DBIT"))
    good = Stated(entries, balances=("-10.00", "60.00"))
    assert faults_in(Camt((good,)).xml()) == []
    bad = Stated(entries, balances=("-10.00", "61.50"))
    assert faults_in(Camt((bad,)).xml()) == [(0, EntryFault.BALANCE_DIFFERS, "1.50")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.NOT_XML),
        (b"Buchungstag;Betrag", FileFault.NOT_XML),
        (file_of(one("1"))[:-30], FileFault.NOT_XML),
        (Camt((Stated((one("1"),)),), version="001.06").xml(), FileFault.KIND_UNKNOWN),
        (b"<Document/>", FileFault.KIND_UNKNOWN),
        (Camt(()).xml(), FileFault.EMPTY),
    ],
)
def test_other_files_are_refused_whole(content: bytes, fault: FileFault) -> None:
    with pytest.raises(UnreadableBankFileError) as refused:
        read_bank_file(content)
    assert refused.value.fault is fault


_BOMB = "".join(f'<!ENTITY b{number} "{f"&b{number - 1};" * 10}">' for number in range(1, 12))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Document SYSTEM "http://127.0.0.1:1/x.dtd">',
        f'<!DOCTYPE Document [<!ENTITY b0 "bbbbbbbbbb">{_BOMB}]>',
        "<!DOCTYPE Document>",
    ],
)
def test_document_types_and_entities_are_refused(declared: str) -> None:
    head = f'<?xml version="1.0"?>{declared}'
    content = Camt((Stated((one("&amp;x;"),)),), head=head).xml()
    with pytest.raises(UnreadableBankFileError) as refused:
        read_bank_file(content.replace(b"&amp;amp;", b"&"))
    assert refused.value.fault is FileFault.UNSAFE


def test_deep_and_wide_nesting_ends_in_a_refusal() -> None:
    with pytest.raises(UnreadableBankFileError):
        read_bank_file(b"<Document>" + b"<a>" * 100_000)
