"""The OpenID Provider: clients, what is granted to them, and what they still have to be told.

Codes, tokens, secrets and handles have 128 random bits or more and are kept as their SHA-256 alone.
"""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from identity.store.tables.metadata import metadata

_DIGEST = String(64)

oidc_clients = Table(
    "oidc_clients",
    metadata,
    Column("client_id", columns.Id, primary_key=True),
    Column("name", columns.Texts, nullable=False),
    # The German name as it is sorted by.
    Column("sort_name", String(200), nullable=False),
    Column("description", columns.Texts, nullable=False),
    Column("contact", String(254), nullable=False),
    Column("privacy_uri", Text, nullable=False),
    Column("authentication", String(24), nullable=False),
    Column("grants", columns.Json, nullable=False),
    Column("redirect_uris", columns.Json, nullable=False),
    Column("post_logout_redirect_uris", columns.Json, nullable=False),
    Column("back_channel_logout_uri", Text, nullable=False),
    Column("scopes", columns.Json, nullable=False),
    Column("claims", columns.Json, nullable=False),
    Column("audiences", columns.Json, nullable=False),
    Column("it_service_codes", columns.Json, nullable=False),
    # Its public keys (RFC 7517); empty for who proves itself otherwise.
    Column("key_set_json", Text, nullable=False),
    Column("third_party", Boolean, nullable=False),
    Column("pkce_optional", Boolean, nullable=False),
    Column("public_subject", Boolean, nullable=False),
    Column("sector", String(253), nullable=False),
    Column("disabled_at", columns.Moment),
    Column("created_at", columns.Moment, nullable=False),
    Column("changed_at", columns.Moment, nullable=False),
    Column("last_used_at", columns.Moment),
    Column("version", BigInteger, nullable=False),
    Index("ix_oidc_clients_sort_name", "sort_name", "client_id"),
)

oidc_client_secrets = Table(
    "oidc_client_secrets",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    # Set once there is a newer one.
    Column("expires_at", columns.Moment),
    Index("ix_oidc_client_secrets_client_id", "client_id"),
)

# JWTs that clients proved themselves with (RFC 7523): each counts once.
oidc_used_assertions = Table(
    "oidc_used_assertions",
    metadata,
    # Of the client's id and the `jti`.
    Column("digest", _DIGEST, primary_key=True),
    Column("expires_at", columns.Moment, nullable=False),
    Index("ix_oidc_used_assertions_expires_at", "expires_at"),
)

# Requests that wait for the person: to sign in, to agree, to sign out.
oidc_waiting_requests = Table(
    "oidc_waiting_requests",
    metadata,
    Column("handle_digest", _DIGEST, primary_key=True),
    Column("purpose", String(16), nullable=False),
    # Pairs of name and value, in order.
    Column("parameters", columns.Json, nullable=False),
    # The session that was asked for consent or to sign out.
    Column("session_id", columns.Id),
    Column("created_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    CheckConstraint("purpose IN ('authorize', 'logout')", name="purpose"),
    Index("ix_oidc_waiting_requests_expires_at", "expires_at"),
)

oidc_consents = Table(
    "oidc_consents",
    metadata,
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), primary_key=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), primary_key=True),
    Column("scopes", columns.Json, nullable=False),
    Column("claims", columns.Json, nullable=False),
    Column("agreed_at", columns.Moment, nullable=False),
)

# A sign-in of a person at a client: what codes and tokens of it belong to, and end with.
oidc_grants = Table(
    "oidc_grants",
    metadata,
    Column("grant_id", columns.Id, primary_key=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), nullable=False),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    # The browser's session; it may be gone while the grant goes on (offline_access).
    Column("session_id", columns.Id, nullable=False),
    # What the client knows the session by.
    Column("sid", columns.Id, nullable=False),
    Column("scope", Text, nullable=False),
    # Claims that were asked for one by one: {"userinfo": [...], "id_token": [...]}.
    Column("claims_asked_for", columns.Json, nullable=False),
    Column("acr", String(80), nullable=False),
    Column("amr", columns.Json, nullable=False),
    Column("authenticated_at", columns.Moment, nullable=False),
    # Whether it goes on when the session ends.
    Column("offline", Boolean, nullable=False),
    Column("created_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Index("ix_oidc_grants_session_id", "session_id"),
    Index("ix_oidc_grants_person_id", "person_id", "client_id"),
    Index("ix_oidc_grants_client_id", "client_id"),
    Index("ix_oidc_grants_expires_at", "expires_at"),
)

oidc_codes = Table(
    "oidc_codes",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column(
        "grant_id",
        columns.Id,
        ForeignKey("oidc_grants.grant_id", ondelete="CASCADE"),
        nullable=False,
    ),
    # As the authorization request gave it; empty where it gave none.
    Column("redirect_uri", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    # PKCE, method S256; empty where the client did not use it.
    Column("code_challenge", String(128), nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("used_at", columns.Moment),
    Index("ix_oidc_codes_grant_id", "grant_id"),
)

oidc_access_tokens = Table(
    "oidc_access_tokens",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column(
        "grant_id",
        columns.Id,
        ForeignKey("oidc_grants.grant_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("scope", Text, nullable=False),
    Column("issued_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Index("ix_oidc_access_tokens_grant_id", "grant_id"),
    Index("ix_oidc_access_tokens_expires_at", "expires_at"),
)

oidc_refresh_tokens = Table(
    "oidc_refresh_tokens",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column(
        "grant_id",
        columns.Id,
        ForeignKey("oidc_grants.grant_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("issued_at", columns.Moment, nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    # Used once, for its successor; a second use ends the grant.
    Column("used_at", columns.Moment),
    Index("ix_oidc_refresh_tokens_grant_id", "grant_id"),
)

# The name under which a client knows a session of a browser: `sid` of its ID and logout tokens.
oidc_client_sessions = Table(
    "oidc_client_sessions",
    metadata,
    Column("session_id", columns.Id, primary_key=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), primary_key=True),
    Column("sid", columns.Id, nullable=False),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    Column("started_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    UniqueConstraint("sid"),
    Index("ix_oidc_client_sessions_started_at", "started_at"),
)

# Tokens that clients got for themselves; their `sid` is denied when they end before their time.
oidc_system_grants = Table(
    "oidc_system_grants",
    metadata,
    Column("sid", columns.Id, primary_key=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), nullable=False),
    Column("expires_at", columns.Moment, nullable=False),
    Column("ended_at", columns.Moment),
    Index("ix_oidc_system_grants_client_id", "client_id"),
    Index("ix_oidc_system_grants_expires_at", "expires_at"),
)

# Back-channel logout: which client is to be told of which session, until it has been.
oidc_logout_notices = Table(
    "oidc_logout_notices",
    metadata,
    Column("position", columns.Position, primary_key=True, autoincrement=True),
    Column("client_id", columns.Id, ForeignKey("oidc_clients.client_id"), nullable=False),
    Column("person_id", columns.Id, nullable=False),
    Column("sid", columns.Id, nullable=False),
    Column("noted_at", columns.Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", columns.Moment),
    Column("delivered_at", columns.Moment),
    # The last failure, in a few words.
    Column("problem", String(200), nullable=False),
    Index("ix_oidc_logout_notices_next_attempt_at", "next_attempt_at"),
)

# What pairwise subjects are mixed with: one row, made once per installation and never changed.
oidc_subject_salt = Table(
    "oidc_subject_salt",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("salt", String(64), nullable=False),
)
