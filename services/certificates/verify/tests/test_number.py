"""The verification number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrikel_verify.number import (
    DRAWS,
    MalformedVerificationNumberError,
    VerificationNumber,
    check_digit,
)

draws = st.integers(0, DRAWS - 1)


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        # The example of Damm's dissertation and of every description since.
        ("572", "4"),
        # From the tables of published implementations.
        ("43881234567", "9"),
        ("0", "0"),
        ("", "0"),
    ],
)
def test_the_check_digit_is_damms(body: str, digit: str) -> None:
    assert check_digit(body) == digit
    assert check_digit(body + digit) == "0"


@given(draws)
def test_a_drawn_number_has_16_digits_and_no_leading_zero(draw: int) -> None:
    number = VerificationNumber.of_draw(draw)
    assert len(number.digits) == 16
    assert number.digits[0] != "0"
    assert VerificationNumber.parse(number.digits) == number


def test_every_draw_gives_another_number_from_the_lowest_to_the_highest() -> None:
    assert VerificationNumber.of_draw(0).digits.startswith("100000000000000")
    assert VerificationNumber.of_draw(DRAWS - 1).digits.startswith("999999999999999")
    with pytest.raises(ValueError, match="outside"):
        VerificationNumber.of_draw(DRAWS)


@given(draws, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_found(draw: int, position: int, change: int) -> None:
    digits = VerificationNumber.of_draw(draw).digits
    wrong = str((int(digits[position]) + change) % 10)
    with pytest.raises(MalformedVerificationNumberError):
        VerificationNumber.parse(digits[:position] + wrong + digits[position + 1 :])


@given(draws, st.integers(0, 14))
def test_two_swapped_neighbours_are_found(draw: int, position: int) -> None:
    digits = VerificationNumber.of_draw(draw).digits
    first, second = digits[position], digits[position + 1]
    if first == second:
        return
    with pytest.raises(MalformedVerificationNumberError):
        VerificationNumber.parse(digits[:position] + second + first + digits[position + 2 :])


@pytest.mark.parametrize(
    "typed",
    [
        "4711081512345671",
        "4711 0815 1234 5671",
        "4711-0815-1234-5671",
        "  4711 0815\t1234\n5671 ",
        "4711\u00a00815\u202f1234\u20135671",
        "47 11 08 15 12 34 56 71",
    ],
)
def test_blanks_and_hyphens_do_not_matter(typed: str) -> None:
    assert VerificationNumber.parse(typed).printed == "4711 0815 1234 5671"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4711",
        "47110815123456710",
        "0711081512345671",
        "4711081512345672",
        "471108151234567l",
        "٤٧١١٠٨١٥١٢٣٤٥٦٧١",
        "4711/0815/1234/5671",
    ],
)
def test_anything_else_is_malformed(typed: str) -> None:
    with pytest.raises(MalformedVerificationNumberError):
        VerificationNumber.parse(typed)
