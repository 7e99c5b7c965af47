"""Copies of what records and identity own, kept so that exams decides from its own database."""

from chassis.database.columns import Id, Texts
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from exams.store.tables.metadata import metadata

# Persons known to records. The row is the lock of one student.
persons = Table(
    "persons",
    metadata,
    Column("person_id", Id, primary_key=True),
    Column("matriculation_number", String(7), nullable=False),
    Column("given_names", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("birth_name", String(120), nullable=False),
    Column("title", String(40), nullable=False),
    # The folded name that lists are sorted by, in the order of code points on both databases.
    Column(
        "sort_key",
        String(500).with_variant(String(500, collation="C"), "postgresql"),
        nullable=False,
    ),
    Column("version", BigInteger, nullable=False),
)
Index("ix_persons_matriculation_number", persons.c.matriculation_number)
Index("ix_persons_sort_key", persons.c.sort_key, persons.c.person_id)

# Accounts of identity, students' and examiners'.
accounts = Table(
    "accounts",
    metadata,
    Column("person_id", Id, primary_key=True),
    Column("user_name", String(64), nullable=False),
    Column("mailbox", String(320), nullable=False),
    Column("display_name", String(300), nullable=False),
    UniqueConstraint("user_name"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("enrolment_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("degree_code", String(40), nullable=False),
    Column("degree_name", Texts, nullable=False),
    Column("programme_code", String(40), nullable=False),
    Column("programme_name", Texts, nullable=False),
    Column("regulations_version_code", String(40), nullable=False),
    Column("regulations_version_name", Texts, nullable=False),
    Column("first_enrolment_date", Date, nullable=False),
    Column("end_date", Date),
)
Index("ix_enrolments_person_id", enrolments.c.person_id)
Index("ix_enrolments_regulations_version_code", enrolments.c.regulations_version_code)

enrolled_semesters = Table(
    "enrolled_semesters",
    metadata,
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), nullable=False),
    Column("semester", String(5), nullable=False),
    Column("status", String(20), nullable=False),
    # Fachsemester; 0 where records did not tell.
    Column("programme_semester", Integer, nullable=False, server_default="0"),
    Column("part_time", Boolean, nullable=False, server_default="0"),
    PrimaryKeyConstraint("enrolment_id", "semester"),
)

# The semester calendar of records.
semesters = Table(
    "semesters",
    metadata,
    Column("semester", String(5), primary_key=True),
    Column("lectures_first_date", Date, nullable=False),
    Column("lectures_last_date", Date, nullable=False),
)

# Who holds a right of pre-selection in lotteries in a semester, and why.
preselection_rights = Table(
    "preselection_rights",
    metadata,
    Column("preselection_right_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("semester", String(5), nullable=False),
    # "part_time" or "child_care".
    Column("ground", String(20), nullable=False),
)
Index("ix_preselection_rights_person_id", preselection_rights.c.person_id)
