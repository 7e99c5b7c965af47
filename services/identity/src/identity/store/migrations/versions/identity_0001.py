"""Accounts, sessions, signing keys and the directory of IT services"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_failures",
        sa.Column("attempt_key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", columns.Moment(), nullable=False),
        sa.Column("blocked_until", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_key", name="pk_account_failures"),
    )
    op.create_index("ix_account_failures_last_at", "account_failures", ["last_at"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("birth_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("person_version", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'active' OR password_hash <> ''", name="ck_accounts_active_has_password"
        ),
        sa.CheckConstraint("state IN ('assigned', 'active', 'disabled')", name="ck_accounts_state"),
        sa.PrimaryKeyConstraint("person_id", name="pk_accounts"),
        sa.UniqueConstraint("user_name", name="uq_accounts_user_name"),
    )
    op.create_table(
        "address_failures",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_address_failures"),
    )
    op.create_index(
        "ix_address_failures_window_start", "address_failures", ["window_start"], unique=False
    )
    op.create_table(
        "it_services",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("purpose", columns.Texts(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("planned_account", sa.String(length=40), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("instructions_on_intranet_only", sa.Boolean(), nullable=False),
        sa.Column("schools", columns.Json(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_it_services"),
    )
    op.create_table(
        "signing_keys",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("private_key_pem", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("signs_from", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_signing_keys"),
        sa.UniqueConstraint("generation", name="uq_signing_keys_generation"),
    )
    op.create_table(
        "student_numbers",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_student_numbers"),
    )
    op.create_table(
        "account_roles",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_account_roles_person_id"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_account_roles"),
    )
    op.create_table(
        "initial_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_initial_codes_person_id"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_initial_codes"),
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("acr", sa.String(length=40), nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_sessions_person_id"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_sessions"),
        sa.UniqueConstraint("token_digest", name="uq_sessions_token_digest"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sessions_expires_at", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("initial_codes")
    op.drop_table("account_roles")
    op.drop_table("student_numbers")
    op.drop_table("signing_keys")
    op.drop_table("it_services")
    op.drop_index("ix_address_failures_window_start", table_name="address_failures")
    op.drop_table("address_failures")
    op.drop_table("accounts")
    op.drop_index("ix_account_failures_last_at", table_name="account_failures")
    op.drop_table("account_failures")
