"""The signed status list: made when it is asked for, and anew once it is half a minute old."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chassis.clock import Clock
from chassis.database import Database, Transaction
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.status_list import StatusList, StatusListSigner, StatusListToken

from certificates.app.log import newest_checkpoint
from certificates.app.rules import load_rules
from certificates.app.status_list import NotedStatuses, noted
from certificates.domain.rules import CertificatesRules

# A change is in the list within a minute: this, and the time that making the list takes.
_KEPT = timedelta(seconds=30)

# Runs a function that computes for long away from the event loop.
Compute = Callable[[Callable[[], str]], Awaitable[str]]


class ListKeys(Protocol):
    """The keys that a list is made with; a generation of them comes into force by the clock."""

    @property
    def status_list(self) -> StatusListSigner:
        """Signs the list."""
        ...

    @property
    def log(self) -> LogSigner:
        """Signs checkpoints of the log."""
        ...


@dataclass(frozen=True, slots=True)
class _Facts:
    noted: NotedStatuses
    checkpoint: str
    rules: CertificatesRules


class StatusLists:
    """Hands out the signed list of the states of all certificates.

    Each process keeps the one that it made last; who asks meanwhile gets the same bytes, so that
    asking often costs nothing.
    """

    def __init__(
        self, database: Database, compute: Compute, keys: ListKeys, clock: Clock, address: str
    ) -> None:
        self._database = database
        self._compute = compute
        self._keys = keys
        self._clock = clock
        self._address = address
        self._making = asyncio.Lock()
        self._made: tuple[datetime, str] | None = None

    async def current(self) -> str:
        """The list as a compact JWS. Raises SEAL_UNAVAILABLE where no key may sign it."""
        async with self._making:
            if self._made is None or self._clock.now() - self._made[0] >= _KEPT:
                begun = self._clock.now()
                facts = await self._database.read(self._facts)
                self._made = begun, await self._compute(lambda: self._signed(facts, begun))
            return self._made[1]

    def _facts(self, tx: Transaction) -> _Facts:
        return _Facts(noted(tx), newest_checkpoint(tx, self._keys.log), load_rules(tx))

    def _signed(self, facts: _Facts, now: datetime) -> str:
        token = StatusListToken(
            address=self._address,
            issue_time=now,
            expire_time=now + timedelta(days=facts.rules.status_list_days),
            fresh_for=timedelta(minutes=facts.rules.status_list_fresh_minutes),
            states=StatusList.of(facts.noted.size, facts.noted.statuses),
            checkpoint=facts.checkpoint,
        )
        return token.signed(self._keys.status_list)
