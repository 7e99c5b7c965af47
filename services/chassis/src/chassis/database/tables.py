"""The tables that every service's database has besides its own."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from chassis.database import NAMING
from chassis.database.columns import Id, Json, Moment, Position

metadata = MetaData(naming_convention=NAMING)

# What this service has to tell, committed with the state that it tells about.
outbox = Table(
    "outbox",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("event_id", Id, nullable=False, unique=True),
    Column("event_type", String(200), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("aggregate_version", BigInteger, nullable=False),
    Column("traceparent", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("create_time", Moment, nullable=False),
    Column("publish_time", Moment),
)
Index(
    "ix_outbox_unpublished",
    outbox.c.position,
    postgresql_where=outbox.c.publish_time.is_(None),
    sqlite_where=outbox.c.publish_time.is_(None),
)

# The events that have taken effect here.
inbox = Table(
    "inbox",
    metadata,
    Column("event_id", Id, primary_key=True),
    Column("receive_time", Moment, nullable=False),
)
Index("ix_inbox_receive_time", inbox.c.receive_time)

# The newest version of each aggregate that has been heard of.
heard_aggregates = Table(
    "heard_aggregates",
    metadata,
    Column("aggregate", String(300), primary_key=True),
    Column("version", BigInteger, nullable=False),
)

# Events that could not take effect, kept for a person to look at and replay.
dead_letters = Table(
    "dead_letters",
    metadata,
    Column("event_id", Id, primary_key=True),
    Column("event_type", String(200), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("problem", Text, nullable=False),
    Column("deliveries", Integer, nullable=False),
    Column("receive_time", Moment, nullable=False),
    Column("replay_time", Moment),
)

# Mail to be sent; a mail without an address waits until the mailbox is known.
mails = Table(
    "mails",
    metadata,
    Column("mail_id", Id, primary_key=True),
    Column("person_id", Id),
    Column("address", String(320), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("create_time", Moment, nullable=False),
    Column("next_attempt_time", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("problem", Text, nullable=False, server_default=""),
    Column("send_time", Moment),
)
Index(
    "ix_mails_unsent",
    mails.c.next_attempt_time,
    postgresql_where=mails.c.send_time.is_(None),
    sqlite_where=mails.c.send_time.is_(None),
)

# The answers given to requests that carry an id, so that a repeated request is answered alike.
answers = Table(
    "answers",
    metadata,
    Column("caller", String(100), nullable=False),
    Column("method", String(200), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("request_hash", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("failure", LargeBinary),
    Column("create_time", Moment, nullable=False),
    PrimaryKeyConstraint("caller", "method", "request_id"),
)
Index("ix_answers_create_time", answers.c.create_time)

# Who did what to whom and when; never contents. Rows are only ever added.
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("entry_time", Moment, nullable=False),
    Column("method", String(200), nullable=False),
    Column("caller", String(100), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("session_id", String(64), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("outcome", String(100), nullable=False),
    # No position is given out twice, whatever was pruned.
    sqlite_autoincrement=True,
)

# Entries that are not in the chain yet; a trigger adds them, the sequencer removes them.
audit_waiting = Table(
    "audit_waiting",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
)

# The chain of the entries: see chassis.audit. Rows are only ever added.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    # Of the entry, which may have been pruned since: no foreign key.
    Column("position", BigInteger, nullable=False, unique=True),
    Column("entry_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

# Documents uploaded or issued, at most 10 MiB each.
documents = Table(
    "documents",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("content_type", String(100), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("create_time", Moment, nullable=False),
)

# The public keys that access tokens verify with, as identity last gave them: the service goes on
# checking tokens while identity is down, and after a restart of its own.
trusted_keys = Table(
    "trusted_keys",
    metadata,
    Column("key_id", String(100), primary_key=True),
    Column("jwk", Json, nullable=False),
    Column("fetch_time", Moment, nullable=False),
)

# Sessions that ended before their tokens do.
denied_sessions = Table(
    "denied_sessions",
    metadata,
    Column("session_id", String(64), primary_key=True),
    Column("until_time", Moment, nullable=False),
)
