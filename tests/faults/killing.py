"""Kills the parts of a running suite, one after the other, and waits until each is back."""

import asyncio
import os
import random
import signal
import time
import urllib.request
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import grpc
from chassis.contracts import SERVICES
from chassis.testing import until
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.suite import Suite

PARTS = (*SERVICES, "gateway", "nats")
BACK_SECONDS = 90.0


def schedule(seed: int, rounds: int) -> list[str]:
    """Every part once in each round, in an order of its own."""
    drawn = random.Random(seed)
    return [part for _ in range(rounds) for part in drawn.sample(PARTS, len(PARTS))]


async def kill_each(suite: Suite, parts: Sequence[str], seed: int) -> dict[str, list[float]]:
    """Kills the parts in order and returns the seconds until each was back, by part."""
    drawn = random.Random(seed)
    seconds: dict[str, list[float]] = {}
    for part in parts:
        await asyncio.sleep(drawn.uniform(0.3, 1.5))
        await asyncio.to_thread(_kill, suite, part)
        began = time.monotonic()
        await wait_until_back(suite, part)
        seconds.setdefault(part, []).append(time.monotonic() - began)
    return seconds


async def wait_until_back(suite: Suite, part: str) -> None:
    """Waits until a part answers. Raises TimeoutError."""
    await until(partial(_answers, suite, part), BACK_SECONDS)


def _kill(suite: Suite, part: str) -> None:
    pid = suite.pid(part)
    # 0 would be our own process group.
    assert pid > 1, f"{part} does not run"
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + BACK_SECONDS
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


async def _answers(suite: Suite, part: str) -> bool:
    if part == "gateway":
        return await asyncio.to_thread(_is_ready, f"{suite.base_url}/readyz")
    if part == "nats":
        return await _listens(suite.nats_url)
    async with grpc.aio.insecure_channel(suite.target(part)) as channel:
        try:
            answer = await health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(), timeout=2
            )
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


async def _listens(url: str) -> bool:
    host, _, port = url.removeprefix("nats://").rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
