"""The sequencer: brings audit entries into the chain, and its signed heads out of the database.

Where several processes serve one PostgreSQL database, the one that holds an advisory lock does it;
on SQLite there is one serving process. Entries are looked for every second, among those that wait:
a cursor would miss what is committed late.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter, Gauge

from chassis.audit.chain import Place, chain_waiting, hash_at, last_place
from chassis.audit.heads import HeadsFile, Kind, Statement
from chassis.database.database import Database
from chassis.database.leadership import Leadership
from chassis.database.transaction import Transaction
from chassis.errors import Failure

log = structlog.get_logger()

# SQLite has one writer, which nobody is to wait long for: a batch takes some 10 ms.
BATCH = 500
POLL_SECONDS = 1.0
RETRY_SECONDS = 5.0
# Any number that no one else uses for an advisory lock in a service's database.
LOCK = 0x4D61_7561

CHAINED = Counter("matrikel_audit_chained_total", "Audit entries that were given their place")
HEADS_FIT = Gauge(
    "matrikel_audit_heads_fit", "1 while the chain holds what the newest signed head says, else 0"
)


@dataclass(frozen=True, slots=True)
class Pace:
    """A head is signed after so many entries, or so long after the former one."""

    entries: int
    time: timedelta


class Sequencer:
    """Keeps one service's chain; without a heads file nothing is signed."""

    def __init__(
        self, service: str, database: Database, heads: HeadsFile | None, pace: Pace
    ) -> None:
        self._service = service
        self._database = database
        self._heads = heads
        self._pace = pace
        self._leadership = Leadership(database.url, LOCK)
        # Whether the chain may hold more than the newest head says; so it is after a start.
        self._unsigned = True
        self._heads_fit = True

    async def run(self) -> None:
        """Chains and signs until cancelled."""
        if self._heads is None:
            log.warning("audit_heads_not_signed", problem="no service_key_file is set")
        try:
            while True:
                pause = await self._one_round()
                await asyncio.sleep(pause)
        finally:
            self._leadership.release()

    async def _one_round(self) -> float:
        """Does what is to do; returns the seconds after which to look again."""
        try:
            if not await self._leadership.is_held():
                return POLL_SECONDS
            count = await self._database.write(chain_waiting, self._service, BATCH)
            CHAINED.inc(count)
            self._unsigned = self._unsigned or count > 0
            if self._heads is not None and self._unsigned:
                await self._sign_if_due(self._heads)
        except (OSError, Failure) as error:
            log.warning("audit_not_chained", problem=repr(error))
            return RETRY_SECONDS
        except Exception as error:
            # What somebody did to the tables must not end the service that they watch over.
            log.error("audit_not_chained", exc_info=error)
            return RETRY_SECONDS
        return 0 if count == BATCH else POLL_SECONDS

    async def _sign_if_due(self, heads: HeadsFile) -> None:
        former = await asyncio.to_thread(heads.last)
        place = await self._database.read(last_place, self._service)
        if former is not None and not await self._database.read(_holds, former):
            self._note_fit(False, former.number)
            # Nothing is signed on top of it: the file stays the evidence that it is.
            return
        self._note_fit(True, place.number)
        if former is None or self._is_due(former, place):
            await self._sign(heads, place)
            self._unsigned = False
        else:
            self._unsigned = place.number > former.number

    def _note_fit(self, fits: bool, number: int) -> None:
        HEADS_FIT.set(fits)
        if self._heads_fit and not fits:
            log.error("audit_chain_and_heads_differ", number=number)
        self._heads_fit = fits

    def _is_due(self, former: Statement, place: Place) -> bool:
        more = place.number - former.number
        age = self._database.clock.now() - datetime.fromisoformat(former.time)
        return more >= self._pace.entries or (more > 0 and age >= self._pace.time)

    async def _sign(self, heads: HeadsFile, place: Place) -> None:
        if not place.number:
            return
        now = self._database.clock.now()
        await asyncio.to_thread(heads.append, Kind.HEAD, place.number, place.hash, now)
        # The log is a second place outside the database.
        log.info("audit_head", number=place.number, hash=place.hash.hex())


def _holds(tx: Transaction, head: Statement) -> bool:
    """Whether the chain still has what the head says."""
    found = hash_at(tx, head.number)
    return found is not None and found.hex() == head.hash
