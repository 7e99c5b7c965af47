"""The message bus of a local installation, as its operator sees it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats
from chassis.events.topology import apply, consumer_name, heard_streams, stream_name
from installation import Installation
from nats.js import JetStreamContext

LOOK_SECONDS = 0.1
# The bus shows what was told, not what a service is about to tell; so it has to stay quiet.
QUIET_SECONDS = 1.0
PATIENCE_SECONDS = 120.0


async def apply_topology(installation: Installation) -> None:
    """Waits for the bus and creates or updates the streams and consumers of the contracts."""
    async with _connected(installation) as stream:
        await apply(stream)


async def wait_until_heard(installation: Installation) -> None:
    """Waits until every event was heard, by the consumers' own numbers. Raises TimeoutError."""
    async with _connected(installation) as stream, asyncio.timeout(PATIENCE_SECONDS):
        quiet = 0.0
        while quiet < QUIET_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            quiet = quiet + LOOK_SECONDS if await _nobody_lags(stream) else 0.0


@asynccontextmanager
async def _connected(installation: Installation) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(
        f"nats://127.0.0.1:{installation.ports.nats}",
        user="deploy",
        password=installation.nats_password("deploy"),
        reconnect_time_wait=LOOK_SECONDS,
        max_reconnect_attempts=int(PATIENCE_SECONDS / LOOK_SECONDS),
        error_cb=_said_elsewhere,
    )
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def _said_elsewhere(_error: Exception) -> None:
    """A bus that is still starting is no news, and a call that fails raises."""


async def _nobody_lags(stream: JetStreamContext) -> bool:
    for heard in heard_streams():
        info = await stream.consumer_info(stream_name(heard.teller), consumer_name(heard.hearer))
        if info.num_pending or info.num_ack_pending:
            return False
    return True
