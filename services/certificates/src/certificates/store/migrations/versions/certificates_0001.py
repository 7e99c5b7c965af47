"""The tables of certificates"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns
from chassis.database.append_only import permit_changes, refuse_changes

revision = "certificates_0001"
down_revision = None
branch_labels = ("certificates",)
depends_on = None

_APPEND_ONLY = ("log_entries", "log_tile_hashes")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "certificate_jobs",
        sa.Column("certificate_job_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_type", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=4), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("school_code", sa.String(length=40), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("with_address", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("collect_token", sa.Text(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("ordered_by", sa.String(length=100), nullable=False),
        sa.Column("order_time", columns.Moment(), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("certificate_job_id", name=op.f("pk_certificate_jobs")),
    )
    op.create_index(op.f("ix_certificate_jobs_state"), "certificate_jobs", ["state"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("certificate_type", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=4), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=True),
        sa.Column("verification_number", sa.String(length=16), nullable=False),
        sa.Column("issue_time", columns.Moment(), nullable=False),
        sa.Column("valid_until_date", sa.Date(), nullable=True),
        sa.Column("delete_date", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("fields", columns.Json(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("claims_leaf", sa.BigInteger(), nullable=False),
        sa.Column("file_leaf", sa.BigInteger(), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status_index", sa.BigInteger(), nullable=False),
        sa.Column("basis", columns.Json(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("standing_since", columns.Moment(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("names_successor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=100), server_default="", nullable=False),
        sa.Column("withdrawal_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("lookup_birth_date", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("lookup_pin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("lookup_pin_digest", sa.LargeBinary(), nullable=True),
        sa.Column("lookup_last_date", sa.Date(), nullable=True),
        sa.Column("lookup_off", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("claims_leaf", name=op.f("uq_certificates_claims_leaf")),
        sa.UniqueConstraint("file_digest", name=op.f("uq_certificates_file_digest")),
        sa.UniqueConstraint("file_leaf", name=op.f("uq_certificates_file_leaf")),
        sa.UniqueConstraint("status_index", name=op.f("uq_certificates_status_index")),
        sa.UniqueConstraint(
            "verification_number", name=op.f("uq_certificates_verification_number")
        ),
    )
    op.create_index(
        op.f("ix_certificates_delete_date"), "certificates", ["delete_date"], unique=False
    )
    op.create_index(
        "ix_certificates_person",
        "certificates",
        ["person_id", "issue_time", "certificate_id"],
        unique=False,
    )
    op.create_table(
        "certificates_branding",
        sa.Column("only_row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("branding", columns.Json(), nullable=False),
        sa.CheckConstraint("only_row = 1", name=op.f("ck_certificates_branding_only_row")),
        sa.PrimaryKeyConstraint("only_row", name=op.f("pk_certificates_branding")),
    )
    op.create_table(
        "certificates_rules",
        sa.Column("only_row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
        sa.CheckConstraint("only_row = 1", name=op.f("ck_certificates_rules_only_row")),
        sa.PrimaryKeyConstraint("only_row", name=op.f("pk_certificates_rules")),
    )
    op.create_table(
        "heard_changes",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("change", columns.Json(), nullable=False),
        sa.Column("hear_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_heard_changes")),
    )
    op.create_index(
        op.f("ix_heard_changes_hear_time"), "heard_changes", ["hear_time"], unique=False
    )
    op.create_index("ix_heard_changes_person_id", "heard_changes", ["person_id"], unique=False)
    op.create_table(
        "log_cosignatures",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("signature_line", sa.Text(), nullable=False),
        sa.Column("sign_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("size", "witness", name=op.f("pk_log_cosignatures")),
    )
    op.create_table(
        "log_entries",
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("leaf_index", name=op.f("pk_log_entries")),
    )
    op.create_table(
        "log_head",
        sa.Column("head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("head_id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "log_tile_hashes",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tile_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "tile_index", name=op.f("pk_log_tile_hashes")),
    )
    op.create_table(
        "number_misses",
        sa.Column("verification_number", sa.String(length=16), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("verification_number", name=op.f("pk_number_misses")),
    )
    op.create_index(
        "ix_number_misses_window_start", "number_misses", ["window_start"], unique=False
    )
    op.create_table(
        "status_places",
        sa.Column("status_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("status_index", name=op.f("pk_status_places")),
    )
    op.create_index(
        "ix_status_places_status",
        "status_places",
        ["status"],
        unique=False,
        postgresql_where=sa.text("status > 0"),
        sqlite_where=sa.text("status > 0"),
    )
    op.create_table(
        "verification_alarms",
        sa.Column("only_row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raise_time", columns.Moment(), nullable=False),
        sa.Column("tight_until", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("only_row", name=op.f("pk_verification_alarms")),
    )
    op.create_table(
        "verification_misses",
        sa.Column("client_network", sa.String(length=64), nullable=False),
        sa.Column("is_prefix", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_network", name=op.f("pk_verification_misses")),
    )
    op.create_index(
        "ix_verification_misses_window_start", "verification_misses", ["window_start"], unique=False
    )
    op.create_table(
        "certificate_job_entries",
        sa.Column("certificate_job_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("matriculation_number", sa.String(length=20), nullable=False),
        sa.Column("name", columns.Json(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.Column("refusal_reason", sa.String(length=80), nullable=False),
        sa.Column("refusal_message", columns.Texts(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_job_id"],
            ["certificate_jobs.certificate_job_id"],
            name=op.f("fk_certificate_job_entries_certificate_job_id"),
        ),
        sa.PrimaryKeyConstraint(
            "certificate_job_id", "enrolment_id", name=op.f("pk_certificate_job_entries")
        ),
        sa.UniqueConstraint(
            "certificate_id", name=op.f("uq_certificate_job_entries_certificate_id")
        ),
    )
    op.create_index(
        "uq_certificate_job_entries_position",
        "certificate_job_entries",
        ["certificate_job_id", "position"],
        unique=True,
    )
    refuse_changes(_APPEND_ONLY)


def downgrade() -> None:
    permit_changes(_APPEND_ONLY)
    op.drop_index("uq_certificate_job_entries_position", table_name="certificate_job_entries")
    op.drop_table("certificate_job_entries")
    op.drop_index("ix_verification_misses_window_start", table_name="verification_misses")
    op.drop_table("verification_misses")
    op.drop_table("verification_alarms")
    op.drop_index(
        "ix_status_places_status",
        table_name="status_places",
        postgresql_where=sa.text("status > 0"),
        sqlite_where=sa.text("status > 0"),
    )
    op.drop_table("status_places")
    op.drop_index("ix_number_misses_window_start", table_name="number_misses")
    op.drop_table("number_misses")
    op.drop_table("log_tile_hashes")
    op.drop_table("log_head")
    op.drop_table("log_entries")
    op.drop_table("log_cosignatures")
    op.drop_index("ix_heard_changes_person_id", table_name="heard_changes")
    op.drop_index(op.f("ix_heard_changes_hear_time"), table_name="heard_changes")
    op.drop_table("heard_changes")
    op.drop_table("certificates_rules")
    op.drop_table("certificates_branding")
    op.drop_index("ix_certificates_person", table_name="certificates")
    op.drop_index(op.f("ix_certificates_delete_date"), table_name="certificates")
    op.drop_table("certificates")
    op.drop_index(op.f("ix_certificate_jobs_state"), table_name="certificate_jobs")
    op.drop_table("certificate_jobs")
    op.drop_table("accounts")
