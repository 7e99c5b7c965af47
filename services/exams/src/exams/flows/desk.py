"""The desk: whatever waits for a decision is decided together, in one transaction.

A request does not wait for others: while nothing is under way it is decided at once, alone. What
arrives meanwhile makes up the next batch, so that batches grow with the load and the price of a
transaction is shared. A lane decides one batch after the other, not more often than every few
hundredths of a second; requests for one sitting go to one lane in the order in which they arrive.
Lanes, processes and replicas stay correct among each other by the locks and constraints of the
database.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import structlog
from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.rpc import Call, Work, current_call
from chassis.rpc.server import HOPELESS_SECONDS, TOO_LATE
from chassis.values import LocalizedText
from google.protobuf.message import Message
from prometheus_client import Gauge, Histogram

log = structlog.get_logger()

Command = TypeVar("Command")
# Decides commands in the order given; each outcome is what the caller is answered.
Decide = Callable[[Transaction, Sequence[tuple[Call, Command]]], Sequence[Message | Failure]]

# How long a batch may take before its requests are told to ask again. What it wrote is answered
# to them then, by their request ids.
BATCH_SECONDS = 15.0
# How soon a service that could not begin its work tries again.
PAUSE_SECONDS = 1.0
# How often a lane that has several requests to decide begins a batch: a transaction has a price of
# its own, which small ones after one another pay more often than the waiting is worth. A request
# that comes alone never waits.
PACE_SECONDS = 0.025
# Weight of the newest batch in what a decision is expected to take.
NEWEST = 0.2
# Smaller batches say how long a transaction takes, not how many decisions the desk can take.
TELLING_SIZE = 32

OVERLOADED = LocalizedText(
    de="Gerade melden sich sehr viele Studierende an. Bitte versuchen Sie es in {seconds} Sekunden"
    " noch einmal.",
    en="Very many students are registering right now. Please try again in {seconds} seconds.",
)
UNDECIDED = LocalizedText(
    de="Ob Ihre Anfrage gewirkt hat, steht noch nicht fest. Bitte senden Sie dieselbe Anfrage noch"
    " einmal; sie wirkt höchstens einmal.",
    en="Whether your request took effect is not known yet. Please send the same request again; it"
    " takes effect at most once.",
)

TOGETHER = Histogram(
    "matrikel_desk_batch_size",
    "Requests that one transaction decided",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
)
WAITING = Gauge("matrikel_desk_waiting", "Requests that wait for the desk or are being decided")
SECONDS = Histogram(
    "matrikel_desk_batch_seconds",
    "Time that deciding one batch took, until it was durable",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)


def _undecided() -> Failure:
    return Failure(Code.UNAVAILABLE, "UNDECIDED", UNDECIDED, retry_after=timedelta(seconds=1))


@dataclass(frozen=True)
class DeskLimits:
    """How much the desk takes on."""

    lanes: int = 2
    # Requests decided in one transaction.
    together: int = 256
    # Requests that wait or are being decided; further ones are refused.
    waiting: int = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting(Generic[Command]):
    call: Call
    command: Command
    answered: "asyncio.Future[Message | Exception]"


class Desk(Generic[Command]):
    """Takes commands of calls and answers each once its decision is durable."""

    def __init__(self, work: Work, decide: Decide[Command], limits: DeskLimits) -> None:
        self._limits = limits
        self._lanes = [_Lane(work, decide, limits.together) for _ in range(limits.lanes)]
        WAITING.set_function(lambda: sum(lane.depth for lane in self._lanes))

    async def run(self, prepare: Callable[[], Awaitable[None]]) -> None:
        """Decides until cancelled; `prepare` runs first, until it succeeds."""
        while True:
            try:
                await prepare()
                break
            except Failure as failure:
                log.warning("desk_not_prepared", reason=failure.reason)
                await asyncio.sleep(PAUSE_SECONDS)
        async with asyncio.TaskGroup() as group:
            for lane in self._lanes:
                group.create_task(lane.run())

    async def decide(self, command: Command, about: UUID) -> Message:
        """Has the command of the current call decided; returns its answer once it is durable.

        `about` is the sitting, or whatever stands for it: commands about the same are decided in
        order. Raises RESOURCE_EXHAUSTED OVERLOADED where too much waits already, or more than the
        caller has time for.
        """
        call = current_call()
        self.refuse_overload(call, about)
        lane = self._lane(about)
        answered: asyncio.Future[Message | Exception]
        answered = asyncio.get_running_loop().create_future()
        lane.put(_Waiting(call, command, answered))
        outcome = await answered
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def refuse_overload(self, call: Call, about: UUID) -> None:
        """Raises RESOURCE_EXHAUSTED OVERLOADED where `decide` would; looks at nothing else.

        It costs next to nothing, so that it may be asked before anything else of a call is done.
        """
        expected = self._lane(about).expected_seconds()
        full = sum(one.depth for one in self._lanes) >= self._limits.waiting
        if full or expected > call.time_remaining():
            seconds = max(1, round(expected))
            raise Failure(
                Code.RESOURCE_EXHAUSTED,
                "OVERLOADED",
                OVERLOADED.format(seconds=seconds),
                retry_after=timedelta(seconds=seconds),
            )

    def _lane(self, about: UUID) -> "_Lane[Command]":
        return self._lanes[about.int % len(self._lanes)]


class _Lane(Generic[Command]):
    """Decides one batch after the other."""

    def __init__(self, work: Work, decide: Decide[Command], together: int) -> None:
        self._work = work
        self._decide = decide
        self._together = together
        self._queue: deque[_Waiting[Command]] = deque()
        self._deciding = 0
        self._seconds_each = 0.0
        self._arrived = asyncio.Event()

    @property
    def depth(self) -> int:
        """Requests that wait or are being decided."""
        return len(self._queue) + self._deciding

    def put(self, waiting: _Waiting[Command]) -> None:
        """Adds a request at the end."""
        self._queue.append(waiting)
        self._arrived.set()

    def expected_seconds(self) -> float:
        """How long a request that comes now is expected to wait."""
        return self.depth * self._seconds_each

    async def run(self) -> None:
        """Decides until cancelled; whoever waits then is told to ask again."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while batch := self._take():
                    began = time.perf_counter()
                    await self._answer(batch)
                    if len(batch) > 1:
                        await asyncio.sleep(began + PACE_SECONDS - time.perf_counter())
        finally:
            _tell(self._queue, [_undecided()] * len(self._queue))

    def _take(self) -> list[_Waiting[Command]]:
        """The next requests in order; whoever no longer waits is left out.

        Nobody would read the answer to a call that has ended, or has no time left.
        """
        batch: list[_Waiting[Command]] = []
        while self._queue and len(batch) < self._together:
            waiting = self._queue.popleft()
            if waiting.answered.done():
                continue
            if waiting.call.time_remaining() > HOPELESS_SECONDS:
                batch.append(waiting)
            else:
                _tell([waiting], [_too_late()])
        return batch

    async def _answer(self, batch: Sequence[_Waiting[Command]]) -> None:
        self._deciding = len(batch)
        began = time.perf_counter()
        try:
            await self._decide_all(batch)
        finally:
            # Nobody waits for an answer that will not come, whatever ended the work.
            _tell(batch, [_undecided()] * len(batch))
            self._deciding = 0
            seconds = time.perf_counter() - began
            if len(batch) >= TELLING_SIZE:
                each = seconds / len(batch)
                self._seconds_each += NEWEST * (each - self._seconds_each)
            TOGETHER.observe(len(batch))
            SECONDS.observe(seconds)

    async def _decide_all(self, batch: Sequence[_Waiting[Command]]) -> None:
        try:
            outcomes = await self._decided(batch)
        except Failure as failure:
            # The database cannot work: it would not for each of them alone either.
            _tell(batch, [failure] * len(batch))
        except Exception as error:
            if len(batch) == 1:
                _tell(batch, [error])
                return
            # One request breaks the transaction of all: each is decided alone, so that only it
            # fails.
            log.warning("desk_batch_failed", size=len(batch), problem=type(error).__name__)
            for waiting in batch:
                await self._decide_all([waiting])
        else:
            _tell(batch, outcomes)

    async def _decided(self, batch: Sequence[_Waiting[Command]]) -> Sequence[Message | Exception]:
        commands = {id(waiting.call): waiting.command for waiting in batch}

        def answer(tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
            return self._decide(tx, [(call, commands[id(call)]) for call in calls])

        limit = asyncio.timeout(BATCH_SECONDS)
        try:
            async with limit:
                outcomes = await self._work.write_together([one.call for one in batch], answer)
        except TimeoutError:
            if not limit.expired():
                raise
            log.error("desk_batch_timed_out", size=len(batch))
            raise _undecided() from None
        if len(outcomes) != len(batch):
            raise RuntimeError(f"{len(batch)} requests have {len(outcomes)} outcomes")
        return outcomes


def _too_late() -> Failure:
    return Failure(Code.DEADLINE_EXCEEDED, "TOO_LITTLE_TIME", TOO_LATE)


def _tell(batch: Iterable[_Waiting[Any]], outcomes: Sequence[Message | Exception]) -> None:
    """Answers whoever still waits: a caller may have gone, which must not harm the others."""
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if not waiting.answered.done():
            waiting.answered.set_result(outcome)
