"""The whole suite: how long it takes to start, REST through the gateway, certificates."""

import asyncio
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit
from uuid import uuid4

import grpc
from certificates.documents import render
from matrikel.certificates.v1 import certificate_pb2, certificate_pb2_grpc
from matrikel.records.v1 import (
    enrolment_pb2,
    enrolment_pb2_grpc,
    university_pb2,
    university_pb2_grpc,
)

from tests.faults.enrolling import StudentServices
from tests.load.measuring import REPEATS, Figure, at_least, at_most, in_turn, per_second
from tests.suite import ROOT, Suite, start_suite, stop_suite

AT_ONCE = 32
SAMPLES = ROOT / "services" / "certificates" / "tests" / "samples.py"


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


def certificates(quick: bool) -> Iterator[Figure]:
    """Certificates issued with all their questions, against drawing alone in one worker."""
    with running_suite() as suite:
        yield asyncio.run(_certificates(suite, 5 if quick else 20))


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


async def _certificates(suite: Suite, count: int) -> Figure:
    desk = StudentServices(suite, "Probe")
    records = grpc.aio.insecure_channel(suite.target("records"))
    channel = grpc.aio.insecure_channel(suite.target("certificates"))
    try:
        student = await desk.welcome()
        asked = await enrolment_pb2_grpc.EnrolmentServiceStub(records).ListEnrolments(
            enrolment_pb2.ListEnrolmentsRequest(person_id=student.person_id),
            metadata=await desk.metadata(suite.user_names("student_services")[0], "records"),
        )
        metadata = await desk.metadata(student.user_name, "certificates")
        stub = certificate_pb2_grpc.CertificateServiceStub(channel)

        async def issue() -> object:
            request = certificate_pb2.IssueCertificateRequest(
                person_id=student.person_id,
                enrolment_id=asked.enrolments[0].enrolment_id,
                type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
                language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
                request_id=str(uuid4()),
            )
            return await stub.IssueCertificate(request, metadata=metadata)

        await issue()
        document = _samples().enrolment_document()
        render(document)

        async def draw() -> float:
            began = time.perf_counter()
            for _ in range(count):
                render(document)
            return count / (time.perf_counter() - began)

        return await in_turn(
            "certificates_per_second",
            "1/s",
            lambda: per_second(_times(count, issue), 2),
            draw,
            at_least(0.7),
        )
    finally:
        await desk.close()
        await records.close(None)
        await channel.close(None)


def _samples() -> ModuleType:
    """The sample documents of certificates' own tests."""
    spec = importlib.util.spec_from_file_location("certificate_samples", SAMPLES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
