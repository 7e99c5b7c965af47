"""Passwords of single services and devices."""

from chassis.database import columns
from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from identity.store.tables.metadata import metadata

service_passwords = Table(
    "service_passwords",
    metadata,
    Column("service_password_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("it_service_code", String(40), nullable=False),
    Column("name", String(60), nullable=False),
    # SHA-256 of 120 random bits.
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", columns.Moment, nullable=False),
    # A day and no time: enough to recognise what is no longer used, and no record of whereabouts.
    Column("last_used_on", Date),
    Index("ix_service_passwords_person_id", "person_id", "it_service_code"),
)
