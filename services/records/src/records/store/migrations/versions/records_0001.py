"""The tables of records"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns
from chassis.database.append_only import permit_changes, refuse_changes

revision = "records_0001"
down_revision = None
branch_labels = ("records",)
depends_on = None

# Codes and names sort by code point whatever the database's locale.
_CODE = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
_SEARCH_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# What the ledger says is never changed: the database refuses it.
_APPEND_ONLY = ("bookings", "booking_lines", "charges")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("user_name", name=op.f("uq_accounts_user_name")),
    )
    op.create_table(
        "bank_statements",
        sa.Column("bank_statement_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("statement_reference", sa.Text(), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("import_time", columns.Moment(), nullable=False),
        sa.Column("imported_by", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("to_clear", sa.Integer(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("problems", columns.Json(), nullable=False),
        sa.PrimaryKeyConstraint("bank_statement_id", name=op.f("pk_bank_statements")),
    )
    op.create_index(
        op.f("ix_bank_statements_file_hash"), "bank_statements", ["file_hash"], unique=False
    )
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("book_time", columns.Moment(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("booked_by", sa.String(length=64), nullable=False),
        sa.Column("text", columns.Texts(), nullable=False),
        sa.Column("bank_entry_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_booking_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reverses_booking_id"],
            ["bookings.booking_id"],
            name=op.f("fk_bookings_reverses_booking_id"),
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("reverses_booking_id", name=op.f("uq_bookings_reverses_booking_id")),
    )
    op.create_index(op.f("ix_bookings_bank_entry_id"), "bookings", ["bank_entry_id"], unique=False)
    op.create_table(
        "contact_points",
        sa.Column("contact_point_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("purpose", columns.Texts(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("in_footer", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("contact_point_code", name=op.f("pk_contact_points")),
    )
    op.create_table(
        "contribution_parts",
        sa.Column("from_semester", sa.String(length=5), nullable=False),
        sa.Column("part_code", _CODE, nullable=False),
        sa.Column("whole_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("from_semester", "part_code", name=op.f("pk_contribution_parts")),
    )
    op.create_table(
        "degrees",
        sa.Column("degree_code", _CODE, nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.PrimaryKeyConstraint("degree_code", name=op.f("pk_degrees")),
    )
    op.create_table(
        "matriculation_counter",
        sa.Column("counter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_matriculation_counter")),
    )
    op.create_table(
        "number_counters",
        sa.Column("counter_name", _CODE, nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("counter_name", name=op.f("pk_number_counters")),
    )
    op.create_table(
        "occasional_fees",
        sa.Column("fee_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fee_code", name=op.f("pk_occasional_fees")),
    )
    op.create_table(
        "payment_orders",
        sa.Column("payment_order_number", _CODE, nullable=False),
        sa.Column("order_time", columns.Moment(), nullable=False),
        sa.Column("ordered_by", sa.String(length=64), nullable=False),
        sa.Column("refunds", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("payment_order_number", name=op.f("pk_payment_orders")),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("matriculation_number", sa.String(length=7), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("birth_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", _SEARCH_KEY, nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.Text(), nullable=False),
        sa.Column("citizenship", sa.String(length=2), nullable=False),
        sa.Column("sex_entry", sa.String(length=10), nullable=False),
        sa.Column("photo_document_id", sa.Uuid(), nullable=True),
        sa.Column("correspondence", sa.String(length=10), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_persons")),
        sa.UniqueConstraint("matriculation_number", name=op.f("uq_persons_matriculation_number")),
    )
    op.create_index(
        "ix_persons_search_key_person_id", "persons", ["search_key", "person_id"], unique=False
    )
    op.create_table(
        "prior_studies",
        sa.Column("prior_study_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("university_name", sa.Text(), nullable=False),
        sa.Column("programme_name", sa.Text(), nullable=False),
        sa.Column("semester_codes", columns.Json(), nullable=False),
        sa.Column("semesters", sa.Integer(), nullable=False),
        sa.Column("completed_degree", sa.Boolean(), nullable=False),
        sa.Column("standard_duration_semesters", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("enter_time", columns.Moment(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("prior_study_id", name=op.f("pk_prior_studies")),
    )
    op.create_index(
        op.f("ix_prior_studies_person_id"), "prior_studies", ["person_id"], unique=False
    )
    op.create_table(
        "schools",
        sa.Column("school_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.PrimaryKeyConstraint("school_code", name=op.f("pk_schools")),
    )
    op.create_table(
        "semesters",
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("lectures_first_date", sa.Date(), nullable=False),
        sa.Column("lectures_last_date", sa.Date(), nullable=False),
        sa.Column("reregistration_first_date", sa.Date(), nullable=False),
        sa.Column("reregistration_last_date", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("semester_code", name=op.f("pk_semesters")),
    )
    op.create_table(
        "university",
        sa.Column("university_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("destatis_code", sa.String(length=4), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("street_address", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("mailbox_domain", sa.Text(), nullable=False),
        sa.Column("account_recipient", sa.Text(), nullable=False),
        sa.Column("account_iban", sa.String(length=34), nullable=False),
        sa.Column("account_bic", sa.String(length=11), nullable=False),
        sa.Column("account_bank_name", sa.Text(), nullable=False),
        sa.Column("rules", columns.Json(), nullable=False),
        sa.PrimaryKeyConstraint("university_id", name=op.f("pk_university")),
    )
    op.create_table(
        "addresses",
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("valid_from_date", sa.Date(), nullable=False),
        sa.Column("care_of", sa.Text(), nullable=False),
        sa.Column("street_address", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.String(length=16), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("enter_time", columns.Moment(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_addresses_person_id")
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_addresses")),
    )
    op.create_index(
        "ix_addresses_person_id_kind_valid_from_date",
        "addresses",
        ["person_id", "kind", "valid_from_date"],
        unique=False,
    )
    op.create_table(
        "appointments",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("start_time", columns.Moment(), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("book_time", columns.Moment(), nullable=True),
        sa.Column("cancel_time", columns.Moment(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_appointments_person_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_person_id"), "appointments", ["person_id"], unique=False)
    op.create_index(
        "uq_appointments_offered",
        "appointments",
        ["user_name", "start_time"],
        unique=True,
        postgresql_where=sa.text("cancel_time IS NULL"),
        sqlite_where=sa.text("cancel_time IS NULL"),
    )
    op.create_table(
        "bank_entries",
        sa.Column("bank_entry_id", sa.Uuid(), nullable=False),
        sa.Column("bank_statement_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("booking_key", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("counterparty_name", sa.Text(), nullable=False),
        sa.Column("counterparty_iban", sa.String(length=34), nullable=False),
        sa.Column("remittance", sa.Text(), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=False),
        sa.Column("end_to_end_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_statement_id"],
            ["bank_statements.bank_statement_id"],
            name=op.f("fk_bank_entries_bank_statement_id"),
        ),
        sa.PrimaryKeyConstraint("bank_entry_id", name=op.f("pk_bank_entries")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_entries_fingerprint")),
    )
    op.create_index(
        "ix_bank_entries_bank_statement_id_entry_detail",
        "bank_entries",
        ["bank_statement_id", "entry", "detail"],
        unique=False,
    )
    op.create_index(
        op.f("ix_bank_entries_booking_key"), "bank_entries", ["booking_key"], unique=False
    )
    op.create_index(
        "ix_bank_entries_value_date_amount_cents",
        "bank_entries",
        ["value_date", "amount_cents"],
        unique=False,
    )
    op.create_table(
        "booking_lines",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "amount_cents <> 0", name=op.f("ck_booking_lines_amount_is_not_nothing")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.booking_id"], name=op.f("fk_booking_lines_booking_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", "line", name=op.f("pk_booking_lines")),
    )
    op.create_index(
        op.f("ix_booking_lines_charge_id"), "booking_lines", ["charge_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_lines_person_id"), "booking_lines", ["person_id"], unique=False
    )
    op.create_table(
        "cash_receipts",
        sa.Column("receipt_number", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("receive_time", columns.Moment(), nullable=False),
        sa.Column("received_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.booking_id"], name=op.f("fk_cash_receipts_booking_id")
        ),
        sa.PrimaryKeyConstraint("receipt_number", name=op.f("pk_cash_receipts")),
    )
    op.create_index(
        op.f("ix_cash_receipts_person_id"), "cash_receipts", ["person_id"], unique=False
    )
    op.create_table(
        "charges",
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fee_code", _CODE, nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.booking_id"], name=op.f("fk_charges_booking_id")
        ),
        sa.PrimaryKeyConstraint("charge_id", name=op.f("pk_charges")),
    )
    op.create_index(op.f("ix_charges_person_id"), "charges", ["person_id"], unique=False)
    op.create_index(
        "uq_charges_person_id_fee_code_semester_code_occasion",
        "charges",
        ["person_id", "fee_code", "semester_code", "occasion"],
        unique=True,
    )
    op.create_table(
        "contact_entries",
        sa.Column("contact_entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_contact_entries_person_id")
        ),
        sa.PrimaryKeyConstraint("contact_entry_id", name=op.f("pk_contact_entries")),
    )
    op.create_index(
        op.f("ix_contact_entries_person_id"), "contact_entries", ["person_id"], unique=False
    )
    op.create_table(
        "correspondence_choices",
        sa.Column("correspondence_choice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choose_time", columns.Moment(), nullable=False),
        sa.Column("chosen_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_correspondence_choices_person_id")
        ),
        sa.PrimaryKeyConstraint("correspondence_choice_id", name=op.f("pk_correspondence_choices")),
    )
    op.create_index(
        op.f("ix_correspondence_choices_person_id"),
        "correspondence_choices",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "former_names",
        sa.Column("former_name_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("birth_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("change_time", columns.Moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_former_names_person_id")
        ),
        sa.PrimaryKeyConstraint("former_name_id", name=op.f("pk_former_names")),
    )
    op.create_index(op.f("ix_former_names_person_id"), "former_names", ["person_id"], unique=False)
    op.create_table(
        "person_corrections",
        sa.Column("person_correction_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("former_value", sa.Text(), nullable=False),
        sa.Column("new_value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("correct_time", columns.Moment(), nullable=False),
        sa.Column("corrected_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_person_corrections_person_id")
        ),
        sa.PrimaryKeyConstraint("person_correction_id", name=op.f("pk_person_corrections")),
    )
    op.create_index(
        op.f("ix_person_corrections_person_id"), "person_corrections", ["person_id"], unique=False
    )
    op.create_table(
        "preselection_rights",
        sa.Column("preselection_right_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("change_time", columns.Moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_preselection_rights_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_preselection_rights_semester_code"),
        ),
        sa.PrimaryKeyConstraint("preselection_right_id", name=op.f("pk_preselection_rights")),
    )
    op.create_index(
        "uq_preselection_rights_person_id_semester_code_ground",
        "preselection_rights",
        ["person_id", "semester_code", "ground"],
        unique=True,
    )
    op.create_table(
        "programmes",
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("degree_code", _CODE, nullable=False),
        sa.Column("school_code", _CODE, nullable=False),
        sa.Column("faculty_name", columns.Texts(), nullable=False),
        sa.Column("student_council", columns.Texts(), nullable=False),
        sa.Column("standard_duration_semesters", sa.Integer(), nullable=False),
        sa.Column("majors", columns.Json(), nullable=False),
        sa.Column("minors", columns.Json(), nullable=False),
        sa.Column("consecutive", sa.Boolean(), nullable=False),
        sa.Column("part_time_possible", sa.Boolean(), nullable=False),
        sa.Column("focus_change_possible", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["degree_code"], ["degrees.degree_code"], name=op.f("fk_programmes_degree_code")
        ),
        sa.ForeignKeyConstraint(
            ["school_code"], ["schools.school_code"], name=op.f("fk_programmes_school_code")
        ),
        sa.PrimaryKeyConstraint("programme_code", name=op.f("pk_programmes")),
    )
    op.create_table(
        "refunds",
        sa.Column("refund_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("account_holder", sa.Text(), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("payment_order_number", _CODE, nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("bank_entry_id", sa.Uuid(), nullable=True),
        sa.Column("pay_date", sa.Date(), nullable=True),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_refunds_amount_is_more_than_nothing")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.booking_id"], name=op.f("fk_refunds_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_order_number"],
            ["payment_orders.payment_order_number"],
            name=op.f("fk_refunds_payment_order_number"),
        ),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_refunds")),
    )
    op.create_index(
        op.f("ix_refunds_payment_order_number"), "refunds", ["payment_order_number"], unique=False
    )
    op.create_index(op.f("ix_refunds_person_id"), "refunds", ["person_id"], unique=False)
    op.create_index("ix_refunds_state_refund_id", "refunds", ["state", "refund_id"], unique=False)
    op.create_table(
        "reregistrations",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("deadline_date", sa.Date(), nullable=False),
        sa.Column("call_time", columns.Moment(), nullable=False),
        sa.Column("remind_time", columns.Moment(), nullable=True),
        sa.Column("done_time", columns.Moment(), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("close_time", columns.Moment(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_reregistrations_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_reregistrations_semester_code"),
        ),
        sa.PrimaryKeyConstraint("person_id", "semester_code", name=op.f("pk_reregistrations")),
    )
    op.create_index(
        "ix_reregistrations_semester_code_state",
        "reregistrations",
        ["semester_code", "state"],
        unique=False,
    )
    op.create_table(
        "semester_grounds",
        sa.Column("semester_ground_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("waived_cents", sa.BigInteger(), nullable=False),
        sa.Column("child_birth_date", sa.Date(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("enter_time", columns.Moment(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_semester_grounds_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_semester_grounds_semester_code"),
        ),
        sa.PrimaryKeyConstraint("semester_ground_id", name=op.f("pk_semester_grounds")),
    )
    op.create_index(
        "uq_semester_grounds_in_force",
        "semester_grounds",
        ["person_id", "semester_code", "ground"],
        unique=True,
        postgresql_where=sa.text("end_time IS NULL"),
        sqlite_where=sa.text("end_time IS NULL"),
    )
    op.create_table(
        "semester_jobs",
        sa.Column("semester_job_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("ordered_by", sa.String(length=64), nullable=False),
        sa.Column("order_time", columns.Moment(), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.Column("behind_person_id", sa.Uuid(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("outcomes", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_semester_jobs_semester_code"),
        ),
        sa.PrimaryKeyConstraint("semester_job_id", name=op.f("pk_semester_jobs")),
    )
    op.create_index(
        "uq_semester_jobs_running",
        "semester_jobs",
        ["kind", "semester_code"],
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
        sqlite_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "student_cards",
        sa.Column("student_card_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("card_number", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("block_reason", sa.String(length=30), nullable=False),
        sa.Column("valid_until_semester", sa.String(length=5), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("deliver_time", columns.Moment(), nullable=True),
        sa.Column("send_to", columns.Json(), nullable=True),
        sa.Column("issue_time", columns.Moment(), nullable=False),
        sa.Column("end_time", columns.Moment(), nullable=True),
        sa.Column("replaces_card_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_student_cards_person_id")
        ),
        sa.PrimaryKeyConstraint("student_card_id", name=op.f("pk_student_cards")),
        sa.UniqueConstraint("card_number", name=op.f("uq_student_cards_card_number")),
    )
    op.create_index(
        op.f("ix_student_cards_person_id"), "student_cards", ["person_id"], unique=False
    )
    op.create_table(
        "clearing_items",
        sa.Column("clearing_item_id", sa.Uuid(), nullable=False),
        sa.Column("bank_entry_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("candidates", columns.Json(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("settlement", sa.String(length=20), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("settle_time", columns.Moment(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_entry_id"],
            ["bank_entries.bank_entry_id"],
            name=op.f("fk_clearing_items_bank_entry_id"),
        ),
        sa.PrimaryKeyConstraint("clearing_item_id", name=op.f("pk_clearing_items")),
    )
    op.create_index(
        op.f("ix_clearing_items_bank_entry_id"), "clearing_items", ["bank_entry_id"], unique=False
    )
    op.create_index(
        "ix_clearing_items_state_clearing_item_id",
        "clearing_items",
        ["state", "clearing_item_id"],
        unique=False,
    )
    op.create_table(
        "programme_contacts",
        sa.Column("programme_contact_id", _CODE, nullable=False),
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=30), nullable=False),
        sa.Column("major", sa.Text(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("office_hours", columns.Texts(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_code"],
            ["programmes.programme_code"],
            name=op.f("fk_programme_contacts_programme_code"),
        ),
        sa.PrimaryKeyConstraint("programme_contact_id", name=op.f("pk_programme_contacts")),
    )
    op.create_index(
        op.f("ix_programme_contacts_programme_code"),
        "programme_contacts",
        ["programme_code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_programme_contacts_user_name"), "programme_contacts", ["user_name"], unique=False
    )
    op.create_table(
        "regulations_versions",
        sa.Column("regulations_version_code", _CODE, nullable=False),
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_code"],
            ["programmes.programme_code"],
            name=op.f("fk_regulations_versions_programme_code"),
        ),
        sa.PrimaryKeyConstraint("regulations_version_code", name=op.f("pk_regulations_versions")),
    )
    op.create_index(
        op.f("ix_regulations_versions_programme_code"),
        "regulations_versions",
        ["programme_code"],
        unique=False,
    )
    op.create_table(
        "applicants",
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_number", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("birth_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", _SEARCH_KEY, nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.Text(), nullable=False),
        sa.Column("citizenship", sa.String(length=2), nullable=False),
        sa.Column("sex_entry", sa.String(length=10), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("regulations_version_code", _CODE, nullable=False),
        sa.Column("major", sa.Text(), nullable=False),
        sa.Column("minor", sa.Text(), nullable=False),
        sa.Column("first_semester", sa.String(length=5), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("prior_semesters", sa.Integer(), nullable=False),
        sa.Column("payment_deadline_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_semester"],
            ["semesters.semester_code"],
            name=op.f("fk_applicants_first_semester"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"],
            ["programmes.programme_code"],
            name=op.f("fk_applicants_programme_code"),
        ),
        sa.ForeignKeyConstraint(
            ["regulations_version_code"],
            ["regulations_versions.regulations_version_code"],
            name=op.f("fk_applicants_regulations_version_code"),
        ),
        sa.PrimaryKeyConstraint("applicant_id", name=op.f("pk_applicants")),
        sa.UniqueConstraint("applicant_number", name=op.f("uq_applicants_applicant_number")),
    )
    op.create_index(op.f("ix_applicants_person_id"), "applicants", ["person_id"], unique=False)
    op.create_index(
        "ix_applicants_search_key_applicant_id",
        "applicants",
        ["search_key", "applicant_id"],
        unique=False,
    )
    op.create_table(
        "enrolments",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("regulations_version_code", _CODE, nullable=False),
        sa.Column("major", sa.Text(), nullable=False),
        sa.Column("minor", sa.Text(), nullable=False),
        sa.Column("first_enrolment_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=30), nullable=False),
        sa.Column("completion_date", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_enrolments_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"],
            ["programmes.programme_code"],
            name=op.f("fk_enrolments_programme_code"),
        ),
        sa.ForeignKeyConstraint(
            ["regulations_version_code"],
            ["regulations_versions.regulations_version_code"],
            name=op.f("fk_enrolments_regulations_version_code"),
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_enrolments")),
    )
    op.create_index(op.f("ix_enrolments_person_id"), "enrolments", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_enrolments_programme_code"), "enrolments", ["programme_code"], unique=False
    )
    op.create_index(
        "uq_enrolments_without_end",
        "enrolments",
        ["person_id", "programme_code"],
        unique=True,
        postgresql_where=sa.text("end_date IS NULL"),
        sqlite_where=sa.text("end_date IS NULL"),
    )
    op.create_table(
        "applications",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("content", columns.Json(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("current_step", sa.Integer(), nullable=False),
        sa.Column("create_time", columns.Moment(), nullable=False),
        sa.Column("receive_date", sa.Date(), nullable=True),
        sa.Column("submit_time", columns.Moment(), nullable=True),
        sa.Column("decide_time", columns.Moment(), nullable=True),
        sa.Column("effect_time", columns.Moment(), nullable=True),
        sa.Column("filed_by", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.enrolment_id"], name=op.f("fk_applications_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_person_id"), "applications", ["person_id"], unique=False)
    op.create_index(
        "ix_applications_state_kind_application_id",
        "applications",
        ["state", "kind", "application_id"],
        unique=False,
    )
    op.create_table(
        "enrolment_semesters",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("abroad_counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.enrolment_id"],
            name=op.f("fk_enrolment_semesters_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_enrolment_semesters_semester_code"),
        ),
        sa.PrimaryKeyConstraint(
            "enrolment_id", "semester_code", name=op.f("pk_enrolment_semesters")
        ),
    )
    op.create_index(
        "ix_enrolment_semesters_semester_code",
        "enrolment_semesters",
        ["semester_code"],
        unique=False,
    )
    op.create_table(
        "semester_decisions",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("decide_time", columns.Moment(), nullable=False),
        sa.Column("contribution_stays", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.enrolment_id"],
            name=op.f("fk_semester_decisions_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name=op.f("fk_semester_decisions_semester_code"),
        ),
        sa.PrimaryKeyConstraint(
            "enrolment_id", "semester_code", "kind", name=op.f("pk_semester_decisions")
        ),
    )
    op.create_table(
        "application_documents",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("proof", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("add_time", columns.Moment(), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name=op.f("fk_application_documents_application_id"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_application_documents")),
    )
    op.create_index(
        op.f("ix_application_documents_application_id"),
        "application_documents",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "application_events",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("event_time", columns.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name=op.f("fk_application_events_application_id"),
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_application_events")),
    )
    op.create_table(
        "application_steps",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.String(length=30), nullable=False),
        sa.Column("programme_code", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decide_time", columns.Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name=op.f("fk_application_steps_application_id"),
        ),
        sa.PrimaryKeyConstraint("application_id", "step", name=op.f("pk_application_steps")),
    )
    op.create_index(
        "ix_application_steps_office_programme_code",
        "application_steps",
        ["office", "programme_code"],
        unique=False,
    )
    refuse_changes(_APPEND_ONLY)


def downgrade() -> None:
    permit_changes(_APPEND_ONLY)
    op.drop_index("ix_application_steps_office_programme_code", table_name="application_steps")
    op.drop_table("application_steps")
    op.drop_table("application_events")
    op.drop_index(
        op.f("ix_application_documents_application_id"), table_name="application_documents"
    )
    op.drop_table("application_documents")
    op.drop_table("semester_decisions")
    op.drop_index("ix_enrolment_semesters_semester_code", table_name="enrolment_semesters")
    op.drop_table("enrolment_semesters")
    op.drop_index("ix_applications_state_kind_application_id", table_name="applications")
    op.drop_index(op.f("ix_applications_person_id"), table_name="applications")
    op.drop_table("applications")
    op.drop_index(
        "uq_enrolments_without_end",
        table_name="enrolments",
        postgresql_where=sa.text("end_date IS NULL"),
        sqlite_where=sa.text("end_date IS NULL"),
    )
    op.drop_index(op.f("ix_enrolments_programme_code"), table_name="enrolments")
    op.drop_index(op.f("ix_enrolments_person_id"), table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_index("ix_applicants_search_key_applicant_id", table_name="applicants")
    op.drop_index(op.f("ix_applicants_person_id"), table_name="applicants")
    op.drop_table("applicants")
    op.drop_index(op.f("ix_regulations_versions_programme_code"), table_name="regulations_versions")
    op.drop_table("regulations_versions")
    op.drop_index(op.f("ix_programme_contacts_user_name"), table_name="programme_contacts")
    op.drop_index(op.f("ix_programme_contacts_programme_code"), table_name="programme_contacts")
    op.drop_table("programme_contacts")
    op.drop_index("ix_clearing_items_state_clearing_item_id", table_name="clearing_items")
    op.drop_index(op.f("ix_clearing_items_bank_entry_id"), table_name="clearing_items")
    op.drop_table("clearing_items")
    op.drop_index(op.f("ix_student_cards_person_id"), table_name="student_cards")
    op.drop_table("student_cards")
    op.drop_index(
        "uq_semester_jobs_running",
        table_name="semester_jobs",
        postgresql_where=sa.text("state = 'running'"),
        sqlite_where=sa.text("state = 'running'"),
    )
    op.drop_table("semester_jobs")
    op.drop_index(
        "uq_semester_grounds_in_force",
        table_name="semester_grounds",
        postgresql_where=sa.text("end_time IS NULL"),
        sqlite_where=sa.text("end_time IS NULL"),
    )
    op.drop_table("semester_grounds")
    op.drop_index("ix_reregistrations_semester_code_state", table_name="reregistrations")
    op.drop_table("reregistrations")
    op.drop_index("ix_refunds_state_refund_id", table_name="refunds")
    op.drop_index(op.f("ix_refunds_person_id"), table_name="refunds")
    op.drop_index(op.f("ix_refunds_payment_order_number"), table_name="refunds")
    op.drop_table("refunds")
    op.drop_table("programmes")
    op.drop_index(
        "uq_preselection_rights_person_id_semester_code_ground", table_name="preselection_rights"
    )
    op.drop_table("preselection_rights")
    op.drop_index(op.f("ix_person_corrections_person_id"), table_name="person_corrections")
    op.drop_table("person_corrections")
    op.drop_index(op.f("ix_former_names_person_id"), table_name="former_names")
    op.drop_table("former_names")
    op.drop_index(op.f("ix_correspondence_choices_person_id"), table_name="correspondence_choices")
    op.drop_table("correspondence_choices")
    op.drop_index(op.f("ix_contact_entries_person_id"), table_name="contact_entries")
    op.drop_table("contact_entries")
    op.drop_index("uq_charges_person_id_fee_code_semester_code_occasion", table_name="charges")
    op.drop_index(op.f("ix_charges_person_id"), table_name="charges")
    op.drop_table("charges")
    op.drop_index(op.f("ix_cash_receipts_person_id"), table_name="cash_receipts")
    op.drop_table("cash_receipts")
    op.drop_index(op.f("ix_booking_lines_person_id"), table_name="booking_lines")
    op.drop_index(op.f("ix_booking_lines_charge_id"), table_name="booking_lines")
    op.drop_table("booking_lines")
    op.drop_index("ix_bank_entries_value_date_amount_cents", table_name="bank_entries")
    op.drop_index(op.f("ix_bank_entries_booking_key"), table_name="bank_entries")
    op.drop_index("ix_bank_entries_bank_statement_id_entry_detail", table_name="bank_entries")
    op.drop_table("bank_entries")
    op.drop_index(
        "uq_appointments_offered",
        table_name="appointments",
        postgresql_where=sa.text("cancel_time IS NULL"),
        sqlite_where=sa.text("cancel_time IS NULL"),
    )
    op.drop_index(op.f("ix_appointments_person_id"), table_name="appointments")
    op.drop_table("appointments")
    op.drop_index("ix_addresses_person_id_kind_valid_from_date", table_name="addresses")
    op.drop_table("addresses")
    op.drop_table("university")
    op.drop_table("semesters")
    op.drop_table("schools")
    op.drop_index(op.f("ix_prior_studies_person_id"), table_name="prior_studies")
    op.drop_table("prior_studies")
    op.drop_index("ix_persons_search_key_person_id", table_name="persons")
    op.drop_table("persons")
    op.drop_table("payment_orders")
    op.drop_table("occasional_fees")
    op.drop_table("number_counters")
    op.drop_table("matriculation_counter")
    op.drop_table("degrees")
    op.drop_table("contribution_parts")
    op.drop_table("contact_points")
    op.drop_index(op.f("ix_bookings_bank_entry_id"), table_name="bookings")
    op.drop_table("bookings")
    op.drop_index(op.f("ix_bank_statements_file_hash"), table_name="bank_statements")
    op.drop_table("bank_statements")
    op.drop_table("accounts")
