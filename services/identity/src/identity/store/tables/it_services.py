"""The directory of IT services, and who activated which."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from identity.store.tables.metadata import metadata

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
    Column("information_url", Text, nullable=False),
    Column("instructions_url", Text, nullable=False),
    Column("instructions_on_intranet_only", Boolean, nullable=False),
    Column("schools", columns.Json, nullable=False),
    Column("affiliations", columns.Json, nullable=False),
    Column("needs_activation", Boolean, nullable=False),
    Column("service_passwords", String(16), nullable=False),
    Column("most_service_passwords", Integer, nullable=False),
    Column("grace_days", Integer, nullable=False),
    Column("notice_days", Integer, nullable=False),
)

it_service_activations = Table(
    "it_service_activations",
    metadata,
    Column("activation_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, ForeignKey("accounts.person_id"), nullable=False),
    # No foreign key: a service that the profile drops takes nobody's history along.
    Column("it_service_code", String(40), nullable=False),
    Column("activated_at", columns.Moment, nullable=False),
    # NULL while it is active.
    Column("ended_at", columns.Moment),
    # The last day that the person was told of in advance; NULL while no end is near.
    Column("announced_end", Date),
    Column("version", BigInteger, nullable=False),
    UniqueConstraint("person_id", "it_service_code"),
)
