"""What growth costs: registering and the tree among ten times as many students; results in bulk."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import grpc
from chassis.database import Transaction, insert_many, is_one_of
from chassis.testing.postgres import running_postgres
from exams.app.import_results import UploadedFile, import_results
from exams.domain.tables import TableFormat
from exams.store.tables import enrolments, persons, registrations, sittings
from exams.tables_io import read_table
from matrikel.exams.v1 import exam_tree_pb2, exam_tree_pb2_grpc
from sqlalchemy import select, text, update

from tests.load.desk_setting import DeskSetting
from tests.load.measuring import Figure, Goal, at_most, percentile

AT_A_TIME = 10_000
ROWS = 2_000
RATIO = 1.3
Calls = Iterator[Callable[[], Awaitable[object]]]


def growth(quick: bool) -> Iterator[Figure]:
    """Latencies of single calls with few students in the database, and with ten times as many."""
    few = 1_000 if quick else 10_000
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_growth(Path(folder), server, few, 60 if quick else 300))


def results_upload(quick: bool) -> Iterator[Figure]:
    """A file with the results of a large sitting: what it would do, and booking it."""
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_results_upload(Path(folder), server, 200 if quick else ROWS))


def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="matrikel-bench-")


@dataclass(frozen=True)
class _Latencies:
    """In seconds, sorted."""

    registering: list[float]
    tree: list[float]


async def _growth(folder: Path, server: str, few: int, count: int) -> list[Figure]:
    setting = DeskSetting(folder, server)
    try:
        await setting.exams.start()
        _fill(setting, few)
        before = await _latencies(setting, count)
        _fill(setting, 9 * few)
        after = await _latencies(setting, count)
    finally:
        await setting.close()
    return [
        *_compared("growth_register", before.registering, after.registering),
        *_compared("growth_tree", before.tree, after.tree),
    ]


def _fill(setting: DeskSetting, count: int) -> None:
    for start in range(0, count, AT_A_TIME):
        setting.students(min(AT_A_TIME, count - start))
    # As autovacuum does after a while.
    setting.exams.database.write_now(lambda tx: tx.execute(text("ANALYZE")))


async def _latencies(setting: DeskSetting, count: int) -> _Latencies:
    people = setting.students(count)
    # The first ones fill caches and are not counted.
    for call in setting.registering(30, setting.sittings(1)):
        await call()
    registering = await _one_by_one(setting.registering(count, setting.sittings(1)))
    channel = grpc.aio.insecure_channel(setting.exams.target)
    try:
        tree = await _one_by_one(_trees(setting, channel, people))
    finally:
        await channel.close(None)
    return _Latencies(registering, tree)


def _trees(setting: DeskSetting, channel: grpc.aio.Channel, people: list[UUID]) -> Calls:
    stub = exam_tree_pb2_grpc.ExamTreeServiceStub(channel)
    for person_id in people:
        request = exam_tree_pb2.GetExamTreeRequest(person_id=str(person_id))
        metadata = setting.exams.metadata(person_id)
        yield partial(stub.GetExamTree, request, metadata=metadata)


async def _one_by_one(calls: Calls) -> list[float]:
    seconds = []
    for call in calls:
        began = time.perf_counter()
        await call()
        seconds.append(time.perf_counter() - began)
    return sorted(seconds)


def _compared(name: str, before: list[float], after: list[float]) -> Iterator[Figure]:
    for share, label in ((0.5, "p50"), (0.99, "p99")):
        small, large = percentile(before, share) * 1000, percentile(after, share) * 1000
        goal = Goal(RATIO, at_most(RATIO).better)
        yield Figure(f"{name}_{label}", large, "ms", small, goal, (large / small,))


async def _results_upload(folder: Path, server: str, count: int) -> list[Figure]:
    setting = DeskSetting(folder, server)
    database = setting.exams.database
    try:
        [sitting_id] = setting.sittings(1)
        numbers = database.write_now(_seat, sitting_id, setting.students(count))
        lines = "\n".join(f"{number};2,0" for number in numbers)
        content = f"Matrikelnummer;Note\n{lines}\n".encode()

        def upload(book_it: bool) -> float:
            began = time.perf_counter()
            file = UploadedFile(read_table(content, TableFormat.CSV), "results.csv", "0" * 64)
            report = database.write_now(import_results, sitting_id, file, uuid4(), book_it=book_it)
            if report.entered_count != count:
                raise RuntimeError(f"{report.entered_count} of {count} results: {report.problems}")
            return time.perf_counter() - began

        dry, booked = upload(False), upload(True)
    finally:
        await setting.close()
    return [
        Figure(f"results_of_{count}_dry_run", dry, "s"),
        Figure(f"results_of_{count}_booked", booked, "s"),
    ]


def _seat(tx: Transaction, sitting_id: UUID, people: list[UUID]) -> list[str]:
    """Registers them for a sitting that is over; returns their matriculation numbers."""
    yesterday = tx.now - timedelta(days=1)
    chosen = sittings.c.sitting_id == sitting_id
    tx.execute(
        update(sittings)
        .where(chosen)
        .values(
            start_time=yesterday,
            registration_open_time=yesterday - timedelta(days=30),
            registration_close_time=yesterday - timedelta(days=7),
            taken=len(people),
            last_seq=len(people),
        )
    )
    exam_number = tx.execute(select(sittings.c.exam_number).where(chosen)).scalar_one()
    studied = tx.execute(select(enrolments).where(is_one_of(tx, enrolments.c.person_id, people)))
    insert_many(
        tx,
        registrations,
        [
            {
                "registration_id": uuid4(),
                "sitting_id": sitting_id,
                "person_id": row.person_id,
                "enrolment_id": row.enrolment_id,
                "regulations_version_code": row.regulations_version_code,
                "exam_number": exam_number,
                "status": "registered",
                "seq": seq,
                "register_time": yesterday - timedelta(days=10),
                "version": 1,
            }
            for seq, row in enumerate(studied, start=1)
        ],
    )
    numbers = select(persons.c.matriculation_number).where(
        is_one_of(tx, persons.c.person_id, people)
    )
    return list(tx.execute(numbers).scalars())
