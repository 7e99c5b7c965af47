"""Issued certificates in the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Language, LocalizedText, Semester
from sqlalchemy import Row, and_, insert, or_, select

from certificates.domain.certificate import Certificate, CertificateType
from certificates.domain.document import PrintedField
from certificates.domain.verification_number import VerificationNumber
from certificates.store.tables import certificates


def add_certificate(tx: Transaction, certificate: Certificate) -> None:
    """Stores an issued certificate. The number is unique; drawing a taken one fails the insert."""
    tx.execute(
        insert(certificates).values(
            certificate_id=certificate.certificate_id,
            person_id=certificate.person_id,
            enrolment_id=certificate.enrolment_id,
            certificate_type=certificate.type.value,
            language=certificate.language.value,
            semester_code=certificate.semester.code if certificate.semester else None,
            verification_number=certificate.number.digits,
            issue_time=certificate.issue_time,
            valid_until_date=certificate.valid_until,
            file_name=certificate.file_name,
            document_id=certificate.document_id,
            fields=[
                {"label": {"de": one.label.de, "en": one.label.en}, "value": one.value}
                for one in certificate.fields
            ],
            version=certificate.version,
        )
    )


def load_certificate(tx: Transaction, certificate_id: UUID) -> Certificate | None:
    """The certificate of that id."""
    found = select(certificates).where(certificates.c.certificate_id == certificate_id)
    row = tx.execute(found).first()
    return None if row is None else _certificate(row)


def owner_of(tx: Transaction, certificate_id: UUID) -> UUID | None:
    """The student whose certificate it is."""
    found = select(certificates.c.person_id).where(certificates.c.certificate_id == certificate_id)
    owner: UUID | None = tx.execute(found).scalar_one_or_none()
    return owner


def find_by_number(tx: Transaction, number: VerificationNumber) -> Certificate | None:
    """The certificate that carries the number."""
    found = select(certificates).where(certificates.c.verification_number == number.digits)
    row = tx.execute(found).first()
    return None if row is None else _certificate(row)


def list_certificates(
    tx: Transaction, person_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> tuple[Certificate, ...]:
    """A student's certificates, the newest first, those behind the one issued at `before`."""
    issued, key = certificates.c.issue_time, certificates.c.certificate_id
    query = select(certificates).where(certificates.c.person_id == person_id)
    if before is not None:
        moment, certificate_id = before
        query = query.where(or_(issued < moment, and_(issued == moment, key < certificate_id)))
    rows = tx.execute(query.order_by(issued.desc(), key.desc()).limit(limit))
    return tuple(_certificate(row) for row in rows)


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        certificate_id=row.certificate_id,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        type=CertificateType(row.certificate_type),
        language=Language(row.language),
        semester=Semester.parse(row.semester_code) if row.semester_code else None,
        number=VerificationNumber(row.verification_number),
        issue_time=row.issue_time,
        valid_until=row.valid_until_date,
        file_name=row.file_name,
        document_id=row.document_id,
        fields=tuple(
            PrintedField(LocalizedText(**one["label"]), one["value"]) for one in row.fields
        ),
        version=row.version,
    )
