"""A bounded queue before the hashing of passwords, with lanes.

Guessers make hashing short: each wrong password costs as much as a right one. Known devices are
checked first, then networks that the account knows, then addresses that did not fail lately, the
rest last; within a lane one network after the other, so that whoever comes with a thousand
addresses of one provider waits behind himself. What the queue cannot hold is refused at once, so
that nobody waits for an answer that comes too late (OWASP ASVS 5.0, 2.4.1).
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import ParamSpec, TypeVar

import structlog
from chassis.computing import Compute
from prometheus_client import Counter, Gauge

from identity.app.sign_in.refusals import too_busy
from identity.domain.throttling import Trust

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

WAITING = Gauge("matrikel_identity_hashing_waiting", "Passwords waiting to be checked", ["lane"])
SHED = Counter("matrikel_identity_hashing_shed_total", "Passwords refused unchecked", ["lane"])

# How many may wait in each lane. With 33 ms a hash the last one waits for some seconds. The door
# (flows/attempt_door.py) lets no more in, so that a full lane is the exception.
ROOM: Mapping[Trust, int] = {
    Trust.KNOWN_DEVICE: 200,
    Trust.KNOWN_NETWORK: 100,
    Trust.QUIET_ADDRESS: 100,
    Trust.FAILING_ADDRESS: 40,
}
RETRY_AFTER = timedelta(seconds=5)


class _Lane:
    """Who waits in a lane, by network."""

    def __init__(self) -> None:
        self._of_network: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, network: str, turn: asyncio.Future[None]) -> None:
        self._of_network.setdefault(network, deque()).append(turn)
        self._count += 1

    def remove(self, network: str, turn: asyncio.Future[None]) -> None:
        self._of_network[network].remove(turn)
        self._left(network)

    def next(self) -> asyncio.Future[None]:
        """Takes out the first of the network whose turn was longest ago."""
        network, waiting = next(iter(self._of_network.items()))
        turn = waiting.popleft()
        self._of_network.move_to_end(network)
        self._left(network)
        return turn

    def _left(self, network: str) -> None:
        self._count -= 1
        if not self._of_network[network]:
            del self._of_network[network]


class HashingLanes:
    """Lets `at_once` hashes be computed at a time, in the order of lanes."""

    def __init__(
        self, compute: Compute, at_once: int, room: Mapping[Trust, int] | None = None
    ) -> None:
        self._compute = compute
        self._at_once = at_once
        self._room = dict(room or ROOM)
        self._running = 0
        self._waiting = {trust: _Lane() for trust in Trust}
        for trust, waiting in self._waiting.items():
            WAITING.labels(trust.name.lower()).set_function(partial(len, waiting))

    async def run(
        self,
        trust: Trust,
        network: str,
        function: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """The function's result, once it is the turn of this lane and network.

        Raises TOO_BUSY where the lane is full.
        """
        await self._enter(trust, network)
        try:
            return await self._compute(function, *args, **kwargs)
        finally:
            self._leave()

    async def _enter(self, trust: Trust, network: str) -> None:
        if self._running < self._at_once:
            self._running += 1
            return
        waiting = self._waiting[trust]
        if len(waiting) >= self._room[trust]:
            SHED.labels(trust.name.lower()).inc()
            raise too_busy(RETRY_AFTER)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.add(network, turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # The turn came at the moment of giving up: it goes to the next.
                self._leave()
            else:
                waiting.remove(network, turn)
            raise

    def _leave(self) -> None:
        """Hands the place on to the first of the best lane."""
        for trust in Trust:
            while self._waiting[trust]:
                turn = self._waiting[trust].next()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._running -= 1
