"""Tells clients that sessions ended, beside the calls, until each has been told."""

import asyncio
import contextlib

import structlog
from chassis.database import Database
from chassis.errors import Failure

from identity.app.oidc.back_channel import (
    Delivery,
    claim_deliveries,
    note_delivered,
    note_failed,
)
from identity.app.oidc.endings import LOGOUT_NOTICES
from identity.app.oidc.rules import ProviderRules
from identity.clients.back_channel import BackChannel, NotDeliveredError

log = structlog.get_logger()

POLL_SECONDS = 5.0


class LogoutNotifier:
    """Sends logout tokens as soon as a session ended, and again where a client was away."""

    def __init__(self, database: Database, rules: ProviderRules, channel: BackChannel) -> None:
        self._database = database
        self._rules = rules
        self._channel = channel

    async def run(self) -> None:
        """Sends what is due, wakes on each commit that queued a notice, and polls besides."""
        wake = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._database.on_commit(LOGOUT_NOTICES, lambda: loop.call_soon_threadsafe(wake.set))
        try:
            while True:
                if not await self._round():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(wake.wait(), POLL_SECONDS)
                    wake.clear()
        finally:
            await self._channel.close()

    async def send_due(self) -> int:
        """Sends what is due now, side by side; returns how many."""
        deliveries = await self._database.write(claim_deliveries, self._rules)
        await asyncio.gather(*map(self._send, deliveries))
        return len(deliveries)

    async def _round(self) -> int:
        try:
            return await self.send_due()
        except Failure as failure:
            log.warning("logout_notices_not_taken", reason=failure.reason)
            return 0

    async def _send(self, delivery: Delivery) -> None:
        try:
            await self._channel.post(delivery.uri, delivery.logout_token)
        except NotDeliveredError as error:
            client_id = str(delivery.notice.client_id)
            log.warning("client_not_told_of_logout", client_id=client_id, problem=str(error))
            await self._database.write(note_failed, delivery, str(error))
        else:
            await self._database.write(note_delivered, delivery)
