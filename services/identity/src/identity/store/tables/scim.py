"""What personnel systems keep with accounts."""

from chassis.database import columns
from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from identity.store.tables.metadata import metadata

scim_external_ids = Table(
    "scim_external_ids",
    metadata,
    # The client of the registry that the key belongs to; each has keys of its own.
    Column("client_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("external_id", String(120), nullable=False),
    UniqueConstraint("client_id", "external_id"),
)

# Accounts that a personnel system deleted: they are disabled, and user names are never given out
# twice, so the row of the account stays.
scim_deletions = Table(
    "scim_deletions",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("deleted_at", columns.Moment, nullable=False),
)
