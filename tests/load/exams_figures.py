"""Registrations per second and the tree of exams, against exams in a process of its own."""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
from chassis.testing.postgres import running_postgres
from exams.app.exam_tree import get_exam_tree
from grpc_health.v1 import health_pb2, health_pb2_grpc
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
    registration_pb2,
    registration_pb2_grpc,
)
from sqlalchemy import Engine, event

from tests.faults.exams_alone import ExamsAlone
from tests.load.measuring import Figure, at_least, at_most, cpu_seconds, in_turn, per_second
from tests.load.measuring import percentile as percentile_of

AT_ONCE = 32
# Taken from the design: the desk, which decides many commands in one transaction, has to reach it.
GOAL = at_least(0.6)


def registrations(quick: bool) -> Iterator[Figure]:
    """One transaction for each registration, on both databases."""
    yield from asyncio.run(_registrations("sqlite", None, quick))
    with running_postgres(fsync=True) as server:
        yield from asyncio.run(_registrations("postgresql", server, quick))


def tree(quick: bool) -> Iterator[Figure]:
    """The tree of a student of the real profile."""
    yield from asyncio.run(_tree(quick))


async def _registrations(database: str, server: str | None, quick: bool) -> list[Figure]:
    students_count = 20 if quick else 80
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        exams = ExamsAlone(Path(folder), server)
        channel = grpc.aio.insecure_channel(exams.target)
        try:
            await exams.start()
            people = [UUID(one.person_id) for one in exams.students(students_count)]
            metadata = {person_id: exams.metadata(person_id) for person_id in people}
            sittings = await _unlimited_sittings(channel, people[0], metadata[people[0]])
            stub = registration_pb2_grpc.RegistrationServiceStub(channel)
            # All students want one sitting, then all the next one: it is always a hot one.
            calls = iter(
                [
                    partial(
                        stub.CreateRegistration,
                        registration_pb2.CreateRegistrationRequest(
                            person_id=str(person_id), sitting_id=sitting_id, request_id=str(uuid4())
                        ),
                        metadata=metadata[person_id],
                    )
                    for sitting_id in sittings
                    for person_id in people
                ]
            )
            # The first ones fill caches and are not counted.
            await per_second(itertools.islice(calls, students_count), AT_ONCE)
            each = min(len(sittings) - 1, 12) * students_count // 4
            health = health_pb2_grpc.HealthStub(channel)
            used: dict[str, list[float]] = {"registration": [], "empty": []}

            async def register() -> float:
                return await _counted(
                    used["registration"], exams.pid, itertools.islice(calls, each), each
                )

            async def empty() -> float:
                count = each * 2
                ask = partial(health.Check, health_pb2.HealthCheckRequest())
                return await _counted(used["empty"], exams.pid, iter([ask] * count), count)

            figure = await in_turn(
                f"registrations_per_second_{database}", "1/s", register, empty, GOAL
            )
        finally:
            await channel.close(None)
            exams.close()
    return [
        figure,
        Figure(
            f"registration_cpu_{database}",
            statistics.median(used["registration"]),
            "CPU-ms in the service",
            statistics.median(used["empty"]),
            None,
            tuple(
                one / bare for one, bare in zip(used["registration"], used["empty"], strict=True)
            ),
        ),
    ]


async def _counted(
    used: list[float], pid: int, calls: Iterator[Callable[[], Awaitable[object]]], count: int
) -> float:
    """Calls per second; notes the CPU milliseconds of each call."""
    before = cpu_seconds(pid)
    rate = await per_second(calls, AT_ONCE)
    used.append((cpu_seconds(pid) - before) / count * 1000)
    return rate


async def _unlimited_sittings(
    channel: grpc.aio.Channel, person_id: UUID, metadata: Any
) -> list[str]:
    answer = await _get_tree(channel, person_id, metadata)
    return [
        node.sitting.sitting_id
        for enrolment in answer.enrolments
        for module in enrolment.modules
        for exam in module.exams
        for node in exam.sittings[:1]
        if node.can_register and not node.sitting.capacity
    ]


async def _get_tree(
    channel: grpc.aio.Channel, person_id: UUID, metadata: Any
) -> exam_tree_pb2.GetExamTreeResponse:
    stub = exam_tree_pb2_grpc.ExamTreeServiceStub(channel)
    request = exam_tree_pb2.GetExamTreeRequest(person_id=str(person_id))
    answer: exam_tree_pb2.GetExamTreeResponse = await stub.GetExamTree(request, metadata=metadata)
    return answer


async def _tree(quick: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        exams = ExamsAlone(Path(folder))
        channel = grpc.aio.insecure_channel(exams.target)
        try:
            await exams.start()
            people = [UUID(one.person_id) for one in exams.students(20)]
            metadata = {person_id: exams.metadata(person_id) for person_id in people}
            seconds = []
            for person_id in itertools.islice(itertools.cycle(people), 60 if quick else 300):
                began = time.perf_counter()
                await _get_tree(channel, person_id, metadata[person_id])
                seconds.append(time.perf_counter() - began)
            queries = _queries_of_a_tree(exams, people[0])
        finally:
            await channel.close(None)
            exams.close()
    seconds.sort()
    return [
        Figure("tree_p50", percentile_of(seconds, 0.5) * 1000, "ms"),
        Figure("tree_p99", percentile_of(seconds, 0.99) * 1000, "ms"),
        Figure("tree_queries", queries, "SQL queries", goal=at_most(5)),
    ]


def _queries_of_a_tree(exams: ExamsAlone, person_id: UUID) -> int:
    selects: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            selects.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        exams.database.write_now(get_exam_tree, person_id)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(selects)
