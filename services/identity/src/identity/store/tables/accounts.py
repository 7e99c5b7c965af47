"""Accounts: who has one, what it follows from, and the codes that start it."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
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
    false,
)

from identity.store.tables.metadata import metadata

# Lists are sorted by it: byte by byte, so that both databases agree.
_SEARCH_KEY = Text().with_variant(Text(collation="C"), "postgresql")

accounts = Table(
    "accounts",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("user_name", String(64), nullable=False, unique=True),
    # In small letters, so that one mailbox is one text.
    Column("mailbox", String(254), nullable=False, unique=True),
    Column("given_names", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("birth_name", String(120), nullable=False),
    Column("title", String(40), nullable=False),
    # The name as lists sort it: family name first, without case and marks.
    Column("search_key", _SEARCH_KEY, nullable=False),
    # The version of the person in records that the name comes from; 0 for staff.
    Column("person_version", BigInteger, nullable=False),
    # Argon2id in its encoded form; empty until the account is activated.
    Column("password_hash", String(255), nullable=False),
    # The password is too short to do without a second factor.
    Column("needs_second_factor", Boolean, nullable=False, server_default=false()),
    Column("state", String(16), nullable=False),
    # Why it is disabled, and the words of the administrator who did it; empty otherwise.
    Column("disable_reason", String(24), nullable=False),
    Column("disable_note", Text, nullable=False),
    # no, open, until: whether somebody is employed, with a known end or without.
    Column("employment", String(8), nullable=False),
    Column("employed_until", Date),
    # The day on which the last enrolment ended, and the stage that holds; NULL and empty otherwise.
    Column("wind_down_from", Date),
    Column("wind_down_stage", String(40), nullable=False),
    # The stage whose end was announced by mail.
    Column("announced_stage", String(40), nullable=False),
    # The affiliations with their last days, as the other services were told them.
    Column("told_affiliations", columns.Json, nullable=False),
    # The next day on which something about the account changes by time alone.
    Column("due_date", Date),
    Column("created_at", columns.Moment, nullable=False),
    # When anything that other systems are shown changed last.
    Column("changed_at", columns.Moment, nullable=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("state IN ('assigned', 'active', 'disabled')", name="state"),
    CheckConstraint("state <> 'active' OR password_hash <> ''", name="active_has_password"),
    CheckConstraint("(state = 'disabled') = (disable_reason <> '')", name="disabled_for_a_reason"),
    CheckConstraint("employment IN ('no', 'open', 'until')", name="employment"),
    CheckConstraint(
        "(employment = 'until') = (employed_until IS NOT NULL)", name="end_of_employment"
    ),
    Index("ix_accounts_search_key", "search_key", "user_name"),
    Index("ix_accounts_due_date", "due_date"),
)

account_roles = Table(
    "account_roles",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)

# The university's decisions of accounts.yaml, as JSON in the form of the file; at most one row.
account_rules = Table(
    "account_rules",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("rules", columns.Json, nullable=False),
)

# What records tell of enrolments: the newest version of each.
heard_enrolments = Table(
    "heard_enrolments",
    metadata,
    Column("enrolment_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("programme_code", String(40), nullable=False),
    Column("programme_name", columns.Texts, nullable=False),
    Column("school_code", String(40), nullable=False),
    Column("end_date", Date),
    # Empty without an end.
    Column("end_reason", String(24), nullable=False),
    Column("version", BigInteger, nullable=False),
)

# The newest name of a person who has no account yet, so that it is not lost.
heard_names = Table(
    "heard_names",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("given_names", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("birth_name", String(120), nullable=False),
    Column("title", String(40), nullable=False),
    Column("person_version", BigInteger, nullable=False),
    Column("heard_at", columns.Moment, nullable=False),
)

european_student_codes = Table(
    "european_student_codes",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
)

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

# Accounts that began anew after the person's identity was checked at the desk.
account_restarts = Table(
    "account_restarts",
    metadata,
    Column("restart_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False, index=True),
    Column("identity_document", String(24), nullable=False),
    Column("restarted_by", String(64), nullable=False),
    Column("restarted_at", columns.Moment, nullable=False),
)

terms_of_use = Table(
    "terms_of_use",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", columns.Texts, nullable=False),
    # A list of {"de": …, "en": …}.
    Column("paragraphs", columns.Json, nullable=False),
    Column("loaded_at", columns.Moment, nullable=False),
)

terms_acceptances = Table(
    "terms_acceptances",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("version", Integer, ForeignKey("terms_of_use.version"), primary_key=True),
    Column("accepted_at", columns.Moment, nullable=False),
)
