"""Servicers of certificate jobs over the tests' world: a job of three students."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from uuid import uuid4

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import certificate_job_pb2 as jobs
from matrikel.certificates.v1 import certificate_job_pb2_grpc, certificate_pb2
from matrikel.type.v1.person_name_pb2 import PersonName

from . import certificate_world as c
from . import portal_world as w
from .servicer import Servicer

_RUNNING = (jobs.CERTIFICATE_JOB_STATE_COLLECTING, jobs.CERTIFICATE_JOB_STATE_RUNNING)
_FOR_JOBS = (
    certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
    certificate_pb2.CERTIFICATE_TYPE_BAFOEG,
)


def entries() -> list[jobs.CertificateJobEntry]:
    """One issued, one refused, one that waits."""
    return [
        jobs.CertificateJobEntry(
            person_id=w.STUDENT,
            enrolment_id=w.ENROLMENT,
            matriculation_number="3012345",
            name=PersonName(given_names="Ayşe", family_name="Öztürk"),
            outcome=jobs.CERTIFICATE_JOB_OUTCOME_ISSUED,
            certificate_id=w.CERTIFICATE,
        ),
        jobs.CertificateJobEntry(
            person_id=w.NEWCOMER,
            matriculation_number="3012346",
            name=PersonName(given_names="Nguyễn Thị Ánh", family_name="Phương"),
            outcome=jobs.CERTIFICATE_JOB_OUTCOME_REFUSED,
            refusal_reason="CERTIFICATE_NOT_PRINTABLE",
            refusal_message=w.both(
                "Ein Name lässt sich nicht drucken.", "A name cannot be printed."
            ),
        ),
        jobs.CertificateJobEntry(
            person_id=w.STUDENT,
            matriculation_number="3012347",
            name=PersonName(given_names="Zoë", family_name="Ångström"),
            outcome=jobs.CERTIFICATE_JOB_OUTCOME_WAITING,
        ),
    ]


class CertificateJobs(Servicer, certificate_job_pb2_grpc.CertificateJobServiceServicer):
    service = "certificates"

    async def PreviewCertificateJob(self, request, context):
        await self.up(context, "PreviewCertificateJob")
        await self._for_jobs(request.order, context)
        if request.order.semester.code == "2025W":
            return jobs.PreviewCertificateJobResponse()
        return jobs.PreviewCertificateJobResponse(total_count=1234, examples=entries())

    async def _for_jobs(self, order, context):
        if order.type not in _FOR_JOBS:
            sentence = w.both(
                "Diese Art wird nur einzeln ausgestellt.", "This type is issued one by one only."
            )
            await w.fail(context, Code.INVALID_ARGUMENT, "TYPE_NOT_FOR_JOBS", sentence)

    async def StartCertificateJob(self, request, context):
        await self.up(context, "StartCertificateJob")
        await self._for_jobs(request.order, context)
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        job = jobs.CertificateJob(
            certificate_job_id=str(uuid4()),
            order=request.order,
            state=jobs.CERTIFICATE_JOB_STATE_RUNNING,
            total_count=3,
            issued_count=1,
            refused_count=1,
            ordered_by="sservice",
            order_time=c.ISSUED,
        )
        self.world.certificate_jobs[job.certificate_job_id] = job
        answer = jobs.StartCertificateJobResponse(certificate_job=job)
        self.world.answered[request.request_id] = answer
        return answer

    async def GetCertificateJob(self, request, context):
        await self.up(context, "GetCertificateJob")
        job = await self._job(request, context)
        return jobs.GetCertificateJobResponse(certificate_job=job)

    async def _job(self, request, context):
        known = self.world.certificate_jobs.get(request.certificate_job_id)
        if known is None:
            sentence = w.both("Diesen Auftrag gibt es nicht.", "This job does not exist.")
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_JOB_UNKNOWN", sentence)
        return known

    async def ListCertificateJobs(self, request, context):
        await self.up(context, "ListCertificateJobs")
        return jobs.ListCertificateJobsResponse(
            certificate_jobs=self.world.certificate_jobs.values()
        )

    async def ListCertificateJobEntries(self, request, context):
        await self.up(context, "ListCertificateJobEntries")
        found = [one for one in entries() if request.outcome in (0, one.outcome)]
        return jobs.ListCertificateJobEntriesResponse(entries=found)

    async def CancelCertificateJob(self, request, context):
        await self.up(context, "CancelCertificateJob")
        job = await self._job(request, context)
        if job.state not in _RUNNING:
            sentence = w.both("Der Auftrag ist zu Ende.", "The job has ended.")
            await w.fail(context, Code.FAILED_PRECONDITION, "CERTIFICATE_JOB_ENDED", sentence)
        self.ends(job, jobs.CERTIFICATE_JOB_STATE_CANCELLED)
        return jobs.CancelCertificateJobResponse(certificate_job=job)

    @staticmethod
    def ends(job, state):
        job.state = state
        job.print_part_count = 2
        job.end_time.CopyFrom(c.LATER)

    async def RetryCertificateJob(self, request, context):
        await self.up(context, "RetryCertificateJob")
        job = await self._job(request, context)
        if job.state in _RUNNING:
            sentence = w.both("Der Auftrag läuft noch.", "The job is still running.")
            await w.fail(context, Code.FAILED_PRECONDITION, "CERTIFICATE_JOB_RUNNING", sentence)
        job.state = jobs.CERTIFICATE_JOB_STATE_RUNNING
        job.ClearField("end_time")
        job.refused_count = 0
        return jobs.RetryCertificateJobResponse(certificate_job=job)

    async def DownloadCertificateJob(self, request, context):
        await self.up(context, "DownloadCertificateJob")
        job = await self._job(request, context)
        if request.part > job.print_part_count:
            sentence = w.both("Diesen Teil gibt es nicht.", "This part does not exist.")
            await w.fail(context, Code.INVALID_ARGUMENT, "PART_UNKNOWN", sentence, "part")
        is_print = request.format == jobs.JOB_DOWNLOAD_FORMAT_PRINT
        yield jobs.DownloadCertificateJobResponse(
            body=HttpBody(
                content_type="application/pdf" if is_print else "application/zip",
                data=f"part {request.part}".encode(),
            ),
            file_name="druck-1.pdf" if is_print else "bescheinigungen.zip",
        )


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicer."""
    certificate_job_pb2_grpc.add_CertificateJobServiceServicer_to_server(
        CertificateJobs(world), server
    )
