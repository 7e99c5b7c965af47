"""Jobs: certificates of a whole semester, student by student.

Each student is settled in the transaction that issues the certificate, so that a job which was
interrupted goes on behind the last durable one, and nobody gets two certificates of one job.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure
from matrikel_verify.checkpoint import LogSigner

from certificates.app.issuing import SealedCertificate, issue_certificate
from certificates.domain.certificate import Certificate
from certificates.domain.jobs import (
    UNDER_WAY,
    CertificateJob,
    JobEntry,
    JobOrder,
    JobOutcome,
    JobState,
    JobStudent,
    positions_of_part,
)
from certificates.domain.types import TYPES
from certificates.store import jobs as store
from certificates.texts import job_refusals as refusals

TOPIC = "certificate_jobs"


class SettledError(Exception):
    """The job has ended, or somebody else has settled the student meanwhile."""


def require_for_jobs(order: JobOrder) -> None:
    """Raises TYPE_NOT_FOR_JOBS for a type that students draw themselves only."""
    if not TYPES[order.type].for_jobs:
        raise refusals.type_not_for_jobs([one.name for one in TYPES.values() if one.for_jobs])


def start_job(tx: Transaction, order: JobOrder, ordered_by: str) -> CertificateJob:
    """Orders a job; it runs in the background. Raises TYPE_NOT_FOR_JOBS."""
    require_for_jobs(order)
    job = CertificateJob(
        job_id=tx.new_id(),
        order=order,
        state=JobState.COLLECTING,
        collect_token="",
        total=0,
        issued=0,
        refused=0,
        ordered_by=ordered_by,
        order_time=tx.now,
        end_time=None,
    )
    store.insert_job(tx, job)
    tx.touch(TOPIC)
    return job


def collect(
    tx: Transaction,
    job_id: UUID,
    token: str,
    students: Sequence[JobStudent],
    next_token: str,
) -> CertificateJob:
    """Adds the page of students that records listed behind the token; returns how far it is.

    What somebody else has added meanwhile is left as it is.
    """
    job = _locked(tx, job_id)
    if job.state is not JobState.COLLECTING or job.collect_token != token:
        return job
    # The list may have moved while it was read: who comes up again is in the job already.
    known = store.known_enrolments(tx, job_id, [one.enrolment_id for one in students])
    new = [one for one in students if one.enrolment_id not in known]
    store.add_entries(tx, job_id, job.total + 1, new)
    state = JobState.COLLECTING if next_token else JobState.RUNNING
    store.set_collected(tx, job_id, next_token or None, job.total + len(new), state)
    return job_with_id(tx, job_id)


def issue_for_job(
    tx: Transaction, log: LogSigner, job_id: UUID, student: JobStudent, sealed: SealedCertificate
) -> Certificate:
    """Issues a student's certificate. Raises SettledError; nothing is issued then."""
    if not store.claim(tx, job_id, student.enrolment_id, JobOutcome.ISSUED):
        raise SettledError
    certificate = issue_certificate(tx, log, sealed)
    store.name_certificate(tx, job_id, student.enrolment_id, certificate.certificate_id)
    return certificate


def refuse_in_job(tx: Transaction, job_id: UUID, student: JobStudent, failure: Failure) -> None:
    """Keeps why a student gets no certificate. Raises SettledError."""
    settled = store.claim(
        tx,
        job_id,
        student.enrolment_id,
        JobOutcome.REFUSED,
        refusal_reason=failure.reason,
        refusal_message=failure.message,
    )
    if not settled:
        raise SettledError


def end_if_done(tx: Transaction, job_id: UUID) -> CertificateJob:
    """Ends a job in which nobody waits any more; returns how it stands."""
    job = _locked(tx, job_id)
    if job.state is JobState.RUNNING and not store.has_waiting(tx, job_id):
        store.set_state(tx, job_id, {JobState.RUNNING}, JobState.DONE, tx.now)
    return job_with_id(tx, job_id)


def cancel_job(tx: Transaction, job_id: UUID) -> CertificateJob:
    """Stops a job; what was issued stays issued. Raises CERTIFICATE_JOB_ENDED."""
    if not store.set_state(tx, job_id, UNDER_WAY, JobState.CANCELLED, tx.now):
        raise refusals.job_ended()
    return job_with_id(tx, job_id)


def retry_job(tx: Transaction, job_id: UUID) -> CertificateJob:
    """Tries those again who have no certificate; a cancelled job goes on where it stood.

    Raises CERTIFICATE_JOB_RUNNING and NOTHING_TO_TRY_AGAIN.
    """
    job = _locked(tx, job_id)
    if job.state in UNDER_WAY:
        raise refusals.job_running()
    refused = store.let_refused_wait(tx, job_id)
    is_collected = job.collect_token is None
    if is_collected and not refused and not store.has_waiting(tx, job_id):
        raise refusals.nothing_to_try_again()
    state = JobState.RUNNING if is_collected else JobState.COLLECTING
    store.set_state(tx, job_id, {job.state}, state, None)
    tx.touch(TOPIC)
    return job_with_id(tx, job_id)


def job_with_id(tx: Transaction, job_id: UUID) -> CertificateJob:
    """The job with the id.

    Raises LookupError where there is none, which the check of the caller's relation rules out.
    """
    return _found(store.load_job(tx, job_id), job_id)


def job_exists(tx: Transaction, job_id: UUID) -> bool:
    """Whether there is a job with the id."""
    return store.load_job(tx, job_id) is not None


def list_jobs(tx: Transaction, before: UUID | None, limit: int) -> list[CertificateJob]:
    """The newest jobs, those before the one given."""
    return store.list_jobs(tx, before, limit)


def jobs_under_way(tx: Transaction) -> list[UUID]:
    """The jobs that are not at their end, the oldest first."""
    return store.jobs_under_way(tx)


def list_entries(
    tx: Transaction, job_id: UUID, outcome: JobOutcome | None, behind: int, limit: int
) -> list[JobEntry]:
    """The students of a job behind a place, with an outcome or any."""
    return store.load_entries(tx, job_id, outcome, behind, limit)


def require_issued(tx: Transaction, job_id: UUID) -> None:
    """Raises NOTHING_ISSUED where the job has nothing to hand out."""
    if not job_with_id(tx, job_id).issued:
        raise refusals.nothing_issued()


def part_to_print(tx: Transaction, job_id: UUID, part: int) -> range:
    """The places of a file for the printer. Raises NOTHING_ISSUED and PART_UNKNOWN."""
    parts = job_with_id(tx, job_id).print_parts
    if not parts:
        raise refusals.nothing_issued()
    if part > parts:
        raise refusals.part_unknown(parts)
    positions = positions_of_part(part)
    issued = store.load_entries(
        tx, job_id, JobOutcome.ISSUED, positions.start - 1, 1, last=positions.stop - 1
    )
    if not issued:
        raise refusals.nothing_issued()
    return positions


def forget_old_jobs(tx: Transaction, days: int) -> int:
    """Deletes jobs that ended that many days ago, with their lists of students; how many.

    The certificates stay as long as every certificate does.
    """
    return store.delete_ended(tx, tx.now - timedelta(days=days))


def _locked(tx: Transaction, job_id: UUID) -> CertificateJob:
    return _found(store.lock_job(tx, job_id), job_id)


def _found(job: CertificateJob | None, job_id: UUID) -> CertificateJob:
    if job is None:
        raise LookupError(f"no job {job_id}")
    return job
