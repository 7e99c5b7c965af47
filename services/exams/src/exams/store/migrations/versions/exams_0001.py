"""The tables of exams."""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "exams_0001"
down_revision = None
branch_labels = ("exams",)
depends_on = None

NOT_ENDED = sa.text(
    "status NOT IN ('deregistered', 'not_drawn', 'repeat_waived', 'withdrawal_approved',"
    " 'withdrawn')"
)


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
        "calendar_feeds",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("secret_digest", name="uq_calendar_feeds_secret_digest"),
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
    op.create_index(
        "ix_enrolments_regulations_version_code",
        "enrolments",
        ["regulations_version_code"],
        unique=False,
    )
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
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
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
    op.create_index(
        "ix_persons_matriculation_number", "persons", ["matriculation_number"], unique=False
    )
    op.create_index("ix_persons_sort_key", "persons", ["sort_key", "person_id"], unique=False)
    op.create_table(
        "preselection_rights",
        sa.Column("preselection_right_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("preselection_right_id", name="pk_preselection_rights"),
    )
    op.create_index("ix_preselection_rights_person_id", "preselection_rights", ["person_id"])
    op.create_table(
        "regulations_versions",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
        sa.Column("areas", columns.Json(), nullable=False),
        sa.Column("document_url", sa.String(length=500), server_default="", nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("publish_time", columns.Moment(), nullable=True),
        sa.Column("change_time", columns.Moment(), nullable=False),
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
        "status_codes",
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("xhochschule", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("status", name="pk_status_codes"),
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
        "completions",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("last_exam_date", sa.Date(), nullable=False),
        sa.Column("average", sa.String(length=16), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("change_time", columns.Moment(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name="fk_completions_enrolment_id"
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_completions"),
    )
    op.create_table(
        "enrolled_semesters",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("semester", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("programme_semester", sa.Integer(), server_default="0", nullable=False),
        sa.Column("part_time", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.enrolment_id"],
            name="fk_enrolled_semesters_enrolment_id",
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "semester", name="pk_enrolled_semesters"),
    )
    op.create_table(
        "modules",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=False),
        sa.Column("area_name", columns.Texts(), nullable=False),
        sa.Column("credits_tenths", sa.Integer(), nullable=False),
        sa.Column("recommended_semester", sa.Integer(), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.String(length=12), nullable=False),
        sa.Column("courses", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regulations_version_code"],
            ["regulations_versions.regulations_version_code"],
            name="fk_modules_regulations_version_code",
        ),
        sa.PrimaryKeyConstraint("regulations_version_code", "module_code", name="pk_modules"),
    )
    op.create_table(
        "recognitions",
        sa.Column("recognition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("credits_tenths", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=4), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("original_title", sa.String(length=300), nullable=False),
        sa.Column("achieve_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recognise_time", columns.Moment(), nullable=False),
        sa.Column("recognised_by", sa.Uuid(), nullable=False),
        sa.Column("revoke_time", columns.Moment(), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name="fk_recognitions_enrolment_id"
        ),
        sa.PrimaryKeyConstraint("recognition_id", name="pk_recognitions"),
    )
    op.create_index("ix_recognitions_person_id", "recognitions", ["person_id"], unique=False)
    op.create_index(
        "uq_recognitions_counting",
        "recognitions",
        ["enrolment_id", "module_code", "exam_number"],
        unique=True,
        postgresql_where=sa.text("revoke_time IS NULL"),
        sqlite_where=sa.text("revoke_time IS NULL"),
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
        sa.Column("own_window", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("seating", sa.String(length=20), server_default="first_come", nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("has_waiting_list", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cancel_time", columns.Moment(), nullable=True),
        sa.Column("release_time", columns.Moment(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "capacity = 0 OR taken <= capacity", name="ck_sittings_taken_within_capacity"
        ),
        sa.CheckConstraint(
            "registration_open_time < registration_close_time",
            name="ck_sittings_registration_window",
        ),
        sa.CheckConstraint("taken >= 0", name="ck_sittings_taken_not_negative"),
        sa.CheckConstraint("waiting >= 0", name="ck_sittings_waiting_not_negative"),
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
    op.create_index("ix_sittings_semester", "sittings", ["semester", "period"], unique=False)
    op.create_table(
        "terms_acceptances",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("terms_version", sa.String(length=40), nullable=False),
        sa.Column("accept_time", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["terms_version"],
            ["terms.terms_version"],
            name="fk_terms_acceptances_terms_version",
        ),
        sa.PrimaryKeyConstraint("person_id", "terms_version", name="pk_terms_acceptances"),
    )
    op.create_table(
        "lotteries",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("seed_commitment", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("public_source", sa.Text(), nullable=False),
        sa.Column("public_time", columns.Moment(), nullable=False),
        sa.Column("preselection_percent", sa.Integer(), nullable=False),
        sa.Column("postponed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("close_time", columns.Moment(), nullable=True),
        sa.Column("closing", sa.Text(), server_default="", nullable=False),
        sa.Column("closing_digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("request_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("drawn_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("public_value", sa.Text(), server_default="", nullable=False),
        sa.Column("draw_time", columns.Moment(), nullable=True),
        sa.Column("publication", sa.Text(), server_default="", nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_lotteries_sitting_id"
        ),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_lotteries"),
    )
    op.create_table(
        "module_exams",
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
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
        "receipt_keys",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("jwk", columns.Json(), nullable=False),
        sa.Column("first_time", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_receipt_keys"),
    )
    op.create_table(
        "receipts",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("receipt_time", columns.Moment(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_receipts_sitting_id"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "seq", name="pk_receipts"),
    )
    op.create_index("ix_receipts_registration_id", "receipts", ["registration_id"], unique=False)
    op.create_table(
        "registration_attempts",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_time", columns.Moment(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("obstacles", columns.Json(), nullable=False),
        sa.Column("signed", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sittings.sitting_id"],
            name="fk_registration_attempts_sitting_id",
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_registration_attempts"),
    )
    op.create_index(
        "ix_registration_attempts_person_id",
        "registration_attempts",
        ["person_id", "attempt_time"],
        unique=False,
    )
    op.create_table(
        "result_imports",
        sa.Column("result_import_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("import_time", columns.Moment(), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_result_imports_sitting_id"
        ),
        sa.PrimaryKeyConstraint("result_import_id", name="pk_result_imports"),
    )
    op.create_index("ix_result_imports_sitting_id", "result_imports", ["sitting_id"], unique=False)
    op.create_table(
        "sitting_changes",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("change_time", columns.Moment(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.sitting_id"], name="fk_sitting_changes_sitting_id"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "version", name="pk_sitting_changes"),
    )
    op.create_table(
        "registrations",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("regulations_version_code", sa.String(length=40), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("register_time", columns.Moment(), nullable=False),
        sa.Column("withdraw_time", columns.Moment(), nullable=True),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("seat", sa.String(length=20), server_default="", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.enrolment_id"],
            name="fk_registrations_enrolment_id",
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
        "ix_registrations_sitting_id_seq", "registrations", ["sitting_id", "seq"], unique=False
    )
    op.create_index(
        "uq_registrations_live",
        "registrations",
        ["sitting_id", "person_id"],
        unique=True,
        postgresql_where=NOT_ENDED,
        sqlite_where=NOT_ENDED,
    )
    op.create_table(
        "results",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("exam_date", sa.Date(), nullable=False),
        sa.Column("counts_as_attempt", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("enter_time", columns.Moment(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("release_time", columns.Moment(), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.registration_id"],
            name="fk_results_registration_id",
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_results"),
    )
    op.create_index("ix_results_enrolment_id", "results", ["enrolment_id"], unique=False)
    op.create_index("ix_results_person_id", "results", ["person_id"], unique=False)
    op.create_index("ix_results_sitting_id", "results", ["sitting_id"], unique=False)
    op.create_table(
        "sick_notes",
        sa.Column("sick_note_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("ill_from_date", sa.Date(), nullable=False),
        sa.Column("ill_until_date", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("file_time", columns.Moment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decide_time", columns.Moment(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.registration_id"],
            name="fk_sick_notes_registration_id",
        ),
        sa.PrimaryKeyConstraint("sick_note_id", name="pk_sick_notes"),
    )
    op.create_index("ix_sick_notes_person_id", "sick_notes", ["person_id"], unique=False)
    op.create_index(
        "ix_sick_notes_undecided",
        "sick_notes",
        ["file_time"],
        unique=False,
        postgresql_where=sa.text("state = 'filed'"),
        sqlite_where=sa.text("state = 'filed'"),
    )
    op.create_index(
        "uq_sick_notes_registration_id",
        "sick_notes",
        ["registration_id"],
        unique=True,
        postgresql_where=sa.text("state != 'refused'"),
        sqlite_where=sa.text("state != 'refused'"),
    )
    op.create_table(
        "theses",
        sa.Column("thesis_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("exam_number", sa.String(length=20), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_examiner_user_name", sa.String(length=64), nullable=False),
        sa.Column("second_examiner_user_name", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("apply_time", columns.Moment(), nullable=False),
        sa.Column("decide_time", columns.Moment(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("extend_time", columns.Moment(), nullable=True),
        sa.Column("extension_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("hand_in_time", columns.Moment(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("first_grade", sa.String(length=4), server_default="", nullable=False),
        sa.Column("second_grade", sa.String(length=4), server_default="", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name="fk_theses_enrolment_id"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.registration_id"],
            name="fk_theses_registration_id",
        ),
        sa.PrimaryKeyConstraint("thesis_id", name="pk_theses"),
    )
    op.create_index("ix_theses_person_id", "theses", ["person_id"], unique=False)
    op.create_index("ix_theses_state", "theses", ["state", "apply_time"], unique=False)
    op.create_index(
        "uq_theses_under_way",
        "theses",
        ["enrolment_id", "exam_number"],
        unique=True,
        postgresql_where=sa.text("state IN ('applied', 'admitted', 'handed_in')"),
        sqlite_where=sa.text("state IN ('applied', 'admitted', 'handed_in')"),
    )
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("result_version", sa.BigInteger(), nullable=False),
        sa.Column("grade", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("propose_time", columns.Moment(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decide_time", columns.Moment(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["results.registration_id"],
            name="fk_corrections_registration_id",
        ),
        sa.PrimaryKeyConstraint("correction_id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_sitting_id", "corrections", ["sitting_id"], unique=False)
    op.create_index(
        "uq_corrections_open",
        "corrections",
        ["registration_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "result_versions",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("change_time", columns.Moment(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("exam_date", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.registration_id"],
            name="fk_result_versions_registration_id",
        ),
        sa.PrimaryKeyConstraint("registration_id", "version", name="pk_result_versions"),
    )


def downgrade() -> None:
    op.drop_table("result_versions")
    op.drop_index(
        "uq_corrections_open",
        table_name="corrections",
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )
    op.drop_index("ix_corrections_sitting_id", table_name="corrections")
    op.drop_table("corrections")
    op.drop_index(
        "uq_theses_under_way",
        table_name="theses",
        postgresql_where=sa.text("state IN ('applied', 'admitted', 'handed_in')"),
        sqlite_where=sa.text("state IN ('applied', 'admitted', 'handed_in')"),
    )
    op.drop_index("ix_theses_state", table_name="theses")
    op.drop_index("ix_theses_person_id", table_name="theses")
    op.drop_table("theses")
    op.drop_index(
        "uq_sick_notes_registration_id",
        table_name="sick_notes",
        postgresql_where=sa.text("state != 'refused'"),
        sqlite_where=sa.text("state != 'refused'"),
    )
    op.drop_index(
        "ix_sick_notes_undecided",
        table_name="sick_notes",
        postgresql_where=sa.text("state = 'filed'"),
        sqlite_where=sa.text("state = 'filed'"),
    )
    op.drop_index("ix_sick_notes_person_id", table_name="sick_notes")
    op.drop_table("sick_notes")
    op.drop_index("ix_results_sitting_id", table_name="results")
    op.drop_index("ix_results_person_id", table_name="results")
    op.drop_index("ix_results_enrolment_id", table_name="results")
    op.drop_table("results")
    op.drop_index(
        "uq_registrations_live",
        table_name="registrations",
        postgresql_where=NOT_ENDED,
        sqlite_where=NOT_ENDED,
    )
    op.drop_index("ix_registrations_sitting_id_seq", table_name="registrations")
    op.drop_index(
        "ix_registrations_regulations_version_code_exam_number", table_name="registrations"
    )
    op.drop_index("ix_registrations_person_id", table_name="registrations")
    op.drop_index("ix_registrations_enrolment_id", table_name="registrations")
    op.drop_table("registrations")
    op.drop_table("sitting_changes")
    op.drop_index("ix_result_imports_sitting_id", table_name="result_imports")
    op.drop_table("result_imports")
    op.drop_index("ix_registration_attempts_person_id", table_name="registration_attempts")
    op.drop_table("registration_attempts")
    op.drop_index("ix_receipts_registration_id", table_name="receipts")
    op.drop_table("receipts")
    op.drop_table("receipt_keys")
    op.drop_index("ix_module_exams_exam_number", table_name="module_exams")
    op.drop_table("module_exams")
    op.drop_table("lotteries")
    op.drop_table("terms_acceptances")
    op.drop_index("ix_sittings_semester", table_name="sittings")
    op.drop_index("ix_sittings_examiner_user_name", table_name="sittings")
    op.drop_index("ix_sittings_exam_number", table_name="sittings")
    op.drop_table("sittings")
    op.drop_index(
        "uq_recognitions_counting",
        table_name="recognitions",
        postgresql_where=sa.text("revoke_time IS NULL"),
        sqlite_where=sa.text("revoke_time IS NULL"),
    )
    op.drop_index("ix_recognitions_person_id", table_name="recognitions")
    op.drop_table("recognitions")
    op.drop_table("modules")
    op.drop_table("enrolled_semesters")
    op.drop_table("completions")
    op.drop_table("terms")
    op.drop_table("status_codes")
    op.drop_table("semesters")
    op.drop_table("regulations_versions")
    op.drop_index("ix_preselection_rights_person_id", table_name="preselection_rights")
    op.drop_table("preselection_rights")
    op.drop_index("ix_persons_sort_key", table_name="persons")
    op.drop_index("ix_persons_matriculation_number", table_name="persons")
    op.drop_table("persons")
    op.drop_table("exams")
    op.drop_table("examination_periods")
    op.drop_index("ix_enrolments_regulations_version_code", table_name="enrolments")
    op.drop_index("ix_enrolments_person_id", table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_table("calendar_feeds")
    op.drop_table("accounts")
