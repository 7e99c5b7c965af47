"""What was heard of students, as far as it is needed to notice what is no longer current."""

from chassis.database.columns import Id, Json, Moment
from sqlalchemy import Column, Index, Table

from certificates.store.tables.metadata import metadata

# What changed lately, for certificates that were being made while it was heard; forgotten within
# two hours.
heard_changes = Table(
    "heard_changes",
    metadata,
    Column("change_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("change", Json, nullable=False),
    Column("hear_time", Moment, nullable=False, index=True),
)
Index("ix_heard_changes_person_id", heard_changes.c.person_id)
