"""The tables of exams.

What records and identity own is kept here as a copy that their events fill (`persons`,
`enrolments`, `enrolled_semesters`, `semesters`, `accounts`), so that a registration is decided
from this database alone.
"""

from chassis.database import NAMING
from chassis.database.columns import Id, Json, Moment, Texts
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(naming_convention=NAMING)

# Versions of examination regulations. The digest tells whether a loaded version still says the
# same; the content of a version that a registration relies on never changes.
regulations_versions = Table(
    "regulations_versions",
    metadata,
    Column("regulations_version_code", String(40), primary_key=True),
    Column("programme_code", String(40), nullable=False),
    Column("name", Texts, nullable=False),
    Column("registration_section", String(60), nullable=False),
    Column("content_digest", String(64), nullable=False),
)

# An exam may belong to several regulations versions; its number means the same in all of them.
exams = Table(
    "exams",
    metadata,
    Column("exam_number", String(20), primary_key=True),
    Column("name", Texts, nullable=False),
    Column("form", String(40), nullable=False),
    Column("duration_minutes", Integer, nullable=False),
)

modules = Table(
    "modules",
    metadata,
    Column(
        "regulations_version_code",
        String(40),
        ForeignKey("regulations_versions.regulations_version_code"),
        nullable=False,
    ),
    Column("module_code", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Texts, nullable=False),
    Column("area_name", Texts, nullable=False),
    Column("credits_tenths", Integer, nullable=False),
    Column("recommended_semester", Integer, nullable=False),
    PrimaryKeyConstraint("regulations_version_code", "module_code"),
)

# Which exams a module has under a regulations version; an exam is in one module of a version.
module_exams = Table(
    "module_exams",
    metadata,
    Column("regulations_version_code", String(40), nullable=False),
    Column("exam_number", String(20), ForeignKey("exams.exam_number"), nullable=False),
    Column("module_code", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("regulations_version_code", "exam_number"),
    ForeignKeyConstraint(
        ["regulations_version_code", "module_code"],
        ["modules.regulations_version_code", "modules.module_code"],
    ),
)
Index("ix_module_exams_exam_number", module_exams.c.exam_number)

# Examination periods with their registration window, in days of the university; last days
# included.
examination_periods = Table(
    "examination_periods",
    metadata,
    Column("semester", String(5), nullable=False),
    Column("period", Integer, nullable=False),
    Column("exams_first_date", Date, nullable=False),
    Column("exams_last_date", Date, nullable=False),
    Column("registration_first_date", Date, nullable=False),
    Column("registration_last_date", Date, nullable=False),
    # Until when students may withdraw after the window: working days before a dated sitting,
    # counted with the public holidays of a state, and a day of its own for undated ones.
    Column("withdrawal_working_days", Integer, nullable=False),
    Column("holidays_of", String(2), nullable=False),
    Column("undated_withdrawal_last_date", Date),
    PrimaryKeyConstraint("semester", "period"),
)

# Offers of an exam. `taken` counts the registrations that hold a seat; whoever changes it holds
# the row's lock, and the check refuses a seat too many even if a lock is ever forgotten.
sittings = Table(
    "sittings",
    metadata,
    Column("sitting_id", Id, primary_key=True),
    Column("exam_number", String(20), ForeignKey("exams.exam_number"), nullable=False),
    Column("semester", String(5), nullable=False),
    Column("period", Integer, nullable=False),
    Column("start_time", Moment),
    Column("room", String(120), nullable=False),
    Column("examiner_user_name", String(64), nullable=False),
    Column("registration_open_time", Moment, nullable=False),
    Column("registration_close_time", Moment, nullable=False),
    Column("withdrawal_close_time", Moment),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(
        ["semester", "period"], ["examination_periods.semester", "examination_periods.period"]
    ),
    CheckConstraint("taken >= 0", name="taken_not_negative"),
    CheckConstraint("capacity = 0 OR taken <= capacity", name="taken_within_capacity"),
    CheckConstraint("registration_open_time < registration_close_time", name="registration_window"),
)
Index("ix_sittings_exam_number", sittings.c.exam_number, sittings.c.registration_close_time)
Index("ix_sittings_semester", sittings.c.semester)
Index("ix_sittings_examiner_user_name", sittings.c.examiner_user_name)

terms = Table(
    "terms",
    metadata,
    Column("terms_version", String(40), primary_key=True),
    Column("title", Texts, nullable=False),
    Column("paragraphs", Json, nullable=False),
    # The version that came into force last is the one in force.
    Column("in_force_time", Moment, nullable=False),
)

terms_acceptances = Table(
    "terms_acceptances",
    metadata,
    Column("person_id", Id, nullable=False),
    Column("terms_version", String(40), ForeignKey("terms.terms_version"), nullable=False),
    Column("accept_time", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "terms_version"),
)

# Copy: persons known to records. The row is the lock of one student.
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

# Copy: accounts of identity, students' and examiners'.
accounts = Table(
    "accounts",
    metadata,
    Column("person_id", Id, primary_key=True),
    Column("user_name", String(64), nullable=False),
    Column("mailbox", String(320), nullable=False),
    Column("display_name", String(300), nullable=False),
    UniqueConstraint("user_name"),
)

# Copy: enrolments of records.
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

enrolled_semesters = Table(
    "enrolled_semesters",
    metadata,
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), nullable=False),
    Column("semester", String(5), nullable=False),
    Column("status", String(20), nullable=False),
    PrimaryKeyConstraint("enrolment_id", "semester"),
)

# Copy: the semester calendar of records.
semesters = Table(
    "semesters",
    metadata,
    Column("semester", String(5), primary_key=True),
    Column("lectures_first_date", Date, nullable=False),
    Column("lectures_last_date", Date, nullable=False),
)

# Registrations, withdrawn ones included: registering again adds a row.
registrations = Table(
    "registrations",
    metadata,
    Column("registration_id", Id, primary_key=True),
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), nullable=False),
    # The version studied under when registering: it decides the module and the rules.
    Column("regulations_version_code", String(40), nullable=False),
    Column("exam_number", String(20), nullable=False),
    Column("status_code", String(8), nullable=False),
    Column("register_time", Moment, nullable=False),
    Column("withdraw_time", Moment),
    Column("version", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["regulations_version_code", "exam_number"],
        ["module_exams.regulations_version_code", "module_exams.exam_number"],
    ),
)
# At most one registration of a person holds a seat of a sitting.
Index(
    "uq_registrations_live",
    registrations.c.sitting_id,
    registrations.c.person_id,
    unique=True,
    postgresql_where=registrations.c.status_code == "AN",
    sqlite_where=registrations.c.status_code == "AN",
)
Index(
    "ix_registrations_person_id",
    registrations.c.person_id,
    registrations.c.register_time,
    registrations.c.registration_id,
)
Index("ix_registrations_enrolment_id", registrations.c.enrolment_id)
Index(
    "ix_registrations_regulations_version_code_exam_number",
    registrations.c.regulations_version_code,
    registrations.c.exam_number,
)

# Evidence of refused attempts. Rows are only ever added.
registration_attempts = Table(
    "registration_attempts",
    metadata,
    Column("attempt_id", Id, primary_key=True),
    Column("attempt_time", Moment, nullable=False),
    # "register" or "withdraw".
    Column("action", String(20), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), nullable=False),
    # The registration to be withdrawn; absent for an attempt to register.
    Column("registration_id", Id),
    # Every obstacle as it was answered: reason, section and sentences in both languages.
    Column("obstacles", Json, nullable=False),
)
Index("ix_registration_attempts_person_id", registration_attempts.c.person_id)
