"""Whether a certificate still says what was entered into the transparency log at its issue.

Whoever can write to the database can change what it says; the entry is a hash of what it said.
"""

import hashlib

from chassis.database import Transaction
from chassis.documents import load_document
from matrikel_verify.claims import Claims, claims_entry, file_entry

from certificates.app.status_list import status_of
from certificates.domain.certificate import Certificate
from certificates.domain.claims import are_claims_of
from certificates.domain.issue_record import IssueRecord
from certificates.store.certificates import record_of
from certificates.store.log import load_entries_of
from certificates.store.status_places import status_at


class AlteredCertificateError(Exception):
    """A certificate was changed in the database behind the service's back."""


def require_unaltered(tx: Transaction, certificate: Certificate) -> None:
    """Raises AlteredCertificateError for one that does not say what its entry says.

    Nothing of it may be told to be authentic.
    """
    record = record_of(tx, certificate.certificate_id)
    if record is None or not _is_entered(tx, certificate, record):
        raise AlteredCertificateError(
            f"certificate {certificate.certificate_id} does not say what its entry says"
        )


def is_whole(tx: Transaction, certificate: Certificate) -> bool:
    """Whether everything that is kept of a certificate fits: text, file, place in the list."""
    record = record_of(tx, certificate.certificate_id)
    return (
        record is not None
        and _is_entered(tx, certificate, record)
        and dict(load_entries_of(tx, [record.file_leaf]))
        == {record.file_leaf: file_entry(_stored_digest(tx, certificate))}
        and status_at(tx, record.status_index) is status_of(certificate.standing)
    )


def _is_entered(tx: Transaction, certificate: Certificate, record: IssueRecord) -> bool:
    try:
        claims = Claims.parse(record.claims)
    except ValueError:
        return False
    entered = dict(load_entries_of(tx, [record.claims_leaf]))
    return (
        are_claims_of(claims, certificate)
        and claims.status_index == record.status_index
        and entered == {record.claims_leaf: claims_entry(record.salt, record.claims)}
    )


def _stored_digest(tx: Transaction, certificate: Certificate) -> bytes:
    """SHA-256 of the stored file; empty where it is gone."""
    try:
        document = load_document(tx, certificate.document_id)
    except LookupError:
        return b""
    return hashlib.sha256(document.content).digest()
