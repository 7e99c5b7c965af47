"""The keys that tokens are signed with."""

from chassis.database import columns
from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from identity.store.tables.metadata import metadata

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("key_id", String(64), primary_key=True),
    # "ES256" for access tokens, "RS256" for what clients of the OpenID Provider verify.
    Column("algorithm", String(8), nullable=False),
    Column("generation", Integer, nullable=False),
    # PEM; sealed where the service has a data key.
    Column("private_key", Text, nullable=False),
    Column("public_jwk", Text, nullable=False),
    Column("signs_from", columns.Moment, nullable=False),
    # So that two processes that see a key due make one between them.
    UniqueConstraint("algorithm", "generation"),
)
