"""Issued certificates in the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester
from matrikel_verify.number import VerificationNumber
from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, update

from certificates.domain.certificate import (
    Certificate,
    CertificateType,
    LookupRule,
    Standing,
    Withdrawal,
)
from certificates.domain.document import PrintedField
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.issue_record import IssueRecord
from certificates.store.tables import certificates

_C = certificates.c

# What a Certificate is made of. Claims, salt and basis stay where they are: a list of a hundred
# certificates would otherwise carry the text of a hundred documents.
_SHOWN = (
    *(_C.certificate_id, _C.person_id, _C.enrolment_id, _C.certificate_type, _C.language),
    *(_C.semester_code, _C.verification_number, _C.issue_time, _C.valid_until_date),
    *(_C.delete_date, _C.file_name, _C.document_id, _C.issued_by, _C.fields),
    *(_C.standing, _C.standing_since, _C.successor_id, _C.names_successor),
    *(_C.lookup_birth_date, _C.lookup_pin, _C.lookup_last_date, _C.lookup_off, _C.version),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is needed to notice that a certificate is no longer current."""

    certificate_id: UUID
    basis: Mapping[str, Any]


def add_certificate(tx: Transaction, certificate: Certificate, record: IssueRecord) -> None:
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
            delete_date=certificate.delete_date,
            file_name=certificate.file_name,
            document_id=certificate.document_id,
            issued_by=certificate.issued_by,
            fields=[[one.label.de, one.label.en, one.value] for one in certificate.fields],
            claims=record.claims.decode(),
            salt=record.salt,
            claims_leaf=record.claims_leaf,
            file_leaf=record.file_leaf,
            file_digest=record.file_digest,
            status_index=record.status_index,
            basis=dict(record.basis),
            standing=certificate.standing.value,
            standing_since=certificate.standing_since,
            successor_id=certificate.successor_id,
            names_successor=certificate.names_successor,
            birth_date=record.birth_date,
            lookup_pin_digest=record.pin_digest,
            version=certificate.version,
            **_rule_columns(certificate.lookup_rule),
        )
    )


def load_certificate(tx: Transaction, certificate_id: UUID) -> Certificate | None:
    """The certificate of that id."""
    return _first(tx, _C.certificate_id == certificate_id)


def find_by_number(tx: Transaction, number: VerificationNumber) -> Certificate | None:
    """The certificate that carries the number, whatever its rule of look-up says."""
    return _first(tx, _C.verification_number == number.digits)


def find_by_file(tx: Transaction, file_digest: bytes) -> Certificate | None:
    """The certificate whose sealed file has the SHA-256, whatever its rule of look-up says."""
    return _first(tx, _C.file_digest == file_digest)


def record_of(tx: Transaction, certificate_id: UUID) -> IssueRecord | None:
    """What is kept of the issue of a certificate."""
    row = tx.execute(select(certificates).where(_C.certificate_id == certificate_id)).first()
    if row is None:
        return None
    return IssueRecord(
        claims=row.claims.encode(),
        salt=row.salt,
        claims_leaf=row.claims_leaf,
        file_leaf=row.file_leaf,
        file_digest=row.file_digest,
        status_index=row.status_index,
        basis=row.basis,
        birth_date=row.birth_date,
        pin_digest=row.lookup_pin_digest,
    )


def owner_of(tx: Transaction, certificate_id: UUID) -> UUID | None:
    """The student whose certificate it is."""
    found = select(_C.person_id).where(_C.certificate_id == certificate_id)
    owner: UUID | None = tx.execute(found).scalar_one_or_none()
    return owner


def list_certificates(
    tx: Transaction, person_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> tuple[Certificate, ...]:
    """A student's certificates, the newest first, those behind the one issued at `before`."""
    issued, key = _C.issue_time, _C.certificate_id
    query = select(*_SHOWN).where(_C.person_id == person_id)
    if before is not None:
        moment, certificate_id = before
        query = query.where(or_(issued < moment, and_(issued == moment, key < certificate_id)))
    rows = tx.execute(query.order_by(issued.desc(), key.desc()).limit(limit))
    return tuple(_certificate(row) for row in rows)


def claim_standing(
    tx: Transaction,
    certificate_id: UUID,
    standing: Standing,
    former: Collection[Standing],
    version: int | None,
    further: Mapping[str, Any],
) -> int | None:
    """Changes the standing where it is one of `former`, and the version that is named.

    Returns the certificate's place in the status list; None where nothing was changed.
    """
    may = [_C.certificate_id == certificate_id, _C.standing.in_([one.value for one in former])]
    if version is not None:
        may.append(_C.version == version)
    changed = (
        update(certificates)
        .where(*may)
        .values(
            standing=standing.value,
            standing_since=tx.now,
            version=_C.version + 1,
            **further,
        )
        .returning(_C.status_index)
    )
    place: int | None = tx.execute(changed).scalar_one_or_none()
    return place


def claim_rule(
    tx: Transaction,
    certificate_id: UUID,
    version: int,
    rule: LookupRule,
    pin_digest: bytes | None,
) -> bool:
    """Changes who may look the certificate up; False where it is of another version."""
    changed = (
        update(certificates)
        .where(_C.certificate_id == certificate_id, _C.version == version)
        .values(
            lookup_pin_digest=pin_digest,
            version=_C.version + 1,
            **_rule_columns(rule),
        )
    )
    return tx.execute(changed).rowcount == 1


def withdrawal_of(tx: Transaction, certificate_id: UUID) -> Withdrawal | None:
    """Who withdrew the certificate, and why; None where nobody did."""
    found = select(_C.withdrawn_by, _C.withdrawal_reason).where(
        _C.certificate_id == certificate_id, _C.standing == Standing.WITHDRAWN.value
    )
    row = tx.execute(found).first()
    return None if row is None else Withdrawal(row.withdrawn_by, row.withdrawal_reason)


def pin_digest_of(tx: Transaction, certificate_id: UUID) -> bytes | None:
    """The digest of the PIN that is set; None where none is."""
    found = select(_C.lookup_pin_digest).where(_C.certificate_id == certificate_id)
    digest: bytes | None = tx.execute(found).scalar_one_or_none()
    return digest


def current_of_person(
    tx: Transaction, person_id: UUID, kinds: Collection[CertificateType]
) -> Sequence[Compared]:
    """A student's certificates of the types to which nothing has happened yet."""
    found = (
        _C.person_id == person_id,
        _C.standing == Standing.CURRENT.value,
        _C.certificate_type.in_([one.value for one in kinds]),
    )
    rows = tx.execute(select(_C.certificate_id, _C.basis).where(*found)).all()
    return [Compared(row.certificate_id, row.basis) for row in rows]


def certificates_after(tx: Transaction, after: UUID | None, limit: int) -> tuple[Certificate, ...]:
    """Certificates of everybody by their ids, those behind `after`."""
    query = select(*_SHOWN).order_by(_C.certificate_id).limit(limit)
    if after is not None:
        query = query.where(_C.certificate_id > after)
    return tuple(_certificate(row) for row in tx.execute(query))


def _first(tx: Transaction, found: ColumnElement[bool]) -> Certificate | None:
    row = tx.execute(select(*_SHOWN).where(found)).first()
    return None if row is None else _certificate(row)


def _rule_columns(rule: LookupRule) -> dict[str, Any]:
    return {
        "lookup_birth_date": rule.birth_date_required,
        "lookup_pin": rule.pin_required,
        "lookup_last_date": rule.last_date,
        "lookup_off": rule.switched_off,
    }


def rule_of(row: Row[Any]) -> LookupRule:
    """The rule of look-up in a row that holds its columns."""
    return LookupRule(
        birth_date_required=row.lookup_birth_date,
        pin_required=row.lookup_pin,
        last_date=row.lookup_last_date,
        switched_off=row.lookup_off,
    )


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        certificate_id=row.certificate_id,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        type=CertificateType(row.certificate_type),
        language=DocumentLanguage(row.language),
        semester=Semester.parse(row.semester_code) if row.semester_code else None,
        number=VerificationNumber(row.verification_number),
        issue_time=row.issue_time,
        valid_until=row.valid_until_date,
        delete_date=row.delete_date,
        file_name=row.file_name,
        document_id=row.document_id,
        issued_by=row.issued_by,
        fields=tuple(PrintedField(LocalizedText(de, en), value) for de, en, value in row.fields),
        standing=Standing(row.standing),
        standing_since=row.standing_since,
        successor_id=row.successor_id,
        names_successor=row.names_successor,
        lookup_rule=rule_of(row),
        version=row.version,
    )
