"""What the tour's pages on certificates show: two of one student, and a job of Student Services."""

from dataclasses import dataclass
from uuid import uuid4

from matrikel.certificates.v1 import (
    certificate_job_pb2,
    certificate_job_pb2_grpc,
    certificate_pb2,
    certificate_pb2_grpc,
)
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.callers import Callers
from tests.journeys.newcomers import Newcomer
from tests.journeys.patience import patiently
from tests.journeys.student_services import present_semester
from tests.suite import Suite

# Few are enrolled in it.
PROGRAMME = "PROM-NWI"


@dataclass(frozen=True)
class CertificatesScene:
    """What the tour meets, by id."""

    enrolment: str
    # Its number, as it is printed.
    number: str
    # Whose look-up may be restricted.
    transcript: str
    job: str


def set_up(suite: Suite, callers: Callers, student: Newcomer) -> CertificatesScene:
    """Draws the student's certificates, and waits until the job is done; takes some seconds."""
    job = _ordered(suite, callers)
    enrolment = _drawn(callers, student, certificate_pb2.CERTIFICATE_TYPE_ENROLMENT)
    transcript = _drawn(callers, student, certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT)
    _wait_for(job, suite, callers)
    return CertificatesScene(
        enrolment.certificate_id,
        enrolment.verification_number,
        transcript.certificate_id,
        job,
    )


def _drawn(
    callers: Callers, student: Newcomer, kind: "certificate_pb2.CertificateType.ValueType"
) -> certificate_pb2.Certificate:
    answer = certificate_pb2_grpc.CertificateServiceStub(callers.certificates).IssueCertificate(
        certificate_pb2.IssueCertificateRequest(
            person_id=student.person_id,
            enrolment_id=student.enrolment_id,
            type=kind,
            language=certificate_pb2.DOCUMENT_LANGUAGE_BOTH,
            request_id=str(uuid4()),
        ),
        metadata=callers.metadata(student.user_name, "certificates"),
    )
    return answer.certificate


def _ordered(suite: Suite, callers: Callers) -> str:
    jobs = certificate_job_pb2_grpc.CertificateJobServiceStub(callers.certificates)
    started = jobs.StartCertificateJob(
        certificate_job_pb2.StartCertificateJobRequest(
            order=certificate_job_pb2.CertificateJobOrder(
                type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
                language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
                semester=SemesterMessage(code=present_semester().code),
                programme_code=PROGRAMME,
            ),
            request_id=str(uuid4()),
        ),
        metadata=callers.metadata(suite.user_names("student_services")[0], "certificates"),
    )
    return started.certificate_job.certificate_job_id


def _wait_for(job: str, suite: Suite, callers: Callers) -> None:
    """The page of a running job loads itself anew, which nobody can look at in peace."""
    jobs = certificate_job_pb2_grpc.CertificateJobServiceStub(callers.certificates)
    request = certificate_job_pb2.GetCertificateJobRequest(certificate_job_id=job)
    clerk = callers.metadata(suite.user_names("student_services")[0], "certificates")

    def is_done() -> None:
        state = jobs.GetCertificateJob(request, metadata=clerk).certificate_job.state
        assert state == certificate_job_pb2.CERTIFICATE_JOB_STATE_DONE

    patiently(is_done, AssertionError)
