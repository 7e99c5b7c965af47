"""The verification number: 16 digits printed on every certificate.

The first digit is 1 to 9, so that no program drops a leading zero; 14 further digits are random;
the last is a check digit after Damm, which finds every single wrong digit and every swap of
neighbours. The number is text everywhere: it is larger than JavaScript's safe integers.
"""

import re
from dataclasses import dataclass
from typing import Self

LENGTH = 16

# How many numbers can be drawn: nine first digits, fourteen free ones.
DRAWS = 9 * 10**14

# Damm's quasigroup of order 10 (H. Michael Damm, "Total anti-symmetrische Quasigruppen",
# dissertation, Marburg 2004): the row is the interim digit, the column the next digit.
_QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

# What people type or paste between the groups: blanks of all widths, hyphens, dashes, dots.
_SEPARATORS = re.compile(r"[\s\u200b\u2060\ufeff.\-\u00ad\u2010-\u2015\u2212]+")


class MalformedVerificationNumberError(ValueError):
    """The text cannot be the verification number of any certificate."""


@dataclass(frozen=True, slots=True)
class VerificationNumber:
    """A well-formed verification number; whether a certificate carries it is another question."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a number as people type it, blanks and hyphens anywhere.

        Raises MalformedVerificationNumberError where length, characters or check digit are wrong.
        """
        digits = _SEPARATORS.sub("", text)
        if not re.fullmatch(r"[1-9][0-9]{15}", digits):
            raise MalformedVerificationNumberError("not 16 digits of which the first is 1 to 9")
        if check_digit(digits[:-1]) != digits[-1]:
            raise MalformedVerificationNumberError("the check digit does not fit")
        return cls(digits)

    @classmethod
    def of_draw(cls, draw: int) -> Self:
        """The number that belongs to a random draw from `range(DRAWS)`.

        The draw must come from a cryptographic source and from nothing about the student.
        """
        if not 0 <= draw < DRAWS:
            raise ValueError("the draw is outside the numbers that exist")
        body = str(10**14 + draw)
        return cls(body + check_digit(body))

    @property
    def printed(self) -> str:
        """In groups of four, as documents print it: "4711 0815 1234 5670"."""
        return " ".join(self.digits[start : start + 4] for start in range(0, LENGTH, 4))


def check_digit(body: str) -> str:
    """The digit that makes the Damm checksum of `body` zero; `body` is decimal digits."""
    interim = 0
    for digit in body:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return str(interim)
