"""Certificates of a whole semester as one job."""

from chassis.database.columns import Id, Json, Moment, Texts
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from certificates.store.tables.metadata import metadata

certificate_jobs = Table(
    "certificate_jobs",
    metadata,
    Column("certificate_job_id", Id, primary_key=True),
    Column("certificate_type", String(40), nullable=False),
    Column("language", String(4), nullable=False),
    Column("semester_code", String(5), nullable=False),
    Column("school_code", String(40), nullable=False),
    Column("programme_code", String(40), nullable=False),
    Column("with_address", Boolean, nullable=False),
    # "collecting", "running", "done", "cancelled".
    Column("state", String(12), nullable=False, index=True),
    # Records' token for the next page of students; the job is collected where it is NULL.
    Column("collect_token", Text),
    # Students in all, and what became of them so far.
    Column("total", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    # A user name.
    Column("ordered_by", String(100), nullable=False),
    Column("order_time", Moment, nullable=False),
    Column("end_time", Moment),
)

# Nobody is in a job twice with one enrolment; who has two gets a certificate about each.
certificate_job_entries = Table(
    "certificate_job_entries",
    metadata,
    Column(
        "certificate_job_id",
        Id,
        ForeignKey("certificate_jobs.certificate_job_id"),
        primary_key=True,
    ),
    Column("enrolment_id", Id, primary_key=True),
    # Counted from 1 in the order of matriculation numbers.
    Column("position", Integer, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("matriculation_number", String(20), nullable=False),
    Column("name", Json, nullable=False),
    # "waiting", "issued", "refused".
    Column("outcome", String(10), nullable=False),
    Column("certificate_id", Id, unique=True),
    Column("refusal_reason", String(80), nullable=False),
    Column("refusal_message", Texts),
)
Index(
    "uq_certificate_job_entries_position",
    certificate_job_entries.c.certificate_job_id,
    certificate_job_entries.c.position,
    unique=True,
)
