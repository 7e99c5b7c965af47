"""Sends queued mail. A mail whose hand-over was not noted before a crash is sent again."""

import asyncio
import contextlib
import time
from datetime import timedelta

import structlog
from prometheus_client import Counter

from chassis.database.database import Database
from chassis.errors import Failure
from chassis.mail.queue import BATCH, LEASE, QueuedMail, mark_failed, mark_sent, take_due
from chassis.mail.transport import Transport, compose

log = structlog.get_logger()

POLL_SECONDS = 2.0
# Mails a second that a process sends, unless it is told otherwise.
MOST = 100.0
# What was handed over is noted together, and this often: so much may be sent twice after a crash.
NOTE_SECONDS = 1.0
# How long handing over one mail may take.
SEND_TIMEOUT = timedelta(seconds=30)

SENT = Counter("matrikel_mails_sent_total", "Mails handed over", ["kind"])
AGAIN = Counter(
    "matrikel_mails_perhaps_doubled_total",
    "Mails handed over at a second or later try, which the recipient may have twice",
    ["kind"],
)


class Sender:
    """Sends one service's mail until cancelled."""

    def __init__(
        self, database: Database, transport: Transport, sender: str, per_second: float = MOST
    ) -> None:
        self._database = database
        self._transport = transport
        self._sender = sender
        self._per_second = per_second
        self._wake = asyncio.Event()
        loop = asyncio.get_running_loop()
        database.on_commit("mail", lambda: loop.call_soon_threadsafe(self._wake.set))

    async def run(self) -> None:
        """Sends whatever is due, wakes on each commit that queued mail, and polls besides.

        It keeps to its pace: in a rush the answers to people go first, and their mails follow.
        """
        while True:
            began = time.monotonic()
            try:
                count = await self.send_due()
            except Failure as failure:
                log.warning("mail_not_taken", reason=failure.reason)
                count = 0
            await asyncio.sleep(began + count / self._per_second - time.monotonic())
            if count < BATCH:
                await self._wait()

    async def send_due(self) -> int:
        """Takes the mails that are due, at most a batch, and sends them; returns how many."""
        clock = self._database.clock
        leased_until = clock.now() + LEASE
        taken = await self._database.write(take_due)
        sent: list[QueuedMail] = []
        noted = time.monotonic()
        for mail in taken:
            if clock.now() + SEND_TIMEOUT > leased_until:
                # A slow server: another sender may take the rest now.
                break
            if await self._is_sent(mail):
                sent.append(mail)
            if time.monotonic() - noted > NOTE_SECONDS:
                await self._note(sent)
                sent, noted = [], time.monotonic()
        await self._note(sent)
        return len(taken)

    async def _note(self, sent: list[QueuedMail]) -> None:
        if not sent:
            return
        await self._database.write(mark_sent, [mail.mail_id for mail in sent])
        for mail in sent:
            SENT.labels(mail.kind).inc()
            if mail.attempts > 1:
                AGAIN.labels(mail.kind).inc()
                log.warning(
                    "mail_perhaps_doubled", mail_id=str(mail.mail_id), attempts=mail.attempts
                )

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        self._wake.clear()

    async def _is_sent(self, mail: QueuedMail) -> bool:
        try:
            message = compose(mail, self._sender, self._database.clock.now())
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                await self._transport(message)
        except Exception as error:
            # Whatever is wrong with one mail, an address that is none for example, it must
            # neither keep the others from being sent nor end the service.
            log.warning("mail_not_sent", mail_id=str(mail.mail_id), problem=repr(error))
            await self._database.write(mark_failed, mail, repr(error))
            return False
        return True
