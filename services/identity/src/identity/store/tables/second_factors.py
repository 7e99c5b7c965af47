"""Second factors, and the way back into an account whose password was forgotten."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from identity.store.tables.metadata import metadata

totp_apps = Table(
    "totp_apps",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("name", String(60), nullable=False),
    # Encrypted with the service's data key for this person: a seed has to be read back.
    Column("sealed_seed", LargeBinary, nullable=False),
    # The 30-second step of the last code that was used: no code works twice, and none before it.
    Column("last_step", BigInteger, nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment),
)

totp_set_ups = Table(
    "totp_set_ups",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("sealed_seed", LargeBinary, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Index("ix_totp_set_ups_expires_at", "expires_at"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("created_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("passkey_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("name", String(60), nullable=False),
    # Up to 1023 bytes in base64url; a text, because bytes make no short key everywhere.
    Column("credential_id", Text, nullable=False, unique=True),
    # In COSE form.
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("transports", columns.Json, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment),
    # When the device counted fewer signatures than before: its key may have been copied.
    Column("counter_fell_at", columns.Moment),
    Index("ix_passkeys_person_id", "person_id"),
)

passkey_challenges = Table(
    "passkey_challenges",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),
    # Empty for signing in with a passkey alone: the passkey itself says whose it is.
    Column("person_id", columns.Id, ForeignKey("accounts.person_id")),
    Column("expires_at", columns.Moment, nullable=False),
    CheckConstraint("purpose IN ('registration', 'sign_in', 'proof')", name="purpose"),
    Index("ix_passkey_challenges_expires_at", "expires_at"),
)

recovery_addresses = Table(
    "recovery_addresses",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("confirmed_at", columns.Moment, nullable=False),
)

mailed_codes = Table(
    "mailed_codes",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("purpose", String(16), primary_key=True),
    # Keyed with the service's data key: forty bits alone could be searched through.
    Column("digest", String(64), nullable=False),
    # Where it was mailed to.
    Column("address", String(254), nullable=False),
    Column("sent_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
    # How many were mailed within the hour that began at window_start.
    Column("sent_in_window", Integer, nullable=False),
    Column("window_start", columns.Moment, nullable=False),
    CheckConstraint("purpose IN ('address', 'reset')", name="purpose"),
    Index("ix_mailed_codes_expires_at", "expires_at"),
)

reset_requests = Table(
    "reset_requests",
    metadata,
    Column("request_id", columns.Id, primary_key=True),
    # Empty for an unknown user name: it is stored like any other, so that it takes as long.
    Column("person_id", columns.Id),
    Column("requested_at", columns.Moment, nullable=False),
)

password_resets = Table(
    "password_resets",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
    Index("ix_password_resets_person_id", "person_id"),
    Index("ix_password_resets_expires_at", "expires_at"),
)
