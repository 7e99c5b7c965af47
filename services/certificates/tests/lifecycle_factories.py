"""Certificates as they are stored, without the papers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from certificates.app.log import append
from certificates.app.status_list import draw_status_index
from certificates.domain.certificate import (
    Certificate,
    CertificateOrder,
    CertificateType,
    LookupRule,
    Standing,
)
from certificates.domain.document import PrintedField
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.guessing import GuessingRules
from certificates.domain.issue_record import IssueRecord
from certificates.domain.lookup import Named
from certificates.domain.pins import PinKey
from certificates.store.certificates import add_certificate
from chassis.database import Database, Transaction
from chassis.documents import store_document
from chassis.errors import Failure
from chassis.testing import within
from chassis.values import LocalizedText, Semester
from matrikel_verify.claims import Claim, Claims, claims_entry, file_entry
from matrikel_verify.number import VerificationNumber

from .log_samples import LOG

PERSON_ID = UUID("018f0000-0000-7000-8000-000000000001")
ENROLMENT_ID = UUID("018f0000-0000-7000-8000-000000000002")
BIRTH_DATE = date(2003, 2, 1)
ISSUE_TIME = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
PINS = PinKey(b"k" * 32)
RULES = GuessingRules(alarm_address="alarm@leuphana.example")
UNKNOWN = VerificationNumber.of_draw(999)
HERE = "192.0.2.7"

_draws = count()


@dataclass(frozen=True)
class Issue:
    """What a test's certificate is like."""

    kind: CertificateType = CertificateType.TRANSCRIPT
    rule: LookupRule = field(default_factory=LookupRule)
    pin: str = ""
    basis: Mapping[str, Any] = field(default_factory=dict)
    person_id: UUID = PERSON_ID
    valid_until: date | None = None
    delete_date: date = date(2036, 11, 21)
    names_successor: bool = False


def issued(database: Database, issue: Issue | None = None, **changes: Any) -> Certificate:
    """A certificate in the database."""
    return within(database, store, replace(issue or Issue(), **changes))


def store(tx: Transaction, issue: Issue) -> Certificate:
    draw = next(_draws)
    number = VerificationNumber.of_draw(10_000 + draw)
    file = number.digits.encode()
    certificate = Certificate(
        certificate_id=uuid4(),
        person_id=issue.person_id,
        enrolment_id=ENROLMENT_ID,
        type=issue.kind,
        language=DocumentLanguage.DE,
        semester=Semester.parse("2026W"),
        number=number,
        issue_time=ISSUE_TIME,
        valid_until=issue.valid_until,
        delete_date=issue.delete_date,
        file_name="bescheinigung.pdf",
        document_id=store_document(tx, file, "application/pdf", "bescheinigung.pdf"),
        issued_by="",
        fields=(
            PrintedField(LocalizedText("Name", "Name"), "Ayşe Öztürk"),
            PrintedField(LocalizedText("Geburtsdatum", "Date of birth"), "1. Februar 2003"),
        ),
        standing=Standing.CURRENT,
        standing_since=None,
        successor_id=None,
        names_successor=issue.names_successor,
        lookup_rule=issue.rule,
        version=1,
    )
    status_index, salt = draw_status_index(tx), b"s" * 16
    claims = claims_for(certificate, status_index).canonical()
    digest = hashlib.sha256(file).digest()
    entries = (claims_entry(salt, claims), file_entry(digest))
    claims_leaf, file_leaf = append(tx, LOG, *entries)
    record = IssueRecord(
        claims=claims,
        salt=salt,
        claims_leaf=claims_leaf.index,
        file_leaf=file_leaf.index,
        file_digest=digest,
        status_index=status_index,
        basis=issue.basis,
        birth_date=BIRTH_DATE,
        pin_digest=PINS.digest(number, issue.pin) if issue.pin else None,
    )
    add_certificate(tx, certificate, record)
    return certificate


def claims_for(certificate: Certificate, status_index: int) -> Claims:
    """What the certificate says, in German."""
    return Claims(
        number=certificate.number.digits,
        type=certificate.type.value,
        language=certificate.language.value,
        issuer="Leuphana Universität Lüneburg",
        title="Bescheinigung",
        issue_time=f"{certificate.issue_time:%Y-%m-%dT%H:%M:%SZ}",
        valid_until=certificate.valid_until.isoformat() if certificate.valid_until else "",
        status_index=status_index,
        fields=tuple(Claim(one.label.de, one.value) for one in certificate.fields),
        lines=tuple(text for one in certificate.fields for text in (one.label.de, one.value)),
    )


def named(number: VerificationNumber, *, birth_date: date | None = None, pin: str = "") -> Named:
    """What somebody named besides the number."""
    return Named(birth_date, PINS.digest(number, pin))


def order(kind: CertificateType, rule: LookupRule, pin: str = "") -> CertificateOrder:
    """A student's order of a certificate with a rule of look-up."""
    return CertificateOrder(
        PERSON_ID,
        ENROLMENT_ID,
        kind,
        DocumentLanguage.DE,
        semester=None,
        lookup_rule=rule,
        pin=pin,
    )


def refusal(use: Callable[[], object]) -> str:
    """The reason of the refusal; empty where there was none."""
    try:
        use()
    except Failure as failure:
        return failure.reason
    return ""
