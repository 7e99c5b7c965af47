"""Money in whole cents of euro."""

import re
from dataclasses import dataclass
from decimal import Decimal

from chassis.values.language import Language, LocalizedText


@dataclass(frozen=True, slots=True, order=True)
class Cents:
    """An amount of money in euro cents; may be negative."""

    amount: int

    @classmethod
    def of_euros(cls, text: str) -> "Cents":
        """Reads "318.15".

        Raises ValueError for anything but digits, with at most two after a point.
        """
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,2})?", text):
            raise ValueError(f"not an amount in euros and cents: {text!r}")
        return cls(int(Decimal(text) * 100))

    def __add__(self, other: "Cents") -> "Cents":
        return Cents(self.amount + other.amount)

    def __sub__(self, other: "Cents") -> "Cents":
        return Cents(self.amount - other.amount)

    def in_euros(self, language: Language) -> str:
        """As people write it: "1.318,15 €" in German, "€1,318.15" in English."""
        sign = "-" if self.amount < 0 else ""
        digits = f"{abs(self.amount) // 100:,}.{abs(self.amount) % 100:02d}"
        if language is Language.EN:
            return f"{sign}€{digits}"
        return sign + digits.translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"


def euros_in_words(cents: int) -> LocalizedText:
    """An amount in cents as people write it, in both languages: "318,15 €", "€318.15"."""
    amount = Cents(cents)
    return LocalizedText(de=amount.in_euros(Language.DE), en=amount.in_euros(Language.EN))
