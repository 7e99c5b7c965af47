"""What there is to ask certificates about: one of the owner's, and a job that issued it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from certificates.app.jobs import cancel_job, start_job
from certificates.domain.certificate import Certificate, CertificateType
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.jobs import CertificateJob, JobOrder, JobOutcome, JobState, JobStudent
from certificates.store import jobs
from chassis.database import Transaction
from chassis.values import PersonName, Semester

from services.certificates.tests.lifecycle_factories import Issue, store
from tests.requests import Named

ORDER = JobOrder(CertificateType.ENROLMENT, DocumentLanguage.DE, Semester.parse("2026W"))


def add_certificate_cases(tx: Transaction, owner: UUID, named: Named) -> Named:
    """Adds them, and says how requests name them."""
    certificate = store(tx, Issue(CertificateType.ENROLMENT, person_id=owner))
    job_id = _done_job(tx, owner, named, certificate)
    return replace(
        named,
        certificate_id=str(certificate.certificate_id),
        verification_number=certificate.number.digits,
        certificate_job_id=str(job_id),
        done_certificate_job_id=str(job_id),
    )


def _named_job(named: Named, job: CertificateJob) -> Named:
    return replace(named, certificate_job_id=str(job.job_id))


def _done_job(tx: Transaction, owner: UUID, named: Named, certificate: Certificate) -> UUID:
    """A job of one student, who got the certificate."""
    job = start_job(tx, ORDER, "lschulz")
    enrolment_id = certificate.enrolment_id
    assert enrolment_id is not None
    student = JobStudent(
        owner, enrolment_id, named.matriculation_number, PersonName("Thị Hồng", "Nguyễn")
    )
    jobs.add_entries(tx, job.job_id, 1, [student])
    jobs.set_collected(tx, job.job_id, None, 1, JobState.RUNNING)
    assert jobs.claim(tx, job.job_id, enrolment_id, JobOutcome.ISSUED)
    jobs.name_certificate(tx, job.job_id, enrolment_id, certificate.certificate_id)
    assert jobs.set_state(tx, job.job_id, {JobState.RUNNING}, JobState.DONE, tx.now)
    return job.job_id


def _with_job_under_way(tx: Transaction, _owner: UUID, named: Named) -> Named:
    """A job that still collects: here nobody tells it who is enrolled."""
    return _named_job(named, start_job(tx, ORDER, "lschulz"))


def _with_cancelled_job(tx: Transaction, _owner: UUID, named: Named) -> Named:
    return _named_job(named, cancel_job(tx, start_job(tx, ORDER, "lschulz").job_id))


# What a method uses up is there anew for every call of it.
RENEWED_CERTIFICATES: Mapping[str, Callable[[Transaction, UUID, Named], Named]] = {
    "CancelCertificateJob": _with_job_under_way,
    "RetryCertificateJob": _with_cancelled_job,
}
