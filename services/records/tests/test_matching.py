"""Whose money a payment is; and never somebody else's."""

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest
from chassis.values import PersonName
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from records.domain.bank_entries import BankPayment, Place
from records.domain.matching import (
    ClearingReason,
    Known,
    Matched,
    Payer,
    Unclear,
    match,
)
from records.domain.references import read_reference

_SPACE = UUID(int=7)


def payer(number: str, given_names: str, family_name: str, birth_name: str = "") -> Payer:
    name = PersonName(given_names, family_name, birth_name)
    return Payer(uuid5(_SPACE, number), name, matriculation_number=number)


SMITH = payer("1234567", "John", "Smith")
JONES = payer("7654321", "Mary", "Jones")
MULLER = payer("3100001", "Jörg Łukasz", "Müller-Lüdenscheidt", "Weiß")
SISTER = payer("3100002", "Anna", "Smith")
APPLICANT = Payer(uuid5(_SPACE, "a"), PersonName("Ada", "Byron"), "", ("123456789",))
ENROLLED = Payer(uuid5(_SPACE, "e"), PersonName("Emmy", "Noether"), "3100003", ("987654321",))
EVERYBODY = (SMITH, JONES, MULLER, SISTER, APPLICANT, ENROLLED)


def found(typed: str | list[str], debtor: str = "", **more: Any) -> Matched | Unclear:
    payment = BankPayment(
        Place(1), 31815, "EUR", date(2026, 11, 2), date(2026, 11, 2), counterparty_name=debtor,
        **more,
    )  # fmt: skip
    reference = read_reference([typed] if isinstance(typed, str) else typed)
    by_number = {each.matriculation_number: each for each in EVERYBODY if each.is_student}
    by_number |= {number: each for each in EVERYBODY for number in each.applicant_numbers}
    known = Known(
        by_number=by_number,
        by_user_name={"lg100001": SMITH},
        by_words={reference.words: EVERYBODY},
        enrolled_since=frozenset({"987654321"}),
    )
    return match(payment, reference, known)


@pytest.mark.parametrize(
    "typed",
    [
        "1234567, Smith, John",
        "MatrNr 1234567 Smith",
        "1234567Smith",
        "1234567 SmithJohn",
        "John Smith 123 45 67",
        "1234567",
        "Semesterbeitrag SoSe 2027 1234567 J. Smith",
        "1234567 Smiht John",
        "Matrikelnummer:1234567/Rückmeldung SoSe 2027",
        "SoSe 27 20 1234567 Smith",
    ],
)
def test_number_and_name_find_the_student(typed: str) -> None:
    assert found(typed) == Matched(SMITH)


@pytest.mark.parametrize(
    "typed",
    [
        "3100001 Müller-Lüdenscheidt, Jörg",
        "3100001 MUELLER LUEDENSCHEIDT JOERG",
        "3100001 Muller Ludenscheidt",
        "3100001 M?ller-L?denscheidt J?rg",
        "3100001 Weiss, Lukasz",
        "3100001 Weiß",
        "Jörg Müller 3100001",
        "3100001muellerluedenscheidt",
    ],
)
def test_names_are_known_in_every_spelling(typed: str) -> None:
    """DIN 91379's letters arrive as the basic ones of SEPA, in whichever way the bank writes them;
    the birth name counts, too.
    """
    assert found(typed) == Matched(MULLER)


@pytest.mark.parametrize("debtor", ["Rotary Club", "Petra Müller", "Mary Jones", "JONES MARY"])
def test_who_pays_never_contradicts(debtor: str) -> None:
    assert found("1234567, Smith, John", debtor) == Matched(SMITH)
    assert found("1234567", debtor) == Matched(SMITH)


def test_two_numbers_of_two_students_are_two_candidates() -> None:
    assert found("1234567 7654321") == Unclear(ClearingReason.SEVERAL_CANDIDATES, (SMITH, JONES))
    unclear = found("1234567 Smith und 7654321 Jones")
    assert unclear == Unclear(ClearingReason.SEVERAL_CANDIDATES, (SMITH, JONES))


@pytest.mark.parametrize(
    "typed", ["1234567, Jones, Mary", "1234567 Mary Jones", "1234567MaryJones"]
)
def test_a_number_with_another_students_name_is_never_guessed(typed: str) -> None:
    assert found(typed) == Unclear(ClearingReason.SEVERAL_CANDIDATES, (SMITH, JONES))


def test_siblings_are_told_apart_by_the_given_name() -> None:
    assert found("1234567, Smith, Anna") == Unclear(
        ClearingReason.SEVERAL_CANDIDATES, (SMITH, SISTER)
    )


@pytest.mark.parametrize(
    "typed", ["1234567, Turing, Alan", "1234567 Turing", "1234567 John Turing"]
)
def test_a_name_that_is_not_the_numbers_is_cleared(typed: str) -> None:
    assert found(typed, "Alan Turing") == Unclear(ClearingReason.NAME_DIFFERS, (SMITH,))


def test_whoever_pays_for_herself_may_write_what_she_likes() -> None:
    assert found("1234567 Zahlung wie besprochen", "John Smith") == Matched(SMITH)


def test_an_applicant_number_before_enrolment_finds_the_applicant() -> None:
    assert found("123456789, Byron, Ada") == Matched(APPLICANT)


def test_an_applicant_number_after_enrolment_is_named() -> None:
    """Guide 002, on re-registration: "Please ensure that the number you provide is the
    matriculation number (7 digits) and not an applicant number or an lg number."
    """
    assert found("987654321, Noether, Emmy") == Unclear(
        ClearingReason.APPLICANT_NUMBER, (ENROLLED,)
    )
    assert found("3100003 987654321 Noether") == Matched(ENROLLED)


def test_a_user_name_is_named_and_not_booked() -> None:
    """Guide 002, on re-registration: the number is to be "not an applicant number or an lg
    number".
    """
    assert found("lg100001, Smith, John") == Unclear(ClearingReason.USER_NAME, (SMITH,))
    assert found("lg999999 Nobody") == Unclear(ClearingReason.USER_NAME)
    assert found("1234567 lg100001") == Matched(SMITH)
    assert found("7654321 lg100001") == Unclear(ClearingReason.SEVERAL_CANDIDATES, (JONES, SMITH))


def test_without_a_number_the_name_is_a_suggestion_only() -> None:
    assert found("Semesterbeitrag Smith, John") == Unclear(ClearingReason.NO_NUMBER, (SMITH,))
    assert found("Semesterbeitrag") == Unclear(ClearingReason.NO_NUMBER)


def test_a_number_that_nobody_has_is_unknown() -> None:
    assert found("9999999 Smith, John") == Unclear(ClearingReason.NUMBER_UNKNOWN, (SMITH,))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"sent": "USD 350.00"}, ClearingReason.FOREIGN_CURRENCY),
        ({"without_details": True}, ClearingReason.BATCH_WITHOUT_DETAILS),
    ],
)
def test_foreign_money_and_sums_are_cleared_with_their_candidate(
    more: dict[str, Any], reason: ClearingReason
) -> None:
    assert found("1234567, Smith, John", **more) == Unclear(reason, (SMITH,))


NAMES = st.sampled_from(
    ["Smith", "Müller", "Öztürk", "O’Connor", "von Weiß", "Nguyễn", "Łukasiewicz", "Li"]
)
GIVEN = st.sampled_from(["John", "Ayşe", "Thị Hồng", "Jörg", "Emmy", "Łucja", "Bo"])
NUMBERS = st.integers(1_000_000, 9_999_999).map(str)


@st.composite
def students(draw: st.DrawFn) -> list[Payer]:
    """Students with different numbers; names may be shared."""
    numbers = draw(st.lists(NUMBERS, min_size=2, max_size=8, unique=True))
    return [payer(each, draw(GIVEN), draw(NAMES)) for each in numbers]


def apart(number: str, cuts: list[int], sign: str) -> str:
    """A number typed with signs between its digits."""
    return "".join(digit + (sign if place in cuts else "") for place, digit in enumerate(number))


@st.composite
def typed_references(draw: st.DrawFn, meant: Payer) -> list[str]:
    """A reference as somebody types it, wrapped as a bank does."""
    number = meant.matriculation_number
    sign = draw(st.sampled_from([" ", ".", "-"]))
    cuts = draw(st.lists(st.integers(0, 5), max_size=3))
    number = draw(st.sampled_from([number, apart(number, cuts, sign)]))
    # Nobody could tell 12.3.2027 from a day, nor 2027-28 from an academic year.
    assume(not re.search(r"\b[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}\b|\b20[0-9]{2}-[0-9]{2}\b", number))
    names = [meant.name.family_name, meant.name.given_names]
    name = draw(st.sampled_from([", ", " "])).join(
        names if draw(st.booleans()) else list(reversed(names))
    )
    if draw(st.booleans()):
        name = name.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss")
    name = draw(st.sampled_from([name, name.upper(), name.lower()]))
    between = draw(st.sampled_from([", ", " ", "/", "; ", "  "]))
    before = draw(
        st.sampled_from(
            [
                "",
                "MatrNr ",
                "Matrikelnummer:",
                "Semesterbeitrag SoSe 2027, ",
                "Rückmeldung WS 26/27 ",
            ]
        )
    )
    parts = [number, name] if draw(st.booleans()) else [name, number]
    after = draw(st.sampled_from(["", ", Rückmeldung", " SoSe 2027", " Semesterbeitrag"]))
    text = before + between.join(parts) + after
    if draw(st.booleans()):
        return [text[place : place + 35] for place in range(0, len(text), 35)]
    return [text]


@settings(max_examples=400, deadline=None)
@given(st.data(), students())
def test_a_typed_reference_finds_its_student_and_never_another_one(
    data: st.DataObject, people: list[Payer]
) -> None:
    meant = data.draw(st.sampled_from(people))
    lines = data.draw(typed_references(meant))
    reference = read_reference(lines)
    payment = BankPayment(Place(1), 1, "EUR", date(2026, 11, 2), date(2026, 11, 2))
    known = Known(
        by_number={each.matriculation_number: each for each in people},
        by_words={reference.words: tuple(people)},
    )
    result = match(payment, reference, known)
    assert isinstance(result, Matched), (lines, result)
    assert result.payer == meant


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), students())
def test_no_text_whatever_is_booked_without_the_number_in_it(
    typed: str, people: list[Payer]
) -> None:
    reference = read_reference([typed])
    payment = BankPayment(Place(1), 1, "EUR", date(2026, 11, 2), date(2026, 11, 2))
    known = Known(by_number={each.matriculation_number: each for each in people})
    result = match(payment, reference, known)
    if isinstance(result, Matched):
        assert result.payer.matriculation_number in reference.numbers
