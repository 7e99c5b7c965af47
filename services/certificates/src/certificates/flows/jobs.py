"""Runs ordered jobs in the background, student by student, until they are done.

A job takes only so many places beside the people who issue certificates for themselves, and goes
on where it stood after whatever interrupted it.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog
from chassis.database import Database
from chassis.database.leadership import Leadership
from chassis.errors import Code, Failure
from chassis.values import Semester

from certificates.app.issuing import SealedCertificate
from certificates.app.jobs import (
    TOPIC,
    SettledError,
    collect,
    end_if_done,
    forget_old_jobs,
    issue_for_job,
    job_with_id,
    jobs_under_way,
    list_entries,
    refuse_in_job,
)
from certificates.domain.certificate import CertificateOrder
from certificates.domain.jobs import (
    CertificateJob,
    JobEntry,
    JobOrder,
    JobOutcome,
    JobState,
    JobStudent,
    StudentPage,
    certificate_order,
)
from certificates.flows.gathering import Asker
from certificates.keys import Keyring
from certificates.texts import job_refusals

log = structlog.get_logger()

# Students that records lists at once, and that a pass through a job takes at once.
LISTED_AT_ONCE = 100
TAKEN_AT_ONCE = 50
# A job ordered in another process, or left by one that died or had to wait, is found this soon.
PAUSE_SECONDS = 20.0
# Held by the process that runs jobs: two would only draw what the other has drawn.
LOCK = 0x4D61_636A

# What speaks of the state of services, not of the student: the job waits until it has passed.
_PASSING = {Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED, Code.DEADLINE_EXCEEDED, Code.ABORTED}


@dataclass
class _Pass:
    """How a pass through a job stands; who works on it looks here before the next student."""

    # Why the job has to wait.
    failure: Failure | None = None
    # The job has ended, such as by being cancelled.
    over: bool = False


class Students(Protocol):
    """Lists who is enrolled: `clients.records.RecordsClient`."""

    async def enrolled_students(
        self,
        semester: Semester,
        school_code: str,
        programme_code: str,
        page_token: str,
        page_size: int,
    ) -> StudentPage:
        """A page of them, by matriculation number. Raises UNAVAILABLE."""


class Prepares(Protocol):
    """Seals a certificate that is stored afterwards: `flows.issuing.Issuing`."""

    async def prepare(self, order: CertificateOrder, asker: Asker) -> SealedCertificate:
        """The sealed certificate, or a refusal."""


class CertificateJobs:
    """Runs jobs, and says for whom they would be."""

    def __init__(
        self,
        database: Database,
        records: Students,
        issuing: Prepares,
        keyring: Keyring,
        *,
        parallel: int,
        days: int,
    ) -> None:
        """`parallel` certificates are under way at once; jobs are kept `days` after their end."""
        self._database = database
        self._records = records
        self._issuing = issuing
        self._keyring = keyring
        self._parallel = parallel
        self._days = days

    async def preview(self, order: JobOrder, examples: int) -> StudentPage:
        """Whom the job would be about: how many, and the first ones. Raises UNAVAILABLE."""
        return await self._students(order, "", examples)

    async def keep_running(self) -> None:
        """Runs what is ordered, again and again, until cancelled."""
        loop = asyncio.get_running_loop()
        ordered = asyncio.Event()
        self._database.on_commit(TOPIC, lambda: loop.call_soon_threadsafe(ordered.set))
        leadership = Leadership(self._database.url, LOCK)
        try:
            while True:
                ordered.clear()
                try:
                    if await leadership.is_held():
                        await self.run_ordered()
                        await self._database.write(forget_old_jobs, self._days)
                except Failure as failure:
                    # The database is away; the jobs stand where they were.
                    log.warning("certificate_jobs_wait", reason=failure.reason)
                try:
                    await asyncio.wait_for(ordered.wait(), PAUSE_SECONDS)
                except TimeoutError:
                    continue
        finally:
            leadership.release()

    async def run_ordered(self) -> None:
        """Runs every job that is under way to its end, or as far as it comes today."""
        for job_id in await self._database.read(jobs_under_way):
            try:
                await self._run(job_id)
            except Failure as failure:
                log.warning("certificate_job_waits", job=str(job_id), reason=failure.reason)
            except Exception as error:
                # One that cannot go on must not hold up the others; it is tried again later.
                log.error("certificate_job_stuck", job=str(job_id), exc_info=error)

    async def _run(self, job_id: UUID) -> None:
        job = await self._collect(await self._database.read(job_with_id, job_id))
        if job.state is JobState.RUNNING:
            await self._issue(job)
            job = await self._database.write(end_if_done, job_id)
        if job.state is JobState.DONE:
            log.info(
                "certificate_job_done", job=str(job_id), issued=job.issued, refused=job.refused
            )

    async def _collect(self, job: CertificateJob) -> CertificateJob:
        while job.state is JobState.COLLECTING:
            token = job.collect_token or ""
            page = await self._students(job.order, token, LISTED_AT_ONCE)
            job = await self._database.write(
                collect, job.job_id, token, page.students, page.next_token
            )
        return job

    async def _issue(self, job: CertificateJob) -> None:
        """Goes through everybody who waits. Raises Failure where the job has to wait itself."""
        standing, behind = _Pass(), 0
        while not standing.over:
            waiting = await self._database.read(
                list_entries, job.job_id, JobOutcome.WAITING, behind, TAKEN_AT_ONCE
            )
            if not waiting:
                return
            places = iter(waiting)
            await asyncio.gather(
                *(self._work(job, places, standing) for _ in range(self._parallel))
            )
            if standing.failure is not None:
                raise standing.failure
            behind = waiting[-1].position

    async def _work(self, job: CertificateJob, places: Iterator[JobEntry], at: _Pass) -> None:
        for entry in places:
            if at.over or at.failure is not None:
                return
            try:
                await self._settle(job, entry.student)
            except SettledError:
                now = await self._database.read(job_with_id, job.job_id)
                at.over = now.state is not JobState.RUNNING
            except Failure as failure:
                at.failure = failure

    async def _settle(self, job: CertificateJob, student: JobStudent) -> None:
        """Issues one certificate, or keeps why not. Raises Failure for what passes by itself."""
        try:
            order = certificate_order(job, student)
            sealed = await self._issuing.prepare(order, Asker(None))
            await self._database.write(
                issue_for_job, self._keyring.log, job.job_id, student, sealed
            )
            return
        except SettledError:
            raise
        except Failure as failure:
            if failure.code in _PASSING:
                raise
            refused = failure
        except Exception as error:
            # The fault of one student's data, or of the program: the others get theirs.
            log.error(
                "certificate_of_job_failed",
                job=str(job.job_id),
                enrolment=str(student.enrolment_id),
                exc_info=error,
            )
            refused = job_refusals.unexpected()
        await self._database.write(refuse_in_job, job.job_id, student, refused)

    async def _students(self, order: JobOrder, token: str, size: int) -> StudentPage:
        return await self._records.enrolled_students(
            order.semester, order.school_code, order.programme_code, token, size
        )
