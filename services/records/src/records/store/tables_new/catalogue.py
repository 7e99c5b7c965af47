"""The tables of records."""

from chassis.database import NAMING, columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(naming_convention=NAMING)

# Sorted by code point on both databases, whatever the locale of PostgreSQL: lists come in the same
# order everywhere, and prefixes are found as ranges.
_SEARCH_KEY = Text().with_variant(Text(collation="C"), "postgresql")
_CODE = String(40).with_variant(String(40, collation="C"), "postgresql")

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
    Column("account_bank_name", Text, nullable=False),
)

schools = Table(
    "schools",
    metadata,
    Column("school_code", _CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

contact_points = Table(
    "contact_points",
    metadata,
    Column("contact_point_code", _CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("purpose", columns.Texts, nullable=False),
    Column("email", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("in_footer", Boolean, nullable=False),
)

# A part of the semester contribution; with `whole_code` it is part of that part.
contribution_parts = Table(
    "contribution_parts",
    metadata,
    Column("part_code", _CODE, primary_key=True),
    Column("whole_code", _CODE, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
)

occasional_fees = Table(
    "occasional_fees",
    metadata,
    Column("fee_code", _CODE, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
)

degrees = Table(
    "degrees",
    metadata,
    Column("degree_code", _CODE, primary_key=True),
    Column("short_name", Text, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

programmes = Table(
    "programmes",
    metadata,
    Column("programme_code", _CODE, primary_key=True),
    Column("name", columns.Texts, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("degree_code", ForeignKey("degrees.degree_code"), nullable=False),
    Column("school_code", ForeignKey("schools.school_code"), nullable=False),
    Column("faculty_name", columns.Texts, nullable=False),
    Column("standard_duration_semesters", Integer, nullable=False),
    Column("majors", columns.Json, nullable=False),
    Column("minors", columns.Json, nullable=False),
)

# The newest version of a programme has the lowest position.
regulations_versions = Table(
    "regulations_versions",
    metadata,
    Column("regulations_version_code", _CODE, primary_key=True),
    Column("programme_code", ForeignKey("programmes.programme_code"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", columns.Texts, nullable=False),
)

# Codes sort by time: 2026S, 2026W, 2027S.
semesters = Table(
    "semesters",
    metadata,
    Column("semester_code", String(5), primary_key=True),
    Column("lectures_first_date", Date, nullable=False),
    Column("lectures_last_date", Date, nullable=False),
    Column("reregistration_first_date", Date, nullable=False),
    Column("reregistration_last_date", Date, nullable=False),
    Column("version", BigInteger, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("matriculation_number", String(7), nullable=False, unique=True),
    Column("given_names", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("birth_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("search_key", _SEARCH_KEY, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("birth_place", Text, nullable=False),
    Column("citizenship", String(2), nullable=False),
    Column("mailbox", String(320), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("ix_persons_search_key_person_id", "search_key", "person_id"),
)

# One row: the last matriculation number that was allotted. A number is taken under the row's lock
# and committed together with its person, so that none is given twice and none is lost.
matriculation_counter = Table(
    "matriculation_counter",
    metadata,
    Column("counter_id", Integer, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("enrolment_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("programme_code", ForeignKey("programmes.programme_code"), nullable=False, index=True),
    Column(
        "regulations_version_code",
        ForeignKey("regulations_versions.regulations_version_code"),
        nullable=False,
    ),
    Column("major", Text, nullable=False),
    Column("minor", Text, nullable=False),
    Column("first_enrolment_date", Date, nullable=False),
    Column("end_date", Date),
    # Whether the last examination set the end, so that a correction can take it back.
    Column("ended_by_completion", Boolean, nullable=False, server_default="0"),
    Column("version", BigInteger, nullable=False),
)
# The use case decides with the person locked; this holds if anything ever goes around it.
Index(
    "uq_enrolments_without_end",
    enrolments.c.person_id,
    enrolments.c.programme_code,
    unique=True,
    postgresql_where=enrolments.c.end_date.is_(None),
    sqlite_where=enrolments.c.end_date.is_(None),
)

enrolment_semesters = Table(
    "enrolment_semesters",
    metadata,
    Column("enrolment_id", ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("semester_code", ForeignKey("semesters.semester_code"), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("part_time", Boolean, nullable=False),
)
