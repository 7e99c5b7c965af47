"""How often one place may ask for verification numbers that no certificate carries.

Numbers cannot be found by guessing (10^15 of them); the limit keeps guessers from trying and
their traffic from others. Whoever types a number from paper stays far below it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MISSES_ALLOWED = 20
WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Misses:
    """The misses of one network since the start of its current window."""

    window_start: datetime
    count: int

    def wait(self, now: datetime) -> timedelta | None:
        """How long the network has to wait; None where it may ask."""
        left = self.window_start + WINDOW - now
        if self.count < MISSES_ALLOWED or left <= timedelta(0):
            return None
        return left
