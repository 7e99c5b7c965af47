"""What a transfer says: the reference, and the code that banking apps read."""

from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from chassis.values import PersonName
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from records.app.payment_instructions import transfer_reference
from records.documents.payment_code import draw_payment_code
from records.domain.account_holder import AccountHolder
from records.domain.epc import LONGEST_PAYLOAD_BYTES, epc_payload
from records.domain.sepa_letters import in_sepa_letters
from records.domain.university import BankAccount

LEUPHANA = BankAccount(
    "Leuphana Universität Lüneburg", "DE26250500000199916917", "Norddeutsche Landesbank Hannover"
)


def holder(name: PersonName, matriculation: str = "", applicant: str = "") -> AccountHolder:
    return AccountHolder(uuid4(), name, matriculation, applicant, "")


def test_a_reregistration_names_seven_digits_surname_and_first_name() -> None:
    """002, "Transferring the semester contributions": a re-registration: 1234567, Smith, John."""
    student = holder(PersonName("John", "Smith"), matriculation="1234567")
    assert transfer_reference(student) == "1234567, Smith, John"


def test_an_enrolment_names_nine_digits_surname_and_first_name() -> None:
    """002, "Transferring the semester contributions": for an enrolment 123456789, Smith, John."""
    applicant = holder(PersonName("John", "Smith"), applicant="123456789")
    assert transfer_reference(applicant) == "123456789, Smith, John"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (PersonName("Ayşe", "Öztürk"), "1234567, Oeztuerk, Ayse"),
        (PersonName("Þóra", "Æsisdóttir"), "1234567, Aesisdottir, Thora"),
        (PersonName("Zoë-Łucja", "VON GROẞ"), "1234567, VON GROSS, Zoe-Lucja"),
        (PersonName("Thị Hồng", "Nguyễn"), "1234567, Nguyen, Thi Hong"),
        (PersonName("Seán", "O’Neill"), "1234567, O'Neill, Sean"),
        (PersonName("J" * 120, "S" * 120), f"1234567, {'S' * 120}, " + "J" * 9),
    ],
)
def test_names_are_spelled_in_the_letters_that_all_banks_take(
    name: PersonName, expected: str
) -> None:
    assert transfer_reference(holder(name, matriculation="1234567")) == expected


@given(st.text(max_size=200), st.integers(1, 140))
def test_whatever_the_text_only_letters_of_banks_are_left(text: str, longest: int) -> None:
    made = in_sepa_letters(text, longest)
    assert len(made) <= longest
    assert set(made) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
    )
    assert made == in_sepa_letters(made, longest)


def read_back(png: bytes) -> list[str]:
    """What a reader that has nothing to do with the writer finds in the picture."""
    found = zxingcpp.read_barcodes(Image.open(BytesIO(png)))
    assert len(found) == 1
    assert found[0].format == zxingcpp.BarcodeFormat.QRCode
    return str(found[0].text).split("\n")


def test_the_code_reads_back_as_the_transfer_of_the_contribution() -> None:
    payload = epc_payload(LEUPHANA, 31815, "1234567, Smith, John")
    code = draw_payment_code(payload)
    assert read_back(code.png) == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Leuphana Universität Lüneburg",
        "DE26250500000199916917",
        "EUR318.15",
        "",
        "",
        "1234567, Smith, John",
    ]
    assert code.svg.startswith(b"<svg")
    assert b"viewBox" in code.svg


@pytest.mark.parametrize(
    ("cents", "line"), [(1, "EUR0.01"), (500, "EUR5.00"), (31815, "EUR318.15")]
)
def test_amounts_are_written_with_a_point_and_two_digits(cents: int, line: str) -> None:
    assert epc_payload(LEUPHANA, cents, "x").split("\n")[7] == line


@pytest.mark.parametrize("cents", [0, -1, 100_000_000_000])
def test_amounts_that_no_transfer_carries_are_refused(cents: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        epc_payload(LEUPHANA, cents, "x")


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.integers(1, 99_999_999_999),
)
def test_no_recipient_and_reference_make_the_code_too_long(recipient: str, cents: int) -> None:
    account = BankAccount(recipient, LEUPHANA.iban, "", "NOLADE2HXXX")
    payload = epc_payload(account, cents, "9" * 140)
    assert len(payload.encode()) <= LONGEST_PAYLOAD_BYTES
