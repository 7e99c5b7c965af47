"""The door before every check of a secret: turns away what would be refused before it costs work.

A refused guess that costs a transaction makes everybody else wait. So a process remembers which
counters the database has found closed and which addresses have failed, and how many attempts are
under way. It only saves work: what it lets in is still decided and counted in the database.

Whoever comes without a device that the account knows shares the room with all who do, so that an
attack is a matter of sharing (OWASP ASVS 5.0, 2.4.1): no network takes more places than are left
for others, and while guesses come in large numbers, addresses that failed, and networks from which
more failed than succeeded, get a few checks a second. Known devices are not touched by either.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar

import prometheus_client
from chassis.clock import Clock
from chassis.errors import Failure
from chassis.values import client_network

from identity.app.refusals import TooManyAttempts, too_many_attempts
from identity.app.sign_in.refusals import too_busy
from identity.domain.accounts import known_form
from identity.domain.throttling import (
    ADDRESS_SUSPECT_FOR,
    attempt_key,
    sharing_network,
)

T = TypeVar("T")

# What the database said of a counter is believed for so long; then one attempt asks it again.
BELIEVED_FOR = timedelta(seconds=5)
# Counters and addresses that are remembered, each; the oldest are forgotten first.
REMEMBERED = 20_000
RETRY_AFTER = timedelta(seconds=5)
A_SECOND = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)

TURNED_AWAY = prometheus_client.Counter(
    "matrikel_identity_attempts_turned_away_total", "Attempts refused before any work", ["because"]
)
UNDER_WAY = prometheus_client.Gauge(
    "matrikel_identity_attempts_under_way", "Attempts that were let in", ["queue"]
)


class Queue(Enum):
    """Whom an attempt shares its places with."""

    # Known devices, known networks while it matters, people who are signed in, and whoever shows a
    # device token while few do.
    TRUSTED = "trusted"
    # What the account knows is being looked up.
    LOOKED_UP = "looked_up"
    QUIET_ADDRESS = "quiet_address"
    FAILING_ADDRESS = "failing_address"


# How many attempts may be under way. With 33 ms a check the last one waits for some seconds.
ROOM: Mapping[Queue, int] = {
    Queue.TRUSTED: 200,
    Queue.LOOKED_UP: 12,
    Queue.QUIET_ADDRESS: 100,
    Queue.FAILING_ADDRESS: 40,
}
# Networks looked up in a second, and of one provider's among them; a query takes some 2 ms.
LOOKUPS_PER_SECOND = (40, 5)
# Successes less failures of a network, at most, either way.
MOST_MARKS = 20
# So many trusted attempts are no crowd: their tokens are believed until the database says no.
FEW = 20


@dataclass(frozen=True, slots=True)
class NarrowRules:
    """When addresses that failed are let in one by one, and how many of them in a second.

    `attempts_per_minute` are those that failed or were turned away.
    """

    attempts_per_minute: int
    per_second: int
    per_second_and_network: int


def narrow_rules(attempts_per_minute: int, hashes_at_once: int) -> NarrowRules:
    """Rules that leave about four fifths of the hashing, which takes some 33 ms, to all others."""
    per_second = 6 * hashes_at_once
    return NarrowRules(attempts_per_minute, per_second, per_second // 3)


class AttemptDoor:
    """Lets attempts in while there is room for their kind."""

    def __init__(
        self, clock: Clock, rules: NarrowRules, room: Mapping[Queue, int] | None = None
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._room = dict(room or ROOM)
        self._under_way: dict[Queue, Counter[str]] = {queue: Counter() for queue in Queue}
        self._failed_at: OrderedDict[str, datetime] = OrderedDict()
        self._closed: OrderedDict[str, _Closed] = OrderedDict()
        self._strangers: OrderedDict[str, datetime] = OrderedDict()
        self._standing: OrderedDict[str, _Standing] = OrderedDict()
        self._lately: deque[datetime] = deque(maxlen=rules.attempts_per_minute)
        self._turns = _PerSecond(rules.per_second, rules.per_second_and_network)
        self._lookups = _PerSecond(*LOOKUPS_PER_SECOND)
        for queue, places in self._under_way.items():
            UNDER_WAY.labels(queue.value).set_function(places.total)

    @contextmanager
    def attempt(
        self, client_address: str, user_name: str = "", *, trusted: bool = False
    ) -> Iterator[None]:
        """Lets an attempt in for as long as the block takes, and learns how it ends.

        `trusted` are people who are signed in, and whom the account was found to know. Raises
        TOO_BUSY, and TOO_MANY_ATTEMPTS where that is known.
        """
        address = client_network(client_address)
        queue = Queue.TRUSTED
        if not trusted:
            self._require_open(address, attempt_key(known_form(user_name), client_address))
            narrow = self._is_narrow()
            if self._fails(address) or (narrow and self._stands_badly(address)):
                queue = Queue.FAILING_ADDRESS
                if narrow:
                    self._require_turn(address)
            else:
                queue = Queue.QUIET_ADDRESS
        with self._place(queue, address):
            network = sharing_network(address)
            # Rated as failed in advance, so that a burst does not pass before the first has failed.
            self._rate(network, -1)
            try:
                yield
            except Failure as failure:
                if not self._learns_of_failure(address, failure):
                    self._rate(network, 1)
                raise
            self._rate(network, 2)

    def has_failed(self, client_address: str) -> bool:
        """Whether a secret from the address was wrong lately."""
        return self._fails(client_network(client_address))

    def is_crowded_for_devices(self) -> bool:
        """Whether so many show device tokens that each has to be looked up."""
        return self._under_way[Queue.TRUSTED].total() >= FEW

    def turns_strangers_away(self, client_address: str) -> bool:
        """Whether it matters that the account knows the network, and there is time to look it up.

        It is looked up once for an address, and of few a second: guessers would otherwise make a
        query of every guess.
        """
        address = client_network(client_address)
        seen_at = self._strangers.get(address)
        if seen_at is not None and self._clock.now() - seen_at < ADDRESS_SUSPECT_FOR:
            return False
        queue = Queue.QUIET_ADDRESS
        crowded = self._under_way[queue].total() * 2 >= self._room[queue]
        if not (crowded or (self._is_narrow() and self._stands_badly(address))):
            return False
        return self._lookups.take(sharing_network(address), self._clock.now())

    def note_stranger(self, client_address: str) -> None:
        """Remembers that the account did not know the network of somebody at the address."""
        _remember(self._strangers, client_network(client_address), self._clock.now())

    @contextmanager
    def looking_up(self, client_address: str) -> Iterator[None]:
        """A place for looking up what the account knows. Raises TOO_BUSY."""
        with self._place(Queue.LOOKED_UP, client_network(client_address)):
            yield

    @contextmanager
    def _place(self, queue: Queue, address: str) -> Iterator[None]:
        places, network = self._under_way[queue], sharing_network(address)
        # No more than are left for all others: one network alone gets half of the room, two get a
        # third each, so that whoever comes from another one finds a place.
        if places[network] >= self._room[queue] - places.total():
            raise self._turned_away(queue.value)
        places[network] += 1
        try:
            yield
        finally:
            places[network] -= 1
            if not places[network]:
                del places[network]

    def _require_open(self, address: str, account_key: str) -> None:
        now = self._clock.now()
        for counter in (address, account_key):
            closed = self._closed.get(counter)
            if closed and now < closed.believed_until:
                self._lately.append(now)
                TURNED_AWAY.labels("closed").inc()
                raise too_many_attempts(closed.until - now, counter)

    def _require_turn(self, address: str) -> None:
        if not self._turns.take(sharing_network(address), self._clock.now()):
            raise self._turned_away("narrow")

    def _turned_away(self, because: str) -> Failure:
        self._lately.append(self._clock.now())
        TURNED_AWAY.labels(because).inc()
        return too_busy(RETRY_AFTER)

    def _learns_of_failure(self, address: str, failure: Failure) -> bool:
        if isinstance(failure, TooManyAttempts):
            now = self._clock.now()
            until = now + failure.wait
            _remember(self._closed, failure.counter, _Closed(until, min(until, now + BELIEVED_FOR)))
        # What is kept of a refused attempt is the evidence of it.
        if failure.keeps_changes:
            _remember(self._failed_at, address, self._clock.now())
            self._lately.append(self._clock.now())
        return failure.keeps_changes

    def _fails(self, address: str) -> bool:
        failed_at = self._failed_at.get(address)
        return failed_at is not None and self._clock.now() - failed_at < ADDRESS_SUSPECT_FOR

    def _is_narrow(self) -> bool:
        lately = self._lately
        return len(lately) == lately.maxlen and self._clock.now() - lately[0] < A_MINUTE

    def _stands_badly(self, address: str) -> bool:
        """Whether more failed than succeeded lately in the address's network."""
        standing = self._standing.get(sharing_network(address))
        if standing is None or self._clock.now() - standing.rated_at >= ADDRESS_SUSPECT_FOR:
            return False
        return standing.marks < 0

    def _rate(self, network: str, mark: int) -> None:
        now = self._clock.now()
        former = self._standing.get(network)
        lately = former is not None and now - former.rated_at < ADDRESS_SUSPECT_FOR
        marks = former.marks if former is not None and lately else 0
        # Bounded, so that a network mends its ways within some attempts, and loses them as fast.
        marks = max(-MOST_MARKS, min(MOST_MARKS, marks + mark))
        _remember(self._standing, network, _Standing(marks, now))


class _PerSecond:
    """So many a second, and so many of one network."""

    def __init__(self, most: int, most_of_network: int) -> None:
        self._most = most
        self._most_of_network = most_of_network
        self._began = datetime.min.replace(tzinfo=UTC)
        self._taken: Counter[str] = Counter()

    def take(self, network: str, now: datetime) -> bool:
        """Whether there is one left, which is taken then."""
        if now - self._began >= A_SECOND:
            self._began = now
            self._taken.clear()
        full = self._taken.total() >= self._most
        if full or self._taken[network] >= self._most_of_network:
            return False
        self._taken[network] += 1
        return True


@dataclass(frozen=True, slots=True)
class _Standing:
    marks: int
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class _Closed:
    until: datetime
    believed_until: datetime


def _remember(memory: OrderedDict[str, T], key: str, value: T) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
