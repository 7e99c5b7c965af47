"""The tables of this service; migrations/ brings a database here."""

from chassis.database import NAMING, columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(naming_convention=NAMING)

accounts = Table(
    "accounts",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("user_name", String(64), nullable=False, unique=True),
    Column("mailbox", String(254), nullable=False),
    Column("given_names", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("birth_name", String(120), nullable=False),
    Column("title", String(40), nullable=False),
    # The version of the person in records that the name comes from; 0 for staff.
    Column("person_version", BigInteger, nullable=False),
    # Argon2id in its encoded form; empty until the account is activated.
    Column("password_hash", String(255), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("state IN ('assigned', 'active', 'disabled')", name="state"),
    CheckConstraint("state <> 'active' OR password_hash <> ''", name="active_has_password"),
)

account_roles = Table(
    "account_roles",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)

# One row: the number of the student account that was made last. Its lock gives the numbers out
# in sequence, without gaps when a transaction fails.
student_numbers = Table(
    "student_numbers",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("last_number", Integer, nullable=False),
)

initial_codes = Table(
    "initial_codes",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("service", String(40), nullable=False),
    Column("acr", String(40), nullable=False),
    Column("started_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Index("ix_sessions_expires_at", "expires_at"),
)

account_failures = Table(
    "account_failures",
    metadata,
    # A digest of user name and network: people type passwords into the field for the user name.
    Column("attempt_key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", columns.Moment, nullable=False),
    Column("blocked_until", columns.Moment, nullable=False),
    Index("ix_account_failures_last_at", "last_at"),
)

address_failures = Table(
    "address_failures",
    metadata,
    Column("address", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("window_start", columns.Moment, nullable=False),
    Index("ix_address_failures_window_start", "window_start"),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("key_id", String(64), primary_key=True),
    # Unique, so that two processes that see a key due make one between them.
    Column("generation", Integer, nullable=False, unique=True),
    Column("private_key_pem", Text, nullable=False),
    Column("public_jwk", Text, nullable=False),
    Column("signs_from", columns.Moment, nullable=False),
)

it_services = Table(
    "it_services",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("purpose", columns.Texts, nullable=False),
    Column("account", String(40), nullable=False),
    Column("planned_account", String(40)),
    Column("url", Text, nullable=False),
    Column("support", Text, nullable=False),
    Column("instructions_on_intranet_only", Boolean, nullable=False),
    Column("schools", columns.Json, nullable=False),
)
