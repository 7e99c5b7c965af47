"""The connection to NATS: made in the background, kept up for ever, absent without harm."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import nats
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

from chassis.events.topology import inbox_prefix

log = structlog.get_logger()

RETRY_SECONDS = 1.0
CLOSE_SECONDS = 2.0
# How long JetStream may take to acknowledge; what is late is published again under its id.
ANSWER_SECONDS = 2.0


class Bus:
    """One connection to NATS JetStream for a service."""

    def __init__(self, url: str, user: str, password_file: Path | None) -> None:
        self._url = url
        self._user = user
        self._password_file = password_file
        self._client: Client | None = None
        self._connected = asyncio.Event()

    async def keep_connected(self) -> None:
        """Connects as soon as a server is there and stays until cancelled.

        The client reconnects by itself; one that gives up, as after a change of its password, is
        replaced.
        """
        while True:
            client, closed = Client(), asyncio.Event()
            try:
                await client.connect(**self._options(closed))
                self._client = client
                self._connected.set()
                await closed.wait()
            except (OSError, TimeoutError, nats.errors.Error) as error:
                log.info("bus_not_reached", problem=type(error).__name__)
            finally:
                self._connected.clear()
                with contextlib.suppress(OSError, TimeoutError, nats.errors.Error):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await client.close()
            await asyncio.sleep(RETRY_SECONDS)

    def _options(self, closed: asyncio.Event) -> dict[str, Any]:
        async def tell_trouble(error: Exception) -> None:
            log.warning("bus_trouble", problem=repr(error))

        async def tell_end() -> None:
            closed.set()

        options: dict[str, Any] = {
            "servers": [self._url],
            "name": self._user,
            "error_cb": tell_trouble,
            "closed_cb": tell_end,
            "allow_reconnect": True,
            "max_reconnect_attempts": -1,
            "reconnect_time_wait": RETRY_SECONDS,
            "connect_timeout": 2,
            # Answers come to a place where only this service may listen.
            "inbox_prefix": inbox_prefix(self._user),
            # Publishing while disconnected must fail at once, not fill a buffer (nats-py #461).
            "pending_size": 0,
        }
        if self._password_file is not None:
            options["user"] = self._user
            options["password"] = self._password_file.read_text(encoding="utf-8").strip()
        return options

    @property
    def is_up(self) -> bool:
        """Whether a server is connected right now."""
        return self._client is not None and self._client.is_connected

    async def jetstream(self) -> JetStreamContext:
        """The JetStream context of the present connection; waits until there is one."""
        await self._connected.wait()
        assert self._client is not None
        return self._client.jetstream(timeout=ANSWER_SECONDS)
