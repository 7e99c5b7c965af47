"""Storing the runs of semester jobs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from chassis.values import Semester
from sqlalchemy import Row, select, update

from records.domain.semester_jobs import JobKind, JobState, Outcome, SemesterJob
from records.store import tables


def insert_job(tx: Transaction, job: SemesterJob) -> bool:
    """Stores a new run; False where one of its kind runs for the semester already."""
    row = {
        "semester_job_id": job.semester_job_id,
        "kind": job.kind.value,
        "semester_code": job.semester.code,
        "ordered_by": job.ordered_by,
        "order_time": job.order_time,
        "total": job.total,
        **_changing(job),
    }
    return insert_or_ignore(tx, tables.semester_jobs, [row]) == 1


def update_job(tx: Transaction, job: SemesterJob) -> None:
    """Stores how far a run is."""
    tx.execute(
        update(tables.semester_jobs)
        .where(tables.semester_jobs.c.semester_job_id == job.semester_job_id)
        .values(**_changing(job))
    )


def lock_job(tx: Transaction, semester_job_id: UUID) -> None:
    """Lets no other transaction move the run on until this one ends."""
    tx.lock(tables.semester_jobs.c.semester_job_id, [semester_job_id])


def load_job(tx: Transaction, semester_job_id: UUID) -> SemesterJob | None:
    """The run with the id."""
    table = tables.semester_jobs
    row = tx.execute(select(table).where(table.c.semester_job_id == semester_job_id)).one_or_none()
    return None if row is None else _job(row)


def running_job(tx: Transaction, kind: JobKind, semester: Semester) -> SemesterJob | None:
    """The run of the kind that is under way for the semester."""
    table = tables.semester_jobs
    row = tx.execute(
        select(table).where(
            table.c.kind == kind.value,
            table.c.semester_code == semester.code,
            table.c.state == JobState.RUNNING.value,
        )
    ).one_or_none()
    return None if row is None else _job(row)


def running_jobs(tx: Transaction) -> list[UUID]:
    """The runs that are under way, the oldest first."""
    table = tables.semester_jobs
    return list(
        tx.execute(
            select(table.c.semester_job_id)
            .where(table.c.state == JobState.RUNNING.value)
            .order_by(table.c.semester_job_id)
        ).scalars()
    )


def list_jobs(tx: Transaction, before: UUID | None, limit: int) -> list[SemesterJob]:
    """At most `limit` runs, the newest first, those before the one given.

    Ids grow with time.
    """
    table = tables.semester_jobs
    statement = select(table).order_by(table.c.semester_job_id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(table.c.semester_job_id < before)
    return [_job(row) for row in tx.execute(statement)]


def _changing(job: SemesterJob) -> dict[str, Any]:
    return {
        "state": job.state.value,
        "end_time": job.end_time,
        "behind_person_id": job.behind_person_id,
        "seen": job.seen,
        "outcomes": {outcome.value: count for outcome, count in sorted(job.outcomes.items())},
    }


def _job(row: Row[Any]) -> SemesterJob:
    outcomes: Mapping[str, int] = row.outcomes
    return SemesterJob(
        semester_job_id=row.semester_job_id,
        kind=JobKind(row.kind),
        semester=Semester.parse(row.semester_code),
        state=JobState(row.state),
        ordered_by=row.ordered_by,
        order_time=row.order_time,
        end_time=row.end_time,
        behind_person_id=row.behind_person_id,
        total=row.total,
        seen=row.seen,
        outcomes={Outcome(name): count for name, count in outcomes.items()},
    )
