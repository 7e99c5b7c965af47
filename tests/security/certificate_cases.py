"""What there is to ask certificates about: one of the owner's, and a job that issued it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from certificates.app.jobs import cancel_job, start_job
from certificates.app.log import append
from certificates.app.status_list import draw_status_index
from certificates.domain.certificate import (
    Certificate,
    CertificateType,
    LookupRule,
    Standing,
)
from certificates.domain.document import PrintedField
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.issue_record import IssueRecord
from certificates.domain.jobs import CertificateJob, JobOrder, JobOutcome, JobState, JobStudent
from certificates.store import jobs
from certificates.store.certificates import add_certificate
from chassis.database import Transaction
from chassis.documents import store_document
from chassis.values import LocalizedText, PersonName, Semester
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.claims import claims_entry, file_entry
from matrikel_verify.number import VerificationNumber

from tests.requests import Named

WINTER = Semester.parse("2026W")
ORDER = JobOrder(CertificateType.ENROLMENT, DocumentLanguage.DE, WINTER)


def add_certificate_cases(tx: Transaction, owner: UUID, named: Named) -> Named:
    """Adds them, and says how requests name them."""
    certificate = _issue(tx, owner, UUID(named.enrolment_id))
    return _with_done_job(
        tx,
        owner,
        replace(
            named,
            certificate_id=str(certificate.certificate_id),
            verification_number=certificate.number.digits,
        ),
    )


def _issue(tx: Transaction, owner: UUID, enrolment_id: UUID) -> Certificate:
    """A certificate of the owner's, as it is stored when it is issued."""
    certificate = Certificate(
        certificate_id=tx.new_id(),
        person_id=owner,
        enrolment_id=enrolment_id,
        type=CertificateType.ENROLMENT,
        language=DocumentLanguage.DE,
        semester=WINTER,
        number=VerificationNumber.of_draw(20261102),
        issue_time=tx.now,
        valid_until=date(2027, 3, 31),
        delete_date=date(2028, 3, 31),
        file_name="immatrikulationsbescheinigung-2026W.pdf",
        document_id=store_document(tx, b"%PDF-1.7 of a test", "application/pdf", "one.pdf"),
        issued_by="",
        fields=(PrintedField(LocalizedText(de="Name", en="Name"), "Thị Hồng Nguyễn"),),
        standing=Standing.CURRENT,
        standing_since=None,
        successor_id=None,
        names_successor=False,
        lookup_rule=LookupRule(),
        version=1,
    )
    claims, salt, digest = b"{}", bytes(16), bytes(32)
    log = LogSigner("example.org/v1/log", Ed25519PrivateKey.generate())
    claims_leaf, file_leaf = append(tx, log, claims_entry(salt, claims), file_entry(digest))
    record = IssueRecord(
        claims=claims,
        salt=salt,
        claims_leaf=claims_leaf.index,
        file_leaf=file_leaf.index,
        file_digest=digest,
        status_index=draw_status_index(tx),
        basis={},
        birth_date=date(2001, 5, 17),
    )
    add_certificate(tx, certificate, record)
    return certificate


def _named_job(named: Named, job: CertificateJob) -> Named:
    return replace(named, certificate_job_id=str(job.job_id))


def _with_done_job(tx: Transaction, owner: UUID, named: Named) -> Named:
    """A job of one student, who got the certificate."""
    job = start_job(tx, ORDER, "lschulz")
    enrolment_id = UUID(named.enrolment_id)
    student = JobStudent(
        owner, enrolment_id, named.matriculation_number, PersonName("Thị Hồng", "Nguyễn")
    )
    jobs.add_entries(tx, job.job_id, 1, [student])
    jobs.set_collected(tx, job.job_id, None, 1, JobState.RUNNING)
    assert jobs.claim(tx, job.job_id, enrolment_id, JobOutcome.ISSUED)
    jobs.name_certificate(tx, job.job_id, enrolment_id, UUID(named.certificate_id))
    assert jobs.set_state(tx, job.job_id, {JobState.RUNNING}, JobState.DONE, tx.now)
    return _named_job(named, job)


def _with_job_under_way(tx: Transaction, _owner: UUID, named: Named) -> Named:
    """A job that still collects: here nobody tells it who is enrolled."""
    return _named_job(named, start_job(tx, ORDER, "lschulz"))


def _with_cancelled_job(tx: Transaction, _owner: UUID, named: Named) -> Named:
    return _named_job(named, cancel_job(tx, start_job(tx, ORDER, "lschulz").job_id))


# What a method uses up is there anew for every call of it.
RENEWED_CERTIFICATES: Mapping[str, Callable[[Transaction, UUID, Named], Named]] = {
    "CancelCertificateJob": _with_job_under_way,
    "DownloadCertificateJob": _with_done_job,
    "RetryCertificateJob": _with_cancelled_job,
}
