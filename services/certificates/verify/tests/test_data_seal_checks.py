"""What the check of a data seal finds out."""

from datetime import date, timedelta

import pytest
from matrikel_verify.data_seal import DataSealError, decode, encode
from matrikel_verify.data_seal_checks import check, fields_of, is_data_seal
from matrikel_verify.verdict import Outcome, Verdict

from .data_seals import ISSUE_DATE, NUMBER, OTHER_NUMBER, SealKey, facts

OLD, NEW = SealKey("2024A"), SealKey("2026A")
LAST_DAY_OF_OLD = ISSUE_DATE - timedelta(days=1)
KEYS = (
    OLD.pinned(last_date=LAST_DAY_OF_OLD),
    NEW.pinned(first_date=ISSUE_DATE),
)
SEAL = encode(facts(), NEW)


def _verdict(content: bytes, printed_number: str = "") -> Verdict:
    return Verdict.of(check(decode(content), KEYS, printed_number))


def _outcomes(verdict: Verdict) -> dict[str, Outcome]:
    return {one.code: one.outcome for one in verdict.checks}


def test_a_genuine_seal_passes_every_check() -> None:
    verdict = _verdict(SEAL, NUMBER.printed)
    assert verdict.is_authentic
    assert _outcomes(verdict) == {
        "DATA_SEAL_KEY_KNOWN": Outcome.PASSED,
        "DATA_SEAL_SIGNATURE": Outcome.PASSED,
        "DATA_SEAL_KEY_IN_FORCE": Outcome.PASSED,
        "DATA_SEAL_NUMBER_AGREES": Outcome.PASSED,
    }


def test_seals_of_former_keys_stay_genuine() -> None:
    old = encode(facts(issue_date=LAST_DAY_OF_OLD), OLD)
    assert _verdict(old).is_authentic


def test_a_former_key_cannot_seal_any_more() -> None:
    verdict = _verdict(encode(facts(), OLD))
    assert not verdict.is_authentic
    assert verdict.reason is not None
    assert verdict.reason.code == "DATA_SEAL_KEY_IN_FORCE"


def test_a_key_of_somebody_else_is_told_by_its_reference() -> None:
    verdict = _verdict(encode(facts(), SealKey("EVIL")))
    assert verdict.reason is not None
    assert verdict.reason.code == "DATA_SEAL_KEY_KNOWN"
    assert _outcomes(verdict)["DATA_SEAL_SIGNATURE"] is Outcome.NOT_DONE


def test_a_key_of_somebody_else_under_our_reference_is_told_by_its_signature() -> None:
    verdict = _verdict(encode(facts(), SealKey(NEW.reference)))
    assert verdict.reason is not None
    assert verdict.reason.code == "DATA_SEAL_SIGNATURE"


@pytest.mark.parametrize("position", range(len(SEAL)))
def test_no_flipped_byte_stays_unnoticed(position: int) -> None:
    for bits in (0x01, 0x80, 0xFF):
        changed = bytearray(SEAL)
        changed[position] ^= bits
        try:
            verdict = _verdict(bytes(changed))
        except DataSealError:
            continue
        assert not verdict.is_authentic


def test_the_barcode_of_another_document_is_rejected_with_that_reason() -> None:
    verdict = _verdict(SEAL, OTHER_NUMBER.printed)
    assert not verdict.is_authentic
    assert verdict.reason is not None
    assert verdict.reason.code == "DATA_SEAL_NUMBER_AGREES"
    assert "anderen Bescheinigung" in verdict.reason.de
    assert "another certificate" in verdict.reason.en


def test_a_number_with_a_wrong_digit_on_the_paper_is_rejected() -> None:
    wrong = NUMBER.digits[:-1] + str((int(NUMBER.digits[-1]) + 1) % 10)
    verdict = _verdict(SEAL, wrong)
    assert verdict.reason is not None
    assert verdict.reason.code == "DATA_SEAL_NUMBER_AGREES"


def test_without_the_number_of_the_paper_its_comparison_is_left_to_the_reader() -> None:
    verdict = _verdict(SEAL)
    assert verdict.is_authentic
    compared = verdict.check("DATA_SEAL_NUMBER_AGREES")
    assert compared is not None
    assert compared.outcome is Outcome.NOT_DONE
    assert NUMBER.printed in compared.de
    assert NUMBER.printed in compared.en


def test_what_was_cut_is_named_and_shown_as_cut() -> None:
    seal = decode(encode(facts(programme="Umwelt und " * 40), NEW))
    verdict = Verdict.of(check(seal, KEYS))
    assert verdict.is_authentic
    shortened = verdict.check("DATA_SEAL_SHORTENED")
    assert shortened is not None
    assert "Studiengang" in shortened.de
    values = {one.label_de: one.value for one in fields_of(seal)}
    assert values["Studiengang"].endswith("…")
    assert not values["Familienname"].endswith("…")


def test_the_fields_are_those_that_the_paper_prints() -> None:
    values = {one.label_de: one.value for one in fields_of(decode(SEAL))}
    assert values == {
        "Art der Bescheinigung": "Immatrikulationsbescheinigung / certificate of enrolment",
        "Verifikationsnummer": NUMBER.printed,
        "Hochschule": "Leuphana Universität Lüneburg",
        "Familienname": "Öztürk-Şahin",
        "Vornamen": "İpek Nguyễn",
        "Geburtsdatum": "01.02.2003 (2003-02-01)",
        "Geburtsort": "Łódź",
        "Matrikelnummer": "3012345",
        "Studiengang": "Kulturwissenschaften",
        "Abschluss": "B.A.",
        "Semester": "Wintersemester 2026/27 / winter semester 2026/27",
        "Ausgestellt am": "05.10.2026 (2026-10-05)",
        "Gültig bis": "31.03.2027 (2027-03-31)",
    }


def test_a_type_and_validity_that_differ_are_shown_as_they_are() -> None:
    sealed = facts(type="diploma", valid_until=None, semester_code="2027S", issue_date=ISSUE_DATE)
    values = {one.label_en: one.value for one in fields_of(decode(encode(sealed, NEW)))}
    assert values["Type of certificate"] == "diploma"
    assert "Valid until" not in values
    assert values["Semester"] == "Sommersemester 2027 / summer semester 2027"
    assert date.fromisoformat(values["Issued on"][-11:-1]) == ISSUE_DATE


def test_only_bytes_of_a_seal_are_taken_for_one() -> None:
    assert is_data_seal(SEAL)
    assert not is_data_seal(b"https://certificates.example/verify#4711081512345670")
