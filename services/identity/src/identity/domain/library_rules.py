"""What the university decides about library cards and accounts; loaded from library.yaml."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from identity.domain.affiliation_names import Affiliation


class CheckDigit(StrEnum):
    """How the last digit of a card number follows from the others."""

    # Every number of the right length will do.
    NONE = "none"
    # ISO/IEC 7812-1, annex B.
    LUHN = "luhn"
    # ISO/IEC 7064.
    MOD_11_10 = "mod_11_10"


@dataclass(frozen=True, slots=True)
class CardNumberForm:
    """What the printed numbers look like; `length` counts all digits."""

    prefix: str
    length: int
    check: CheckDigit

    def fits(self, number: str) -> bool:
        """Whether a card can have this number, so that a mistyped digit is noticed."""
        if not (number.isascii() and number.isdigit()):
            return False
        if len(number) != self.length or not number.startswith(self.prefix):
            return False
        match self.check:
            case CheckDigit.LUHN:
                return _luhn_digit(number[:-1]) == int(number[-1])
            case CheckDigit.MOD_11_10:
                return _mod_11_10_digit(number[:-1]) == int(number[-1])
            case CheckDigit.NONE:
                return True


@dataclass(frozen=True, slots=True)
class LibraryRules:
    """The university's decisions.

    `registering` are the affiliations that register online; `tutor_schools` the schools whose new
    students are handed their cards by tutors. `deposit_cents` is what a card is issued against.
    """

    card_number: CardNumberForm
    registering: tuple[Affiliation, ...]
    tutor_schools: tuple[str, ...]
    deposit_cents: int
    start_code_validity: timedelta
    shortest_secret: int


def _luhn_digit(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return -total % 10


def _mod_11_10_digit(digits: str) -> int:
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
