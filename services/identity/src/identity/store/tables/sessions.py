"""Sessions, devices that accounts know, sign-ins under way, and failed attempts."""

from chassis.database import columns
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from identity.store.tables.metadata import metadata

devices = Table(
    "devices",
    metadata,
    Column("device_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    # One browser can be known to several accounts: its token has a row for each.
    Column("token_digest", String(64), nullable=False),
    Column("browser", String(40), nullable=False),
    Column("operating_system", String(40), nullable=False),
    Column("network", String(64), nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    UniqueConstraint("person_id", "token_digest"),
    Index("ix_devices_token_digest", "token_digest"),
    Index("ix_devices_expires_at", "expires_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("service", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("acr", String(64), nullable=False),
    Column("amr", columns.Json, nullable=False),
    Column("started_at", columns.Moment, nullable=False),
    # When the person last proved who it is.
    Column("authenticated_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Column("user_agent", String(512), nullable=False),
    # The /24 or /48 that it was started from, never the whole address.
    Column("network", String(64), nullable=False),
    # Without a foreign key: a device can be forgotten before its sessions are.
    Column("device_id", columns.Id),
    # A support access: the member of staff who looks, and the session that it was started from.
    Column("support_by", columns.Id, ForeignKey("accounts.person_id")),
    Column("parent_session_id", columns.Id, ForeignKey("sessions.session_id")),
    CheckConstraint("kind IN ('browser', 'support')", name="kind"),
    CheckConstraint(
        "kind <> 'support' OR (support_by IS NOT NULL AND parent_session_id IS NOT NULL)",
        name="support_has_a_parent",
    ),
    Index("ix_sessions_expires_at", "expires_at"),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_parent_session_id", "parent_session_id"),
)
# Of thirty days of sessions few are open: the upkeep walks through these alone.
Index(
    "ix_sessions_open",
    sessions.c.session_id,
    postgresql_where=sessions.c.ended_at.is_(None),
    sqlite_where=sessions.c.ended_at.is_(None),
)

sign_in_challenges = Table(
    "sign_in_challenges",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("service", String(40), nullable=False),
    # What was proven so far (RFC 8176).
    Column("amr", columns.Json, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
    Index("ix_sign_in_challenges_expires_at", "expires_at"),
)

account_failures = Table(
    "account_failures",
    metadata,
    # A digest of user name and network, or of user name and known device: people type passwords
    # into the field for the user name.
    Column("attempt_key", String(64), primary_key=True),
    # The /24 or /64, to notice one that tries many names.
    Column("network", String(64), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_at", columns.Moment, nullable=False),
    Column("blocked_until", columns.Moment, nullable=False),
    Index("ix_account_failures_last_at", "last_at"),
)

failure_streaks = Table(
    "failure_streaks",
    metadata,
    # A digest of the user name, for names that no account has alike.
    Column("name_key", String(64), primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id")),
    # Failures in a row over all networks and secrets.
    Column("failures", Integer, nullable=False),
    Column("last_at", columns.Moment, nullable=False),
    # Since when the password is off for unknown devices.
    Column("password_off_at", columns.Moment),
    Index("ix_failure_streaks_last_at", "last_at"),
    Index("ix_failure_streaks_password_off_at", "password_off_at"),
)

address_failures = Table(
    "address_failures",
    metadata,
    Column("address", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("window_start", columns.Moment, nullable=False),
    Index("ix_address_failures_window_start", "window_start"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("raised_at", columns.Moment, nullable=False),
)
