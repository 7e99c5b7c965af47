"""Registrations with their receipts, refused attempts, acceptances of terms, and sick notes."""

from chassis.database.columns import Id, Json, Moment
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from exams.domain.statuses import ENDED
from exams.store.tables.metadata import metadata

terms_acceptances = Table(
    "terms_acceptances",
    metadata,
    Column("person_id", Id, nullable=False),
    Column("terms_version", String(40), ForeignKey("terms.terms_version"), nullable=False),
    Column("accept_time", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "terms_version"),
)

# Registrations, ended ones included: registering again adds a row.
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
    # A value of `exams.domain.statuses.Status`.
    Column("status", String(24), nullable=False),
    # The number of the receipt that it was made with; the waiting list goes by it.
    Column("seq", BigInteger, nullable=False),
    Column("register_time", Moment, nullable=False),
    # When it was withdrawn or ended by the office; null while it has not ended.
    Column("withdraw_time", Moment),
    # Why the office changed it; empty where the student did.
    Column("remark", Text, nullable=False, server_default=""),
    # The seat in the room, once the seats are planned: "R3-12".
    Column("seat", String(20), nullable=False, server_default=""),
    Column("version", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["regulations_version_code", "exam_number"],
        ["module_exams.regulations_version_code", "module_exams.exam_number"],
    ),
)
_not_ended = registrations.c.status.not_in(sorted(ENDED))
# A person has at most one registration for a sitting that has not ended.
Index(
    "uq_registrations_live",
    registrations.c.sitting_id,
    registrations.c.person_id,
    unique=True,
    postgresql_where=_not_ended,
    sqlite_where=_not_ended,
)
Index(
    "ix_registrations_person_id",
    registrations.c.person_id,
    registrations.c.register_time,
    registrations.c.registration_id,
)
Index("ix_registrations_enrolment_id", registrations.c.enrolment_id)
Index("ix_registrations_sitting_id_seq", registrations.c.sitting_id, registrations.c.seq)
Index(
    "ix_registrations_regulations_version_code_exam_number",
    registrations.c.regulations_version_code,
    registrations.c.exam_number,
)

# What happened to the registrations of a sitting, in order and without a gap, each as a receipt
# signed by the service. Rows are only ever added.
receipts = Table(
    "receipts",
    metadata,
    Column("sitting_id", Id, ForeignKey("sittings.sitting_id"), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("registration_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    # A value of `exams.domain.receipts.ReceiptAction`.
    Column("action", String(24), nullable=False),
    Column("receipt_time", Moment, nullable=False),
    # A compact JWS (RFC 7515).
    Column("signed", Text, nullable=False),
    PrimaryKeyConstraint("sitting_id", "seq"),
)
Index("ix_receipts_registration_id", receipts.c.registration_id)

# The public keys that receipts verify with, as JSON Web Keys by their thumbprints. Rows are only
# ever added: receipts of former keys stay good.
receipt_keys = Table(
    "receipt_keys",
    metadata,
    Column("key_id", String(64), primary_key=True),
    Column("jwk", Json, nullable=False),
    Column("first_time", Moment, nullable=False),
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
    # A compact JWS over who tried what, when, and what stood in the way.
    Column("signed", Text, nullable=False, server_default=""),
)
Index(
    "ix_registration_attempts_person_id",
    registration_attempts.c.person_id,
    registration_attempts.c.attempt_time,
)

# Withdrawals with a reason: a doctor's form on which the examinations office decides.
sick_notes = Table(
    "sick_notes",
    metadata,
    Column("sick_note_id", Id, primary_key=True),
    Column("registration_id", Id, ForeignKey("registrations.registration_id"), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("document_id", Id, nullable=False),
    Column("ill_from_date", Date, nullable=False),
    Column("ill_until_date", Date, nullable=False),
    Column("remark", Text, nullable=False),
    Column("file_time", Moment, nullable=False),
    # "filed", "approved", "refused".
    Column("state", String(12), nullable=False),
    Column("decide_time", Moment),
    Column("decided_by", Id),
    Column("decision_reason", Text, nullable=False, server_default=""),
    Column("version", BigInteger, nullable=False, server_default="1"),
)
_undecided = sick_notes.c.state == "filed"
Index("ix_sick_notes_person_id", sick_notes.c.person_id)
Index(
    "uq_sick_notes_registration_id",
    sick_notes.c.registration_id,
    unique=True,
    postgresql_where=sick_notes.c.state != "refused",
    sqlite_where=sick_notes.c.state != "refused",
)
Index(
    "ix_sick_notes_undecided",
    sick_notes.c.file_time,
    postgresql_where=_undecided,
    sqlite_where=_undecided,
)

# The secret addresses under which students' calendars are read.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("person_id", Id, primary_key=True),
    # SHA-256 of the secret in the address, in hexadecimal digits.
    Column("secret_digest", String(64), nullable=False, unique=True),
    Column("create_time", Moment, nullable=False),
)
