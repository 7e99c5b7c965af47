"""Jobs of certificates in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, PersonName, Semester
from sqlalchemy import Row, delete, exists, insert, select, update

from certificates.domain.certificate import CertificateType
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.jobs import (
    UNDER_WAY,
    CertificateJob,
    JobEntry,
    JobOrder,
    JobOutcome,
    JobState,
    JobStudent,
)
from certificates.store.tables.jobs import certificate_job_entries as entries
from certificates.store.tables.jobs import certificate_jobs as jobs


def insert_job(tx: Transaction, job: CertificateJob) -> None:
    """Stores a new job."""
    order = job.order
    tx.execute(
        insert(jobs).values(
            certificate_job_id=job.job_id,
            certificate_type=order.type.value,
            language=order.language.value,
            semester_code=order.semester.code,
            school_code=order.school_code,
            programme_code=order.programme_code,
            with_address=order.with_address,
            state=job.state.value,
            collect_token=job.collect_token,
            total=job.total,
            issued=job.issued,
            refused=job.refused,
            ordered_by=job.ordered_by,
            order_time=job.order_time,
            end_time=job.end_time,
        )
    )


def load_job(tx: Transaction, job_id: UUID) -> CertificateJob | None:
    """The job with the id."""
    found = select(jobs).where(jobs.c.certificate_job_id == job_id)
    row = tx.execute(found).one_or_none()
    return None if row is None else _job(row)


def lock_job(tx: Transaction, job_id: UUID) -> CertificateJob | None:
    """The job, which nobody else moves on before the transaction ends."""
    tx.lock(jobs.c.certificate_job_id, [job_id])
    return load_job(tx, job_id)


def list_jobs(tx: Transaction, before: UUID | None, limit: int) -> list[CertificateJob]:
    """The newest jobs, those before the one given. Ids grow with time."""
    query = select(jobs).order_by(jobs.c.certificate_job_id.desc()).limit(limit)
    if before is not None:
        query = query.where(jobs.c.certificate_job_id < before)
    return [_job(row) for row in tx.execute(query)]


def jobs_under_way(tx: Transaction) -> list[UUID]:
    """The jobs that are not at their end, the oldest first."""
    states = [one.value for one in UNDER_WAY]
    query = select(jobs.c.certificate_job_id).where(jobs.c.state.in_(states))
    return list(tx.execute(query.order_by(jobs.c.certificate_job_id)).scalars())


def set_state(
    tx: Transaction,
    job_id: UUID,
    former: Collection[JobState],
    state: JobState,
    end_time: datetime | None,
) -> bool:
    """Moves a job from one of the former states to another; False where it is in none of them."""
    moved = (
        update(jobs)
        .where(jobs.c.certificate_job_id == job_id, jobs.c.state.in_([one.value for one in former]))
        .values(state=state.value, end_time=end_time)
    )
    return tx.execute(moved).rowcount == 1


def set_collected(
    tx: Transaction, job_id: UUID, token: str | None, total: int, state: JobState
) -> None:
    """Stores how far collecting is."""
    tx.execute(
        update(jobs)
        .where(jobs.c.certificate_job_id == job_id)
        .values(collect_token=token, total=total, state=state.value)
    )


def add_entries(tx: Transaction, job_id: UUID, first: int, students: Sequence[JobStudent]) -> None:
    """Adds students from a place on."""
    rows = [
        {
            "certificate_job_id": job_id,
            "enrolment_id": one.enrolment_id,
            "position": position,
            "person_id": one.person_id,
            "matriculation_number": one.matriculation_number,
            "name": {
                "given_names": one.name.given_names,
                "family_name": one.name.family_name,
                "birth_name": one.name.birth_name,
                "title": one.name.title,
            },
            "outcome": JobOutcome.WAITING.value,
            "certificate_id": None,
            "refusal_reason": "",
            "refusal_message": None,
        }
        for position, one in enumerate(students, first)
    ]
    if rows:
        tx.execute(insert(entries), rows)


def known_enrolments(
    tx: Transaction, job_id: UUID, enrolment_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of the enrolments that are in the job already."""
    query = select(entries.c.enrolment_id).where(
        entries.c.certificate_job_id == job_id, entries.c.enrolment_id.in_(enrolment_ids)
    )
    return frozenset(tx.execute(query).scalars())


def load_entries(
    tx: Transaction,
    job_id: UUID,
    outcome: JobOutcome | None,
    behind: int,
    limit: int,
    last: int | None = None,
) -> list[JobEntry]:
    """Students behind a place, and up to a last one where it is given, with an outcome or any."""
    query = select(entries).where(
        entries.c.certificate_job_id == job_id, entries.c.position > behind
    )
    if outcome is not None:
        query = query.where(entries.c.outcome == outcome.value)
    if last is not None:
        query = query.where(entries.c.position <= last)
    return [_entry(row) for row in tx.execute(query.order_by(entries.c.position).limit(limit))]


def claim(
    tx: Transaction, job_id: UUID, enrolment_id: UUID, outcome: JobOutcome, **changed: Any
) -> bool:
    """Settles a student who waits, and counts it; False where the job or the student is settled.

    Called before what it settles is done, in the same transaction: of two that try, one waits
    here for the other, and finds the student settled.
    """
    counter = jobs.c.issued if outcome is JobOutcome.ISSUED else jobs.c.refused
    counted = (
        update(jobs)
        .where(jobs.c.certificate_job_id == job_id, jobs.c.state == JobState.RUNNING.value)
        .values({counter: counter + 1})
    )
    settled = (
        update(entries)
        .where(
            entries.c.certificate_job_id == job_id,
            entries.c.enrolment_id == enrolment_id,
            entries.c.outcome == JobOutcome.WAITING.value,
        )
        .values(outcome=outcome.value, **changed)
    )
    return tx.execute(counted).rowcount == 1 and tx.execute(settled).rowcount == 1


def name_certificate(
    tx: Transaction, job_id: UUID, enrolment_id: UUID, certificate_id: UUID
) -> None:
    """Says which certificate a settled student got."""
    tx.execute(
        update(entries)
        .where(entries.c.certificate_job_id == job_id, entries.c.enrolment_id == enrolment_id)
        .values(certificate_id=certificate_id)
    )


def let_refused_wait(tx: Transaction, job_id: UUID) -> int:
    """Those who were refused wait again; how many."""
    again = (
        update(entries)
        .where(
            entries.c.certificate_job_id == job_id,
            entries.c.outcome == JobOutcome.REFUSED.value,
        )
        .values(outcome=JobOutcome.WAITING.value, refusal_reason="", refusal_message=None)
    )
    count = tx.execute(again).rowcount
    tx.execute(update(jobs).where(jobs.c.certificate_job_id == job_id).values(refused=0))
    return count


def has_waiting(tx: Transaction, job_id: UUID) -> bool:
    """Whether anybody of the job still waits."""
    waiting = exists().where(
        entries.c.certificate_job_id == job_id, entries.c.outcome == JobOutcome.WAITING.value
    )
    return bool(tx.execute(select(waiting)).scalar_one())


def delete_ended(tx: Transaction, before: datetime) -> int:
    """Deletes jobs that ended before a moment, with their lists; how many."""
    old = list(
        tx.execute(select(jobs.c.certificate_job_id).where(jobs.c.end_time < before)).scalars()
    )
    tx.execute(delete(entries).where(entries.c.certificate_job_id.in_(old)))
    return tx.execute(delete(jobs).where(jobs.c.certificate_job_id.in_(old))).rowcount


def _job(row: Row[Any]) -> CertificateJob:
    return CertificateJob(
        job_id=row.certificate_job_id,
        order=JobOrder(
            type=CertificateType(row.certificate_type),
            language=DocumentLanguage(row.language),
            semester=Semester.parse(row.semester_code),
            school_code=row.school_code,
            programme_code=row.programme_code,
            with_address=row.with_address,
        ),
        state=JobState(row.state),
        collect_token=row.collect_token,
        total=row.total,
        issued=row.issued,
        refused=row.refused,
        ordered_by=row.ordered_by,
        order_time=row.order_time,
        end_time=row.end_time,
    )


def _entry(row: Row[Any]) -> JobEntry:
    message: LocalizedText | None = row.refusal_message
    return JobEntry(
        position=row.position,
        student=JobStudent(
            person_id=row.person_id,
            enrolment_id=row.enrolment_id,
            matriculation_number=row.matriculation_number,
            name=PersonName(**row.name),
        ),
        outcome=JobOutcome(row.outcome),
        certificate_id=row.certificate_id,
        refusal_reason=row.refusal_reason,
        refusal_message=message,
    )
