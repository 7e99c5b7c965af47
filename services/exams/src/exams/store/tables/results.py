"""Results in all their versions, corrections, recognitions, theses, completed enrolments."""

from chassis.database.columns import Id, Moment
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
    Text,
)

from exams.store.tables.metadata import metadata

# The result of a registration as it stands now.
results = Table(
    "results",
    metadata,
    Column("registration_id", Id, ForeignKey("registrations.registration_id"), primary_key=True),
    Column("sitting_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("enrolment_id", Id, nullable=False),
    Column("exam_number", String(20), nullable=False),
    # A decimal with one digit after the point ("1.3"); empty where there is no grade.
    Column("grade", String(4), nullable=False),
    # A value of `exams.domain.statuses.Status`.
    Column("status", String(24), nullable=False),
    # The day of the examination or of the hand-in; what completion is dated by.
    Column("exam_date", Date, nullable=False),
    # A failed free attempt, or another attempt that the regulations do not count.
    Column("counts_as_attempt", Boolean, nullable=False),
    Column("remark", Text, nullable=False),
    Column("enter_time", Moment, nullable=False),
    Column("entered_by", Id, nullable=False),
    # Null until the examinations office releases it; students do not see it before.
    Column("release_time", Moment),
    Column("released_by", Id),
    Column("version", BigInteger, nullable=False),
)
Index("ix_results_sitting_id", results.c.sitting_id)
Index("ix_results_person_id", results.c.person_id)
Index("ix_results_enrolment_id", results.c.enrolment_id)

# Every version that a result ever had. Rows are only ever added.
result_versions = Table(
    "result_versions",
    metadata,
    # Not of the result: an entry that is taken back leaves its versions.
    Column("registration_id", Id, ForeignKey("registrations.registration_id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("change_time", Moment, nullable=False),
    Column("changed_by", Id, nullable=False),
    # "entered", "changed", "released", "corrected", "removed".
    Column("change", String(12), nullable=False),
    Column("grade", String(4), nullable=False),
    Column("status", String(24), nullable=False),
    Column("exam_date", Date, nullable=False),
    Column("remark", Text, nullable=False),
    # Why it was corrected, and who agreed; empty and absent for other changes.
    Column("reason", Text, nullable=False),
    Column("agreed_by", Id),
    PrimaryKeyConstraint("registration_id", "version"),
)

# Corrections of released results: one person proposes, another one decides.
corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Id, primary_key=True),
    Column("registration_id", Id, ForeignKey("results.registration_id"), nullable=False),
    Column("sitting_id", Id, nullable=False),
    # The version that the proposal was made for.
    Column("result_version", BigInteger, nullable=False),
    Column("grade", String(4), nullable=False),
    Column("status", String(24), nullable=False),
    Column("reason", Text, nullable=False),
    Column("propose_time", Moment, nullable=False),
    Column("proposed_by", Id, nullable=False),
    # "proposed", "confirmed", "rejected".
    Column("state", String(12), nullable=False),
    Column("decide_time", Moment),
    Column("decided_by", Id),
    Column("decision_reason", Text, nullable=False, server_default=""),
)
_open_correction = corrections.c.state == "proposed"
Index(
    "uq_corrections_open",
    corrections.c.registration_id,
    unique=True,
    postgresql_where=_open_correction,
    sqlite_where=_open_correction,
)
Index("ix_corrections_sitting_id", corrections.c.sitting_id)

# Results from elsewhere that count here.
recognitions = Table(
    "recognitions",
    metadata,
    Column("recognition_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), nullable=False),
    Column("regulations_version_code", String(40), nullable=False),
    Column("module_code", String(40), nullable=False),
    # Empty where the whole module is recognised.
    Column("exam_number", String(20), nullable=False),
    Column("credits_tenths", Integer, nullable=False),
    # Empty for a recognition without a grade.
    Column("grade", String(4), nullable=False),
    # Where it was achieved, and what as.
    Column("institution", String(200), nullable=False),
    Column("original_title", String(300), nullable=False),
    Column("achieve_date", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recognise_time", Moment, nullable=False),
    Column("recognised_by", Id, nullable=False),
    Column("revoke_time", Moment),
    Column("revoked_by", Id),
    Column("revoke_reason", Text, nullable=False, server_default=""),
    Column("version", BigInteger, nullable=False),
)
Index("ix_recognitions_person_id", recognitions.c.person_id)
_counts = recognitions.c.revoke_time.is_(None)
Index(
    "uq_recognitions_counting",
    recognitions.c.enrolment_id,
    recognitions.c.module_code,
    recognitions.c.exam_number,
    unique=True,
    postgresql_where=_counts,
    sqlite_where=_counts,
)

# Theses from application to grades. The registration exists once the thesis is admitted.
theses = Table(
    "theses",
    metadata,
    Column("thesis_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), nullable=False),
    Column("exam_number", String(20), nullable=False),
    Column("registration_id", Id, ForeignKey("registrations.registration_id")),
    Column("title", Text, nullable=False),
    Column("first_examiner_user_name", String(64), nullable=False),
    Column("second_examiner_user_name", String(64), nullable=False),
    # A value of `exams.domain.theses.ThesisState`.
    Column("state", String(12), nullable=False),
    Column("apply_time", Moment, nullable=False),
    Column("decide_time", Moment),
    Column("decided_by", Id),
    Column("decision_reason", Text, nullable=False, server_default=""),
    # The working time: last days included.
    Column("start_date", Date),
    Column("due_date", Date),
    Column("extend_time", Moment),
    Column("extension_reason", Text, nullable=False, server_default=""),
    Column("hand_in_time", Moment),
    Column("document_id", Id),
    Column("first_grade", String(4), nullable=False, server_default=""),
    Column("second_grade", String(4), nullable=False, server_default=""),
    Column("version", BigInteger, nullable=False),
)
Index("ix_theses_person_id", theses.c.person_id)
_under_way = theses.c.state.in_(["applied", "admitted", "handed_in"])
Index(
    "uq_theses_under_way",
    theses.c.enrolment_id,
    theses.c.exam_number,
    unique=True,
    postgresql_where=_under_way,
    sqlite_where=_under_way,
)
Index("ix_theses_state", theses.c.state, theses.c.apply_time)

# Enrolments that have everything their regulations ask for; told to records once per change.
completions = Table(
    "completions",
    metadata,
    Column("enrolment_id", Id, ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("person_id", Id, nullable=False),
    # The day of the last examination, not of its release.
    Column("last_exam_date", Date, nullable=False),
    # The final average as it is printed; empty where nothing graded counts.
    Column("average", String(16), nullable=False),
    # False again when a correction takes the completion back.
    Column("complete", Boolean, nullable=False),
    Column("change_time", Moment, nullable=False),
    Column("version", BigInteger, nullable=False),
)

# Uploads of results: what a file would change and what it did.
result_imports = Table(
    "result_imports",
    metadata,
    Column("result_import_id", Id, primary_key=True),
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("file_digest", String(64), nullable=False),
    Column("import_time", Moment, nullable=False),
    Column("imported_by", Id, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("entered", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
)
Index("ix_result_imports_sitting_id", result_imports.c.sitting_id)
