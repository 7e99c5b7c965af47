"""The tables that every service has"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns
from chassis.database.append_only import permit_changes, refuse_changes

_APPEND_ONLY = ("audit_entries", "audit_chain")

revision = "chassis_0001"
down_revision = None
branch_labels = ("chassis",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("failure", sa.LargeBinary(), nullable=True),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "method", "request_id", name="pk_answers"),
    )
    op.create_index("ix_answers_create_time", "answers", ["create_time"], unique=False)
    op.create_table(
        "audit_chain",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("entry_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_chain"),
        sa.UniqueConstraint("position", name="uq_audit_chain_position"),
    )
    op.create_table(
        "audit_entries",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entry_time", columns.Moment(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_entries"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_waiting",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_waiting"),
    )
    op.create_table(
        "dead_letters",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_type", sa.String(length=200), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("receive_time", columns.Moment(), nullable=False),
        sa.Column("replay_time", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_dead_letters"),
    )
    op.create_table(
        "denied_sessions",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("until_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_denied_sessions"),
    )
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_documents"),
    )
    op.create_table(
        "heard_aggregates",
        sa.Column("aggregate", sa.String(length=300), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("aggregate", name="pk_heard_aggregates"),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("receive_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_receive_time", "inbox", ["receive_time"], unique=False)
    op.create_table(
        "mails",
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("next_attempt_time", columns.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("send_time", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("mail_id", name="pk_mails"),
    )
    op.create_index(
        "ix_mails_unsent",
        "mails",
        ["next_attempt_time"],
        unique=False,
        postgresql_where=sa.text("send_time IS NULL"),
        sqlite_where=sa.text("send_time IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_type", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("aggregate_version", sa.BigInteger(), nullable=False),
        sa.Column("traceparent", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("publish_time", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("position", name="pk_outbox"),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
    )
    op.create_index(
        "ix_outbox_unpublished",
        "outbox",
        ["position"],
        unique=False,
        postgresql_where=sa.text("publish_time IS NULL"),
        sqlite_where=sa.text("publish_time IS NULL"),
    )
    op.create_table(
        "trusted_keys",
        sa.Column("key_id", sa.String(length=100), nullable=False),
        sa.Column("jwk", columns.Json(), nullable=False),
        sa.Column("fetch_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_trusted_keys"),
    )
    refuse_changes(_APPEND_ONLY)
    _note_what_waits()


def _note_what_waits() -> None:
    """Lets the database itself note each new audit entry as one that is not in the chain yet."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            "CREATE TRIGGER audit_entries_wait AFTER INSERT ON audit_entries BEGIN"
            " INSERT INTO audit_waiting (position) VALUES (NEW.position); END"
        )
        return
    op.execute(
        "CREATE FUNCTION note_waiting_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN INSERT INTO audit_waiting SELECT position FROM added; RETURN NULL; END $$"
    )
    # Once for each statement, which costs little however many rows it adds.
    op.execute(
        "CREATE TRIGGER audit_entries_wait AFTER INSERT ON audit_entries"
        " REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_waiting_audit_entries()"
    )


def downgrade() -> None:
    permit_changes(_APPEND_ONLY)
    op.drop_table("trusted_keys")
    op.drop_index(
        "ix_outbox_unpublished",
        table_name="outbox",
        postgresql_where=sa.text("publish_time IS NULL"),
        sqlite_where=sa.text("publish_time IS NULL"),
    )
    op.drop_table("outbox")
    op.drop_index(
        "ix_mails_unsent",
        table_name="mails",
        postgresql_where=sa.text("send_time IS NULL"),
        sqlite_where=sa.text("send_time IS NULL"),
    )
    op.drop_table("mails")
    op.drop_index("ix_inbox_receive_time", table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("heard_aggregates")
    op.drop_table("documents")
    op.drop_table("denied_sessions")
    op.drop_table("dead_letters")
    op.drop_table("audit_waiting")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION note_waiting_audit_entries()")
    op.drop_table("audit_chain")
    op.drop_index("ix_answers_create_time", table_name="answers")
    op.drop_table("answers")
