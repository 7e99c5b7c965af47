"""Whether a clerk should look at a payment that is booked: too little, too much, or twice.

It is judged by what was due on the account at that time, in the order in which money settles it.
"""

from collections import deque
from collections.abc import Iterable

from records.domain.matching import ClearingReason
from records.domain.settlement import PersonAccount


class AccountToLookAt:
    """A person's account while payments of a file come in, in cents."""

    def __init__(self, account: PersonAccount) -> None:
        # What went back and then turned out not to have come is owed first.
        owed: Iterable[int] = (account.to_return, *(each.open for each in account.charges))
        self._open = deque(each for each in owed if each > 0)
        self._paid = {each.cents for each in account.money if not each.taken_back}

    def look(self, cents: int) -> ClearingReason | None:
        """Notes a payment, and why a clerk should look at it; None where it is as expected."""
        total = sum(self._open)
        paid_before = cents in self._paid
        self._paid.add(cents)
        if total == 0:
            return ClearingReason.DOUBLE if paid_before else ClearingReason.NOTHING_DUE
        left = cents
        while self._open and left >= self._open[0]:
            left -= self._open.popleft()
        if left and self._open:
            self._open[0] -= left
            return ClearingReason.PARTIAL
        return ClearingReason.SURPLUS if left else None
