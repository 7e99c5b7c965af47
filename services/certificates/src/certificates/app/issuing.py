"""Issuing a certificate: two transactions, with the drawing and sealing of the file between them.

First the claims enter the log, so that the proof of it can go into the file. Then the sealed file
is stored and enters the log, too. Should the service die in between, a leaf remains that no
certificate belongs to, which is harmless; a certificate without its leaves cannot come about.
"""

import hashlib
from dataclasses import dataclass, field

from chassis.database import Transaction
from chassis.documents import store_document
from chassis.values import local_date
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.claims import claims_entry, file_entry
from matrikel_verify.evidence import Evidence

from certificates.app.log import append
from certificates.app.outdating import compare_with_heard, hold_person
from certificates.app.rules import load_rules
from certificates.app.status_list import draw_status_index
from certificates.app.superseding import supersede
from certificates.domain.basis import basis_of
from certificates.domain.branding import Branding
from certificates.domain.certificate import (
    Certificate,
    CertificateOrder,
    CertificateType,
    Standing,
)
from certificates.domain.claims import claims_of
from certificates.domain.document import Document
from certificates.domain.facts import Facts
from certificates.domain.issue_record import IssueRecord
from certificates.domain.paper import page_furniture
from certificates.domain.retention import delete_date
from certificates.events.outgoing import tell_certificate_issued
from certificates.store.certificates import add_certificate
from certificates.store.profile import load_branding

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Entered:
    """The claims of a document stand in the log."""

    evidence: Evidence
    status_index: int
    branding: Branding


@dataclass(frozen=True, slots=True)
class SealedCertificate:
    """A certificate that is sealed, but not issued before it is stored."""

    order: CertificateOrder
    facts: Facts
    document: Document
    entered: Entered
    file: bytes
    # Keyed digest of the PIN that the order names; None where it names none.
    pin_digest: bytes | None = field(default=None, repr=False)


def enter_claims(
    tx: Transaction, log: LogSigner, document: Document, kind: CertificateType, salt: bytes
) -> Entered:
    """Enters what the document says into the log, as a salted hash."""
    status_index, branding = draw_status_index(tx), load_branding(tx)
    furniture = page_furniture(document, branding)
    claims = claims_of(document, kind, status_index, furniture).canonical()
    [leaf] = append(tx, log, claims_entry(salt, claims))
    return Entered(
        Evidence(claims, salt, leaf.index, leaf.inclusion_proof, leaf.checkpoint),
        status_index,
        branding,
    )


def issue_certificate(tx: Transaction, log: LogSigner, sealed: SealedCertificate) -> Certificate:
    """Stores the file and what it says, and tells of it: from now on its number verifies."""
    hold_person(tx, sealed.order.person_id)
    certificate = _certificate(tx, sealed)
    digest = hashlib.sha256(sealed.file).digest()
    tell_certificate_issued(tx, certificate)
    if sealed.order.replaces is not None:
        supersede(tx, sealed.order.replaces, certificate, sealed.order.names_successor)
    # The log's head is locked last and shortly, as everybody who issues waits for it.
    [leaf] = append(tx, log, file_entry(digest))
    record = _record(sealed, digest, leaf.index)
    add_certificate(tx, certificate, record)
    return compare_with_heard(tx, certificate, record.basis)


def _certificate(tx: Transaction, sealed: SealedCertificate) -> Certificate:
    order, facts, document = sealed.order, sealed.facts, sealed.document
    semester = facts.half_year
    file_name = _file_name(document, semester.code if semester else "")
    valid_until = document.content.valid_until
    return Certificate(
        certificate_id=tx.new_id(),
        person_id=order.person_id,
        enrolment_id=order.enrolment_id,
        type=order.type,
        language=order.language,
        semester=semester,
        number=document.number,
        issue_time=document.issue_time,
        valid_until=valid_until,
        delete_date=delete_date(
            order.type, valid_until, local_date(document.issue_time), load_rules(tx)
        ),
        file_name=file_name,
        document_id=store_document(tx, sealed.file, CONTENT_TYPE, file_name),
        issued_by=order.issued_by,
        fields=document.printed_fields,
        standing=Standing.CURRENT,
        standing_since=None,
        successor_id=None,
        names_successor=False,
        lookup_rule=order.lookup_rule,
        version=1,
    )


def _file_name(document: Document, semester_code: str) -> str:
    """ "immatrikulationsbescheinigung-2026W.pdf"."""
    return "-".join(part for part in (document.file_stem, semester_code) if part) + ".pdf"


def _record(sealed: SealedCertificate, digest: bytes, file_leaf: int) -> IssueRecord:
    evidence, order = sealed.entered.evidence, sealed.order
    return IssueRecord(
        claims=evidence.claims,
        salt=evidence.salt,
        claims_leaf=evidence.leaf_index,
        file_leaf=file_leaf,
        file_digest=digest,
        status_index=sealed.entered.status_index,
        basis=basis_of(order.type, sealed.facts),
        birth_date=sealed.facts.records.person.birth_date,
        pin_digest=sealed.pin_digest,
    )
