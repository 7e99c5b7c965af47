"""Support access: which member of staff looked at a student's pages, when and why."""

from chassis.database import columns
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from identity.store.tables.metadata import metadata

support_accesses = Table(
    "support_accesses",
    metadata,
    Column("support_access_id", columns.Id, primary_key=True),
    # The session of it; sessions are forgotten sooner than accesses.
    Column("session_id", columns.Id, nullable=False, unique=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("staff_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("started_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    # Null where it ran out by itself.
    Column("ended_at", columns.Moment),
    CheckConstraint("staff_id <> person_id", name="not_of_oneself"),
    Index("ix_support_accesses_person_id", "person_id", "started_at"),
)
