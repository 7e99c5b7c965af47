"""The semester jobs over a university's students: time, memory and queries."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.testing.databases import fresh_database
from chassis.testing.postgres import running_postgres
from chassis.values import Semester
from records.app.semester_jobs import preview, run_chunk, start_job
from records.domain.semester_jobs import JobKind, JobState
from records.main import service
from sqlalchemy import event

from tests.load.measuring import Figure, at_most
from tests.load.students_setting import end_deadlines, fill, move_window

STUDENTS = 30_000
FEW = 1_500
# "Minutes, not hours", in seconds.
MOST_SECONDS = 900
# Memory must not grow with the persons that a job has seen, in MB.
MOST_GROWTH = 80


def semester_jobs(quick: bool) -> Iterator[Figure]:
    """Preview and run of open, remind and close; nobody pays, so that each has most to do."""
    with (
        running_postgres(fsync=True) as server,
        tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder,
    ):
        database = fresh_database(service, Path(folder), SystemClock(), server)
        try:
            yield from _figures(database, FEW if quick else STUDENTS)
        finally:
            database.close()


def _figures(database: Database, count: int) -> Iterator[Figure]:
    semester = fill(database, count)
    for kind in JobKind:
        move_window(database, semester, is_over=kind is not JobKind.OPEN)
        if kind is not JobKind.OPEN:
            end_deadlines(database, semester)
        yield from _figures_of(database, kind, semester, count)


def _figures_of(
    database: Database, kind: JobKind, semester: Semester, count: int
) -> Iterator[Figure]:
    name = f"semester_job_{kind}_of_{count}"
    began = time.perf_counter()
    counted = database.write_now(preview, kind, semester)
    seconds = time.perf_counter() - began
    if sum(counted.values()) != count:
        raise RuntimeError(f"{kind} would see {counted}, not {count}")
    yield Figure(f"{name}_preview", seconds, "s")
    queries = _Queries(database)
    memory = psutil.Process().memory_info
    job = database.write_now(start_job, kind, semester, "bench")
    before, began = memory().rss, time.perf_counter()
    chunks = 0
    while job.state is JobState.RUNNING:
        job = database.write_now(run_chunk, job.semester_job_id)
        chunks += 1
    seconds = time.perf_counter() - began
    if job.seen != count:
        raise RuntimeError(f"{kind} saw {job.seen} of {count}: {dict(job.outcomes)}")
    yield Figure(f"{name}_run", seconds, "s", goal=at_most(MOST_SECONDS))
    yield Figure(f"{name}_persons", count / seconds, "persons/s")
    yield Figure(f"{name}_rss_before", before / 2**20, "MB")
    grown = (memory().rss - before) / 2**20
    yield Figure(f"{name}_rss_growth", grown, "MB", goal=at_most(MOST_GROWTH))
    yield Figure(f"{name}_queries", queries.close() / chunks, "per chunk")


class _Queries:
    """Counts statements while it is open."""

    def __init__(self, database: Database) -> None:
        self._engine = database._writing  # nothing else sees every statement
        self._count = 0
        event.listen(self._engine, "before_cursor_execute", self._note)

    def _note(self, *_: Any) -> None:
        self._count += 1

    def close(self) -> int:
        """Stops counting and returns how many there were."""
        event.remove(self._engine, "before_cursor_execute", self._note)
        return self._count
