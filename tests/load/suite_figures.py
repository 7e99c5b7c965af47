"""The whole suite: how long it takes to start, REST through the gateway."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import grpc
from matrikel.records.v1 import university_pb2, university_pb2_grpc

from tests.load.measuring import REPEATS, Figure, at_least, at_most, in_turn, per_second
from tests.suite import Suite, start_suite, stop_suite

AT_ONCE = 32


def start(quick: bool) -> Iterator[Figure]:
    """From the command to "ready" with an installed virtual environment."""
    with _var() as var:
        yield Figure("start_first", _started(var), "s", goal=at_most(40))
        again = [_started(var) for _ in range(1 if quick else REPEATS)]
        yield Figure("start_second", statistics.median(again), "s", goal=at_most(15))


def rest(quick: bool) -> Iterator[Figure]:
    """A read through the gateway in REST, against the same read in gRPC from the service."""
    with running_suite() as suite:
        yield asyncio.run(_rest(suite, 200 if quick else 1000))


@contextmanager
def _var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        yield Path(folder) / "var"


def _started(var: Path) -> float:
    # A former run's facts would look like those of this one.
    (var / "run" / "demo.json").unlink(missing_ok=True)
    began = time.perf_counter()
    process, _ = start_suite(var)
    seconds = time.perf_counter() - began
    stop_suite(process)
    return seconds


@contextmanager
def running_suite() -> Iterator[Suite]:
    """The whole suite with demo data; it ends with the block."""
    with _var() as var:
        process, suite = start_suite(var)
        try:
            yield suite
        finally:
            stop_suite(process)


async def _rest(suite: Suite, count: int) -> Figure:
    address = urlsplit(suite.base_url)
    head = f"GET /v1/university HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
    connections = [
        await asyncio.open_connection(address.hostname, address.port) for _ in range(AT_ONCE)
    ]
    free = list(connections)

    async def get() -> None:
        connection = free.pop()
        await _http(*connection, head)
        free.append(connection)

    channel = grpc.aio.insecure_channel(suite.target("records"))
    universities = university_pb2_grpc.UniversityServiceStub(channel)
    ask = partial(universities.GetUniversity, university_pb2.GetUniversityRequest())
    try:
        return await in_turn(
            "rest_reads_per_second",
            "1/s",
            lambda: per_second(_times(count, get), AT_ONCE),
            lambda: per_second(_times(count, ask), AT_ONCE),
            at_least(0.5),
        )
    finally:
        await channel.close(None)
        for _, writer in connections:
            writer.close()


async def _http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    """One request on a connection that stays; a client library would cost more than the answer."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in head.partition("\r\n")[0]:
        raise RuntimeError(f"the gateway answered {head.partition(chr(13))[0]}")
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    await reader.readexactly(int(length))


def _times(
    count: int, call: Callable[[], Awaitable[object]]
) -> Iterator[Callable[[], Awaitable[object]]]:
    return iter([call] * count)
