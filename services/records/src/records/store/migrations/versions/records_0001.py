"""The tables of records"""

import sqlalchemy as sa
from alembic import op
from chassis.database import columns

revision = "records_0001"
down_revision = None
branch_labels = ("records",)
depends_on = None

# Codes sort by code point whatever the database's locale.
_CODE = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")


def upgrade() -> None:
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
        sa.PrimaryKeyConstraint("contact_point_code", name="pk_contact_points"),
    )
    op.create_table(
        "contribution_parts",
        sa.Column("part_code", _CODE, nullable=False),
        sa.Column("whole_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part_code", name="pk_contribution_parts"),
    )
    op.create_table(
        "degrees",
        sa.Column("degree_code", _CODE, nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.PrimaryKeyConstraint("degree_code", name="pk_degrees"),
    )
    op.create_table(
        "matriculation_counter",
        sa.Column("counter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counter_id", name="pk_matriculation_counter"),
    )
    op.create_table(
        "occasional_fees",
        sa.Column("fee_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fee_code", name="pk_occasional_fees"),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("matriculation_number", sa.String(length=7), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("birth_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "search_key",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.Text(), nullable=False),
        sa.Column("citizenship", sa.String(length=2), nullable=False),
        sa.Column("mailbox", sa.String(length=320), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
        sa.UniqueConstraint("matriculation_number", name="uq_persons_matriculation_number"),
    )
    op.create_index(
        "ix_persons_search_key_person_id", "persons", ["search_key", "person_id"], unique=False
    )
    op.create_table(
        "schools",
        sa.Column("school_code", _CODE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.PrimaryKeyConstraint("school_code", name="pk_schools"),
    )
    op.create_table(
        "semesters",
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("lectures_first_date", sa.Date(), nullable=False),
        sa.Column("lectures_last_date", sa.Date(), nullable=False),
        sa.Column("reregistration_first_date", sa.Date(), nullable=False),
        sa.Column("reregistration_last_date", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("semester_code", name="pk_semesters"),
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
        sa.Column("account_bank_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("university_id", name="pk_university"),
    )
    op.create_table(
        "programmes",
        sa.Column("programme_code", _CODE, nullable=False),
        sa.Column("name", columns.Texts(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("degree_code", _CODE, nullable=False),
        sa.Column("school_code", _CODE, nullable=False),
        sa.Column("faculty_name", columns.Texts(), nullable=False),
        sa.Column("standard_duration_semesters", sa.Integer(), nullable=False),
        sa.Column("majors", columns.Json(), nullable=False),
        sa.Column("minors", columns.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["degree_code"], ["degrees.degree_code"], name="fk_programmes_degree_code"
        ),
        sa.ForeignKeyConstraint(
            ["school_code"], ["schools.school_code"], name="fk_programmes_school_code"
        ),
        sa.PrimaryKeyConstraint("programme_code", name="pk_programmes"),
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
            name="fk_regulations_versions_programme_code",
        ),
        sa.PrimaryKeyConstraint("regulations_version_code", name="pk_regulations_versions"),
    )
    op.create_index(
        "ix_regulations_versions_programme_code",
        "regulations_versions",
        ["programme_code"],
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
        sa.Column("ended_by_completion", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_enrolments_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programmes.programme_code"], name="fk_enrolments_programme_code"
        ),
        sa.ForeignKeyConstraint(
            ["regulations_version_code"],
            ["regulations_versions.regulations_version_code"],
            name="fk_enrolments_regulations_version_code",
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_enrolments"),
    )
    op.create_index("ix_enrolments_person_id", "enrolments", ["person_id"], unique=False)
    op.create_index("ix_enrolments_programme_code", "enrolments", ["programme_code"], unique=False)
    op.create_index(
        "uq_enrolments_without_end",
        "enrolments",
        ["person_id", "programme_code"],
        unique=True,
        postgresql_where=sa.text("end_date IS NULL"),
        sqlite_where=sa.text("end_date IS NULL"),
    )
    op.create_table(
        "enrolment_semesters",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("semester_code", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.enrolment_id"],
            name="fk_enrolment_semesters_enrolment_id",
        ),
        sa.ForeignKeyConstraint(
            ["semester_code"],
            ["semesters.semester_code"],
            name="fk_enrolment_semesters_semester_code",
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "semester_code", name="pk_enrolment_semesters"),
    )


def downgrade() -> None:
    op.drop_table("enrolment_semesters")
    op.drop_table("enrolments")
    op.drop_table("regulations_versions")
    op.drop_table("programmes")
    op.drop_table("university")
    op.drop_table("semesters")
    op.drop_table("schools")
    op.drop_table("persons")
    op.drop_table("occasional_fees")
    op.drop_table("matriculation_counter")
    op.drop_table("degrees")
    op.drop_table("contribution_parts")
    op.drop_table("contact_points")
