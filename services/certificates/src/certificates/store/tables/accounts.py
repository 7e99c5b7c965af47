"""Accounts, as identity tells of them."""

from chassis.database.columns import Id
from sqlalchemy import Column, String, Table

from certificates.store.tables.metadata import metadata

# Where students are told that a certificate was withdrawn, and how staff are named who did it.
accounts = Table(
    "accounts",
    metadata,
    Column("person_id", Id, primary_key=True),
    Column("user_name", String(100), nullable=False),
    Column("mailbox", String(320), nullable=False),
)
