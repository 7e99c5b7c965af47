"""The tables of certificates. The documents themselves are in the chassis' table `documents`."""

from chassis.database import NAMING
from chassis.database.columns import Id, Json, Moment
from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, String, Table

metadata = MetaData(naming_convention=NAMING)

# Issued certificates with what they print; a row never changes.
certificates = Table(
    "certificates",
    metadata,
    Column("certificate_id", Id, primary_key=True),
    Column("person_id", Id, nullable=False),
    Column("enrolment_id", Id, nullable=False),
    Column("certificate_type", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("semester_code", String(5)),
    Column("verification_number", String(16), nullable=False, unique=True),
    Column("issue_time", Moment, nullable=False),
    Column("valid_until_date", Date),
    Column("file_name", String(200), nullable=False),
    Column("document_id", Id, nullable=False),
    # A list of {"label": {"de", "en"}, "value"}, in the order of the document.
    Column("fields", Json, nullable=False),
    Column("version", BigInteger, nullable=False),
)
Index(
    "ix_certificates_person",
    certificates.c.person_id,
    certificates.c.issue_time,
    certificates.c.certificate_id,
)

# How many unknown numbers a network asked for since its window began; forgotten soon after.
verification_misses = Table(
    "verification_misses",
    metadata,
    Column("client_network", String(64), primary_key=True),
    Column("window_start", Moment, nullable=False),
    Column("misses", Integer, nullable=False),
)
Index("ix_verification_misses_window_start", verification_misses.c.window_start)
