"""Requests to certificates about jobs: certificates of a whole semester."""

from matrikel.certificates.v1 import certificate_job_pb2, certificate_pb2
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


def _order(named: Named) -> certificate_job_pb2.CertificateJobOrder:
    """Enrolment certificates for everybody of a programme."""
    return certificate_job_pb2.CertificateJobOrder(
        type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
        language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
        semester=Semester(code=named.semester),
        programme_code=named.programme_code,
    )


@of("certificates.v1.CertificateJobService", "PreviewCertificateJob")
def preview_certificate_job(named: Named) -> certificate_job_pb2.PreviewCertificateJobRequest:
    """For whom it would be."""
    return certificate_job_pb2.PreviewCertificateJobRequest(order=_order(named))


@of("certificates.v1.CertificateJobService", "StartCertificateJob")
def start_certificate_job(named: Named) -> certificate_job_pb2.StartCertificateJobRequest:
    """The same, in earnest."""
    return certificate_job_pb2.StartCertificateJobRequest(order=_order(named), request_id=new_id())


@of("certificates.v1.CertificateJobService", "GetCertificateJob")
def get_certificate_job(named: Named) -> certificate_job_pb2.GetCertificateJobRequest:
    """The job."""
    return certificate_job_pb2.GetCertificateJobRequest(certificate_job_id=named.certificate_job_id)


@of("certificates.v1.CertificateJobService", "ListCertificateJobs")
def list_certificate_jobs(_named: Named) -> certificate_job_pb2.ListCertificateJobsRequest:
    """The newest jobs."""
    return certificate_job_pb2.ListCertificateJobsRequest(page_size=5)


@of("certificates.v1.CertificateJobService", "ListCertificateJobEntries")
def list_certificate_job_entries(
    named: Named,
) -> certificate_job_pb2.ListCertificateJobEntriesRequest:
    """Everybody of the job."""
    return certificate_job_pb2.ListCertificateJobEntriesRequest(
        certificate_job_id=named.certificate_job_id, page_size=5
    )


@of("certificates.v1.CertificateJobService", "CancelCertificateJob")
def cancel_certificate_job(named: Named) -> certificate_job_pb2.CancelCertificateJobRequest:
    """The job."""
    return certificate_job_pb2.CancelCertificateJobRequest(
        certificate_job_id=named.certificate_job_id, request_id=new_id()
    )


@of("certificates.v1.CertificateJobService", "RetryCertificateJob")
def retry_certificate_job(named: Named) -> certificate_job_pb2.RetryCertificateJobRequest:
    """Those of the job who have no certificate."""
    return certificate_job_pb2.RetryCertificateJobRequest(
        certificate_job_id=named.certificate_job_id, request_id=new_id()
    )


@of("certificates.v1.CertificateJobService", "DownloadCertificateJob")
def download_certificate_job(named: Named) -> certificate_job_pb2.DownloadCertificateJobRequest:
    """The archive of its files."""
    return certificate_job_pb2.DownloadCertificateJobRequest(
        certificate_job_id=named.done_certificate_job_id,
        format=certificate_job_pb2.JOB_DOWNLOAD_FORMAT_ARCHIVE,
    )
