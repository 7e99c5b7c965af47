"""Sends queued mail. A mail whose hand-over was not noted before a crash is sent again."""

import asyncio

import aiosmtplib
import structlog
from prometheus_client import Counter

from chassis.database.database import Database
from chassis.errors import Failure
from chassis.mail.queue import BATCH, QueuedMail, mark_failed, mark_sent, take_due
from chassis.mail.transport import Transport, compose

log = structlog.get_logger()

POLL_SECONDS = 2.0

SENT = Counter("matrikel_mails_sent_total", "Mails handed over", ["kind"])
AGAIN = Counter(
    "matrikel_mails_perhaps_doubled_total",
    "Mails handed over at a second or later try, which the recipient may have twice",
    ["kind"],
)


class Sender:
    """Sends one service's mail until cancelled."""

    def __init__(self, database: Database, transport: Transport, sender: str) -> None:
        self._database = database
        self._transport = transport
        self._sender = sender
        self._wake = asyncio.Event()
        loop = asyncio.get_running_loop()
        database.on_commit("mail", lambda: loop.call_soon_threadsafe(self._wake.set))

    async def run(self) -> None:
        """Sends whatever is due, wakes on each commit that queued mail, and polls besides."""
        while True:
            try:
                taken = await self._database.write(take_due)
                for mail in taken:
                    await self._send(mail)
            except Failure as failure:
                log.warning("mail_not_taken", reason=failure.reason)
                taken = []
            if len(taken) < BATCH:
                await self._wait()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            pass
        self._wake.clear()

    async def _send(self, mail: QueuedMail) -> None:
        message = compose(mail, self._sender, self._database.clock.now())
        try:
            await self._transport(message)
        except (OSError, aiosmtplib.SMTPException) as error:
            log.warning("mail_not_sent", mail_id=str(mail.mail_id), problem=repr(error))
            await self._database.write(mark_failed, mail, repr(error))
            return
        await self._database.write(mark_sent, mail.mail_id)
        SENT.labels(mail.kind).inc()
        if mail.attempts > 1:
            AGAIN.labels(mail.kind).inc()
            log.warning("mail_perhaps_doubled", mail_id=str(mail.mail_id), attempts=mail.attempts)
