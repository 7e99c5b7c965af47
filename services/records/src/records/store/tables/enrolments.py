"""Applicants, enrolments, their semesters, and what counts for study credit."""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from records.store.tables.metadata import SEARCH_KEY, metadata

# Accepted applicants, until their contribution has arrived and after. The applicant's id becomes
# the person's at enrolment, so that the ledger needs no move; a further programme of a person who
# is known already has that person's id.
applicants = Table(
    "applicants",
    metadata,
    Column("applicant_id", columns.Id, primary_key=True),
    # Nine digits.
    Column("applicant_number", String(9), nullable=False, unique=True),
    # Whose ledger it is: the applicant's own id, or that of the person who is known already.
    Column("person_id", columns.Id, nullable=False, index=True),
    Column("given_names", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("birth_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("search_key", SEARCH_KEY, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("birth_place", Text, nullable=False),
    Column("citizenship", String(2), nullable=False),
    Column("sex_entry", String(10), nullable=False),
    # Private, as there is no university mailbox yet.
    Column("email", Text, nullable=False),
    Column("programme_code", ForeignKey("programmes.programme_code"), nullable=False),
    Column(
        "regulations_version_code",
        ForeignKey("regulations_versions.regulations_version_code"),
        nullable=False,
    ),
    Column("major", Text, nullable=False),
    Column("minor", Text, nullable=False),
    Column("first_semester", ForeignKey("semesters.semester_code"), nullable=False),
    Column("part_time", Boolean, nullable=False),
    # Semesters at other German universities that count against the study credit.
    Column("prior_semesters", Integer, nullable=False),
    # The contribution's value date may be this day at the latest.
    Column("payment_deadline_date", Date, nullable=False),
    # accepted, enrolled, lapsed, withdrawn
    Column("state", String(20), nullable=False),
    Column("enrolment_id", columns.Id),
    Column("create_time", columns.Moment, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("ix_applicants_search_key_applicant_id", "search_key", "applicant_id"),
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
    # What set the end: completion, application, not_reregistered, office; empty without an end.
    Column("end_reason", String(30), nullable=False),
    # The date of the last examination, once the studies are complete.
    Column("completion_date", Date),
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

# One state per enrolment and semester: two cannot overlap.
enrolment_semesters = Table(
    "enrolment_semesters",
    metadata,
    Column("enrolment_id", ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("semester_code", ForeignKey("semesters.semester_code"), primary_key=True),
    # enrolled, reregistered, on_leave, abroad
    Column("status", String(20), nullable=False),
    Column("part_time", Boolean, nullable=False),
    # Whether a semester abroad counts for the programme.
    Column("abroad_counts", Boolean, nullable=False),
    Index("ix_enrolment_semesters_semester_code", "semester_code"),
)

# What was decided about a semester before it was recorded, and beside its status: an approved
# leave or semester abroad, part-time study from a semester on.
semester_decisions = Table(
    "semester_decisions",
    metadata,
    Column("enrolment_id", ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("semester_code", ForeignKey("semesters.semester_code"), primary_key=True),
    # leave, abroad, part_time, full_time: what the semester is to be
    Column("kind", String(20), primary_key=True),
    Column("ground", String(40), nullable=False),
    Column("application_id", columns.Id),
    Column("decide_time", columns.Moment, nullable=False),
    # Leave that was applied for late, and not all that a refund needs was there in time: the
    # contribution stays as it was charged.
    Column("contribution_stays", Boolean, nullable=False, default=False),
)

# Re-registration of a person for a semester: called, reminded, done, closed.
reregistrations = Table(
    "reregistrations",
    metadata,
    Column("person_id", ForeignKey("persons.person_id"), primary_key=True),
    Column("semester_code", ForeignKey("semesters.semester_code"), primary_key=True),
    # called, reminded, done, closed, exempt
    Column("state", String(20), nullable=False),
    # Until when the contribution's value date is in time; moves with the reminder.
    Column("deadline_date", Date, nullable=False),
    Column("call_time", columns.Moment, nullable=False),
    Column("remind_time", columns.Moment),
    Column("done_time", columns.Moment),
    # The value date with which the contribution was complete; none where nothing was due.
    Column("value_date", Date),
    Column("close_time", columns.Moment),
    # Why the state is exempt or closed: completed, ends, not_paid.
    Column("reason", String(30), nullable=False),
    Index("ix_reregistrations_semester_code_state", "semester_code", "state"),
)

# The runs of a semester job: what was ordered, how far it is, what it did.
semester_jobs = Table(
    "semester_jobs",
    metadata,
    Column("semester_job_id", columns.Id, primary_key=True),
    # open, remind, close
    Column("kind", String(20), nullable=False),
    Column("semester_code", ForeignKey("semesters.semester_code"), nullable=False),
    # running, done
    Column("state", String(20), nullable=False),
    Column("ordered_by", String(64), nullable=False),
    Column("order_time", columns.Moment, nullable=False),
    Column("end_time", columns.Moment),
    # The job goes through the persons in the order of their ids and stands behind this one.
    Column("behind_person_id", columns.Id),
    Column("total", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    # How many of each outcome.
    Column("outcomes", columns.Json, nullable=False),
)
# One run of a kind and semester at a time.
Index(
    "uq_semester_jobs_running",
    semester_jobs.c.kind,
    semester_jobs.c.semester_code,
    unique=True,
    postgresql_where=semester_jobs.c.state == "running",
    sqlite_where=semester_jobs.c.state == "running",
)

# Studies at other German universities before: they count against the study credit.
prior_studies = Table(
    "prior_studies",
    metadata,
    Column("prior_study_id", columns.Id, primary_key=True),
    # A person's, or an applicant's before enrolment.
    Column("person_id", columns.Id, nullable=False, index=True),
    Column("university_name", Text, nullable=False),
    Column("programme_name", Text, nullable=False),
    # The semesters by code where they are known (so that none counts twice), else their number.
    Column("semester_codes", columns.Json, nullable=False),
    Column("semesters", Integer, nullable=False),
    # Whether a degree was completed there that a consecutive Master's programme follows on from.
    Column("completed_degree", Boolean, nullable=False),
    # The standard duration of that degree programme; 0 where no degree was completed.
    Column("standard_duration_semesters", Integer, nullable=False),
    # What it rests on.
    Column("reason", Text, nullable=False, default=""),
    Column("enter_time", columns.Moment, nullable=False),
    Column("entered_by", String(64), nullable=False),
    # Taken off again, such as after a mistake; the row stays.
    Column("end_time", columns.Moment),
    Column("ended_by", String(64), nullable=False, default=""),
    Column("end_reason", Text, nullable=False, default=""),
)

# A proven ground in a semester: for study credit, long-term fees, or pre-selection.
semester_grounds = Table(
    "semester_grounds",
    metadata,
    Column("semester_ground_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("semester_code", ForeignKey("semesters.semester_code"), nullable=False),
    # child_care, relative_care, representative, equal_opportunity_officer, prescribed_abroad,
    # prescribed_practical, hardship_health, hardship_crime
    Column("ground", String(40), nullable=False),
    # Hardship may waive a part only; 0 for the other grounds.
    Column("waived_cents", BigInteger, nullable=False),
    # Only with child care: the age at the beginning of the semester is checked against it.
    Column("child_birth_date", Date),
    Column("application_id", columns.Id),
    # What it rests on.
    Column("reason", Text, nullable=False),
    Column("enter_time", columns.Moment, nullable=False),
    Column("entered_by", String(64), nullable=False),
    # Taken back, such as after a mistake.
    Column("end_time", columns.Moment),
    Column("ended_by", String(64), nullable=False),
    Column("end_reason", Text, nullable=False),
)
Index(
    "uq_semester_grounds_in_force",
    semester_grounds.c.person_id,
    semester_grounds.c.semester_code,
    semester_grounds.c.ground,
    unique=True,
    postgresql_where=semester_grounds.c.end_time.is_(None),
    sqlite_where=semester_grounds.c.end_time.is_(None),
)

# Who is drawn first in lotteries, as told to exams.
preselection_rights = Table(
    "preselection_rights",
    metadata,
    Column("preselection_right_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("semester_code", ForeignKey("semesters.semester_code"), nullable=False),
    # part_time or child_care
    Column("ground", String(20), nullable=False),
    Column("holds", Boolean, nullable=False),
    # What it rests on, or why it was taken back; empty where part-time study gave it.
    Column("reason", Text, nullable=False),
    Column("change_time", columns.Moment, nullable=False),
    # A user name or "system".
    Column("changed_by", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index(
        "uq_preselection_rights_person_id_semester_code_ground",
        "person_id",
        "semester_code",
        "ground",
        unique=True,
    ),
)
