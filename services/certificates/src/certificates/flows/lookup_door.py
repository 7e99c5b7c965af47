"""What stands before look-ups: guessers that have to wait cost nothing but a look into memory."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from chassis.clock import Clock
from chassis.errors import Failure

from certificates.domain.guessing import Place
from certificates.texts import refusals

# More networks than that wait in the database alone.
_MOST_CLOSED = 10_000


class LookupDoor:
    """Remembers which addresses have to wait, and counts what was refused to them.

    Only what the database decided is remembered: each process of several asks it for itself.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._closed: OrderedDict[str, datetime] = OrderedDict()
        self._refused = 0

    @contextmanager
    def let_in(self, client_address: str) -> Iterator[None]:
        """Around a look-up. Raises TOO_MANY_UNKNOWN_NUMBERS for who has to wait."""
        address = Place.of(client_address).address
        wait = self._closed.get(address, self._clock.now()) - self._clock.now()
        if wait > timedelta(0):
            self._refused += 1
            raise refusals.too_many_misses(wait)
        try:
            yield
        except Failure as failure:
            if failure.reason == refusals.TOO_MANY_MISSES and failure.retry_after is not None:
                self._refused += 1
                self._close(address, failure.retry_after)
            raise

    def take_refused(self) -> int:
        """How many look-ups were refused since this was asked last."""
        taken, self._refused = self._refused, 0
        return taken

    def _close(self, address: str, wait: timedelta) -> None:
        self._closed[address] = self._clock.now() + wait
        self._closed.move_to_end(address)
        if len(self._closed) > _MOST_CLOSED:
            self._closed.popitem(last=False)
