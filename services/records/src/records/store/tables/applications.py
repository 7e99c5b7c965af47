"""Applications: requests that an office or an adviser decides on."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from records.store.tables.metadata import SEMESTER, metadata

applications = Table(
    "applications",
    metadata,
    Column("application_id", columns.Id, primary_key=True),
    # A person, or an applicant for whom Student Services file it before enrolment.
    Column("person_id", columns.Id, nullable=False, index=True),
    Column("enrolment_id", ForeignKey("enrolments.enrolment_id")),
    # leave_of_absence, leave_withdrawal, part_time, …: see domain/applications
    Column("kind", String(40), nullable=False),
    # The semester that it is about; empty where it is about none.
    Column("semester_code", SEMESTER, nullable=False),
    # What is asked for, as the kind defines it.
    Column("content", columns.Json, nullable=False),
    # draft, submitted, question, approved, rejected, withdrawn
    Column("state", String(20), nullable=False),
    # The step that waits; 0 for a draft.
    Column("current_step", Integer, nullable=False),
    Column("create_time", columns.Moment, nullable=False),
    # The day it was received, which deadlines look at; an office may enter that of a paper.
    Column("receive_date", Date),
    Column("submit_time", columns.Moment),
    Column("decide_time", columns.Moment),
    # When its effects were applied; they are applied once.
    Column("effect_time", columns.Moment),
    # Filed by Student Services or the International Center in the student's name.
    Column("filed_by", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("ix_applications_state_kind_application_id", "state", "kind", "application_id"),
)

# The deciding steps of a submitted application, in order.
application_steps = Table(
    "application_steps",
    metadata,
    Column("application_id", ForeignKey("applications.application_id"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    # student_services, international_center, adviser
    Column("office", String(30), nullable=False),
    # The programme whose adviser decides; empty for offices.
    Column("programme_code", String(40), nullable=False),
    # waiting, approved, rejected
    Column("state", String(20), nullable=False),
    Column("decided_by", String(64), nullable=False),
    Column("decide_time", columns.Moment),
    Column("reason", Text, nullable=False),
    Index("ix_application_steps_office_programme_code", "office", "programme_code"),
)

# What happened to an application, in order: everything dated and attributed.
application_events = Table(
    "application_events",
    metadata,
    Column("application_id", ForeignKey("applications.application_id"), primary_key=True),
    # From 1, without a gap.
    Column("number", Integer, primary_key=True, autoincrement=False),
    # created, changed, submitted, asked, answered, step_approved, approved, rejected, withdrawn,
    # effect, document_added, document_removed
    Column("kind", String(30), nullable=False),
    Column("event_time", columns.Moment, nullable=False),
    # A user name or "system".
    Column("actor", String(64), nullable=False),
    # A question, an answer or a reason.
    Column("text", Text, nullable=False),
)

application_documents = Table(
    "application_documents",
    metadata,
    Column("document_id", columns.Id, primary_key=True),
    Column("application_id", ForeignKey("applications.application_id"), nullable=False, index=True),
    # Which proof it is, as the kind names it: police_report, birth_certificate, …
    Column("proof", String(40), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("content_type", String(80), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("add_time", columns.Moment, nullable=False),
    Column("added_by", String(64), nullable=False),
    # Taken off again while the application could be changed; the row stays.
    Column("removed", Boolean, nullable=False),
)
