"""The tree of exams, against exams in a process of its own."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
from exams.app.exam_tree import get_exam_tree
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
)
from sqlalchemy import Engine, event

from tests.faults.exams_alone import ExamsAlone
from tests.load.measuring import Figure, at_most
from tests.load.measuring import percentile as percentile_of


def tree(quick: bool) -> Iterator[Figure]:
    """The tree of a student of the real profile."""
    yield from asyncio.run(_tree(quick))


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
        Figure("tree_queries", queries, "SQL queries", goal=at_most(6)),
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
