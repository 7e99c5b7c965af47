"""Issuing a certificate: from this moment on its number verifies."""

from chassis.database import Transaction
from chassis.documents import store_document

from certificates.domain.certificate import Certificate, DrawnCertificate
from certificates.events.outgoing import tell_certificate_issued
from certificates.store.certificates import add_certificate

CONTENT_TYPE = "application/pdf"


def issue_certificate(tx: Transaction, drawn: DrawnCertificate) -> Certificate:
    """Stores the document and what it says, and tells of it."""
    document, order = drawn.document, drawn.order
    certificate = Certificate(
        certificate_id=tx.new_id(),
        person_id=order.person_id,
        enrolment_id=order.enrolment_id,
        type=order.type,
        language=order.language,
        semester=drawn.semester,
        number=document.number,
        issue_time=document.issue_time,
        valid_until=document.content.valid_until,
        file_name=drawn.file_name,
        document_id=store_document(tx, drawn.file, CONTENT_TYPE, drawn.file_name),
        fields=document.content.printed_fields,
        version=1,
    )
    add_certificate(tx, certificate)
    tell_certificate_issued(tx, certificate)
    return certificate
