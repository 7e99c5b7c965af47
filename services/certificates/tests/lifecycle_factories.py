"""Certificates as they are stored, without the papers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

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
from matrikel_verify.number import VerificationNumber

PERSON_ID = UUID("018f0000-0000-7000-8000-000000000001")
ENROLMENT_ID = UUID("018f0000-0000-7000-8000-000000000002")
BIRTH_DATE = date(2003, 2, 1)
ISSUE_TIME = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
PINS = PinKey(b"k" * 32)
RULES = GuessingRules(alarm_address="alarm@leuphana.example")
UNKNOWN = VerificationNumber.of_draw(999)
HERE = "192.0.2.7"

_leaves = count()


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
    draw = next(_leaves)
    number = VerificationNumber.of_draw(10_000 + draw)
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
        document_id=store_document(tx, b"the file", "application/pdf", "bescheinigung.pdf"),
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
    record = IssueRecord(
        claims=b'{"v":1}',
        salt=b"s" * 16,
        claims_leaf=2 * draw,
        file_leaf=2 * draw + 1,
        file_digest=hashlib.sha256(number.digits.encode()).digest(),
        status_index=draw_status_index(tx),
        basis=issue.basis,
        birth_date=BIRTH_DATE,
        pin_digest=PINS.digest(number, issue.pin) if issue.pin else None,
    )
    add_certificate(tx, certificate, record)
    return certificate


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
