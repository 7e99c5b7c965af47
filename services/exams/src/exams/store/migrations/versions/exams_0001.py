"""The tables of exams."""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "exams_0001"
down_revision = None
branch_labels = ("exams",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("display_name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_accounts"),
        sa.UniqueConstraint("user_name", name="uq_accounts_user_name"),
    )
    op.create_table(
        "enrolments",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("degree_code", sa.String(length=40), nullable=False),
        sa.Column("degree_name", columns.Texts(), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("programme_name", columns.Texts(), nullable=False),
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("regulations_version_name", columns.Texts(), nullable=False),
        sa.Column("first_enrolment_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_enrolments"),
    )
    op.create_index("ix_enrolments_person_id", "enrolments", ["person_id"], unique=False)
    op.create_table(
        "examination_periods",
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("exams_first_date", sa.Date(), nullable=False),
        sa.Column("exams_last_date", sa.Date(), nullable=False),
        sa.Column("registration_first_date", sa.Date(), nullable=False),
        sa.Column("registration_last_date", sa.Date(), nullable=False),
        sa.Column("withdrawal_working_days", sa.Integer(), nullable=False),
        sa.Column("holidays_of", sa.String(length=2), nullable=False),
        sa.Column("undated_withdrawal_last_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("semester", "period", name="pk_examination_periods"),
    )
    op.create_table(
        "exams",
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("exam_number", name="pk_exams"),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("matriculation_number", sa.String(length=7), nullable=False),
        sa.Column("given_names", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("birth_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
    )
    op.create_table(
        "regulations_versions",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("registration_section", sa.String(length=60), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("regulations_version_code", name="pk_regulations_versions"),
    )
    op.create_table(
        "semesters",
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("lectures_first_date", sa.Date(), nullable=False),
        sa.Column("lectures_last_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("semester", name="pk_semesters"),
    )
    op.create_table(
        "terms",
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("title", columns.Texts(), nullable=False),
        sa.Column("paragraphs", columns.Json(), nullable=False),
        sa.Column("in_force_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("terms_version", name="pk_terms"),
    )
    op.create_table(
        "enrolled_semesters",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name="fk_enrolled_semesters_enrolment_id"
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "semester", name="pk_enrolled_semesters"),
    )
    op.create_table(
        "modules",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("area_name", columns.Texts(), nullable=False),
        sa.Column("credits_tenths", sa.Integer(), nullable=False),
        sa.Column("recommended_semester", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regulations_version_code"],
            ["regulations_versions.regulations_version_code"],
            name="fk_modules_regulations_version_code",
        ),
        sa.PrimaryKeyConstraint("regulations_version_code", "module_code", name="pk_modules"),
    )
    op.create_table(
        "sittings",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("start_time", columns.Moment(), nullable=True),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("examiner_user_name", sa.String(length=64), nullable=False),
        sa.Column("registration_open_time", columns.Moment(), nullable=False),
        sa.Column("registration_close_time", columns.Moment(), nullable=False),
        sa.Column("withdrawal_close_time", columns.Moment(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "capacity = 0 OR taken <= capacity", name="ck_sittings_taken_within_capacity"
        ),
        sa.CheckConstraint(
            "registration_open_time < registration_close_time",
            name="ck_sittings_registration_window",
        ),
        sa.CheckConstraint("taken >= 0", name="ck_sittings_taken_not_negative"),
        sa.ForeignKeyConstraint(
            ["exam_number"], ["exams.exam_number"], name="fk_sittings_exam_number"
        ),
        sa.ForeignKeyConstraint(
            ["semester", "period"],
            ["examination_periods.semester", "examination_periods.period"],
            name="fk_sittings_semester_period",
        ),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_sittings"),
    )
    op.create_index(
        "ix_sittings_exam_number",
        "sittings",
        ["exam_number", "registration_close_time"],
        unique=False,
    )
    op.create_index(
        "ix_sittings_examiner_user_name", "sittings", ["examiner_user_name"], unique=False
    )
    op.create_index("ix_sittings_semester", "sittings", ["semester"], unique=False)
    op.create_table(
        "terms_acceptances",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("accept_time", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["terms_version"], ["terms.terms_version"], name="fk_terms_acceptances_terms_version"
        ),
        sa.PrimaryKeyConstraint("person_id", "terms_version", name="pk_terms_acceptances"),
    )
    op.create_table(
        "module_exams",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exam_number"], ["exams.exam_number"], name="fk_module_exams_exam_number"
        ),
        sa.ForeignKeyConstraint(
            ["regulations_version_code", "module_code"],
            ["modules.regulations_version_code", "modules.module_code"],
            name="fk_module_exams_regulations_version_code_module_code",
        ),
        sa.PrimaryKeyConstraint("regulations_version_code", "exam_number", name="pk_module_exams"),
    )
    op.create_index("ix_module_exams_exam_number", "module_exams", ["exam_number"], unique=False)
    op.create_table(
        "registration_attempts",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_time", columns.Moment(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("obstacles", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_registration_attempts_sitting_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_registration_attempts"),
    )
    op.create_index(
        "ix_registration_attempts_person_id", "registration_attempts", ["person_id"], unique=False
    )
    op.create_table(
        "registrations",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("status_code", sa.String(length=8), nullable=False),
        sa.Column("register_time", columns.Moment(), nullable=False),
        sa.Column("withdraw_time", columns.Moment(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name="fk_registrations_enrolment_id"
        ),
        sa.ForeignKeyConstraint(
            ["regulations_version_code", "exam_number"],
            ["module_exams.regulations_version_code", "module_exams.exam_number"],
            name="fk_registrations_regulations_version_code_exam_number",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_registrations_sitting_id"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_registrations"),
    )
    op.create_index(
        "ix_registrations_enrolment_id", "registrations", ["enrolment_id"], unique=False
    )
    op.create_index(
        "ix_registrations_person_id",
        "registrations",
        ["person_id", "register_time", "registration_id"],
        unique=False,
    )
    op.create_index(
        "ix_registrations_regulations_version_code_exam_number",
        "registrations",
        ["regulations_version_code", "exam_number"],
        unique=False,
    )
    op.create_index(
        "uq_registrations_live",
        "registrations",
        ["sitting_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("status_code = 'AN'"),
        sqlite_where=sa.text("status_code = 'AN'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_registrations_live",
        table_name="registrations",
        postgresql_where=sa.text("status_code = 'AN'"),
        sqlite_where=sa.text("status_code = 'AN'"),
    )
    op.drop_index(
        "ix_registrations_regulations_version_code_exam_number", table_name="registrations"
    )
    op.drop_index("ix_registrations_person_id", table_name="registrations")
    op.drop_index("ix_registrations_enrolment_id", table_name="registrations")
    op.drop_table("registrations")
    op.drop_index("ix_registration_attempts_person_id", table_name="registration_attempts")
    op.drop_table("registration_attempts")
    op.drop_index("ix_module_exams_exam_number", table_name="module_exams")
    op.drop_table("module_exams")
    op.drop_table("terms_acceptances")
    op.drop_index("ix_sittings_semester", table_name="sittings")
    op.drop_index("ix_sittings_examiner_user_name", table_name="sittings")
    op.drop_index("ix_sittings_exam_number", table_name="sittings")
    op.drop_table("sittings")
    op.drop_table("modules")
    op.drop_table("enrolled_semesters")
    op.drop_table("terms")
    op.drop_table("semesters")
    op.drop_table("regulations_versions")
    op.drop_table("persons")
    op.drop_table("exams")
    op.drop_table("examination_periods")
    op.drop_index("ix_enrolments_person_id", table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_table("accounts")
