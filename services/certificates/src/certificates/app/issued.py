"""Certificates that were issued: listing, showing and handing them out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document, load_document
from matrikel_verify.number import VerificationNumber

from certificates.domain.certificate import Certificate, Withdrawal
from certificates.store import certificates as store
from certificates.texts import lifecycle_refusals as refusals


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A page of certificates, the newest first; `has_next` tells whether more follow."""

    certificates: tuple[Certificate, ...]
    has_next: bool


def certificate_with_id(tx: Transaction, certificate_id: UUID) -> Certificate:
    """The certificate with the id.

    Raises LookupError where there is none, which the check of the caller's relation rules out.
    """
    certificate = store.load_certificate(tx, certificate_id)
    if certificate is None:
        raise LookupError(f"no certificate {certificate_id}")
    return certificate


def certificate_with_number(tx: Transaction, number: VerificationNumber) -> Certificate:
    """The certificate that carries the number, whatever its state and rule of look-up.

    Raises CERTIFICATE_UNKNOWN; offices are not guessers, so nothing is counted.
    """
    certificate = store.find_by_number(tx, number)
    if certificate is None:
        raise refusals.certificate_not_found()
    return certificate


def withdrawal_of_certificate(tx: Transaction, certificate_id: UUID) -> Withdrawal | None:
    """Who withdrew it, and why; None where nobody did."""
    return store.withdrawal_of(tx, certificate_id)


def owner_of_certificate(tx: Transaction, certificate_id: UUID) -> UUID | None:
    """Whose certificate it is; None where there is no such certificate."""
    return store.owner_of(tx, certificate_id)


def document_of_certificate(tx: Transaction, certificate_id: UUID) -> Document:
    """The document as it was issued. Raises LookupError as `certificate_with_id` does."""
    return load_document(tx, certificate_with_id(tx, certificate_id).document_id)


def certificates_behind(tx: Transaction, after: UUID | None, limit: int) -> tuple[Certificate, ...]:
    """Certificates of everybody in the order of their ids, those behind `after`."""
    return store.certificates_after(tx, after, limit)


def certificates_of_person(
    tx: Transaction, person_id: UUID, before: tuple[datetime, UUID] | None, page_size: int
) -> CertificatePage:
    """A student's certificates, those behind the one issued at `before`."""
    # One more than asked for shows whether another page follows.
    found = store.list_certificates(tx, person_id, before, page_size + 1)
    return CertificatePage(found[:page_size], has_next=len(found) > page_size)
