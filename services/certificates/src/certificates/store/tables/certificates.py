"""Issued certificates. The files themselves are in the chassis' table `documents`."""

from chassis.database.columns import Id, Json, Moment
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    false,
)

from certificates.store.tables.metadata import metadata

# What was issued never changes; its state, and who may look it up, do.
certificates = Table(
    "certificates",
    metadata,
    Column("certificate_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    # None for types that are about all enrolments.
    Column("enrolment_id", Id),
    Column("certificate_type", String(40), nullable=False),
    Column("language", String(4), nullable=False),
    Column("semester_code", String(5)),
    Column("verification_number", String(16), nullable=False, unique=True),
    Column("issue_time", Moment, nullable=False),
    Column("valid_until_date", Date),
    # The day after which the data is deleted.
    Column("delete_date", Date, nullable=False, index=True),
    Column("file_name", String(200), nullable=False),
    Column("document_id", Id, nullable=False),
    # Who of the staff issued it; empty where the student did.
    Column("issued_by", String(100), nullable=False),
    # What verification shows: of each printed line the label in German and English, and the value.
    Column("fields", Json, nullable=False),
    # The canonical claims (JSON) and the salt that their leaf in the log hides them with.
    Column("claims", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("claims_leaf", BigInteger, nullable=False, unique=True),
    Column("file_leaf", BigInteger, nullable=False, unique=True),
    # SHA-256 of the sealed file: what an upload is found by.
    Column("file_digest", LargeBinary, nullable=False, unique=True),
    # The place in the status list.
    Column("status_index", BigInteger, nullable=False, unique=True),
    # What the certificate rests on, to notice when it is no longer current.
    Column("basis", Json, nullable=False),
    # "current", "outdated", "superseded", "withdrawn".
    Column("standing", String(20), nullable=False),
    Column("standing_since", Moment),
    Column("successor_id", Id),
    # Whoever looks it up is told the number of the successor.
    Column("names_successor", Boolean, nullable=False, server_default=false()),
    Column("withdrawn_by", String(100), nullable=False, server_default=""),
    Column("withdrawal_reason", Text, nullable=False, server_default=""),
    # The holder's choice of who may look it up.
    Column("birth_date", Date, nullable=False),
    Column("lookup_birth_date", Boolean, nullable=False, server_default=false()),
    Column("lookup_pin", Boolean, nullable=False, server_default=false()),
    Column("lookup_pin_digest", LargeBinary),
    Column("lookup_last_date", Date),
    Column("lookup_off", Boolean, nullable=False, server_default=false()),
    Column("version", BigInteger, nullable=False),
)
Index(
    "ix_certificates_person",
    certificates.c.person_id,
    certificates.c.issue_time,
    certificates.c.certificate_id,
)
