"""Numbers and names in references, as people type them."""

import pytest
from records.domain.references import Reference, read_reference

READ = [
    "1234567, Smith, John",
    "MatrNr 1234567 Smith",
    "1234567Smith",
    "Smith John1234567SoSe27",
    "123 45 67 Smith",
    "123.45.67, Smith",
    "12-34-567 Smith",
    "1 2 3 4 5 6 7 Smith",
    "Matrikelnummer:1234567/Rückmeldung SoSe 2027",
    "Rückmeldung SoSe 2027 1234567 Smith",
    "Smith, 1234567, WS 2026/27",
    "2026/2027 1234567 Smith",
    "1234567 318,15 EUR vom 12.03.2027",
    "EREF+99887766554433SVWZ+1234567 Smith",
    "SVWZ+1234567, Smith, JohnEREF+NOTPROVIDEDABWA+Bank 7654321",
    "IBAN DE89 3704 0044 0532 0130 00 MatrNr 1234567",
    "１２３４５６７ Smith",
    "1234567\u200b Smith",
    "RF47 1234567",
    "lg1234567",
]

# Things with seven digits that are no matriculation number.
NO_NUMBERS = [
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "IBAN: DE12 3456 7",
    "1.10.2026",
    "12.3.2027",
    "2027-03-12",
    "Tel. 0171 1234567",
    "04131/6771234",
    "+49 4131 677 1234",
    "12345,67 EUR",
    "EUR 12345.67",
    "12.345,67",
    "0123456",
    "12345678",
    "1234567890",
    "lg100001",
    "SoSe 2027",
    "",
]


@pytest.mark.parametrize("typed", READ)
def test_a_number_is_found_as_it_is_typed(typed: str) -> None:
    """Guide 002, "Transferring the semester contributions"."""
    assert read_reference([typed]).matriculation_numbers == ("1234567",)


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_other_digits_are_no_number(typed: str) -> None:
    found = read_reference([typed])
    assert found.matriculation_numbers == ()
    assert found.applicant_numbers == ()


@pytest.mark.parametrize("cut", range(1, 7))
@pytest.mark.parametrize("width", [35, 27])
def test_a_number_that_the_bank_wrapped_is_whole(cut: int, width: int) -> None:
    text = "Rueckmeldung Sommersemester".ljust(width - cut, ".")[: width - cut]
    lines = [text + "1234567"[:cut], "1234567"[cut:] + ", Smith, John"]
    assert read_reference(lines).matriculation_numbers == ("1234567",)


@pytest.mark.parametrize(
    "typed", ["123456789, Smith, John", "Bewerbernummer 123 456 789 Smith", "123456789Smith"]
)
def test_nine_digits_are_an_applicant_number(typed: str) -> None:
    """Guide 002, "Transferring the semester contributions": "for an enrolment: 123456789, Smith,
    John".
    """
    found = read_reference([typed])
    assert found.applicant_numbers == ("123456789",)
    assert found.matriculation_numbers == ()


@pytest.mark.parametrize("typed", ["lg100001 Smith", "LG 100001", "lg-100001, Smith"])
def test_user_names_are_recognised(typed: str) -> None:
    """Guide 002, on re-registration: "Please ensure that the number you provide is the
    matriculation number (7 digits) and not an applicant number or an lg number".
    """
    assert read_reference([typed]).user_names == ("lg100001",)


def test_two_numbers_are_two() -> None:
    found = read_reference(["1234567 Smith und 7654321 Jones"])
    assert found.matriculation_numbers == ("1234567", "7654321")


def test_numbers_of_neighbouring_digits_are_doubtful() -> None:
    found = read_reference(["Zahlung 2 fuer 20 27 123 4567 Smith"])
    assert found.matriculation_numbers == ()
    assert "1234567" in found.doubtful_numbers


def test_the_end_to_end_id_counts_only_without_a_number_in_the_reference() -> None:
    assert read_reference(["Semesterbeitrag"], "1234567").matriculation_numbers == ("1234567",)
    assert read_reference(["7654321"], "1234567").matriculation_numbers == ("7654321",)


def test_words_are_comparable_however_the_bank_spells_them() -> None:
    for typed in ("Müßig, Jørgen", "MUESSIG, JORGEN", "muessig jorgen", "Mu\u0308ßig Jørgen"):
        assert read_reference([typed]).words == ("musig", "jorgen")


def test_an_empty_reference_holds_nothing() -> None:
    assert read_reference([]) == Reference()
