"""The university, its programme catalogue and its calendar: what a profile loads."""

from chassis.database import columns
from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from records.store.tables.metadata import CODE, SEMESTER, metadata

# One row: the university whose profile is loaded.
university = Table(
    "university",
    metadata,
    Column("university_id", Integer, primary_key=True, autoincrement=False),
    Column("name", columns.Texts, nullable=False),
    Column("destatis_code", String(4), nullable=False),
    Column("city", Text, nullable=False),
    Column("street_address", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("website", Text, nullable=False),
    Column("mailbox_domain", Text, nullable=False),
    Column("account_recipient", Text, nullable=False),
    Column("account_iban", String(34), nullable=False),
    Column("account_bic", String(11), nullable=False),
    Column("account_bank_name", Text, nullable=False),
    # The university's own decisions on deadlines, leave, credit and fees (rules.yaml), checked
    # before they are stored.
    Column("rules", columns.Json, nullable=False),
)

schools = Table(
    "schools",
    metadata,
    Column("school_code", CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

contact_points = Table(
    "contact_points",
    metadata,
    Column("contact_point_code", CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("purpose", columns.Texts, nullable=False),
    Column("email", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("in_footer", Boolean, nullable=False),
)

# A part of the semester contribution as it is due from a semester on, until the next
# `from_semester`; with `whole_code` it is part of that part.
contribution_parts = Table(
    "contribution_parts",
    metadata,
    Column("from_semester", SEMESTER, primary_key=True),
    Column("part_code", CODE, primary_key=True),
    Column("whole_code", CODE, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
)

occasional_fees = Table(
    "occasional_fees",
    metadata,
    Column("fee_code", CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
)

degrees = Table(
    "degrees",
    metadata,
    Column("degree_code", CODE, primary_key=True),
    Column("short_name", Text, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

programmes = Table(
    "programmes",
    metadata,
    Column("programme_code", CODE, primary_key=True),
    Column("name", columns.Texts, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("degree_code", ForeignKey("degrees.degree_code"), nullable=False),
    Column("school_code", ForeignKey("schools.school_code"), nullable=False),
    Column("faculty_name", columns.Texts, nullable=False),
    # The Student Council (Fachschaft) that students of the programme belong to.
    Column("student_council", columns.Texts, nullable=False),
    Column("standard_duration_semesters", Integer, nullable=False),
    # Lists of {de, en}; an enrolment names its choice by the German name.
    Column("majors", columns.Json, nullable=False),
    Column("minors", columns.Json, nullable=False),
    # A Master's programme that follows on from a Bachelor's: it adds to the study credit.
    Column("consecutive", Boolean, nullable=False),
    Column("part_time_possible", Boolean, nullable=False),
    Column("focus_change_possible", Boolean, nullable=False),
)

# Who is in charge of a programme: its administrator at Student Services, advisers (of the whole
# programme or of one major), the director of studies.
programme_contacts = Table(
    "programme_contacts",
    metadata,
    Column("programme_contact_id", CODE, primary_key=True),
    Column("programme_code", ForeignKey("programmes.programme_code"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("function", String(30), nullable=False),
    # Empty for all majors.
    Column("major", Text, nullable=False),
    # The university account of the person in charge, by user name.
    Column("user_name", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("office_hours", columns.Texts, nullable=False),
)

# The newest version of a programme has the lowest position.
regulations_versions = Table(
    "regulations_versions",
    metadata,
    Column("regulations_version_code", CODE, primary_key=True),
    Column("programme_code", ForeignKey("programmes.programme_code"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

# Codes sort by time: 2026S, 2026W, 2027S.
semesters = Table(
    "semesters",
    metadata,
    Column("semester_code", SEMESTER, primary_key=True),
    Column("lectures_first_date", Date, nullable=False),
    Column("lectures_last_date", Date, nullable=False),
    Column("reregistration_first_date", Date, nullable=False),
    Column("reregistration_last_date", Date, nullable=False),
    Column("version", BigInteger, nullable=False),
)
