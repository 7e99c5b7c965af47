"""Issued certificates and the count of unknown numbers asked for"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "certificates_0001"
down_revision = None
branch_labels = ("certificates",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_type", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=True),
        sa.Column("verification_number", sa.String(length=16), nullable=False),
        sa.Column("issue_time", columns.Moment(), nullable=False),
        sa.Column("valid_until_date", sa.Date(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("fields", columns.Json(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("certificate_id", name="pk_certificates"),
        sa.UniqueConstraint("verification_number", name="uq_certificates_verification_number"),
    )
    op.create_index(
        "ix_certificates_person",
        "certificates",
        ["person_id", "issue_time", "certificate_id"],
        unique=False,
    )
    op.create_table(
        "verification_misses",
        sa.Column("client_network", sa.String(length=64), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_network", name="pk_verification_misses"),
    )
    op.create_index(
        "ix_verification_misses_window_start", "verification_misses", ["window_start"], unique=False
    )


def downgrade() -> None:
    op.drop_table("verification_misses")
    op.drop_table("certificates")
