"""Roles of staff: what was asked for, and who held which role, since when and why."""

from chassis.database import columns
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from identity.store.tables.metadata import metadata

role_requests = Table(
    "role_requests",
    metadata,
    Column("role_request_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("role", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    # The last day on which the role is to be held.
    Column("expires_on", Date),
    Column("state", String(16), nullable=False),
    Column("requested_by", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("requested_at", columns.Moment, nullable=False),
    Column("lapses_at", columns.Moment, nullable=False),
    Column("decided_by", columns.Id, ForeignKey("accounts.person_id")),
    Column("decided_at", columns.Moment),
    Column("refusal_reason", Text, nullable=False),
    CheckConstraint("state IN ('open', 'granted', 'refused', 'lapsed')", name="state"),
    CheckConstraint("requested_by <> person_id", name="not_for_oneself"),
    # Withdrawing is refusing one's own request; agreeing takes a second administrator.
    CheckConstraint(
        "decided_by IS NULL OR decided_by <> person_id", name="not_decided_for_oneself"
    ),
    CheckConstraint("state <> 'granted' OR decided_at IS NOT NULL", name="granted_is_decided"),
)
Index(
    "uq_role_requests_open",
    role_requests.c.person_id,
    role_requests.c.role,
    unique=True,
    postgresql_where=role_requests.c.state == "open",
    sqlite_where=role_requests.c.state == "open",
)
Index("ix_role_requests_requested_at", role_requests.c.requested_at)

role_grants = Table(
    "role_grants",
    metadata,
    Column("role_grant_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("role", String(40), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    # Null where a command on the server gave it.
    Column("granted_by", columns.Id, ForeignKey("accounts.person_id")),
    # The second administrator; null where none was needed.
    Column("approved_by", columns.Id, ForeignKey("accounts.person_id")),
    Column("granted_at", columns.Moment, nullable=False),
    Column("expires_on", Date),
    Column("ended_at", columns.Moment),
    # Null where it ran out.
    Column("ended_by", columns.Id, ForeignKey("accounts.person_id")),
    Column("end_reason", Text, nullable=False),
    CheckConstraint("origin IN ('request', 'account', 'command')", name="origin"),
    CheckConstraint("granted_by IS NULL OR granted_by <> person_id", name="not_by_oneself"),
    CheckConstraint(
        "approved_by IS NULL OR (approved_by <> person_id AND approved_by <> granted_by)",
        name="approved_by_a_second",
    ),
)
Index(
    "uq_role_grants_held",
    role_grants.c.person_id,
    role_grants.c.role,
    unique=True,
    postgresql_where=role_grants.c.ended_at.is_(None),
    sqlite_where=role_grants.c.ended_at.is_(None),
)
Index("ix_role_grants_granted_at", role_grants.c.granted_at)
Index(
    "ix_role_grants_expires_on",
    role_grants.c.expires_on,
    postgresql_where=role_grants.c.ended_at.is_(None),
    sqlite_where=role_grants.c.ended_at.is_(None),
)

# The roles that administrators give, as the profile has them.
grantable_roles = Table(
    "grantable_roles",
    metadata,
    Column("role", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("description", columns.Texts, nullable=False),
    Column("needs_second_administrator", Boolean, nullable=False),
    # For how many days it is given at the most; 0 for no limit.
    Column("most_days", Integer, nullable=False),
    # After so many days without a decision a request lapses.
    Column("lapse_days", Integer, nullable=False),
)
