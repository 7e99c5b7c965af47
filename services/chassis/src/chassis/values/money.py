"""Money in whole cents of euro."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from chassis.values.language import Language


@dataclass(frozen=True, slots=True, order=True)
class Cents:
    """An amount of money in euro cents; may be negative."""

    amount: int

    @classmethod
    def of_euros(cls, text: str) -> "Cents":
        """Reads "318.15".

        Raises ValueError for anything but a decimal number with at most two decimals.
        """
        try:
            cents = Decimal(text) * 100
        except InvalidOperation:
            raise ValueError(f"not an amount in euros: {text!r}") from None
        if not cents.is_finite() or cents != int(cents):
            raise ValueError(f"not an amount in euros and cents: {text!r}")
        return cls(int(cents))

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
