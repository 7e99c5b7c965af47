"""Library accounts, cards, and the lists that tutors hand cards out from."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    text,
)

from identity.store.tables.metadata import metadata

library_rules = Table(
    "library_rules",
    metadata,
    # One row.
    Column("name", String(16), primary_key=True),
    Column("rules", columns.Json, nullable=False),
)

# People from outside the university, whom only the library knows.
library_users = Table(
    "library_users",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("given_names", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("title", String(40), nullable=False),
    # As the family name is searched for.
    Column("sought_name", String(240), nullable=False),
    Column("email", String(254), nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Index("ix_library_users_sought_name", "sought_name"),
)

# Without a foreign key to accounts: people from outside have none.
library_accounts = Table(
    "library_accounts",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    # NULL once the card was handed in, and where a registration was taken back.
    Column("registered_at", columns.Moment),
    # Argon2id in its encoded form; empty until the owner has set a secret.
    Column("secret_hash", String(255), nullable=False),
    # Empty while no start code waits to be used.
    Column("start_code_digest", String(64), nullable=False),
    Column("start_code_expires_at", columns.Moment),
)

library_cards = Table(
    "library_cards",
    metadata,
    Column("card_number", String(20), primary_key=True),
    Column(
        "person_id",
        columns.Id,
        ForeignKey("library_accounts.person_id"),
        nullable=False,
        index=True,
    ),
    Column("state", String(16), nullable=False),
    # Empty unless blocked or replaced.
    Column("loss", String(16), nullable=False),
    Column("issued_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Column("pickup", String(16), nullable=False),
    # Empty where a tutor handed it out.
    Column("identity_document", String(20), nullable=False),
    Column("replaces_card_number", String(20), nullable=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("state IN ('active', 'blocked', 'replaced', 'returned')", name="state"),
)

# Nobody holds two cards that can be used, whatever happens at the same moment at two desks.
Index(
    "uq_library_cards_held",
    library_cards.c.person_id,
    unique=True,
    postgresql_where=text("state IN ('active', 'blocked')"),
    sqlite_where=text("state IN ('active', 'blocked')"),
)

# The enrolments of students with the semester they begin in, for the lists of the opening week.
library_newcomers = Table(
    "library_newcomers",
    metadata,
    Column("enrolment_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, nullable=False),
    Column("programme_code", String(40), nullable=False),
    Column("school_code", String(40), nullable=False),
    Column("first_semester", String(5), nullable=False),
    Column("end_date", Date),
    Index("ix_library_newcomers_programme_code", "programme_code", "first_semester"),
)

handover_lists = Table(
    "handover_lists",
    metadata,
    Column("handover_list_id", columns.Id, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("programme_code", String(40), nullable=False),
    Column("semester", String(5), nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("closed_at", columns.Moment),
    Index("ix_handover_lists_created_at", "created_at"),
)

handover_entries = Table(
    "handover_entries",
    metadata,
    Column(
        "handover_list_id",
        columns.Id,
        ForeignKey("handover_lists.handover_list_id"),
        primary_key=True,
    ),
    Column("person_id", columns.Id, primary_key=True),
    Column("position", Integer, nullable=False),
    # NULL until a card is assigned, and again when the list was closed before it was handed out.
    Column("card_number", String(20), unique=True),
    Column("handed_over_at", columns.Moment),
    Index("ix_handover_entries_person_id", "person_id"),
)
