"""Runs ordered semester jobs in the background, one after the other, until they are done."""

import asyncio
from uuid import UUID

import structlog
from chassis.database import Database
from chassis.errors import Failure

from records.app.semester_jobs import CHUNK, run_chunk, running_jobs
from records.domain.semester_jobs import JobState

log = structlog.get_logger()

# A job ordered in another process, or left by one that died, is found this soon.
PAUSE_SECONDS = 20.0


async def keep_running(database: Database, link: str) -> None:
    """Runs what is ordered, again and again, until cancelled; `link` is the portal's page."""
    loop = asyncio.get_running_loop()
    ordered = asyncio.Event()
    database.on_commit("semester_jobs", lambda: loop.call_soon_threadsafe(ordered.set))
    while True:
        ordered.clear()
        try:
            await run_ordered(database, link)
        except Failure as failure:
            # The database is away; the job stands where it was.
            log.warning("semester_jobs_wait", reason=failure.reason)
        try:
            await asyncio.wait_for(ordered.wait(), PAUSE_SECONDS)
        except TimeoutError:
            continue


async def run_ordered(database: Database, link: str) -> None:
    """Runs every job that is under way to its end."""
    for semester_job_id in await database.read(running_jobs):
        await _run(database, semester_job_id, link)


async def _run(database: Database, semester_job_id: UUID, link: str) -> None:
    while True:
        try:
            job = await database.write(run_chunk, semester_job_id, CHUNK, link=link)
        except Failure:
            raise
        except Exception as error:
            # One that cannot go on must not hold up the others; it is tried again later.
            log.error("semester_job_stuck", job=str(semester_job_id), exc_info=error)
            return
        if job.state is JobState.DONE:
            log.info("semester_job_done", job=str(semester_job_id), seen=job.seen)
            return
