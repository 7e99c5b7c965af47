"""The tables of identity"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = None

_SEARCH_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "account_failures",
        sa.Column("attempt_key", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", columns.Moment(), nullable=False),
        sa.Column("blocked_until", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_key", name=op.f("pk_account_failures")),
    )
    op.create_index("ix_account_failures_last_at", "account_failures", ["last_at"], unique=False)
    op.create_table(
        "account_rules",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account_rules")),
    )
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("birth_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("search_key", _SEARCH_KEY, nullable=False),
        sa.Column("person_version", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("needs_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("disable_reason", sa.String(length=24), nullable=False),
        sa.Column("disable_note", sa.Text(), nullable=False),
        sa.Column("employment", sa.String(length=8), nullable=False),
        sa.Column("employed_until", sa.Date(), nullable=True),
        sa.Column("wind_down_from", sa.Date(), nullable=True),
        sa.Column("wind_down_stage", sa.String(length=40), nullable=False),
        sa.Column("announced_stage", sa.String(length=40), nullable=False),
        sa.Column("told_affiliations", columns.Json(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("changed_at", columns.Moment(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(employment = 'until') = (employed_until IS NOT NULL)",
            name=op.f("ck_accounts_end_of_employment"),
        ),
        sa.CheckConstraint(
            "(state = 'disabled') = (disable_reason <> '')",
            name=op.f("ck_accounts_disabled_for_a_reason"),
        ),
        sa.CheckConstraint(
            "employment IN ('no', 'open', 'until')", name=op.f("ck_accounts_employment")
        ),
        sa.CheckConstraint(
            "state <> 'active' OR password_hash <> ''", name=op.f("ck_accounts_active_has_password")
        ),
        sa.CheckConstraint(
            "state IN ('assigned', 'active', 'disabled')", name=op.f("ck_accounts_state")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("mailbox", name=op.f("uq_accounts_mailbox")),
        sa.UniqueConstraint("user_name", name=op.f("uq_accounts_user_name")),
    )
    op.create_index("ix_accounts_due_date", "accounts", ["due_date"], unique=False)
    op.create_index("ix_accounts_search_key", "accounts", ["search_key", "user_name"], unique=False)
    op.create_table(
        "address_failures",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_address_failures")),
    )
    op.create_index(
        "ix_address_failures_window_start", "address_failures", ["window_start"], unique=False
    )
    op.create_table(
        "alarms",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("raised_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_alarms")),
    )
    op.create_table(
        "grantable_roles",
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", columns.Texts(), nullable=False),
        sa.Column("needs_second_administrator", sa.Boolean(), nullable=False),
        sa.Column("most_days", sa.Integer(), nullable=False),
        sa.Column("lapse_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_grantable_roles")),
    )
    op.create_table(
        "handover_lists",
        sa.Column("handover_list_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("closed_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("handover_list_id", name=op.f("pk_handover_lists")),
    )
    op.create_index("ix_handover_lists_created_at", "handover_lists", ["created_at"], unique=False)
    op.create_table(
        "heard_enrolments",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("programme_name", columns.Texts(), nullable=False),
        sa.Column("school_code", sa.String(length=40), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=24), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_heard_enrolments")),
    )
    op.create_index(
        op.f("ix_heard_enrolments_person_id"), "heard_enrolments", ["person_id"], unique=False
    )
    op.create_table(
        "heard_names",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("birth_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("person_version", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_heard_names")),
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
        sa.Column("information_url", sa.Text(), nullable=False),
        sa.Column("instructions_url", sa.Text(), nullable=False),
        sa.Column("instructions_on_intranet_only", sa.Boolean(), nullable=False),
        sa.Column("schools", columns.Json(), nullable=False),
        sa.Column("affiliations", columns.Json(), nullable=False),
        sa.Column("needs_activation", sa.Boolean(), nullable=False),
        sa.Column("service_passwords", sa.String(length=16), nullable=False),
        sa.Column("most_service_passwords", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_it_services")),
    )
    op.create_table(
        "library_accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("registered_at", columns.Moment(), nullable=True),
        sa.Column("secret_hash", sa.String(length=255), nullable=False),
        sa.Column("start_code_digest", sa.String(length=64), nullable=False),
        sa.Column("start_code_expires_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_library_accounts")),
    )
    op.create_table(
        "library_newcomers",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("school_code", sa.String(length=40), nullable=False),
        sa.Column("first_semester", sa.String(length=5), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_library_newcomers")),
    )
    op.create_index(
        "ix_library_newcomers_programme_code",
        "library_newcomers",
        ["programme_code", "first_semester"],
        unique=False,
    )
    op.create_table(
        "library_rules",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_library_rules")),
    )
    op.create_table(
        "library_users",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("sought_name", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_library_users")),
    )
    op.create_index("ix_library_users_sought_name", "library_users", ["sought_name"], unique=False)
    op.create_table(
        "oidc_clients",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("description", columns.Texts(), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("privacy_uri", sa.Text(), nullable=False),
        sa.Column("authentication", sa.String(length=24), nullable=False),
        sa.Column("grants", columns.Json(), nullable=False),
        sa.Column("redirect_uris", columns.Json(), nullable=False),
        sa.Column("post_logout_redirect_uris", columns.Json(), nullable=False),
        sa.Column("back_channel_logout_uri", sa.Text(), nullable=False),
        sa.Column("scopes", columns.Json(), nullable=False),
        sa.Column("claims", columns.Json(), nullable=False),
        sa.Column("audiences", columns.Json(), nullable=False),
        sa.Column("it_service_codes", columns.Json(), nullable=False),
        sa.Column("key_set_json", sa.Text(), nullable=False),
        sa.Column("third_party", sa.Boolean(), nullable=False),
        sa.Column("pkce_optional", sa.Boolean(), nullable=False),
        sa.Column("public_subject", sa.Boolean(), nullable=False),
        sa.Column("sector", sa.String(length=253), nullable=False),
        sa.Column("disabled_at", columns.Moment(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("changed_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_oidc_clients")),
    )
    op.create_index(
        "ix_oidc_clients_sort_name", "oidc_clients", ["sort_name", "client_id"], unique=False
    )
    op.create_table(
        "oidc_subject_salt",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_oidc_subject_salt")),
    )
    op.create_table(
        "oidc_used_assertions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oidc_used_assertions")),
    )
    op.create_index(
        "ix_oidc_used_assertions_expires_at", "oidc_used_assertions", ["expires_at"], unique=False
    )
    op.create_table(
        "oidc_waiting_requests",
        sa.Column("handle_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("parameters", columns.Json(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('authorize', 'logout')", name=op.f("ck_oidc_waiting_requests_purpose")
        ),
        sa.PrimaryKeyConstraint("handle_digest", name=op.f("pk_oidc_waiting_requests")),
    )
    op.create_index(
        "ix_oidc_waiting_requests_expires_at", "oidc_waiting_requests", ["expires_at"], unique=False
    )
    op.create_table(
        "reset_requests",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("requested_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_reset_requests")),
    )
    op.create_table(
        "signing_keys",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("algorithm", sa.String(length=8), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("signs_from", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_keys")),
        sa.UniqueConstraint(
            "algorithm", "generation", name=op.f("uq_signing_keys_algorithm_generation")
        ),
    )
    op.create_table(
        "student_numbers",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_student_numbers")),
    )
    op.create_table(
        "terms_of_use",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", columns.Texts(), nullable=False),
        sa.Column("paragraphs", columns.Json(), nullable=False),
        sa.Column("loaded_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_terms_of_use")),
    )
    op.create_table(
        "account_restarts",
        sa.Column("restart_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("identity_document", sa.String(length=24), nullable=False),
        sa.Column("restarted_by", sa.String(length=64), nullable=False),
        sa.Column("restarted_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_account_restarts_person_id")
        ),
        sa.PrimaryKeyConstraint("restart_id", name=op.f("pk_account_restarts")),
    )
    op.create_index(
        op.f("ix_account_restarts_person_id"), "account_restarts", ["person_id"], unique=False
    )
    op.create_table(
        "account_roles",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_account_roles_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_account_roles")),
    )
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("operating_system", sa.String(length=40), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_devices_person_id")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_devices")),
        sa.UniqueConstraint(
            "person_id", "token_digest", name=op.f("uq_devices_person_id_token_digest")
        ),
    )
    op.create_index("ix_devices_expires_at", "devices", ["expires_at"], unique=False)
    op.create_index("ix_devices_token_digest", "devices", ["token_digest"], unique=False)
    op.create_table(
        "european_student_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_european_student_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_european_student_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_european_student_codes_code")),
    )
    op.create_table(
        "failure_streaks",
        sa.Column("name_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", columns.Moment(), nullable=False),
        sa.Column("password_off_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_failure_streaks_person_id")
        ),
        sa.PrimaryKeyConstraint("name_key", name=op.f("pk_failure_streaks")),
    )
    op.create_index("ix_failure_streaks_last_at", "failure_streaks", ["last_at"], unique=False)
    op.create_index(
        "ix_failure_streaks_password_off_at", "failure_streaks", ["password_off_at"], unique=False
    )
    op.create_table(
        "handover_entries",
        sa.Column("handover_list_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("card_number", sa.String(length=20), nullable=True),
        sa.Column("handed_over_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_list_id"],
            ["handover_lists.handover_list_id"],
            name=op.f("fk_handover_entries_handover_list_id"),
        ),
        sa.PrimaryKeyConstraint("handover_list_id", "person_id", name=op.f("pk_handover_entries")),
        sa.UniqueConstraint("card_number", name=op.f("uq_handover_entries_card_number")),
    )
    op.create_index(
        "ix_handover_entries_person_id", "handover_entries", ["person_id"], unique=False
    )
    op.create_table(
        "initial_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_initial_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_initial_codes")),
    )
    op.create_table(
        "it_service_activations",
        sa.Column("activation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("it_service_code", sa.String(length=40), nullable=False),
        sa.Column("activated_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("announced_end", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_it_service_activations_person_id")
        ),
        sa.PrimaryKeyConstraint("activation_id", name=op.f("pk_it_service_activations")),
        sa.UniqueConstraint(
            "person_id",
            "it_service_code",
            name=op.f("uq_it_service_activations_person_id_it_service_code"),
        ),
    )
    op.create_table(
        "library_cards",
        sa.Column("card_number", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("loss", sa.String(length=16), nullable=False),
        sa.Column("issued_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("pickup", sa.String(length=16), nullable=False),
        sa.Column("identity_document", sa.String(length=20), nullable=False),
        sa.Column("replaces_card_number", sa.String(length=20), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'blocked', 'replaced', 'returned')",
            name=op.f("ck_library_cards_state"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["library_accounts.person_id"], name=op.f("fk_library_cards_person_id")
        ),
        sa.PrimaryKeyConstraint("card_number", name=op.f("pk_library_cards")),
    )
    op.create_index(
        op.f("ix_library_cards_person_id"), "library_cards", ["person_id"], unique=False
    )
    op.create_index(
        "uq_library_cards_held",
        "library_cards",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('active', 'blocked')"),
        sqlite_where=sa.text("state IN ('active', 'blocked')"),
    )
    op.create_table(
        "mailed_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("sent_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.Column("sent_in_window", sa.Integer(), nullable=False),
        sa.Column("window_start", columns.Moment(), nullable=False),
        sa.CheckConstraint("purpose IN ('address', 'reset')", name=op.f("ck_mailed_codes_purpose")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_mailed_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "purpose", name=op.f("pk_mailed_codes")),
    )
    op.create_index("ix_mailed_codes_expires_at", "mailed_codes", ["expires_at"], unique=False)
    op.create_table(
        "oidc_client_secrets",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name=op.f("fk_oidc_client_secrets_client_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oidc_client_secrets")),
    )
    op.create_index(
        "ix_oidc_client_secrets_client_id", "oidc_client_secrets", ["client_id"], unique=False
    )
    op.create_table(
        "oidc_client_sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["oidc_clients.client_id"],
            name=op.f("fk_oidc_client_sessions_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_oidc_client_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "client_id", name=op.f("pk_oidc_client_sessions")),
        sa.UniqueConstraint("sid", name=op.f("uq_oidc_client_sessions_sid")),
    )
    op.create_index(
        "ix_oidc_client_sessions_started_at", "oidc_client_sessions", ["started_at"], unique=False
    )
    op.create_table(
        "oidc_consents",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", columns.Json(), nullable=False),
        sa.Column("claims", columns.Json(), nullable=False),
        sa.Column("agreed_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name=op.f("fk_oidc_consents_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_oidc_consents_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "client_id", name=op.f("pk_oidc_consents")),
    )
    op.create_table(
        "oidc_grants",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("claims_asked_for", columns.Json(), nullable=False),
        sa.Column("acr", sa.String(length=80), nullable=False),
        sa.Column("amr", columns.Json(), nullable=False),
        sa.Column("authenticated_at", columns.Moment(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name=op.f("fk_oidc_grants_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_oidc_grants_person_id")
        ),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_oidc_grants")),
    )
    op.create_index("ix_oidc_grants_client_id", "oidc_grants", ["client_id"], unique=False)
    op.create_index("ix_oidc_grants_expires_at", "oidc_grants", ["expires_at"], unique=False)
    op.create_index(
        "ix_oidc_grants_person_id", "oidc_grants", ["person_id", "client_id"], unique=False
    )
    op.create_index("ix_oidc_grants_session_id", "oidc_grants", ["session_id"], unique=False)
    op.create_table(
        "oidc_logout_notices",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.Uuid(), nullable=False),
        sa.Column("noted_at", columns.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", columns.Moment(), nullable=True),
        sa.Column("delivered_at", columns.Moment(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name=op.f("fk_oidc_logout_notices_client_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_oidc_logout_notices")),
    )
    op.create_index(
        "ix_oidc_logout_notices_next_attempt_at",
        "oidc_logout_notices",
        ["next_attempt_at"],
        unique=False,
    )
    op.create_table(
        "oidc_system_grants",
        sa.Column("sid", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oidc_clients.client_id"], name=op.f("fk_oidc_system_grants_client_id")
        ),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_oidc_system_grants")),
    )
    op.create_index(
        "ix_oidc_system_grants_client_id", "oidc_system_grants", ["client_id"], unique=False
    )
    op.create_index(
        "ix_oidc_system_grants_expires_at", "oidc_system_grants", ["expires_at"], unique=False
    )
    op.create_table(
        "passkey_challenges",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('registration', 'sign_in', 'proof')",
            name=op.f("ck_passkey_challenges_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_passkey_challenges_person_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_passkey_challenges")),
    )
    op.create_index(
        "ix_passkey_challenges_expires_at", "passkey_challenges", ["expires_at"], unique=False
    )
    op.create_table(
        "passkeys",
        sa.Column("passkey_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", columns.Json(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=True),
        sa.Column("counter_fell_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_passkeys_person_id")
        ),
        sa.PrimaryKeyConstraint("passkey_id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_person_id", "passkeys", ["person_id"], unique=False)
    op.create_table(
        "password_resets",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_password_resets_person_id")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_password_resets")),
    )
    op.create_index(
        "ix_password_resets_expires_at", "password_resets", ["expires_at"], unique=False
    )
    op.create_index("ix_password_resets_person_id", "password_resets", ["person_id"], unique=False)
    op.create_table(
        "recovery_addresses",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_recovery_addresses_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_recovery_addresses")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_recovery_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "digest", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "role_grants",
        sa.Column("role_grant_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", columns.Moment(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('request', 'account', 'command')", name=op.f("ck_role_grants_origin")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> person_id AND approved_by <> granted_by)",
            name=op.f("ck_role_grants_approved_by_a_second"),
        ),
        sa.CheckConstraint(
            "granted_by IS NULL OR granted_by <> person_id",
            name=op.f("ck_role_grants_not_by_oneself"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts.person_id"], name=op.f("fk_role_grants_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["accounts.person_id"], name=op.f("fk_role_grants_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["accounts.person_id"], name=op.f("fk_role_grants_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_role_grants_person_id")
        ),
        sa.PrimaryKeyConstraint("role_grant_id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        "ix_role_grants_expires_on",
        "role_grants",
        ["expires_on"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_role_grants_granted_at", "role_grants", ["granted_at"], unique=False)
    op.create_index(
        "uq_role_grants_held",
        "role_grants",
        ["person_id", "role"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "role_requests",
        sa.Column("role_request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", columns.Moment(), nullable=False),
        sa.Column("lapses_at", columns.Moment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", columns.Moment(), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'granted' OR decided_at IS NOT NULL",
            name=op.f("ck_role_requests_granted_is_decided"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'granted', 'refused', 'lapsed')", name=op.f("ck_role_requests_state")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> person_id",
            name=op.f("ck_role_requests_not_decided_for_oneself"),
        ),
        sa.CheckConstraint(
            "requested_by <> person_id", name=op.f("ck_role_requests_not_for_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.person_id"], name=op.f("fk_role_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_role_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["accounts.person_id"], name=op.f("fk_role_requests_requested_by")
        ),
        sa.PrimaryKeyConstraint("role_request_id", name=op.f("pk_role_requests")),
    )
    op.create_index(
        "ix_role_requests_requested_at", "role_requests", ["requested_at"], unique=False
    )
    op.create_index(
        "uq_role_requests_open",
        "role_requests",
        ["person_id", "role"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "scim_deletions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("deleted_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_scim_deletions_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_scim_deletions")),
    )
    op.create_table(
        "scim_external_ids",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_scim_external_ids_person_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "person_id", name=op.f("pk_scim_external_ids")),
        sa.UniqueConstraint(
            "client_id", "external_id", name=op.f("uq_scim_external_ids_client_id_external_id")
        ),
    )
    op.create_table(
        "service_passwords",
        sa.Column("service_password_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("it_service_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_service_passwords_person_id")
        ),
        sa.PrimaryKeyConstraint("service_password_id", name=op.f("pk_service_passwords")),
        sa.UniqueConstraint("digest", name=op.f("uq_service_passwords_digest")),
    )
    op.create_index(
        "ix_service_passwords_person_id",
        "service_passwords",
        ["person_id", "it_service_code"],
        unique=False,
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("acr", sa.String(length=64), nullable=False),
        sa.Column("amr", columns.Json(), nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("authenticated_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.Column("user_agent", sa.String(length=512), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("support_by", sa.Uuid(), nullable=True),
        sa.Column("parent_session_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'support' OR (support_by IS NOT NULL AND parent_session_id IS NOT NULL)",
            name=op.f("ck_sessions_support_has_a_parent"),
        ),
        sa.CheckConstraint("kind IN ('browser', 'support')", name=op.f("ck_sessions_kind")),
        sa.ForeignKeyConstraint(
            ["parent_session_id"],
            ["sessions.session_id"],
            name=op.f("fk_sessions_parent_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_sessions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["support_by"], ["accounts.person_id"], name=op.f("fk_sessions_support_by")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sessions_token_digest")),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index(
        "ix_sessions_open",
        "sessions",
        ["session_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_sessions_parent_session_id", "sessions", ["parent_session_id"], unique=False
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"], unique=False)
    op.create_table(
        "sign_in_challenges",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("amr", columns.Json(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_sign_in_challenges_person_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_challenges")),
    )
    op.create_index(
        "ix_sign_in_challenges_expires_at", "sign_in_challenges", ["expires_at"], unique=False
    )
    op.create_table(
        "support_accesses",
        sa.Column("support_access_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.CheckConstraint(
            "staff_id <> person_id", name=op.f("ck_support_accesses_not_of_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_support_accesses_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["accounts.person_id"], name=op.f("fk_support_accesses_staff_id")
        ),
        sa.PrimaryKeyConstraint("support_access_id", name=op.f("pk_support_accesses")),
        sa.UniqueConstraint("session_id", name=op.f("uq_support_accesses_session_id")),
    )
    op.create_index(
        "ix_support_accesses_person_id",
        "support_accesses",
        ["person_id", "started_at"],
        unique=False,
    )
    op.create_table(
        "terms_acceptances",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("accepted_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_terms_acceptances_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["terms_of_use.version"], name=op.f("fk_terms_acceptances_version")
        ),
        sa.PrimaryKeyConstraint("person_id", "version", name=op.f("pk_terms_acceptances")),
    )
    op.create_table(
        "totp_apps",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("last_used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_totp_apps_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_totp_apps")),
    )
    op.create_table(
        "totp_set_ups",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name=op.f("fk_totp_set_ups_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_totp_set_ups")),
    )
    op.create_index("ix_totp_set_ups_expires_at", "totp_set_ups", ["expires_at"], unique=False)
    op.create_table(
        "oidc_access_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("issued_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["oidc_grants.grant_id"],
            name=op.f("fk_oidc_access_tokens_grant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oidc_access_tokens")),
    )
    op.create_index(
        "ix_oidc_access_tokens_expires_at", "oidc_access_tokens", ["expires_at"], unique=False
    )
    op.create_index(
        "ix_oidc_access_tokens_grant_id", "oidc_access_tokens", ["grant_id"], unique=False
    )
    op.create_table(
        "oidc_codes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("code_challenge", sa.String(length=128), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["oidc_grants.grant_id"],
            name=op.f("fk_oidc_codes_grant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oidc_codes")),
    )
    op.create_index("ix_oidc_codes_grant_id", "oidc_codes", ["grant_id"], unique=False)
    op.create_table(
        "oidc_refresh_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", columns.Moment(), nullable=False),
        sa.Column("expires_at", columns.Moment(), nullable=False),
        sa.Column("used_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["oidc_grants.grant_id"],
            name=op.f("fk_oidc_refresh_tokens_grant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oidc_refresh_tokens")),
    )
    op.create_index(
        "ix_oidc_refresh_tokens_grant_id", "oidc_refresh_tokens", ["grant_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_oidc_refresh_tokens_grant_id", table_name="oidc_refresh_tokens")
    op.drop_table("oidc_refresh_tokens")
    op.drop_index("ix_oidc_codes_grant_id", table_name="oidc_codes")
    op.drop_table("oidc_codes")
    op.drop_index("ix_oidc_access_tokens_grant_id", table_name="oidc_access_tokens")
    op.drop_index("ix_oidc_access_tokens_expires_at", table_name="oidc_access_tokens")
    op.drop_table("oidc_access_tokens")
    op.drop_index("ix_totp_set_ups_expires_at", table_name="totp_set_ups")
    op.drop_table("totp_set_ups")
    op.drop_table("totp_apps")
    op.drop_table("terms_acceptances")
    op.drop_index("ix_support_accesses_person_id", table_name="support_accesses")
    op.drop_table("support_accesses")
    op.drop_index("ix_sign_in_challenges_expires_at", table_name="sign_in_challenges")
    op.drop_table("sign_in_challenges")
    op.drop_index("ix_sessions_person_id", table_name="sessions")
    op.drop_index("ix_sessions_parent_session_id", table_name="sessions")
    op.drop_index(
        "ix_sessions_open",
        table_name="sessions",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_sessions_expires_at", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_service_passwords_person_id", table_name="service_passwords")
    op.drop_table("service_passwords")
    op.drop_table("scim_external_ids")
    op.drop_table("scim_deletions")
    op.drop_index(
        "uq_role_requests_open",
        table_name="role_requests",
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_role_requests_requested_at", table_name="role_requests")
    op.drop_table("role_requests")
    op.drop_index(
        "uq_role_grants_held",
        table_name="role_grants",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_role_grants_granted_at", table_name="role_grants")
    op.drop_index(
        "ix_role_grants_expires_on",
        table_name="role_grants",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("role_grants")
    op.drop_table("recovery_codes")
    op.drop_table("recovery_addresses")
    op.drop_index("ix_password_resets_person_id", table_name="password_resets")
    op.drop_index("ix_password_resets_expires_at", table_name="password_resets")
    op.drop_table("password_resets")
    op.drop_index("ix_passkeys_person_id", table_name="passkeys")
    op.drop_table("passkeys")
    op.drop_index("ix_passkey_challenges_expires_at", table_name="passkey_challenges")
    op.drop_table("passkey_challenges")
    op.drop_index("ix_oidc_system_grants_expires_at", table_name="oidc_system_grants")
    op.drop_index("ix_oidc_system_grants_client_id", table_name="oidc_system_grants")
    op.drop_table("oidc_system_grants")
    op.drop_index("ix_oidc_logout_notices_next_attempt_at", table_name="oidc_logout_notices")
    op.drop_table("oidc_logout_notices")
    op.drop_index("ix_oidc_grants_session_id", table_name="oidc_grants")
    op.drop_index("ix_oidc_grants_person_id", table_name="oidc_grants")
    op.drop_index("ix_oidc_grants_expires_at", table_name="oidc_grants")
    op.drop_index("ix_oidc_grants_client_id", table_name="oidc_grants")
    op.drop_table("oidc_grants")
    op.drop_table("oidc_consents")
    op.drop_index("ix_oidc_client_sessions_started_at", table_name="oidc_client_sessions")
    op.drop_table("oidc_client_sessions")
    op.drop_index("ix_oidc_client_secrets_client_id", table_name="oidc_client_secrets")
    op.drop_table("oidc_client_secrets")
    op.drop_index("ix_mailed_codes_expires_at", table_name="mailed_codes")
    op.drop_table("mailed_codes")
    op.drop_index(
        "uq_library_cards_held",
        table_name="library_cards",
        postgresql_where=sa.text("state IN ('active', 'blocked')"),
        sqlite_where=sa.text("state IN ('active', 'blocked')"),
    )
    op.drop_index(op.f("ix_library_cards_person_id"), table_name="library_cards")
    op.drop_table("library_cards")
    op.drop_table("it_service_activations")
    op.drop_table("initial_codes")
    op.drop_index("ix_handover_entries_person_id", table_name="handover_entries")
    op.drop_table("handover_entries")
    op.drop_index("ix_failure_streaks_password_off_at", table_name="failure_streaks")
    op.drop_index("ix_failure_streaks_last_at", table_name="failure_streaks")
    op.drop_table("failure_streaks")
    op.drop_table("european_student_codes")
    op.drop_index("ix_devices_token_digest", table_name="devices")
    op.drop_index("ix_devices_expires_at", table_name="devices")
    op.drop_table("devices")
    op.drop_table("account_roles")
    op.drop_index(op.f("ix_account_restarts_person_id"), table_name="account_restarts")
    op.drop_table("account_restarts")
    op.drop_table("terms_of_use")
    op.drop_table("student_numbers")
    op.drop_table("signing_keys")
    op.drop_table("reset_requests")
    op.drop_index("ix_oidc_waiting_requests_expires_at", table_name="oidc_waiting_requests")
    op.drop_table("oidc_waiting_requests")
    op.drop_index("ix_oidc_used_assertions_expires_at", table_name="oidc_used_assertions")
    op.drop_table("oidc_used_assertions")
    op.drop_table("oidc_subject_salt")
    op.drop_index("ix_oidc_clients_sort_name", table_name="oidc_clients")
    op.drop_table("oidc_clients")
    op.drop_index("ix_library_users_sought_name", table_name="library_users")
    op.drop_table("library_users")
    op.drop_table("library_rules")
    op.drop_index("ix_library_newcomers_programme_code", table_name="library_newcomers")
    op.drop_table("library_newcomers")
    op.drop_table("library_accounts")
    op.drop_table("it_services")
    op.drop_table("heard_names")
    op.drop_index(op.f("ix_heard_enrolments_person_id"), table_name="heard_enrolments")
    op.drop_table("heard_enrolments")
    op.drop_index("ix_handover_lists_created_at", table_name="handover_lists")
    op.drop_table("handover_lists")
    op.drop_table("grantable_roles")
    op.drop_table("alarms")
    op.drop_index("ix_address_failures_window_start", table_name="address_failures")
    op.drop_table("address_failures")
    op.drop_index("ix_accounts_search_key", table_name="accounts")
    op.drop_index("ix_accounts_due_date", table_name="accounts")
    op.drop_table("accounts")
    op.drop_table("account_rules")
    op.drop_index("ix_account_failures_last_at", table_name="account_failures")
    op.drop_table("account_failures")
